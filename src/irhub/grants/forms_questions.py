"""What the pages on the questions of a call ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from irhub.grants.forms import MoveForm
from irhub.grants.method import Asked, CallQuestions, criteria
from irhub.grants.own_questions import KINDS, WHOLE, Told, place_of, places
from irhub.questions.questionnaire import Kind
from irhub.web.forms import LineField, choice, shown

_FEWEST, _MOST = 10, 1_000


class QuestionForm(MoveForm):
    """A question that a call asks already. `asked`: all of them; `question`: the one that is changed."""

    title = LineField(label="Question", max_length=250, error_messages={"required": "Enter the question"})
    label = LineField(
        label="Short name", max_length=60, help_text="It stands in lists and beside scores, such as “Need and evidence”.",
        error_messages={"required": "Enter a short name"},
        widget=shown(forms.TextInput(), classes="govuk-!-width-two-thirds"),
    )  # fmt: skip
    hint = LineField(label="Hint below the question (optional)", max_length=250, required=False)
    most_words = forms.IntegerField(
        label="Most words of an answer", min_value=_FEWEST, max_value=_MOST, widget=shown(forms.TextInput(), classes="govuk-input--width-4")
    )  # fmt: skip
    looks_for = LineField(
        label="What assessors look for (optional)", required=False,
        help_text="Everybody who reads the call reads it.",
    )  # fmt: skip
    place = choice([], label="Where it stands", widget=forms.Select())

    def __init__(self, *args: Any, asked: CallQuestions, question: Asked | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if criteria(asked.questions):
            self.fields["looks_for"].help_text += " Without it a question cannot have a weight."
        field: Any = self.fields["place"]
        field.choices = places(asked, question.key if question else "")
        if question is None:
            self.initial["place"] = field.choices[-1][0]
            return
        stands = {each: getattr(question, each) for each in ("title", "label", "hint", "most_words", "looks_for")}
        self.initial.update(stands, place=place_of(asked, question.key))
        if question.kind is not Kind.TEXT:
            del self.fields["most_words"]

    def clean_looks_for(self) -> str:
        """Without the full stop, which pages set."""
        return str(self.cleaned_data["looks_for"]).rstrip(". ")

    @property
    def told(self) -> Told:
        """What was said of the question."""
        given = {each: self.cleaned_data[each] for each in ("title", "label", "hint", "looks_for", "place")}
        return Told(**given, most_words=self.cleaned_data.get("most_words") or 0)


class AddQuestionForm(QuestionForm):
    """A question of the call’s own."""

    kind = choice(
        [(str(kind), words) for kind, words in KINDS.items()], label="What is the answer?", error_messages={"required": "Select what the answer is"},
        widget=shown(forms.RadioSelect(), reveals={str(Kind.TEXT): "most_words"}),
    )  # fmt: skip
    field_order = ("version", "title", "label", "kind", "most_words", "hint", "looks_for", "place")

    def __init__(self, *args: Any, asked: CallQuestions, **options: Any) -> None:
        super().__init__(*args, asked=asked, **options)
        self.fields["most_words"].required = False

    def clean(self) -> dict[str, Any]:
        """A limit of words for a long text, and none for yes or no."""
        text = self.cleaned_data.get("kind") == Kind.TEXT
        if not text:
            self.errors.pop("most_words", None)
        elif "most_words" not in self.errors and not self.cleaned_data["most_words"]:
            self.add_error("most_words", f"Enter how many words an answer can have, from {_FEWEST} to {_MOST:,}")
        return self.cleaned_data


class WeightsForm(MoveForm):
    """The weights of the questions that can have one."""

    def __init__(self, *args: Any, questions: Iterable[Asked], **options: Any) -> None:
        super().__init__(*args, **options)
        self.keys = []
        for each in questions:
            self.keys.append(each.key)
            self.initial[each.key] = each.weight
            self.fields[each.key] = forms.IntegerField(
                label=each.label, min_value=0, max_value=WHOLE, widget=shown(forms.TextInput(), classes="govuk-input--width-3", inputmode="numeric")
            )  # fmt: skip

    @property
    def weights(self) -> dict[str, int]:
        """The weights, by the ids of their questions."""
        return {key: self.cleaned_data[key] for key in self.keys}
