"""No name, number or birthday of a worker is ever held: words that look like one are refused, with a sentence that says what to write.

It errs on the side of refusing: what is written here is an index of where things are kept, and needs no name.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from itertools import pairwise

from irhub.web.errors import ActionRefused

_NUMBERS = (
    (re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.I), "a National Insurance number"),
    (re.compile(r"\b[WRS][A-Z0-9]{2}[ -]?(?=[A-Z0-9]*\d)[A-Z0-9]{3}[ -]?[A-Z0-9]{3}\b"), "a share code"),
    (re.compile(r"\b(?=[A-Z0-9 ]*\d)[A-Z]{2} ?[A-Z0-9]\d{6}\b"), "the number of a permit card"),
    (re.compile(r"(?<![\d/.-])\d{9}(?![\d/.-])"), "a passport number"),
    (re.compile(r"\b[A-Z]{1,2}\d{6,8}\b"), "a passport number"),
    (re.compile(r"\b(?:GWF|UAN|COS|C2[A-Z])[ :-]?\d{4,}[A-Z0-9]*\b", re.I), "a visa or certificate number"),
    (re.compile(r"\b\d{4}-\d{4}-\d{4}-\d{4}\b"), "a visa application number"),
)  # fmt: skip
_BIRTH = re.compile(r"\b(?:born(?: on| in)?|d\.?o\.?b\.?|date of birth)\b\W{0,3}.{0,20}?\d", re.I)
_DAY = re.compile(
    r"\b\d{1,2}(?:[./ -]\d{1,2}[./ -]|(?:st|nd|rd|th)? [A-Za-z]{3,9},? )(?:19[3-9]\d|200[0-9])\b|\b(?:19[3-9]\d|200[0-9])-\d{2}-\d{2}\b"
)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? +(?:[A-Z]\.? +)*[A-Z][\w’'-]+|\b(?:[Nn]urse|[Cc]arer|[Ss]ister) +[A-Z][a-z][\w’'-]*"
)
_INITIAL = re.compile(r"\b(?:[A-Z]\. ?){1,3}[A-Z][a-z’'-]{2,}")
_CUE = re.compile(
    r"\b(?:worker|carer|employee|nurse|person|colleague)(?: (?:named|called))?\b[: ]+[A-Z][a-z’'-]+ [A-Z][a-z’'-]+"
)
_ADDRESS = re.compile(r"(?<![\w.’'+-])([\w.’'+-]+)@[\w-]+\.[\w.-]+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_BETWEEN = frozenset([" ", "  ", ", ", ",", ".", "_", " - "])
"""What stands between the two parts of a name."""
_REVERSED = frozenset([", ", ","])


@cache
def _words(name: str) -> frozenset[str]:
    """The words of a file of this room, in small letters: `given_names`, common among people who work in care; `no_family_names`, which stand after a name
    that is that of a place or a thing (Grace House); `also_words`, given names that in small letters are taken as words (grace period)."""
    return frozenset(files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8").split())


def looks_like(text: str, colleagues: Collection[str] = ()) -> str:
    """What of a worker a text seems to hold, in words; blank if nothing. `colleagues`: names of people who are known here."""
    for pattern, what in _NUMBERS:
        if pattern.search(text):
            return what
    if _BIRTH.search(text) or _DAY.search(text):
        return "a date of birth"
    if any(_somebodys(found.group(1)) for found in _ADDRESS.finditer(text)):
        return "somebody’s e-mail address"
    if any(pattern.search(text) for pattern in (_TITLED, _INITIAL, _CUE)):
        return "somebody’s name"
    if any(name and re.search(rf"\b{re.escape(name)}\b", text, re.I) for name in colleagues):
        return "somebody’s name"
    return "somebody’s name" if _names_somebody(text) else ""


def _somebodys(mailbox: str) -> bool:
    """Whether a mailbox is a person’s (grace.adeyemi, g.adeyemi), and not that of a team (hr, payroll.team)."""
    parts = re.split(r"[._]", mailbox.casefold())
    return any(part in _words("given_names") for part in parts) or (len(parts) > 1 and len(parts[0]) == 1)


def _names_somebody(text: str) -> bool:
    words = list(_WORD.finditer(text))
    for at, (first, then) in enumerate(pairwise(words)):
        between = text[first.end() : then.start()]
        if between not in _BETWEEN:
            continue
        after = words[at + 2].group() if at + 2 < len(words) else ""
        if _named(first.group(), then.group()):
            return True
        if (
            between in _REVERSED
            and after.casefold() not in _words("no_family_names")
            and _named(then.group(), first.group())
        ):
            return True
    return False


def _named(given: str, family: str) -> bool:
    """Whether two words are a given name and a family name: in whatever letters, but not a place (Grace House) or a word (grace period)."""
    part = given.casefold().split("-")[0]
    if part not in _words("given_names") or family.casefold() in _words("no_family_names") or len(family) < 2:
        return False
    if family[0].isupper():
        return given[0].isupper()
    return given[0].islower() and part not in _words("also_words")


def refuse_names(text: str, field: str = "", colleagues: Collection[str] = ()) -> None:
    """Raises ActionRefused if a text seems to hold somebody's name, number or date of birth."""
    if what := looks_like(text, colleagues):
        raise ActionRefused(
            f"This looks like {what}, and the hub holds none. Write the kind of record, your own file number or the role instead.",
            field,
        )
