"""What differs between two texts, so that a person can read it: paragraphs, and in one that changed the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Piece:
    """Some words: `kind` is "same", "added" or "removed"."""

    kind: str
    words: str


def differences(before: str, after: str) -> list[list[Piece]]:
    """The lines of both texts in their order, each as pieces; blank lines are left out."""
    old, new = ([line for line in text.split("\n") if line.strip()] for text in (before, after))
    lines: list[list[Piece]] = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            lines += [[Piece("same", line)] for line in old[a:b]]
        else:
            lines += _changed(old[a:b], new[c:d])
    return lines


def around(lines: list[list[Piece]]) -> list[list[Piece]]:
    """The lines that changed and one on either side of each; "⋯" stands for what is left out."""
    near = {
        at + step for at, line in enumerate(lines) if any(piece.kind != "same" for piece in line) for step in (-1, 0, 1)
    }
    shown: list[list[Piece]] = []
    for at, line in enumerate(lines):
        if at in near:
            shown.append(line)
        elif at == 0 or at - 1 in near:
            shown.append([Piece("same", "⋯")])
    return shown


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[list[Piece]]:
    """Lines that stand in the place of others: one by one where they are alike, else taken out and put in."""
    paired = len(old) == len(new)
    if paired:
        for before, after in zip(old, new, strict=True):
            yield _within(before, after)
        return
    for line in old:
        yield [Piece("removed", line)]
    for line in new:
        yield [Piece("added", line)]


def _within(before: str, after: str) -> list[Piece]:
    old, new = (re.findall(r"\S+\s*", line) for line in (before, after))
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        pieces += [Piece(how, "".join(words)) for how, words in (("removed", old[a:b]), ("added", new[c:d])) if words]
    return pieces
