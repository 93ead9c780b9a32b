"""Whom people can ask next: the helpline that the operator of this hub names (docs/operations.md)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Helpline:
    """A helpline: its name, telephone number, e-mail address and page; each blank if it has none."""

    name: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""

    def __bool__(self) -> bool:
        """Whether there is any way to reach it."""
        return bool(self.phone or self.email or self.url)

    @property
    def called(self) -> str:
        """What it is called in a sentence."""
        return self.name or "the helpline"

    @property
    def dialled(self) -> str:
        """The number as a telephone dials it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


def helpline() -> Helpline:
    """The helpline of this hub, as set by its operator."""
    return Helpline(**settings.IRHUB_HELPLINE)
