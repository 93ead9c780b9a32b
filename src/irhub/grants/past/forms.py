"""What the pages of past grants ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from irhub.grants.past.queries import Offered
from irhub.grants.past.taking_in import NOBODY
from irhub.web.forms import Form, LineField, SeenField, choice, shown
from irhub.web.listing import FilterForm, words_field


class UploadForm(Form):
    """A file of past grants."""

    file = forms.FileField(
        label="File", help_text="CSV, Excel, OpenDocument, or JSON of the 360Giving standard, up to 5 MB."
    )
    funder = LineField(
        label="Who gave the grants of rows that name nobody? (optional)", max_length=200, required=False,
        widget=shown(forms.TextInput(), classes="govuk-!-width-two-thirds"), help_text="If you leave it blank: your own organisation.",
    )  # fmt: skip


class DecideForm(Form):
    """Who a recipient is. `version`: of the recipient, as it was shown."""

    chosen = choice([], label="Who is it?", error_messages={"required": "Choose one of these, or “None of these”"})
    version = SeenField()

    def __init__(self, *args: Any, offered: Sequence[Offered], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["chosen"]
        field.choices = [*((one.key, one.name) for one in offered), (NOBODY, "None of these")]
        field.widget = shown(forms.RadioSelect(choices=field.choices), hints={one.key: one.more for one in offered})


class FindForm(FilterForm):
    """A care provider that somebody looks for."""

    find = words_field("Look for another care provider by name, CQC id, company number or postcode")
