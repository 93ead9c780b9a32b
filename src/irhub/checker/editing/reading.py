"""What people type on the page of a proposal: read field by field, each either a value or a sentence that says what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from irhub.rulebook.loading import EARLIEST, LATEST
from irhub.rulebook.rules import Unit, Value
from irhub.web.dates import Given, date_given

MOST_LETTERS = 2000
_HTTPS = URLValidator(schemes=["https"])


@dataclass
class Typed:
    """The fields as they were sent, and what is wrong with them by field. Reading a field twice gives the same."""

    given: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, missing: str = "", least: int = 1) -> str:
        """A text; `missing` is said if it is shorter than `least`."""
        text = " ".join(self.given.get(name, "").split())
        if missing and len(text) < least:
            self.errors[name] = missing
        elif len(text) > MOST_LETTERS:
            self.errors[name] = f"Shorten it to {MOST_LETTERS} letters or fewer"
        return text

    def chosen(self, name: str, options: Mapping[str, object] | list[str], missing: str) -> str:
        """One of the options."""
        text = self.given.get(name, "")
        if text not in options:
            self.errors[name] = missing
        return text

    def day(self, name: str, missing: str = "", most: date = LATEST) -> Given:
        """A date of three fields; `missing` is said if there is none."""
        given = date_given(self.given, name, least=EARLIEST, most=LATEST)
        error = given.error or (missing if given.day is None else "")
        if not error and given.day and given.day > most:
            error = "The day must be today or earlier"
        if error:
            self.errors[f"{name}-day"] = error
        return given

    def address(self, name: str) -> str:
        """An https address."""
        text = self.given.get(name, "").strip()
        try:
            _HTTPS(text)
        except ValidationError:
            self.errors[name] = "Write the whole address of the page, beginning with https://"
        return text

    def value(self, name: str, unit: Unit) -> Value:
        """A value in a unit: pounds with or without the sign and commas, numbers, yes or no, a share, or a word."""
        text = self.given.get(name, "").strip()
        if unit is Unit.YES_NO:
            if text not in ("yes", "no"):
                self.errors[name] = "Choose yes or no"
            return text == "yes"
        if unit in (Unit.TEXT, Unit.LEVEL):
            if not text or len(text) > 100:
                self.errors[name] = "Write the value in at most 100 letters"
            return text
        if unit is Unit.SHARE_OF_YEAR:
            if not re.fullmatch(r"[1-9]\d{0,2}/[1-9]\d{0,2}", text):
                self.errors[name] = "Write a share, such as 17/52"
            return text
        return self._number(name, text)

    def _number(self, name: str, text: str) -> Value:
        plain = text.removeprefix("£").replace(",", "").replace(" ", "")
        try:
            number = Decimal(plain) if re.fullmatch(r"\d{1,12}(\.\d{1,4})?", plain) else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.errors[name] = "Write a number, such as 25000 or 12.82"
            return 0
        return int(plain) if plain.isdigit() else number


def value_typed(value: Value) -> str:
    """A value as its field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
