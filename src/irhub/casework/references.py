"""The number under which people speak of a case: HL-2026-482-109-375, read over the telephone in threes.

The digits are drawn by lot, so that a number tells nobody how many cases there are. The last two check all the others, the letters
too, as those of a bank account do (ISO 7064, mod 97-10): one wrong character, or two that changed places, is always found.
"""

from __future__ import annotations

import re
import secrets
from typing import Any, ClassVar

from django.db import IntegrityError, models, transaction
from django.utils.timezone import localdate

from irhub.web.errors import ActionRefused

_WRITTEN = re.compile(r"([A-Z]{2})(\d{4})(\d{9})")
_TRIES = 5


def new_reference(prefix: str, year: int) -> str:
    """A reference by lot. `prefix`: two letters, of the kind of case."""
    drawn = f"{secrets.randbelow(10**7):07}"
    return _shown(prefix, year, f"{drawn}{_check(f'{prefix}{year}{drawn}'):02}")


def read_reference(text: str) -> str:
    """A reference as we write it, of one as people do: in small letters, with spaces, without lines, with O for 0.

    Raises ActionRefused if it is none, or one character of it must be wrong.
    """
    plain = re.sub(r"[^A-Z0-9]", "", text.upper())
    plain = plain[:2] + plain[2:].translate(str.maketrans("OIL", "011"))
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        raise ActionRefused("A reference looks like HL-2026-482-109-375: two letters, the year and nine digits.")
    prefix, year, digits = found.groups()
    if _check(f"{prefix}{year}{digits[:-2]}") != int(digits[-2:]):
        raise ActionRefused(
            "There is no such reference: one of its letters or digits is wrong. Ask for it again, in threes."
        )
    return _shown(prefix, int(year), digits)


def _shown(prefix: str, year: int, digits: str) -> str:
    return "-".join([prefix, str(year), *re.findall("...", digits)])


def _check(text: str) -> int:
    return 98 - int("".join(str(int(character, 36)) for character in text)) * 100 % 97


class Referenced(models.Model):
    """What has a reference, which it gets when it is kept first. `prefix`: two letters, of its kind."""

    prefix: ClassVar[str]

    reference = models.CharField(max_length=20, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **named: Any) -> None:
        """Keep it. One that has no reference yet draws again where another bears what it drew."""
        for left in reversed(range(_TRIES if not self.reference else 1)):
            drawn = self.reference or new_reference(self.prefix, localdate().year)
            try:
                with transaction.atomic():
                    before, self.reference = self.reference, drawn
                    super().save(*args, **named)
                return
            except IntegrityError as problem:
                self.reference = before
                if not left or "reference" not in str(problem):
                    raise
