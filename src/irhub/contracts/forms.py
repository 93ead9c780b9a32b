"""What the pages of this room ask: a file, how its lists stand, which provider a line is, and how often to be told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from irhub.contracts import layouts
from irhub.contracts.headings import FIELDS, NAMING
from irhub.contracts.layouts import Layout
from irhub.contracts.queries import ProviderFacts
from irhub.files.uploads import Sheet
from irhub.notify.kinds import Every
from irhub.web.forms import Form, LineField, SeenField, choice, shown
from irhub.web.jinja import macro
from irhub.web.listing import FilterForm, words_field
from irhub.web.saying import counted

FILTERS = ("q", "match", "licence")
"""What a list is asked for: settling a line leads back to the same."""
NO_PROVIDER = "none"


class Upload(Form):
    """A list of providers."""

    file = forms.FileField(
        label="Your list of providers",
        allow_empty_file=True,  # it is refused where it is read, with all others that hold no list
        help_text=(
            "The workbook that you have: CSV, XLSX or ODS. It needs a column of providers’ names, CQC ids or company numbers; postcodes and"
            " towns help. Titles, several sheets and repeated rows do no harm. Leave people who receive care out."
        ),
        error_messages={"required": "Choose a file first: a CSV, XLSX or ODS file with a row for each provider."},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
    )


class FindProvider(FilterForm):
    """By what the provider of a line is looked for."""

    find = words_field(
        "Find the provider",
        "A name, a postcode, a company number, or the CQC id: the number at the end of the address of the provider’s page on the CQC’s website, such as 1-101234567",
    )


class TakeBack(Form):
    """The newest upload, by its number as the page showed it, to be taken back or brought back."""

    list = SeenField()
    action = forms.CharField(required=False, widget=forms.HiddenInput)


class Alerts(Form):
    """How often to be told what changed."""

    every = choice(Every.choices, label="How often", widget=forms.Select())


class Settle(Form):
    """Which provider a line is. `choices`: those to pick from.

    `version`: of the line, as it was shown. The rest says what was asked of the list, and what was typed to find a provider.
    """

    provider = forms.ChoiceField(
        required=False,
        widget=shown(forms.RadioSelect(), classes="govuk-radios--small"),
        error_messages={"invalid_choice": "Choose a provider, or “None of these”."},
    )
    version = SeenField()
    find = LineField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(required=False, widget=forms.HiddenInput)
    match = forms.CharField(required=False, widget=forms.HiddenInput)
    licence = forms.CharField(required=False, widget=forms.HiddenInput)
    action = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Sequence[ProviderFacts], asked: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        provider = self.fields["provider"]
        provider.label = asked
        provider.choices = [  # type: ignore[attr-defined]
            *((facts.provider_id, facts.name) for facts in choices),
            (NO_PROVIDER, "None of these: no care provider"),
        ]
        provider.widget = shown(
            provider.widget,
            classes="govuk-radios--small",
            hints={facts.provider_id: _hint(facts) for facts in choices},
        )

    def clean(self) -> dict[str, Any]:
        """A provider is chosen, or what was decided is undone."""
        told: dict[str, Any] = super().clean() or {}
        chosen = told.get("provider") or told.get("action") == "undo"
        if "provider" not in self.errors and not (chosen and told["version"] >= 0):
            self.add_error("provider", self.fields["provider"].error_messages["invalid_choice"])
        return told


class Peeked(Form):
    """What of `Settle` says which providers there are to pick from: what was typed to find one, and the one that was picked."""

    find = LineField(required=False)
    provider = LineField(required=False)


def _hint(facts: ProviderFacts) -> SafeString:
    return format_html(
        "{}{}, {}. {}",
        facts.provider_id,
        f", {facts.place}" if facts.place else "",
        counted(facts.locations, "locations"),
        macro("web/parts.html", "licence_tag")(facts.licence, facts.left_by),
    )


class ReadAs(Form):
    """How a list on a sheet is read: whether, where its headings stand, and which column holds what.

    Its prefix begins the names of its fields. `columns`: what can be chosen. Rightly filled in, `layout` is how the list is
    wanted, None if it is left out.
    """

    read = choice(
        [("yes", "Yes, read it"), ("no", "No, leave it out")], label="Is it a list of providers?", required=False
    )
    header = LineField(label="Row of the headings", required=False)

    def __init__(self, *args: Any, sheet: Sheet, columns: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.sheet, self.columns = sheet, columns
        self.layout: Layout | None = None
        for name, title in FIELDS.items():
            widget = forms.Select(choices=list(columns))
            self.fields[name] = forms.CharField(label=title, required=False, widget=widget)

    def clean(self) -> dict[str, Any]:
        """Where a list is to be read, its headings and a column that names providers are needed."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("read") != "yes" or self.errors:
            return told
        header, columns = rows_typed(told["header"]), self._columns(told)
        if header is None or not set(header) <= {row.number for row in self.sheet.rows}:
            self.add_error(
                "header",
                "Write the number of the row of the headings, such as 3; “2 to 3” if they are in two rows; leave it blank if there are none.",
            )
        elif not set(NAMING) & columns.keys():
            self.add_error("name", "Choose the column that holds the names, the CQC ids or the company numbers.")
        else:
            self.layout = Layout(self.sheet.name, header, layouts.titled(self.sheet, header), columns)
        return told

    def _columns(self, told: Mapping[str, str]) -> dict[str, int]:
        known = {value for value, _ in self.columns if value}
        return {name: int(told[name]) for name in FIELDS if told.get(name) in known}


class Seen(Form):
    """The list that the page showed, by its number."""

    list = SeenField()


def rows_typed(header: str) -> tuple[int, ...] | None:
    """The numbers of the rows of headings that somebody typed: "3", "2 to 3" or nothing. None for anything else."""
    if not header.strip():
        return ()
    found = re.fullmatch(r"(\d{1,7})(?:\s*(?:to|and|-|–)\s*(\d{1,7}))?", header.strip())
    if not found:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return tuple(range(first, last + 1)) if first <= last <= first + 1 else None
