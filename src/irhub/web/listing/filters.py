"""Filters of lists as a Django form that is sent by GET: what cannot be read is left out and told, never refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from irhub.web.dates import PARTS, texts_given
from irhub.web.forms import DateField, Form, shown
from irhub.web.jinja import day, query
from irhub.web.text import one_line

Choices = Iterable[tuple[Any, Any]]


@dataclass(frozen=True)
class Chosen:
    """A filter that was chosen, in words, and the address of the list without it."""

    label: str
    text: str
    without: str


class FilterForm(Form):
    """What an address asks for: filters of a list, or words to search for. `asked` holds those that could be read; blank means any.

    `usual`: what stands for a filter that is not given, where that is not any.
    """

    def __init__(self, data: Mapping[str, Any], *, usual: Mapping[str, Any] | None = None, **choices: Choices) -> None:
        self.usual = {name: told if isinstance(told, date) else str(told) for name, told in (usual or {}).items()}
        super().__init__(self._completed(data))
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = [*field.choices, *offered]
        self.is_valid()
        for name, wrong in self.fields.items():
            if name in self.errors and isinstance(wrong, _Day):
                wrong.widget.input_type = "text"  # a browser shows no date that is none

    def _completed(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        given = QueryDict(mutable=True)
        given.update(dict(data.items()))
        for name, value in self.usual.items():
            dated = isinstance(self.base_fields[name], DateField)
            if not (any(texts_given(given, name)) if dated else given.get(name)):
                given[name] = str(value)
        return given

    @property
    def asked(self) -> dict[str, Any]:
        """Each filter by name; the usual, else blank, or None of a date, where none was given or it could not be read."""
        return {
            name: self.cleaned_data.get(name, self.usual.get(name, getattr(field, "empty_value", "")))
            for name, field in self.fields.items()
        }

    @property
    def unread(self) -> list[str]:
        """What could not be read, a sentence each, for where the form itself is not shown."""
        return [
            f"{self.fields[name].label}: {error}."
            for name, errors in self.errors.items()
            for error in errors
            if name in self.fields
        ]

    def chosen(self, given: Any) -> list[Chosen]:
        """The filters that were chosen, in words; `given`: the query of the address."""
        asked = self.asked
        return [
            Chosen(str(field.label), _in_words(field, asked[name]), query(given, **_blank(name, field), page=""))
            for name, field in self.fields.items()
            if asked[name] not in ("", None, self.usual.get(name))
        ]


def _blank(name: str, field: forms.Field) -> dict[str, str]:
    return dict.fromkeys([name, *(f"{name}-{part}" for part in PARTS if isinstance(field, DateField))], "")


class _Choice(forms.ChoiceField):
    empty_value = ""
    unknown = "We left out “{asked}”: choose from the list"

    def validate(self, value: Any) -> None:
        if value and not self.valid_value(value):
            raise ValidationError(self.unknown.format(asked=one_line(value)[:60]))


class _Date(forms.TextInput):
    input_type = "date"


class _Day(forms.Field):
    empty_value = None

    def clean(self, value: Any) -> Any:
        told = one_line(value or "")[:40]
        if not told:
            return None
        try:
            return date.fromisoformat(told)
        except ValueError as problem:
            raise ValidationError(
                f"Write the date as year, month and day, like 2026-03-27. We could not read {told}"
            ) from problem


def choice(
    label: str, choices: Choices | Callable[[], Choices] = (), any_of_them: str | None = "All", *, unknown: str = ""
) -> forms.Field:
    """One of several, by default any of them; with `any_of_them=None`, the usual one. Further choices may be given when the form is made.

    `unknown`: what is told of what is none of them ({asked}), if not that it was left out.
    """
    blank = [] if any_of_them is None else [("", any_of_them)]
    offered: Any = (lambda: [*blank, *choices()]) if callable(choices) else [*blank, *choices]
    made = _Choice(label=label, required=False, choices=offered)
    made.unknown = unknown or made.unknown
    return made


def words_field(label: str, hint: str = "", *, longest: int = 200) -> forms.Field:
    """Words to look for, in characters at most."""
    return forms.CharField(label=label, required=False, help_text=hint, max_length=longest)


def day_field(label: str) -> forms.Field:
    """A day, as browsers send it: 2026-03-27."""
    return _Day(label=label, required=False, widget=shown(_Date(), classes="govuk-input--width-10"))


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, date):
        return day(value)
    titles = {str(key): str(title) for key, title in getattr(field, "choices", ())}
    return titles.get(str(value), str(value))
