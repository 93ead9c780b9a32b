"""What the pages of this room ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from irhub.accounts.models import Body
from irhub.casework.checks import Result
from irhub.suppliers.method import Asked, Checked
from irhub.suppliers.models import Application, Basis, Framework, Grade
from irhub.suppliers.scoring import GRADES
from irhub.suppliers.workflows import OUTCOMES, ApplicationState
from irhub.web.forms import DateField, Form, LineField, OfferedField, SeenField, TextField, choice, shown

LEAST, MOST = date(2020, 1, 1), date(2045, 12, 31)
Choices = Sequence[tuple[str, str]]
_TWO_THIRDS = "govuk-!-width-two-thirds"


class MoveForm(Form):
    """A button. `version`: of the thing, as it was shown."""

    version = SeenField()


class ReasonForm(MoveForm):
    """A move with its reason."""

    reason = TextField(label="Reason", widget=shown(forms.Textarea(), rows=4), required=False)

    def __init__(self, *args: Any, label: str = "Reason", hint: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


class NameForm(MoveForm):
    """A button that puts the name on the list which the page shows."""

    name = forms.CharField(widget=forms.HiddenInput, required=False)


class FrameworkForm(MoveForm):
    """What a framework is."""

    name = LineField(label="Name of the framework", max_length=120)
    summary = TextField(
        label="What it is for, in a few sentences",
        max_words=120,
        help_text="Everybody reads this.",
        widget=shown(forms.Textarea(), rows=4),
    )
    basis = choice(
        Basis.choices, label="What is it in law?",
        widget=shown(forms.RadioSelect(), hints={
            Basis.ADVISORY: "It says who met the checks. Nobody buys from it.",
            Basis.PROCUREMENT: "Councils award contracts under it. It needs a last day for applications, an end and a published notice; nobody opens an application before the last day.",
        }),
    )  # fmt: skip
    lots = TextField(
        label="Lots, one on each line",
        help_text="For example: nurses; care workers who are here already; managed service",
        widget=shown(forms.Textarea(), rows=4),
    )
    councils = OfferedField(
        label="Councils for which it is", required=True, error_messages={"required": "Select a council"}
    )
    contact = forms.EmailField(
        label="E-mail address for applicants", widget=shown(forms.EmailInput(), classes=_TWO_THIRDS)
    )
    opens_on = DateField(label="First day for applications", least=LEAST, most=MOST)
    closes_on = DateField(
        label="Last day for applications (optional)",
        least=LEAST,
        most=MOST,
        required=False,
        help_text="Without one, applications are taken at any time.",
    )
    ends_on = DateField(label="Last day of the framework (optional)", least=LEAST, most=MOST, required=False)
    notice = LineField(label="Number of the published notice (optional)", max_length=60, required=False)

    def __init__(self, *args: Any, councils: Choices, framework: Framework | None = None, **options: Any) -> None:
        columns = (
            "name",
            "summary",
            "basis",
            "councils",
            "contact",
            "opens_on",
            "closes_on",
            "ends_on",
            "notice",
            "version",
        )
        stands: dict[str, Any] = (
            {each: getattr(framework, each) for each in columns} if framework else {"opens_on": localdate()}
        )
        if framework:
            stands["lots"] = "\n".join(framework.lots)
        super().__init__(*args, initial=stands, **options)
        field: Any = self.fields["councils"]
        field.choices = list(councils)

    def clean_lots(self) -> list[str]:
        """Each lot once, in order."""
        return list(
            dict.fromkeys(line.strip()[:120] for line in str(self.cleaned_data["lots"]).splitlines() if line.strip())
        )


class DetailsForm(Form):
    """Who applies, for what. `supplier`: of a new application, whose name and number the account has."""

    kind = choice(
        [("agency", "A recruitment agency"), ("managed", "A managed service provider")], label="What are you?"
    )
    name = LineField(label="Registered name", max_length=200, widget=shown(forms.TextInput(), classes=_TWO_THIRDS))
    company_number = LineField(
        label="Company number",
        max_length=12,
        help_text="As Companies House writes it, like 01234567.",
        widget=shown(forms.TextInput(), classes="govuk-input--width-10"),
    )
    lots = OfferedField(label="Lots for which you apply", required=True, error_messages={"required": "Select a lot"})
    councils = OfferedField(
        label="Councils in which you would work", required=True, error_messages={"required": "Select a council"}
    )
    interests = TextField(
        label="Interests to declare (optional)",
        max_words=200,
        required=False,
        widget=shown(forms.Textarea(), rows=4),
        help_text="What connects you, your directors or owners with people of the body that runs the framework or of its councils.",
    )
    changed = TextField(
        label="If you were removed from a list before: what have you changed? (optional)",
        max_words=300,
        required=False,
        widget=shown(forms.Textarea(), rows=4),
    )

    def __init__(
        self,
        *args: Any,
        framework: Framework,
        councils: Choices,
        application: Application | None = None,
        supplier: Body | None = None,
        **options: Any,
    ) -> None:
        columns = ("kind", "name", "company_number", "lots", "councils", "interests", "changed", "version")
        stands = {each: getattr(application, each) for each in columns} if application else {}
        if supplier is not None:
            stands = {"name": supplier.name, "company_number": supplier.place_code}
        super().__init__(*args, initial=stands, **options)
        fields: dict[str, Any] = self.fields
        fields["lots"].choices = [(lot, lot) for lot in framework.lots]
        fields["councils"].choices = list(councils)


class ChangedDetailsForm(DetailsForm):
    """The same of an application that is there. `version`: as it was shown."""

    version = SeenField()


class SubmitForm(MoveForm):
    """Who signs an application."""

    signed_by = LineField(
        label="Your name and position",
        max_length=200,
        help_text="You sign for the supplier: you need the authority to do that.",
        widget=shown(forms.TextInput(), classes=_TWO_THIRDS),
    )
    true = forms.BooleanField(
        label="What we say is true and complete, and we agree to the terms of question 40",
        error_messages={"required": "Confirm that what you say is true and complete"},
    )


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
    """The grades of the questions of a page, each with why."""

    def __init__(self, *args: Any, questions: Iterable[Asked], given: Mapping[str, Any], **options: Any) -> None:
        self.questions = list(questions)
        super().__init__(*args, **options)
        for each in self.questions:
            before = given.get(each.key)
            self.fields[each.key] = choice(
                [(str(grade), words) for grade, words in GRADES.items()], label=each.title, required=False,
                widget=shown(forms.RadioSelect()),
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


class AgreeForm(MoveForm):
    """Which grade stands where two assessors differ."""

    grade = choice([(str(grade), words) for grade, words in GRADES.items()], label="Which grade stands?")
    why = TextField(
        label="Why they differed, and why this grade stands",
        required=False,
        max_words=150,
        widget=shown(forms.Textarea(), rows=3),
    )


class DecideForm(MoveForm):
    """A decision, with its reasons and conditions. `go`: whether its letter is only looked at, or sent."""

    outcome = choice([(str(each), str(each.label)) for each in OUTCOMES], label="Decision")
    conditions = TextField(
        label="Conditions, one on each line (optional)", required=False, widget=shown(forms.Textarea(), rows=4),
        help_text="Only with an approval with conditions. Everybody reads them: in fair words, and without anybody’s name.",
    )  # fmt: skip
    due = DateField(label="By when the conditions are to be met (optional)", least=localdate, most=MOST, required=False)
    no_interest = forms.BooleanField(label="I have no interest in this applicant", required=False)
    go = choice([("look", "Look at the letter first"), ("send", "Decide and send the letter")], label="What now?")

    def __init__(
        self, *args: Any, pages: Iterable[tuple[str, str]], appeal: Choices | None = None, **options: Any
    ) -> None:
        self.pages = list(pages)
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        if appeal is not None:
            kinds = (ApplicationState.APPROVED, ApplicationState.CONDITIONS, ApplicationState.DISMISSED)
            fields["outcome"].choices = [(str(each), str(each.label)) for each in kinds]
            fields["panel"] = OfferedField(
                label="Who heard the appeal",
                help_text="At least two people who had no part before, yourself among them.",
            )
            fields["panel"].choices = list(appeal)
        for key, title in self.pages:
            fields[f"reason-{key}"] = TextField(
                label=f"Reason: {title}", required=False, max_words=200, widget=shown(forms.Textarea(), rows=2)
            )
        self.order_fields(
            [
                "version",
                "outcome",
                *(f"reason-{key}" for key, _ in self.pages),
                "conditions",
                "due",
                "panel",
                "no_interest",
                "go",
            ]
        )

    def clean(self) -> dict[str, Any]:
        """Conditions have a day."""
        data = self.cleaned_data
        if data.get("conditions") and not data.get("due") and "due" not in self.errors:
            self.add_error("due", "Enter by when the conditions are to be met")
        return data

    @property
    def told(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        lines = [line.strip() for line in data["conditions"].splitlines() if line.strip()]
        return {
            "outcome": data["outcome"],
            "reasons": {key: data[f"reason-{key}"] for key, _ in self.pages},
            "conditions": [{"text": line, "due": data["due"].isoformat()} for line in lines],
        }


class AnswerForm(MoveForm):
    """What a supplier answers to a suspension."""

    text = TextField(
        label="Your answer",
        max_words=500,
        required=False,
        help_text="The body that runs the framework reads it. It is not published.",
    )


class GradeForm(ReasonForm):
    """How grave a concern is."""

    grade = choice(Grade.choices, label="How grave is it?")
    field_order = ("version", "grade", "reason")
