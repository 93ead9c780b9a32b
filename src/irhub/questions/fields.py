"""How each kind of question is asked: its field, which reads what people type and says what to do where it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from irhub.questions.questionnaire import NOT_APPLICABLE, UNKNOWN, Kind, Question
from irhub.web.forms import DateField, LineField, TextField, shown
from irhub.web.forms.fields import DateParts
from irhub.web.saying import plain

MANY = 20
"""With more choices than these, they stand in a list that opens."""
_NUMBER = re.compile(r"(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,6})?", re.ASCII)
_ASKS = {
    Kind.MONEY: ("an amount in pounds", "25000 or 12.82"),
    Kind.WHOLE: ("a whole number", "36"),
    Kind.NUMBER: ("a number", "37.5"),
}
_LONGEST = 40
"""How many characters of a number are read."""


class QuantityField(forms.CharField):
    """An amount of money or another number, as people write it: £25,000, 37.5."""

    def __init__(self, question: Question, **options: Any) -> None:
        self.question = question
        self.asks, self.example = _ASKS[question.kind]
        needed = {"required": f"Enter {self.asks}, such as {self.example}"}
        super().__init__(error_messages=needed, **options)
        self.max_length = (
            _LONGEST  # of what is typed: a validator would count the letters of the number that it becomes
        )

    def prepare_value(self, value: Any) -> Any:
        """A number as it is typed."""
        return plain(value) if isinstance(value, Decimal | int) else value

    def to_python(self, value: Any) -> Any:
        """The number; blank if nothing was typed. Raises ValidationError."""
        text = str(super().to_python(value) or "")[:_LONGEST]
        typed = re.sub(r"\s", "", text.removeprefix("£"))
        if not typed:
            return ""
        if not _NUMBER.fullmatch(typed):
            raise ValidationError(f"“{text}” cannot be read. Enter {self.asks}, such as {self.example}")
        found, kind = Decimal(typed.replace(",", "")), self.question.kind
        if kind is Kind.WHOLE and found != found.to_integral_value():
            raise ValidationError(f"Enter a whole number, such as {self.example}")
        if kind is Kind.MONEY and found != round(found, 2):
            raise ValidationError("Enter pounds and pence, such as 12.82")
        if not self.question.least <= found <= self.question.most:
            sign = "£" if kind is Kind.MONEY else ""
            raise ValidationError(f"It must be between {sign}{self.question.least:,} and {sign}{self.question.most:,}")
        return found


class SeveralField(forms.MultipleChoiceField):
    """Several choices: as the boxes of a form send them, or as one text of an address."""

    def __init__(self, offered: Mapping[str, str], **options: Any) -> None:
        self.offered = offered
        super().__init__(choices=list(offered.items()), **options)

    def to_python(self, value: Any) -> list[str]:
        """The values, each once, in the order in which they are offered. Raises ValidationError."""
        given = [value] if isinstance(value, str) else super().to_python(value)
        chosen = [each for text in given for each in text.split(".") if each]
        offered = list(self.offered)
        return [each for each in offered if each in chosen] + [each for each in chosen if each not in offered]


def others(question: Question) -> list[tuple[str, str]]:
    """What can be answered instead of an answer: the value and its words."""
    offered = ((UNKNOWN, question.unknown), (NOT_APPLICABLE, question.not_applicable))
    return [(value, words) for value, words in offered if words]


def field_of(question: Question, *, required: bool, heading: bool, reason: str = "") -> forms.Field:
    """The field of a question. `heading`: it is the heading of its page; `reason`: the field to be shown with "does not apply"."""
    options: dict[str, Any] = {"label": question.title, "help_text": question.hint, "required": required}
    return _FIELDS[question.kind](question, options, _look(question, heading, reason))


def _look(question: Question, heading: bool, reason: str) -> dict[str, Any]:
    large = "--l" if heading else "--s"
    look: dict[str, Any] = {
        "heading": heading,
        "legend": f"govuk-fieldset__legend{large}",
        "label_classes": f"govuk-label{large}",
        "hints": question.option_hints,
    }
    if reason:
        look["reveals"] = {NOT_APPLICABLE: reason}
    return look


def _choice(question: Question, options: dict[str, Any], look: dict[str, Any]) -> forms.Field:
    needed = dict.fromkeys(("required", "invalid_choice"), "Choose one of the answers")
    instead = others(question)
    choices = [*question.options.items(), *instead]
    if len(question.options) > MANY:
        listed = shown(forms.Select(), heading=look["heading"], label_classes=look["label_classes"])
        return forms.ChoiceField(
            choices=[("", "Choose one"), *choices], widget=listed, error_messages=needed, **options
        )
    widget = shown(forms.RadioSelect(), **look, dividers={instead[0][0]: "or"} if instead else {})
    return forms.ChoiceField(choices=choices, widget=widget, error_messages=needed, **options)


def _several(question: Question, options: dict[str, Any], look: dict[str, Any]) -> forms.Field:
    needed = {"required": "Choose at least one", "invalid_choice": "Choose among the answers"}
    widget = shown(forms.CheckboxSelectMultiple(), **look)
    return SeveralField(question.options, widget=widget, error_messages=needed, **options)


def _date(question: Question, options: dict[str, Any], look: dict[str, Any]) -> forms.Field:
    needed = {"required": "Enter a date, such as 27 3 2026"}
    widget = shown(DateParts(), heading=look["heading"], legend=look["legend"])
    return DateField(least=question.first, most=question.last, widget=widget, error_messages=needed, **options)


def _quantity(question: Question, options: dict[str, Any], look: dict[str, Any]) -> forms.Field:
    money = question.kind is Kind.MONEY
    look = {name: look[name] for name in ("heading", "label_classes")} | {
        "classes": f"govuk-input--width-{10 if money else 5}",
        "inputmode": "numeric" if question.kind is Kind.WHOLE else "decimal",
        "spellcheck": False,
    }
    if money:
        look["prefix"] = {"text": "£"}
    if question.unit:
        look["suffix"] = {"text": question.unit}
    return QuantityField(question, widget=shown(forms.TextInput(), **look), **options)


def _line(question: Question, options: dict[str, Any], look: dict[str, Any]) -> forms.Field:
    look = {name: look[name] for name in ("heading", "label_classes")}
    return LineField(
        max_length=question.characters, widget=shown(forms.TextInput(), **look), **_said(question, options)
    )


def _text(question: Question, options: dict[str, Any], look: dict[str, Any]) -> forms.Field:
    look = {name: look[name] for name in ("heading", "label_classes")} | {"rows": 8}
    return TextField(
        max_length=question.characters, max_words=question.most_words, widget=shown(forms.Textarea(), **look), **_said(question, options)
    )  # fmt: skip


def _said(question: Question, options: dict[str, Any]) -> dict[str, Any]:
    """What is said of a text, by the short label of the question."""
    too_long = f"{question.label} must be %(limit_value)d characters or fewer"
    too_many = f"{question.label} must be %(limit)d words or fewer: it has %(words)d"
    return options | {"error_messages": {"required": "Enter an answer", "max_length": too_long, "max_words": too_many}}


_FIELDS: dict[Kind, Callable[[Question, dict[str, Any], dict[str, Any]], forms.Field]] = {
    Kind.CHOICE: _choice,
    Kind.YES_NO: _choice,
    Kind.SEVERAL: _several,
    Kind.DATE: _date,
    Kind.MONEY: _quantity,
    Kind.NUMBER: _quantity,
    Kind.WHOLE: _quantity,
    Kind.LINE: _line,
    Kind.TEXT: _text,
}
