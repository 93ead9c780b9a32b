"""What the pages of publication ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from irhub.grants.published.models import Recipient
from irhub.web.forms import Form, LineField, OfferedField, SeenField, TextField, choice, shown

_TWO_THIRDS = "govuk-!-width-two-thirds"
REGRANTS = [
    ("", "No: whoever got it spends it"),
    ("FRG010", "Yes, by a fund that the grantee runs for us"),
    ("FRG020", "Yes, by a fund that the grantee runs with others"),
]


class PublisherForm(Form):
    """As whom a body publishes."""

    name = LineField(
        label="Name of the organisation that gives the grants", max_length=200, widget=shown(forms.TextInput(), classes=_TWO_THIRDS)
    )  # fmt: skip
    identifier = LineField(
        label="Its identifier", max_length=80, widget=shown(forms.TextInput(), classes="govuk-input--width-20"),
        help_text="Of its register: a council’s, such as GB-LAE-WLL, or GB-COH- and a company number. A partnership has none of its own: give that of the "
        "council that holds the money.",
    )  # fmt: skip
    id_prefix = LineField(
        label="Prefix of 360Giving", max_length=40, widget=shown(forms.TextInput(), classes="govuk-input--width-20"),
        help_text="360Giving gives it to each publisher, and it begins with 360G-. It stays the same for ever.",
    )  # fmt: skip
    website = forms.URLField(
        label="Web site", max_length=200, assume_scheme="https", widget=shown(forms.URLInput(), classes=_TWO_THIRDS),
        error_messages={"invalid": "Enter a whole address, like https://www.example.gov.uk"},
    )  # fmt: skip
    version = SeenField()


class DetailsForm(Form):
    """What is published of a grant."""

    title = LineField(
        label="Title (optional)", max_length=139, required=False, widget=shown(forms.TextInput(), classes=_TWO_THIRDS),
        help_text="If you leave it blank, the title of the application is published.",
    )  # fmt: skip
    description = TextField(
        label="Description (optional)", required=False, max_words=200, widget=shown(forms.Textarea(), rows=5),
        help_text="What the money is for, in a few sentences. Name no person. If you leave it blank, the title and the purpose of the call are published.",
    )  # fmt: skip
    recipient = choice(
        [(one.value, one.label) for one in Recipient], label="What is the grantee?", required=False,
        widget=shown(forms.RadioSelect()),
    )  # fmt: skip
    councils = OfferedField(
        label="Where do those live who benefit? (optional)",
        help_text="If you choose none: the grantee’s own council, those in which it works, or the area of the call.",
    )
    regrant = choice(REGRANTS, label="Is the money granted again?", required=False, widget=shown(forms.RadioSelect()))
    version = SeenField()

    def __init__(self, *args: Any, councils: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["councils"]
        field.choices = list(councils)


class PublishForm(Form):
    """A press that publishes. `seen`: what the page showed."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput())
    gone_because = TextField(
        label="Why grants of the last version are gone", required=False, max_words=120, widget=shown(forms.Textarea(), rows=3)
    )  # fmt: skip

    def __init__(self, *args: Any, gone: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not gone:
            del self.fields["gone_because"]


class WithdrawForm(Form):
    """Why a version is withdrawn."""

    reason = TextField(
        label="Why it is withdrawn", required=False, max_words=120, widget=shown(forms.Textarea(), rows=3)
    )
    version = SeenField()
