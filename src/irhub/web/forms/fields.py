"""Fields that Django does not have, and how a field says what its control looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from irhub.web.dates import PARTS, Texts, date_of, texts_given, texts_of
from irhub.web.text import one_line
from irhub.web.times import time_of

W = TypeVar("W", bound=forms.Widget)


def shown(widget: W, **options: Any) -> W:
    """A widget with options of its component in the GOV.UK Design System, such as `classes` or `rows`.

    Of radios and checkboxes, `hints` has the hint of each value, `reveals` the name of the field that stands below
    a value and is shown with it, and `dividers` what stands above a value ("or"). `legend` and `label_classes` are classes of the words
    above, which with `heading` are the heading of the page.
    """
    widget.govuk = options  # type: ignore[attr-defined]
    return widget


def choice(choices: Iterable[tuple[str, str]], widget: forms.Widget | None = None, **options: Any) -> forms.ChoiceField:
    """One of some choices, each a value and its words: as radios unless another widget is given."""
    return forms.ChoiceField(choices=list(choices), widget=widget or shown(forms.RadioSelect()), **options)


class FilesInput(forms.FileInput):
    """A control with which several files are chosen."""

    allow_multiple_selected = True


LONGEST_TEXT, LONGEST_LINE = 5_000, 300
"""Characters of a text and of a line for which a form names no other limit."""
_WORD = 20
"""Characters of a word, on the long side: what a limit in words comes to where that is more than LONGEST_TEXT."""


class TextField(forms.CharField):
    """Words over several lines, without the characters that no keyboard shows; `max_length`, or `max_words`, is told below the control.

    One that names neither holds LONGEST_TEXT characters, more than anybody is to write, so that nothing is said of it before it is passed.

    A line ends with one character, as people count, however the browser sends it.
    """

    widget = forms.Textarea
    default_error_messages = {"max_words": "Use %(limit)d words or fewer: you have used %(words)d"}

    def __init__(self, *, max_words: int = 0, max_length: int | None = None, **options: Any) -> None:
        self.max_words, self.counted = max_words, max_length
        super().__init__(max_length=max_length or max(LONGEST_TEXT, _WORD * max_words), **options)

    def validate(self, value: str) -> None:
        """What was typed, too, is told where it is too long. Raises ValidationError."""
        super().validate(value)
        words = len(value.split())
        if self.max_words and words > self.max_words:
            said = self.error_messages["max_words"]
            raise ValidationError(said, "max_words", {"limit": self.max_words, "words": words})

    def to_python(self, value: Any) -> str:
        """The words, without spaces around them."""
        text = "" if value is None else str(value).replace("\r\n", "\n")
        return str(super().to_python("".join(each for each in text if each.isprintable() or each in "\n\t")))


class LineField(forms.CharField):
    """One line of LONGEST_LINE characters, or `max_length`: whatever breaks or hides in it is taken out."""

    def __init__(self, *, max_length: int = LONGEST_LINE, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        """The line, without spaces around it."""
        return one_line(str(super().to_python(value) or ""))


class TimeField(LineField):
    """A time of the clock, as people write it (web/times.py): 14:30, 2.30pm, midday."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", shown(forms.TextInput(), classes="govuk-input--width-5"))
        super().__init__(max_length=20, **options)

    def prepare_value(self, value: Any) -> Any:
        """A time as it is typed."""
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> time | None:
        """The time; None if none was given. Raises ValidationError."""
        if isinstance(value, time):
            return value
        text = super().clean(value)
        try:
            return time_of(text) if text else None
        except ValueError as why:
            raise ValidationError(str(why), "invalid") from None


class OfferedField(forms.MultipleChoiceField):
    """Any of some choices, or none: what is sent and not offered, as it may have gone meanwhile, is left out."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False} | options)

    def to_python(self, value: Any) -> list[str]:
        """What is offered of it, in the order of the choices."""
        asked = set(super().to_python(value))
        return [str(key) for key, _ in self.choices if str(key) in asked]  # type: ignore[misc, union-attr]


class SeenField(forms.Field):
    """What a page had seen when it was shown, such as a version: a whole number in a hidden control.

    Whatever is no number from 0 on is -1, which nothing has, so that the action says that somebody else was quicker.
    """

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False} | options)

    def to_python(self, value: Any) -> int:
        """The number."""
        text = "" if value is None else str(value)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1


class DateParts(forms.Widget):
    """A date in three controls. Its value is their three texts."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Texts:
        """The three texts as given."""
        return texts_given(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether none of the three was sent."""
        return name not in data and not any(f"{name}-{part}" in data for part in PARTS)


class DateField(forms.Field):
    """A date between `least` and `most`, each a date or what gives one on the day that it is asked."""

    widget = DateParts
    empty_value = None

    def __init__(self, *, least: date | Callable[[], date], most: date | Callable[[], date], **options: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """A date as its three texts."""
        return texts_of(value) if value is None or isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """The date; None if nothing was given. Raises ValidationError."""
        least, most = (limit() if callable(limit) else limit for limit in (self.least, self.most))
        given = date_of(value, least=least, most=most)
        if given.error:
            raise ValidationError(given.error, "invalid", {"part": given.part})
        return given.day
