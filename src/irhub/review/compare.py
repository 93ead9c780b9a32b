"""What is the same and what differs between two sides of a pair, word by word. Plain functions, no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from irhub.registers.sources.renames import take_apart
from irhub.web.words import folded

SAME, PARTLY, DIFFERENT, UNKNOWN = "Same", "Partly the same", "Different", "Cannot be compared"
_MEANS_THE_SAME = {"limited": "ltd", "&": "and", "company": "co", "incorporated": "inc"}
_LEGAL = frozenset({"ltd", "plc", "llp", "lp", "inc", "co", "cic", "cio"})


@dataclass(frozen=True)
class Word:
    """A word as published, and whether the other side has it too. `text` holds the blanks and marks around it."""

    text: str
    shared: bool


@dataclass(frozen=True)
class Line:
    """One thing said by both registers: texts of either side in marked words, and in a word how they compare."""

    title: str
    left: list[list[Word]]
    right: list[list[Word]]
    verdict: str


def line(title: str, left: Iterable[str | None], right: Iterable[str | None], *, trading: bool = False) -> Line:
    """Compare texts: SAME if some text on the left has the very words of one on the right, whatever their order.

    `trading`: these are names to trade under, so that legal forms are left out of account.
    """
    ours, theirs = _texts(left), _texts(right)
    aside = _LEGAL if trading else frozenset[str]()

    def telling(text: str) -> list[str]:
        return [word for word in words_of(text) if word not in aside]

    words_left = {word for text in ours for word in telling(text)}
    words_right = {word for text in theirs for word in telling(text)}
    if not words_left or not words_right:
        verdict = UNKNOWN
    elif {frozenset(telling(text)) for text in ours} & {frozenset(telling(text)) for text in theirs}:
        verdict = SAME
    else:
        verdict = PARTLY if words_left & words_right else DIFFERENT
    return Line(
        title,
        [marked(text, words_right | aside) for text in ours],
        [marked(text, words_left | aside) for text in theirs],
        verdict,
    )


def location_names(sponsor: str, locations: Iterable[str]) -> Line:
    """Compare a sponsor's name with those of a provider's locations. A firm need not be called as its homes are: only where the sponsor
    gives a name that it trades under is one that no location bears a difference."""
    told = line("Location names", [sponsor], locations, trading=True)
    trades = bool(take_apart("", sponsor).trading)
    return replace(told, verdict=UNKNOWN) if told.verdict == DIFFERENT and not trades else told


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: case, accents, apostrophes and the spelling of legal forms leave no trace."""
    return [_plain(found.group()) for found in _WORD.finditer(text)]


def marked(text: str, shared: set[str]) -> list[Word]:
    """A text cut into words, each with what follows it, marked by whether `shared` has it."""
    found = list(_WORD.finditer(text))
    if not found:
        return [Word(text, True)] if text else []
    ends = [*(after.start() for after in found[1:]), len(text)]
    starts = [0, *(after.start() for after in found[1:])]
    return [
        Word(text[start:end], _plain(word.group()) in shared)
        for start, end, word in zip(starts, ends, found, strict=True)
    ]


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")


def _plain(word: str) -> str:
    plain = folded(word)
    return _MEANS_THE_SAME.get(plain, plain)


def _texts(texts: Iterable[str | None]) -> Sequence[str]:
    return list(dict.fromkeys(text.strip() for text in texts if text and text.strip()))
