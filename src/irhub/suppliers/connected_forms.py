"""What is asked of countries, sub-agents and interests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate

from irhub.suppliers import sourcing
from irhub.suppliers.forms import LEAST, MoveForm
from irhub.web.forms import DateField, Form, LineField, OfferedField, TextField, choice, shown

_TWO_THIRDS = "govuk-!-width-two-thirds"
_NUMBER = "govuk-input--width-10"


class CountriesForm(Form):
    """The listed countries in which an applicant finds people."""

    countries = OfferedField(
        label="In which of these countries do you, or others for you, find people?",
        help_text="Countries on the red and amber lists of the code of practice. Select none if you work in none of them.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["countries"]
        field.choices = sourcing.countries()


class AgentForm(Form):
    """A sub-agent."""

    name = LineField(
        label="Name of the sub-agent", max_length=200, widget=shown(forms.TextInput(), classes=_TWO_THIRDS)
    )
    owner = LineField(label="Who owns it", max_length=200, widget=shown(forms.TextInput(), classes=_TWO_THIRDS))
    country = choice([], label="In which country does it find people?")
    number = LineField(
        label="Company number, if it is a company of the United Kingdom (optional)", max_length=12, required=False,
        widget=shown(forms.TextInput(), classes=_NUMBER),
    )  # fmt: skip
    checked_on = DateField(label="When you last checked it (optional)", least=LEAST, most=localdate, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["country"]
        field.choices = [("", "Select a country"), *sourcing.ELSEWHERE.items(), *sourcing.countries()]
        field.widget = forms.Select(choices=field.choices)


class ConfirmForm(MoveForm):
    """That all that a supplier told is still so, or what has changed."""

    true = forms.BooleanField(label="All that we told you is still so", required=False)
    changed = TextField(
        label="What has changed? (optional)", max_words=300, required=False, widget=shown(forms.Textarea(), rows=4),
        help_text="Who owns and runs you, your sub-agents, countries, fees, insurance, contracts.",
    )  # fmt: skip


class RegisterForm(Form):
    """An agency that has no account."""

    name = LineField(
        label="Registered name of your business", max_length=200, widget=shown(forms.TextInput(), classes=_TWO_THIRDS)
    )
    number = LineField(
        label="Company number", max_length=12, help_text="As Companies House writes it, like 01234567.",
        widget=shown(forms.TextInput(), classes=_NUMBER),
    )  # fmt: skip
    email = forms.EmailField(
        label="Your work e-mail address", max_length=254, help_text="We send a link there, by which you begin.",
        widget=shown(forms.EmailInput(), classes=_TWO_THIRDS),
    )  # fmt: skip


class RegisterConfirmForm(Form):
    """The button that makes the account of an agency: opening the link does nothing."""


class InterestForm(Form):
    """A company in which one has an interest."""

    name = LineField(label="Name of the company", max_length=200, widget=shown(forms.TextInput(), classes=_TWO_THIRDS))
    number = LineField(
        label="Company number", max_length=12, help_text="As Companies House writes it, like 01234567.",
        widget=shown(forms.TextInput(), classes=_NUMBER),
    )  # fmt: skip
    what = TextField(
        label="What connects you with it", max_words=100, widget=shown(forms.Textarea(), rows=3),
        help_text="For example: I work for it, I own part of it, somebody close to me does.",
    )  # fmt: skip
