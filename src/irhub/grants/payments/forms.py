"""What the pages about the money of grants ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from irhub.grants.forms import LEAST, MOST, MoveForm, PoundsField
from irhub.web.forms import DateField, Form, LineField, TextField, choice, shown

_TWO_THIRDS = "govuk-!-width-two-thirds"
_NOT_OF_A_BANK = re.compile(r"[^A-Z0-9 .&/-]")
_LARGE = 1_000_000


class BankForm(Form):
    """An account to which a grant is paid."""

    holder = LineField(
        label="Name of the account", max_length=18, widget=shown(forms.TextInput(), classes=_TWO_THIRDS),
        help_text="As your bank has it, up to 18 letters, digits, spaces and . & / -",
    )  # fmt: skip
    sort_code = LineField(
        label="Sort code", max_length=8, help_text="For example: 30-90-91", widget=shown(forms.TextInput(), classes="govuk-input--width-5")
    )  # fmt: skip
    number = LineField(
        label="Account number", max_length=12, help_text="Eight digits. Put zeros before a shorter one.",
        widget=shown(forms.TextInput(), classes="govuk-input--width-10"),
    )  # fmt: skip

    def clean_holder(self) -> str:
        """As payment systems take it: capitals, without what they refuse."""
        held = str(self.cleaned_data["holder"]).upper()
        if _NOT_OF_A_BANK.search(held) or not held[:1].isalnum():
            raise forms.ValidationError(
                "Begin with a letter or digit, and use letters, digits, spaces and . & / - alone"
            )
        return held

    def clean_sort_code(self) -> str:
        """Six digits."""
        return _digits(self.cleaned_data["sort_code"], 6, "Enter six digits, like 30-90-91")

    def clean_number(self) -> str:
        """Eight digits."""
        return _digits(self.cleaned_data["number"], 8, "Enter eight digits, with zeros before a shorter number")


def _digits(text: str, many: int, wrong: str) -> str:
    found = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(rf"[0-9]{{{many}}}", found):
        raise forms.ValidationError(wrong)
    return found


class PaymentForm(Form):
    """An instalment."""

    amount = PoundsField(label="Amount of the instalment", most=_LARGE)
    due_on = DateField(label="Due on", least=LEAST, most=MOST)
    what = LineField(label="What it is for", max_length=200, widget=shown(forms.TextInput(), classes=_TWO_THIRDS))


class WordsForm(MoveForm):
    """A button with words of why."""

    reason = TextField(label="Why", required=False, widget=shown(forms.Textarea(), rows=2))

    def __init__(self, *args: Any, label: str = "Why", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = label


class ReportPlanForm(Form):
    """A return that a grantee is asked for."""

    from_on = DateField(label="First day of which it tells", least=LEAST, most=MOST)
    until_on = DateField(label="Last day of which it tells", least=LEAST, most=MOST)
    due_on = DateField(label="Return due on", least=LEAST, most=MOST)
    final = forms.BooleanField(label="It is the last one", required=False)


class ReportForm(MoveForm):
    """A return of a grantee."""

    staff = PoundsField(
        label="Spent on people’s time", most=_LARGE, help_text="In this time, of this grant alone. Enter 0 if nothing."
    )
    services = PoundsField(label="Spent on training and services", most=_LARGE)
    things = PoundsField(label="Spent on goods, rooms and travel", most=_LARGE)
    providers = forms.IntegerField(
        label="Care providers reached in this time", min_value=0, max_value=10_000, widget=shown(forms.TextInput(), classes="govuk-input--width-5")
    )  # fmt: skip
    workers = forms.IntegerField(
        label="Workers reached in this time", min_value=0, max_value=100_000, widget=shown(forms.TextInput(), classes="govuk-input--width-5")
    )  # fmt: skip
    story = TextField(
        label="What you did, and what came of it", max_words=250, widget=shown(forms.Textarea(), rows=5),
        help_text="Leave out the names of workers and of people who draw on care.",
    )  # fmt: skip
    risks = TextField(
        label="What may go wrong (optional)", max_words=150, required=False, widget=shown(forms.Textarea(), rows=3)
    )
    forecast = PoundsField(
        label="How much of the grant do you expect to have left at the end?", most=_LARGE, help_text="Enter 0 if nothing. Others can use it."
    )  # fmt: skip

    def __init__(self, *args: Any, titles: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for key in ("staff", "services", "things"):
            self.fields[key].label = f"Spent on {titles[key][:1].lower()}{titles[key][1:]}"


class TimeForm(Form):
    """A request for more time."""

    ends_on = DateField(label="New last day of the project", least=LEAST, most=MOST)
    why = TextField(label="Why you need more time", max_words=150, widget=shown(forms.Textarea(), rows=3))


class LinesForm(Form):
    """A request to move money between lines of a budget."""

    from_line = choice([], label="From")
    to_line = choice([], label="To")
    amount = PoundsField(label="Amount to move", most=_LARGE)
    why = TextField(label="Why you want to move it", max_words=150, widget=shown(forms.Textarea(), rows=3))

    def __init__(self, *args: Any, lines: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        for name in ("from_line", "to_line"):
            fields[name].choices = list(lines)


class DecideChangeForm(WordsForm):
    """What is decided on a request."""

    agree = choice([("yes", "Agree"), ("no", "Refuse")], label="Decision")


class AskBackForm(Form):
    """Money that a grantee is asked to pay back."""

    amount = PoundsField(label="Amount to pay back", most=_LARGE)
    due_on = DateField(label="To be paid back by", least=LEAST, most=MOST)
    why = TextField(label="Why: the grantee reads it", max_words=150, widget=shown(forms.Textarea(), rows=3))


class RepaidForm(WordsForm):
    """What became of money that was asked back."""

    outcome = choice(
        [
            ("receive", "It came"),
            ("write off", "It cannot be had: write it off"),
            ("withdraw", "It is asked for no longer"),
        ],
        label="What became of it",
    )


class AnswerForm(Form):
    """An answer of the bank."""

    file = forms.FileField(
        label="Answer of the bank", allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
        help_text="CSV, XLSX or ODS, with the columns reference and outcome (paid or failed), and if you have them amount, reason and date.",
        error_messages={"required": "Choose the file that the bank gave you"},
    )  # fmt: skip
