"""What pages ask that everybody may open: a repayment clause to be checked, a concern; and whether a provider works with a recruiter."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from irhub.questions.fields import field_of
from irhub.questions.questionnaire import Kind, Question
from irhub.suppliers.clause import MOST_MONTHS, items
from irhub.suppliers.forms import LEAST, MOST
from irhub.web.forms import DateField, Form, LineField, TextField, shown

_TWO_THIRDS = "govuk-!-width-two-thirds"


class ClauseForm(Form):
    """What a repayment clause asks back. Nothing of it is kept."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for item in items():
            question = Question(key=item.key, kind=Kind.MONEY, title=item.title, label=item.title, most=1_000_000)
            self.fields[item.key] = field_of(question, required=False, heading=False, reason="")
        self.fields["months"] = forms.IntegerField(
            label="After how many months is nothing owed any more?", help_text="Enter 0 if the sum does not fall over time.", min_value=0,
            max_value=MOST_MONTHS, initial=24, widget=shown(forms.TextInput(), classes="govuk-input--width-3"),
        )  # fmt: skip
        for key, label in _CLAUSE_DAYS.items():
            self.fields[key] = DateField(
                label=label,
                least=LEAST,
                most=MOST,
                required=key == "taken",
                help_text="" if key == "taken" else _NOT_KNOWN,
                initial=localdate() if key == "taken" else None,
            )

    def clean(self) -> dict[str, Any]:
        """At least one amount."""
        data = self.cleaned_data
        first = items()[0].key
        if not self.errors and not any(data.get(item.key) for item in items()):
            self.add_error(first, "Enter at least one amount")
        return data

    @property
    def amounts(self) -> dict[str, Any]:
        """What is asked back, in pounds, by the key of the item."""
        return {item.key: self.cleaned_data.get(item.key) for item in items()}

    @property
    def days(self) -> dict[str, date]:
        """The deciding days; where one is not known, that on which the money is taken."""
        taken = self.cleaned_data["taken"]
        return {key: self.cleaned_data.get(key) or taken for key in _CLAUSE_DAYS}


_NOT_KNOWN = "Ask the employer if you do not know: without it we go by the day of the payment, and an earlier day may decide otherwise."
_CLAUSE_DAYS = {
    "taken": "On which day is, or was, the money taken or asked back?",
    "certificate": "On which day was the certificate of sponsorship assigned? (optional)",
    "licence": "On which day was the licence applied for? (optional)",
}


class ConcernForm(Form):
    """What somebody tells about a supplier."""

    text = TextField(
        label="What happened, when, and how do you know?",
        max_words=500,
        help_text="Do not name workers. If somebody is in danger, ring 999.",
    )
    name = LineField(
        label="Your name (optional)",
        max_length=150,
        required=False,
        widget=shown(forms.TextInput(), classes=_TWO_THIRDS),
    )
    email = forms.EmailField(
        label="Your e-mail address (optional)",
        required=False,
        help_text="If we may ask you more. The supplier never learns it from us.",
        widget=shown(forms.EmailInput(), classes=_TWO_THIRDS),
    )


class UseForm(Form):
    """Whether one's body works with a supplier."""

    uses = forms.BooleanField(
        required=False,
        label="We work with this recruiter",
        help_text="Tell us if its place on the list changes. Nobody outside your organisation sees this.",
    )
