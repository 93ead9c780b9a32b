"""What the pages of this room ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate

from irhub.casework.checks import Result
from irhub.grants.method import GRADES, Asked, Checked
from irhub.grants.models import Call, Pot
from irhub.grants.money import pence
from irhub.grants.shapes import Shape
from irhub.grants.workflows import APPLICANTS
from irhub.questions.fields import QuantityField
from irhub.questions.questionnaire import Kind as Asks
from irhub.questions.questionnaire import Question
from irhub.web.forms import DateField, Form, LineField, OfferedField, SeenField, TextField, choice, shown
from irhub.web.saying import plain

LEAST, MOST = date(2020, 1, 1), date(2045, 12, 31)
Choices = Sequence[tuple[str, str]]
_TWO_THIRDS = "govuk-!-width-two-thirds"
_NARROW = "govuk-input--width-10"


class PoundsField(QuantityField):
    """An amount that people write in pounds, and that we keep in pence."""

    def __init__(self, *, least: int = 0, most: int = 20_000_000, **options: Any) -> None:
        asked = Question(key="amount", kind=Asks.MONEY, title="Amount", label="Amount", least=least, most=most)
        super().__init__(
            asked,
            **{"widget": shown(forms.TextInput(), classes=_NARROW, prefix={"text": "£"})} | options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Pence as pounds are typed."""
        return plain(Decimal(value) / 100) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """The pence; None if nothing was typed. Raises ValidationError."""
        found = super().to_python(value)
        return None if found == "" else pence(found)


class MoveForm(Form):
    """A button. `version`: of the thing, as it was shown."""

    version = SeenField()


class ReasonForm(MoveForm):
    """A move with its reason."""

    reason = TextField(label="Reason", widget=shown(forms.Textarea(), rows=4), required=False)

    def __init__(self, *args: Any, label: str = "Reason", hint: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


class PotForm(Form):
    """A pot of money."""

    name = LineField(label="Name of the pot", max_length=120)
    chain = TextField(
        label="Who passed the money on, one on each line, the first first", widget=shown(forms.Textarea(), rows=3),
        help_text="For example: Department of Health and Social Care; the lead council; your council",
    )  # fmt: skip
    opens_on = DateField(label="First day", least=LEAST, most=MOST)
    closes_on = DateField(label="Last day on which it can be spent", least=LEAST, most=MOST)
    officer_limit = PoundsField(label="Most that a grants officer may award at once")
    lead_limit = PoundsField(label="Most that a recruitment lead may award at once")

    def clean_chain(self) -> list[str]:
        """Each funder once, in order."""
        return _lines(self.cleaned_data["chain"])


class PutInForm(MoveForm):
    """Money that comes into a pot."""

    amount = PoundsField(label="Amount", least=1)
    reason = TextField(
        label="Where it comes from, with its reference", required=False, widget=shown(forms.Textarea(), rows=2)
    )


class CallForm(MoveForm):
    """What a call is."""

    title = LineField(label="Title of the call", max_length=120)
    pot = choice([], label="Pot", error_messages={"required": "Select a pot"})
    purpose = TextField(
        label="What it is for, in a few sentences", max_words=150, widget=shown(forms.Textarea(), rows=4)
    )
    shape = choice(
        Shape.choices, label="How is it decided?",
        widget=shown(forms.RadioSelect(), hints={
            Shape.PANEL: "Two assessors score each application, and a panel decides. Nobody opens an application before the last day is over.",
            Shape.CLAIM: "Whoever shows that they spent it gets the amount, in the order in which they come, within 14 days.",
        }),
    )  # fmt: skip
    least = PoundsField(label="Least of one grant", least=1)
    most = PoundsField(label="Most of one grant", least=1, help_text="Of a claim, the same amount.")
    kinds = OfferedField(label="Who may apply", required=True, error_messages={"required": "Select who may apply"})
    councils = OfferedField(label="Area", required=True, error_messages={"required": "Select a council"})
    eligible = TextField(label="What it can be spent on", max_words=150, widget=shown(forms.Textarea(), rows=3))
    ineligible = TextField(label="What it cannot be spent on", max_words=150, widget=shown(forms.Textarea(), rows=3))
    quorum = forms.IntegerField(
        label="Fewest people whose views a decision needs", min_value=1, max_value=9,
        widget=shown(forms.TextInput(), classes="govuk-input--width-2"),
    )  # fmt: skip
    opens_on = DateField(label="First day for applications", least=LEAST, most=MOST)
    closes_on = DateField(label="Last day for applications", least=LEAST, most=MOST)
    decide_by = DateField(label="Decisions by", least=LEAST, most=MOST)
    ask_until = DateField(
        label="Last day for questions about the call (optional)", least=LEAST, most=MOST, required=False
    )
    answered = TextField(
        label="Questions that were asked, with your answers (optional)", required=False, widget=shown(forms.Textarea(), rows=4),
        help_text="Everybody reads them, so that nobody knows more than another. Leave out who asked.",
    )  # fmt: skip
    contact = forms.EmailField(
        label="E-mail address for applicants", widget=shown(forms.EmailInput(), classes=_TWO_THIRDS)
    )
    appeal_to = LineField(label="To whom appeals go, as applicants read it", max_length=120)

    def __init__(
        self, *args: Any, pots: Sequence[Pot], councils: Choices, call: Call | None = None, **options: Any
    ) -> None:
        columns = [each for each in self.base_fields if each != "pot"]
        stands = {each: getattr(call, each) for each in columns} | {"pot": str(call.pot_id)} if call else {}
        super().__init__(*args, initial=stands or {"quorum": 2, "opens_on": localdate()}, **options)
        self.pots = {str(pot.pk): pot for pot in pots}
        fields: dict[str, Any] = self.fields
        fields["pot"].choices = [(key, pot.name) for key, pot in self.pots.items()]
        fields["councils"].choices = list(councils)
        fields["kinds"].choices = [(str(kind), KINDS[kind]) for kind in sorted(APPLICANTS)]

    def clean_pot(self) -> Pot:
        """The pot that was chosen."""
        return self.pots[self.cleaned_data["pot"]]


KINDS = {
    "provider": "Care providers", "supplier": "Recruitment agencies", "community partner": "Charities and community organisations",
    "delivery partner": "Companies and other organisations that deliver support", "council": "Councils",
}  # fmt: skip
"""Kinds of bodies that may apply, in words."""


class DetailsForm(Form):
    """Who applies, for how much, for which project."""

    name = LineField(label="Registered name", max_length=200, widget=shown(forms.TextInput(), classes=_TWO_THIRDS))
    company_number = LineField(
        label="Company number (optional)", max_length=8, required=False, widget=shown(forms.TextInput(), classes=_NARROW),
        help_text="As Companies House writes it, like 01234567.",
    )  # fmt: skip
    charity_number = LineField(
        label="Charity number (optional)",
        max_length=12,
        required=False,
        widget=shown(forms.TextInput(), classes=_NARROW),
    )
    title = LineField(
        label="Title of your project", max_length=139, help_text="It is published if you are awarded a grant."
    )
    asked = PoundsField(label="How much do you ask for?", least=1)
    starts_on = DateField(label="First day of the project", least=LEAST, most=MOST)
    ends_on = DateField(label="Last day of the project", least=LEAST, most=MOST)
    holder = LineField(
        label="Name of the bank account’s holder", max_length=120, widget=shown(forms.TextInput(), classes=_TWO_THIRDS),
        help_text="We ask for the numbers when a grant is agreed, and not here.",
    )  # fmt: skip
    aid = PoundsField(
        label="Other public support of your group in this financial year and the two before it",
        help_text="“Minimal financial assistance” under the Subsidy Control Act 2022. Enter 0 if you had none.",
    )

    def clean_company_number(self) -> str:
        """In capitals, without spaces, with its leading zeros."""
        found = "".join(str(self.cleaned_data["company_number"]).split()).upper()
        return found.zfill(8) if found.isdecimal() else found


class ChangedDetailsForm(DetailsForm):
    """The same of an application that is there. `version`: as it was shown."""

    version = SeenField()


class SignForm(MoveForm):
    """Who signs for an applicant or grantee."""

    signed_by = LineField(
        label="Your name and position", max_length=200, widget=shown(forms.TextInput(), classes=_TWO_THIRDS),
        help_text="You sign for your organisation: you need the authority to do that.",
    )  # fmt: skip
    true = forms.BooleanField(
        label="What we say is true and complete",
        error_messages={"required": "Confirm that what you say is true and complete"},
    )

    def __init__(self, *args: Any, confirm: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if confirm:
            self.fields["true"].label = confirm
            self.fields["true"].error_messages["required"] = "Confirm that you agree"


class CheckForm(MoveForm):
    """What a person found in a check."""

    key = forms.CharField(widget=forms.HiddenInput())
    result = choice([(each.value, each.label) for each in Result if each != Result.NOT_HELD], label="Result")
    says = TextField(
        label="What you looked at, and what you found", max_words=120, widget=shown(forms.Textarea(), rows=2)
    )

    def __init__(self, *args: Any, check: Checked | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if check is not None:
            self.initial["key"] = check.key


class AssessorForm(MoveForm):
    """Who is asked to assess."""

    person = choice([], label="Assessor", error_messages={"required": "Select an assessor"})

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["person"]
        field.choices = list(people)


class ScoresForm(MoveForm):
    """The grades of the criteria of a page, each with why."""

    def __init__(self, *args: Any, questions: Iterable[Asked], given: Mapping[str, Any], **options: Any) -> None:
        self.questions = list(questions)
        super().__init__(*args, **options)
        for each in self.questions:
            before = given.get(each.key)
            self.fields[each.key] = choice(
                [(str(grade), f"{grade}: {words}") for grade, words in GRADES.items()], label=f"Your grade: {each.label}", required=False,
                widget=shown(forms.RadioSelect(), classes="govuk-radios--small"),
            )  # fmt: skip
            self.fields[f"{each.key}-why"] = TextField(
                label=f"Why, about: {each.label}", required=False, max_words=120, widget=shown(forms.Textarea(), rows=2)
            )
            if before is not None:
                self.initial.update({each.key: str(before.grade), f"{each.key}-why": before.why})

    @property
    def grades(self) -> dict[str, tuple[int, str]]:
        """What was graded, with why, by the key of the question."""
        return {
            each.key: (int(self.cleaned_data[each.key]), self.cleaned_data[f"{each.key}-why"])
            for each in self.questions
            if self.cleaned_data[each.key]
        }


class InterestForm(MoveForm):
    """What connects somebody with an applicant."""

    note = TextField(
        label="What connects you with the applicant?", max_words=120, required=False, widget=shown(forms.Textarea(), rows=2),
        help_text="Your colleagues see that you declared an interest, and you take no part in this application.",
    )  # fmt: skip


class ViewForm(MoveForm):
    """What a member of a panel thinks."""

    award = choice([("yes", "Award a grant"), ("no", "Award none")], label="Your view")
    note = TextField(label="Why, in a few words", max_words=120, required=False, widget=shown(forms.Textarea(), rows=2))
    no_interest = forms.BooleanField(label="I have no interest in this applicant", required=False)


class OutcomeForm(MoveForm):
    """What comes of an application, with the feedback that its applicant reads."""

    outcome = choice([], label="Decision")
    amount = PoundsField(label="Amount of the award (optional)", required=False, help_text="Only if you award a grant.")
    feedback = TextField(
        label="Feedback to the applicant", max_words=250, required=False, widget=shown(forms.Textarea(), rows=4)
    )

    def __init__(self, *args: Any, outcomes: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["outcome"]
        field.choices = list(outcomes)


class DecideForm(OutcomeForm):
    """A decision. `go`: whether its letter is only looked at, or sent."""

    against = TextField(
        label="Why, if it goes against what is recommended (optional)", max_words=120, required=False, widget=shown(forms.Textarea(), rows=2)
    )  # fmt: skip
    no_interest = forms.BooleanField(label="I have no interest in this applicant", required=False)
    go = choice([("look", "Look at the letter first"), ("send", "Decide and send the letter")], label="What now?")


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip()[:120] for line in text.splitlines() if line.strip()))
