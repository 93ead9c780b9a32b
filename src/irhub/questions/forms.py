"""The form of a page of questions: one or many, filled with answers, and giving answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from irhub.questions.fields import field_of, others
from irhub.questions.questionnaire import (
    NOT_APPLICABLE,
    ONE_OF,
    UNKNOWN,
    WORDS,
    Answer,
    Answers,
    Kind,
    NotApplicable,
    Question,
)
from irhub.web.forms import Form, TextField, shown
from irhub.web.saying import say_day

REASON, INSTEAD, SEEN = "reason", "instead", "seen"
MOST_OF_A_REASON = 500


class AnswersForm(Form):
    """Questions as a form. Once it is valid, `answers` has the answers by key.

    `before`: the answers so far, which fill the form and which a date may have to follow. `partly`: what is left blank stays open, and is no
    error. `boxes`: "I do not know" and "does not apply" stand as boxes below what is no choice; without them a page offers
    them in its own way, such as a button `unknown` with the key as its value. `revision`: of the sheet on which answers are stored; it comes
    back as `seen`.
    """

    def __init__(
        self,
        questions: Iterable[Question],
        data: Mapping[str, Any] | None = None,
        *,
        before: Answers | None = None,
        partly: bool = False,
        boxes: bool = True,
        heading: bool = False,
        revision: int | None = None,
        **options: Any,
    ) -> None:
        self.questions, self.before, self.partly = list(questions), before or {}, partly
        self.answers: dict[str, Answer] = {}
        super().__init__(data, **options)
        for question in self.questions:
            self._add(question, boxes=boxes, heading=heading and len(self.questions) == 1)
        if revision is not None:
            self.fields[SEEN] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=revision)

    @property
    def seen(self) -> int:
        """The revision of the sheet when the page was shown."""
        return int(self.cleaned_data.get(SEEN) or 0)

    def _add(self, question: Question, *, boxes: bool, heading: bool) -> None:
        key = question.key
        answer = self.before.get(key)
        filled, instead = filled_by(question, answer)
        reason = f"{key}-{REASON}" if question.reason else ""
        one_of = question.kind in ONE_OF
        required = not (self.partly or question.optional or self._instead(question))
        self.fields[key] = field_of(question, required=required, heading=heading, reason=reason if one_of else "")
        self.initial[key] = filled
        if others(question) and boxes and not one_of:
            look = shown(forms.CheckboxSelectMultiple(), legend="govuk-visually-hidden")
            if reason:
                look = shown(look, legend="govuk-visually-hidden", reveals={NOT_APPLICABLE: reason})
            label = f"Instead of an answer to “{question.title}”"
            self.fields[f"{key}-{INSTEAD}"] = forms.MultipleChoiceField(
                choices=others(question), label=label, widget=look, required=False
            )
            self.initial[f"{key}-{INSTEAD}"] = [instead] if instead else []
        if reason:
            area = shown(forms.Textarea(), rows=2)
            self.fields[reason] = TextField(
                label=question.reason, max_length=MOST_OF_A_REASON, required=False, widget=area
            )
            self.initial[reason] = answer.reason if isinstance(answer, NotApplicable) else ""

    def _instead(self, question: Question) -> str:
        """What was sent instead of an answer: that nobody knows, or that it does not apply; blank if neither."""
        offered = [value for value, _ in others(question)]
        if not self.is_bound or not offered:
            return ""
        given = [] if question.kind in WORDS else self._sent(question.key)
        given = [*given, *self._sent(f"{question.key}-{INSTEAD}")]
        given += [value for value in offered if question.key in self._sent(value)]
        return next((value for value in given if value in offered), "")

    def _sent(self, name: str) -> list[str]:
        data: Any = self.data
        found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [found] if isinstance(found, str) else list(found)

    def clean(self) -> dict[str, Any]:
        """Make answers of what the fields have read."""
        for question in self.questions:
            key = question.key
            if instead := self._instead(question):
                self.errors.pop(key, None)
                self.answers[key] = UNKNOWN if instead == UNKNOWN else self._not_applicable(question)
            elif key in self.cleaned_data:
                self._answer(question, self.cleaned_data[key])
        if self.errors:
            self.answers = {}
        return self.cleaned_data

    def _not_applicable(self, question: Question) -> NotApplicable:
        reason = str(self.cleaned_data.get(f"{question.key}-{REASON}", ""))
        if question.reason and not reason and f"{question.key}-{REASON}" not in self.errors:
            self.add_error(f"{question.key}-{REASON}", "Say why")
        return NotApplicable(reason)

    def _answer(self, question: Question, value: Any) -> None:
        """Take the value of a field as an answer; a blank one only where the question may be left blank."""
        if value in (None, "", []):
            if question.optional and not self.partly:
                self.answers[question.key] = () if question.kind is Kind.SEVERAL else ""
            return
        earliest = {**self.before, **self.answers}.get(question.not_before)
        if isinstance(value, date) and isinstance(earliest, date) and value < earliest:
            said = f"The date must be {say_day(earliest)}, which you gave before, or later"
            self.add_error(question.key, ValidationError(said, params={"part": "day"}))
        else:
            self.answers[question.key] = tuple(value) if isinstance(value, list) else value


def filled_by(question: Question, answer: Answer | None) -> tuple[Any, str]:
    """What an answer fills a question's field with, and what stands instead of an answer."""
    if question.kind in WORDS and not isinstance(answer, NotApplicable):
        return answer, ""
    instead = NOT_APPLICABLE if isinstance(answer, NotApplicable) else UNKNOWN if answer == UNKNOWN else ""
    if instead:
        return (instead, "") if question.kind in ONE_OF else (None, instead)
    return list(answer) if isinstance(answer, tuple) else answer, ""


class PageForm(AnswersForm):
    """The questions of a page of a longer paper: what is left blank stays open."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: Any = None, *, asked: Iterable[Question], **options: Any
    ) -> None:
        super().__init__(asked, data, files=files, partly=True, **options)
