"""Where the hub holds anything about people: what a room says of each of its tables in its module `held`, and how somebody is found there.

`HELD`: the look-ups of a table and what is told of a row that they find. `NOBODY`: the tables that tell nothing of a person, by the reason.
`CONFIDED`: of a room that is told things in confidence, which no side of oversight reads. Each table of the hub stands in one of the two (tests/accounts/test_subject_access.py). accounts/subject_access.py gathers them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q

from irhub.web.rooms import gathered

_GAP = r"[^0-9A-Za-z]{0,3}"


@dataclass(frozen=True)
class Whom:
    """Who asks what is held about them, by what they are known; each blank if it is not known."""

    email: str = ""
    name: str = ""
    phone: str = ""

    @cached_property
    def patterns(self) -> Mapping[str, str]:
        """Expressions by which PostgreSQL finds them in a text, by what they go: as `Held` has them."""
        found = {"emails": _whole_words(re.escape(self.email.strip())) if self.email.strip() else "",
                 "names": _name_pattern(self.name), "phones": _phone_pattern(self.phone)}  # fmt: skip
        return {kind: pattern for kind, pattern in found.items() if pattern}


@dataclass(frozen=True)
class Confided:
    """A room that is told things in confidence: its `name`, who `answers` for what it holds, and its tables."""

    name: str
    answers: str
    models: frozenset[type[Model]]


@dataclass(frozen=True)
class Held:
    """A table that holds something about people. Where it has `names`, all columns that are looked up are of one person.

    `emails`, `names`, `phones`: look-ups of columns that hold one. `texts`: of those in which any of the three may stand. `where`: what else
    finds a row, by the address. `by_own_name`: what finds a row by the name that the hub itself has for the address, so that it is said to be
    found by a name. `only`: the rows that are looked at. `acts`: whoever is found did something with what may be another body’s: the
    auditor of a body gets that of those who act for it. `tells`: further columns that are told; those looked up are told too,
    and other people in them are not. `file`: the column with the bytes of a file, which is told by name, type, size and hash and handed out beside.
    """

    model: type[Model]
    tells: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    where: Callable[[str], Q] | None = None
    by_own_name: Callable[[str], Q] | None = None
    only: Q | None = None
    acts: bool = False
    file: str = ""

    @property
    def of_one_person(self) -> frozenset[str]:
        """The columns that are told as they stand, since they are of whoever was found, whatever found them."""
        return frozenset((*self.emails, *self.names, *self.phones) if self.names else ())

    @property
    def columns(self) -> tuple[str, ...]:
        """All that is told of a row."""
        own = (one for one in (*self.emails, *self.names, *self.phones, *self.texts) if "__" not in one)
        return tuple(dict.fromkeys((*self.tells, *own)))

    def found_by(self, whom: Whom) -> Iterator[tuple[str, Q]]:
        """How rows are looked up, the surest first: by what ("e-mail", "name", "telephone"), and the condition."""
        only = self.only if self.only is not None else Q()
        for kind, pattern in whom.patterns.items():
            exact = "iexact" if kind == "emails" else "iregex"
            sought = whom.email.strip() if kind == "emails" else pattern
            named = [Q(**{f"{column}__{exact}": sought}) for column in getattr(self, kind)]
            named += [Q(**{f"{column}__iregex": pattern}) for column in self.texts]
            if kind == "emails" and self.where is not None:
                named.append(self.where(whom.email.strip()))
            if named:
                yield _SAID[kind], reduce(or_, named) & only
            if kind == "emails" and self.by_own_name is not None:
                yield _SAID["names"], self.by_own_name(whom.email.strip()) & only


_SAID = {"emails": "e-mail", "names": "name", "phones": "telephone"}


def person(column: str) -> dict[str, Any]:
    """Look-ups through a column that points at a person of the hub, or at a role of theirs (`membership__person`)."""
    return {"emails": (f"{column}__email",), "names": (f"{column}__name",)}


def held() -> Iterator[Held]:
    """What every room holds, in the order of the rooms."""
    return (one for room in gathered("held", "HELD") for one in room)


def confided() -> tuple[Confided, ...]:
    """The rooms that are told things in confidence."""
    return tuple(gathered("held", "CONFIDED"))


def nobody() -> Mapping[type[Model], str]:
    """The tables that tell nothing of a person, with the reason."""
    return {model: why for room in gathered("held", "NOBODY") for why, models in room.items() for model in models}


def _whole_words(pattern: str) -> str:
    return rf"(?:^|[^[:alnum:]_.+-])(?:{pattern})(?:$|[^[:alnum:]_-])"


def _name_pattern(name: str) -> str:
    """How a name stands in a column or a text: “Kim Example”, “EXAMPLE, Kim”. A single word must be all that a column holds, or every Kim were found."""
    words = [re.sub("['’]", "['’]", re.escape(word)) for word in name.split()]
    if len(words) < 2:
        return rf"^\s*{words[0]}\s*$" if words else ""
    first, last = r"\s+".join(words[:-1]), words[-1]
    return _whole_words(rf"{first}\s+{last}|{last},?\s+{first}")


def _phone_pattern(phone: str) -> str:
    """A number however it is written: “0121 496 0003”, “+44 (0)121 4960003”."""
    digits = re.sub(r"\D", "", phone)
    national = re.sub(r"^(?:0044|44)?0?", "", digits)
    if len(national) < 6:
        return ""
    return rf"(?:^|[^0-9])(?:(?:00|[+])?44{_GAP}(?:0{_GAP})?|0{_GAP}){_GAP.join(national)}(?:[^0-9]|$)"
