"""What the pages of this room ask besides the questions themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from irhub.casework.no_names import may_name
from irhub.compliance.models import PlanItem
from irhub.compliance.workflows import MatterKind
from irhub.questions.forms import REASON, AnswersForm
from irhub.questions.questionnaire import NotApplicable
from irhub.web.forms import DateField, Form, LineField, OfferedField, SeenField, TextField, choice, shown

NOBODY = "nobody"
"""The field in which a person says of words that they name nobody."""
NO_NAMES = "Name nobody. We find most names and ask where we are not sure, but in small letters we cannot tell a name such as will or grace from a word."
"""What stands beside what a person writes; `_IN_SHORT` where many such fields stand below one another."""
_IN_SHORT = "Name nobody: we do not find every name."
_REASON = f"-{REASON}"


def _first() -> date:
    return localdate() - timedelta(days=3 * 366)


def _last() -> date:
    return localdate() + timedelta(days=3 * 366)


def _far() -> date:
    return localdate() + timedelta(days=11 * 366)


def _soon() -> date:
    return localdate() + timedelta(days=92)


class NamesNobody(Form):
    """A form with words of the person's own, none of which may name a worker. Of words that may be a name and may be none it asks whether they name
    somebody, and takes them once the person said of each that they name nobody."""

    def full_clean(self) -> None:
        """Offers what may be asked before it reads what was sent."""
        if self.is_bound:
            asked = {
                word for name in self._free() for word in may_name(str(self.data.get(self.add_prefix(name)) or ""))
            }
            self.fields[NOBODY] = OfferedField(
                label="Do these words name somebody?", choices=[(word, f"“{word}” names nobody") for word in sorted(asked)],
                help_text="Tick what names nobody. If it does name somebody, change it above.",
            )  # fmt: skip
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """Nothing that may be a name passes unseen."""
        given = super().clean() or {}
        settled, asked = set(given.pop(NOBODY, ())), set[str]()
        for name in filter(self._counts, self._free()):
            words = may_name(str(given.get(name) or ""))
            asked.update(words)
            if left := [word for word in words if word not in settled]:
                told = ", ".join(f"“{word}”" for word in left)
                self.add_error(
                    name,
                    f"{told} may be somebody’s name. Write the role or your own file number instead, or tick below that it names nobody",
                )
        field: Any = self.fields[NOBODY]
        field.choices = [(word, words) for word, words in field.choices if word in asked]
        if not field.choices:
            del self.fields[NOBODY]
        return given

    def _free(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, LineField | TextField)]

    def _counts(self, name: str) -> bool:
        """Whether what stands in a field is kept."""
        return bool(name)


class CheckForm(NamesNobody, AnswersForm):
    """The questions of a page."""

    def __init__(self, data: Any = None, files: Any = None, *, questions: Any, **options: Any) -> None:
        super().__init__(questions, data, **options)
        for name in self._free():
            if name.endswith(_REASON):
                self.fields[name].help_text = _IN_SHORT

    def _counts(self, name: str) -> bool:
        """A reason counts where its question does not apply."""
        return not name.endswith(_REASON) or isinstance(self.answers.get(name.removesuffix(_REASON)), NotApplicable)


class EvidenceForm(NamesNobody):
    """Where something that shows an answer is kept."""

    what = LineField(
        label="What shows it", max_length=200, help_text=f"The kind of record, such as “payroll report of three months”. {NO_NAMES}"
    )  # fmt: skip
    kept_where = LineField(
        label="Where it is kept", max_length=200, help_text="Such as a folder, a system or a cabinet."
    )
    keeper = LineField(
        label="Who keeps it", max_length=100, help_text="Their role, not their name, such as “payroll manager”."
    )
    seen_on = DateField(label="When you last saw it", least=_first, most=localdate, help_text="For example, 27 3 2026")
    looked_at = forms.IntegerField(
        label="How many files did you look at? (optional)",
        required=False,
        min_value=1,
        max_value=100_000,
        widget=shown(forms.TextInput(), classes="govuk-input--width-5", inputmode="numeric"),
    )
    right = forms.IntegerField(
        label="How many of them were right? (optional)", required=False, min_value=0, max_value=100_000,
        widget=shown(forms.TextInput(), classes="govuk-input--width-5", inputmode="numeric"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A sample has both numbers or none."""
        given = super().clean() or {}
        right, looked_at = given.get("right"), given.get("looked_at")
        if looked_at is None and right is not None:
            self.add_error("looked_at", "Enter how many files you looked at")
        elif right is None and looked_at is not None and "right" not in self.errors:
            self.add_error("right", "Enter how many of them were right")
        elif right is not None and looked_at is not None and right > looked_at:
            self.add_error("right", "It cannot be more than you looked at")
        return given


class PlacesForm(Form):
    """Which locations answer for themselves."""

    places = OfferedField(label="Locations that answer for themselves")

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        places: Any = self.fields["places"]
        places.choices = list(offered)


class ConfirmForm(Form):
    """That head office's answers are true of a place."""

    seen = SeenField()


class MatterForm(Form):
    """A visit, or a letter that starts a clock."""

    kind = choice(MatterKind.choices, label="What happened?", error_messages={"required": "Select what happened"})
    dated = DateField(
        label="On which day?", least=_first, most=_soon,
        help_text="Of a letter the date printed on it, not the day on which it reached you. For example, 27 3 2026",
    )  # fmt: skip


class RepeatForm(Form):
    """A right-to-work check that must be repeated."""

    reference = LineField(
        label="Initials or your own file number",
        max_length=12,
        help_text="Such as AB or F-17. No name, and no number of a passport, permit or visa.",
    )
    shown = forms.ChoiceField(
        label="What did they show?",
        widget=shown(forms.RadioSelect()),
        error_messages={"required": "Select what they showed"},
    )
    ends = DateField(
        label="When does it end?", least=_first, most=_far,
        help_text="Of an application under way, the date in the positive notice. For example, 27 3 2027",
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        showed: Any = self.fields["shown"]
        showed.choices = list(offered)


class SettleForm(Form):
    """What came of a check that was to be repeated."""

    what = choice(
        (("repeat", "The check was repeated"), ("leave", "They no longer work here")), label="What happened?",
        error_messages={"required": "Select what happened"},
    )  # fmt: skip
    shown = forms.ChoiceField(
        label="If it was repeated, what did they show this time? (optional)", required=False, widget=shown(forms.RadioSelect())
    )  # fmt: skip
    again = DateField(
        label="When does that end? (optional)", least=_first, most=_far, required=False,
        help_text="Leave it blank if it does not end. Of an application under way, the date in the positive notice. For example, 27 3 2027",
    )  # fmt: skip
    version = SeenField()

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        showed: Any = self.fields["shown"]
        showed.choices = list(offered)

    def clean(self) -> dict[str, Any]:
        """A day is that of something which was shown: by it the rulebook tells when to repeat the check."""
        told = super().clean() or {}
        if told.get("what") == "repeat" and told.get("again") and not told.get("shown") and "shown" not in self.errors:
            self.add_error("shown", "Select what they showed this time")
        return told


class AddItem(NamesNobody):
    """An action of one's own."""

    title = LineField(
        label="What is to be done", max_length=300, help_text=NO_NAMES, error_messages={"required": "Write what is to be done"}
    )  # fmt: skip


class PlanForm(Form):
    """Who does something, by when, and when they are reminded."""

    owner = forms.TypedChoiceField(label="Who does it", coerce=int, empty_value=None, required=False)
    due = DateField(label="By when", least=_first, most=_last, required=False, help_text="For example, 27 3 2027")
    remind_on = DateField(
        label="Remind them on", least=_first, most=_last, required=False, help_text="We write to them on that day."
    )
    version = SeenField()

    def __init__(self, *args: Any, item: PlanItem, people: Iterable[tuple[str, str]], **options: Any) -> None:
        stands = {"owner": item.owner_id, "due": item.due, "remind_on": item.remind_on, "version": item.version}
        super().__init__(*args, initial=stands, **options)
        owner: Any = self.fields["owner"]
        owner.choices = [("", "Nobody yet"), *people]


class EndForm(NamesNobody):
    """What was done, or why it is not needed."""

    note = TextField(
        label="What was done and what shows it, or why it is not needed", required=False, max_length=2_000,
        help_text=NO_NAMES, widget=shown(forms.Textarea(), rows=3),
    )  # fmt: skip
    version = SeenField()


class CloseForm(EndForm):
    """How a visit or letter ended."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].label = "How it ended, and what shows it"


class OpeningForm(Form):
    """Whom a provider lets in, to what, and for how long."""

    email = forms.EmailField(
        label="E-mail address of the assessor", widget=shown(forms.EmailInput(), classes="govuk-!-width-two-thirds"),
        help_text="An assessor of a partnership or the department. Nobody who buys care is let in.",
    )  # fmt: skip
    themes = OfferedField(
        label="What they read",
        help_text="Answers and where the evidence is. Nothing of your results, plan, visits or letters.",
    )
    begins_on = DateField(label="First day", least=localdate, most=_soon)
    ends_on = DateField(label="Last day", least=localdate, most=_soon, help_text="At most a month after the first.")

    def __init__(self, *args: Any, pages: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, initial={"begins_on": localdate()}, **options)
        field: Any = self.fields["themes"]
        field.choices = [(page.key, page.called) for page in pages]


class FoundForm(NamesNobody):
    """Whether the answers of a theme are as their evidence shows. What is left blank stays as it was. `revision`: of the sheet that is shown."""

    seen = SeenField()

    def __init__(self, *args: Any, questions: Iterable[Any], before: Any, revision: int, **options: Any) -> None:
        self.questions = list(questions)
        super().__init__(*args, initial={"seen": revision}, **options)
        for each in self.questions:
            self.fields[each.key] = choice(
                [("yes", "Confirmed: the evidence shows it"), ("no", "Not confirmed")], label=f"{each.label}: what did you find?",
                required=False, widget=shown(forms.RadioSelect()),
            )  # fmt: skip
            self.fields[f"{each.key}-note"] = LineField(
                label=f"A note for the provider about: {each.label} (optional)",
                max_length=300,
                required=False,
                help_text=NO_NAMES,
            )
            if (stood := before.get(each.key)) is not None and not stood.changed:
                self.initial[each.key] = "yes" if stood.last.confirmed else "no"
                self.initial[f"{each.key}-note"] = stood.last.note

    @property
    def found(self) -> dict[str, tuple[bool, str]]:
        """What was found of each question that was answered."""
        told = self.cleaned_data
        return {
            each.key: (told[each.key] == "yes", told[f"{each.key}-note"]) for each in self.questions if told[each.key]
        }
