"""Filters of lists as a Django form that is sent by GET: what cannot be read is left out and told, never refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from irhub.web.forms import Form, shown
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
    """Filters of a list. `asked` holds those that could be read; blank means any."""

    def __init__(self, data: Mapping[str, Any], **choices: Choices) -> None:
        super().__init__(data)
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = [*field.choices, *offered]
        self.is_valid()
        for name, wrong in self.fields.items():
            if name in self.errors and isinstance(wrong, _Day):
                wrong.widget.input_type = "text"  # a browser shows no date that is none

    @property
    def asked(self) -> dict[str, Any]:
        """Each filter by name; blank, or None of a date, where none was given or it could not be read."""
        return {
            name: self.cleaned_data.get(name, getattr(field, "empty_value", "")) for name, field in self.fields.items()
        }

    def chosen(self, given: Any) -> list[Chosen]:
        """The filters that were chosen, in words; `given`: the query of the address."""
        asked = self.asked
        return [
            Chosen(str(field.label), _in_words(field, asked[name]), query(given, **{name: "", "page": ""}))
            for name, field in self.fields.items()
            if asked[name] not in ("", None)
        ]


class _Choice(forms.ChoiceField):
    empty_value = ""

    def validate(self, value: Any) -> None:
        if value and not self.valid_value(value):
            raise ValidationError(f"We left out “{one_line(value)[:60]}”: choose from the list")


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


def choice(label: str, choices: Choices | Callable[[], Choices] = (), any_of_them: str = "Any") -> forms.Field:
    """One of several, by default any of them. Further choices may be given when the form is made."""
    blank = ("", any_of_them)
    offered: Any = (lambda: [blank, *choices()]) if callable(choices) else [blank, *choices]
    return _Choice(label=label, required=False, choices=offered)


def words_field(label: str, hint: str = "") -> forms.Field:
    """Words to look for."""
    return forms.CharField(label=label, required=False, help_text=hint)


def day_field(label: str) -> forms.Field:
    """A day, as browsers send it: 2026-03-27."""
    return _Day(label=label, required=False, widget=shown(_Date(), classes="govuk-input--width-10"))


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, date):
        return day(value)
    titles = {str(key): str(title) for key, title in getattr(field, "choices", ())}
    return titles.get(str(value), str(value))
