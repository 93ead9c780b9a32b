"""No name, number or birthday of a worker is ever held. What can hardly be anything else is refused, with a sentence that says what to write
(`refuse_names`); what may be a name or a word is asked back (`may_name`), and the person says which it is.

It errs on the side of refusing and of asking: what is written here is an index of where things are kept, and needs no name. What it cannot tell
from words, such as one name alone in small letters that is a word too (will, grace), the pages say beside the field.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from irhub.casework.official_numbers import number_in
from irhub.web.errors import ActionRefused

_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? +(?:[A-Z]\.? +)*[A-Z][\w’'-]+|\b(?:[Nn]urse|[Cc]arer|[Ss]ister) +[A-Z][a-z][\w’'-]*"
)
_INITIAL = re.compile(r"\b(?:[A-Z]\. ?){1,3}[A-Z][a-z’'-]{2,}")
_CUE = re.compile(
    r"\b(?:worker|carer|employee|nurse|person|colleague)(?: (?:named|called))?\b[: ]+[A-Z][a-z’'-]+ [A-Z][a-z’'-]+"
)
_ADDRESS = re.compile(r"(?<![\w.’'+-])([\w.’'+-]+)@[\w-]+\.[\w.-]+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_OWN = re.compile(r"[’']s$|[’']$")
_BETWEEN = frozenset([" ", "  ", ", ", ",", ".", "_", " - "])
"""What stands between the two parts of a name."""
_REVERSED = frozenset([", ", ","])
_REACH = 3
"""Within how many words of such a word."""
_SAINTS = frozenset(["st", "saint"])
_PRODUCT = re.compile(r"(?!Mac[A-Z]|Mc[A-Z])[A-Za-z]*[a-z][A-Z]")
"""The name of a product, such as SharePoint."""
_ENDINGS = (
    ("", ""),
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("d", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("ion", ""),
)
_LATIN = "ɏ"
"""The last of the letters in which the lists of words here are written."""
_DAYS = frozenset(["june", "july", "sunday", "dawn"])
_ACRONYM = 4
"""Words of capitals up to this length are taken as short for something."""


@cache
def _words(name: str) -> frozenset[str]:
    """The words of a file of this room, in small letters: `given_names`, common among people who work in care; `beside_names`, beside which one is expected; `papers`, of these those that call a worker's paper; `no_family_names`, which stand after a name
    that is that of a place or a thing (Grace House); `also_words`, given names that in small letters are taken as words (grace period);
    `ordinary_words`, which people write of their files and which name nobody."""
    return frozenset(files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8").split())


def looks_like(text: str, colleagues: Collection[str] = ()) -> str:
    """What of a worker a text seems to hold, in words; blank if nothing. `colleagues`: names of people who are known here."""
    if what := number_in(text):
        return what
    if any(_somebodys(found.group(1)) for found in _ADDRESS.finditer(text)):
        return "somebody’s e-mail address"
    if any(pattern.search(text) for pattern in (_TITLED, _INITIAL, _CUE)):
        return "somebody’s name"
    if any(name and re.search(rf"\b{re.escape(name)}\b", text, re.I) for name in colleagues):
        return "somebody’s name"
    return "somebody’s name" if any(one.sure for one in _names_in(text)) else ""


def may_name(text: str) -> tuple[str, ...]:
    """The words of a text that may be somebody’s name and may be none, as they stand in it, each once: the person says which. None of a text that
    is refused (`looks_like`)."""
    return () if looks_like(text) else tuple(dict.fromkeys(one.words for one in _names_in(text)))


def refuse_names(text: str, field: str = "", colleagues: Collection[str] = ()) -> None:
    """Raises ActionRefused if a text seems to hold somebody's name, number or date of birth."""
    if what := looks_like(text, colleagues):
        raise ActionRefused(
            f"This looks like {what}, and the hub holds none. Write the kind of record, your own file number or the role instead.",
            field,
        )


def names_a_paper(file_name: str) -> bool:
    """Whether a file is named as a worker’s paper is: a passport, visa or payslip with somebody's name or number."""
    words = re.sub(r"[_.-]+", " ", file_name.rpartition(".")[0] or file_name)
    return any(word.plain in _words("papers") for word in _split(words)) and bool(looks_like(words))


def is_given_name(word: str) -> bool:
    """Whether a word is a given name that is common among people who work in care, whatever else it may mean."""
    return word.casefold() in _words("given_names")


def _somebodys(mailbox: str) -> bool:
    """Whether a mailbox is a person’s (grace.adeyemi, g.adeyemi), and not that of a team (hr, payroll.team)."""
    parts = re.split(r"[._]", mailbox.casefold())
    return any(is_given_name(part) for part in parts) or (len(parts) > 1 and len(parts[0]) == 1)


@dataclass(frozen=True)
class _Name:
    """Words that name somebody; `sure`: hardly anything else."""

    words: str
    sure: bool


@dataclass(frozen=True)
class _Word:
    """A word of a text: as it stands there (`told`), in small letters without ’s (`plain`), what stands before it (`before`) and its place."""

    told: str
    plain: str
    before: str
    at: int

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital, and not for beginning a sentence."""
        return self.told[0].isupper() and self.at > 0 and not self.before.rstrip().endswith((".", "?", "!"))

    @property
    def given(self) -> bool:
        """Whether it is a given name, whatever else it may mean."""
        return is_given_name(self.plain.split("-")[0])

    @property
    def also_a_word(self) -> bool:
        """Whether it is taken as a word in small letters."""
        return self.plain.split("-")[0] in _words("also_words")

    @property
    def of_a_place(self) -> bool:
        """Whether it stands after the name of a place or a thing, and after nobody’s."""
        return self.plain in _words("no_family_names")

    @property
    def unknown(self) -> bool:
        """Whether it is no word that people write of their files, nor short for something, nor the name of a product."""
        short = self.told.isupper() and len(self.told) <= _ACRONYM
        known = (
            self.of_a_place
            or self.plain in _words("beside_names")
            or all(_ordinary(part) for part in self.plain.split("-"))
        )
        return len(self.plain) > 2 and not (short or known or _PRODUCT.match(self.told))


def _split(text: str) -> list[_Word]:
    found, last = [], 0
    for at, one in enumerate(_WORD.finditer(text)):
        told = one.group()
        found.append(_Word(told, _OWN.sub("", told).casefold(), text[last : one.start()], at))
        last = one.end()
    return found


def _ordinary(word: str) -> bool:
    """Whether a word, or that of which it is made, is one that people write of their files."""
    known = _words("ordinary_words")
    return any(
        made in known
        for end, instead in _ENDINGS
        if word.endswith(end) and (made := word.removesuffix(end) + instead)
    )  # fmt: skip


def _names_in(text: str) -> Iterator[_Name]:
    words = _split(text)
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else None
        beside = after if after is not None and after.before in _BETWEEN else None
        if any(letter.isalpha() and letter > _LATIN for letter in word.told):
            yield _Name(word.told, sure=False)
        elif beside is not None and (pair := _pair(words, word, beside)) is not None:
            yield pair
        elif word.given and (alone := _alone(words, word, beside)) is not None:
            yield alone


def _pair(words: list[_Word], word: _Word, beside: _Word) -> _Name | None:
    """What two words beside each other name: a given name and a family name in either order, or two words that nobody knows where a name is
    expected."""
    told, near = f"{word.told} {beside.told}", _expected(words, word.at, beside.at)
    third = words[beside.at + 1] if beside.at + 1 < len(words) else None
    if _named(word, beside):
        return _Name(told, sure=True)
    if beside.before in _REVERSED and not (third is not None and third.of_a_place) and _named(beside, word):
        return _Name(told, sure=True)
    if word.given and word.also_a_word and beside.unknown and (near or word.plain != "will"):
        return _Name(told, sure=near)
    if word.unknown and beside.unknown and (near or (word.told[0].isupper() and beside.told[0].isupper())):
        return _Name(told, sure=False)
    return None


def _alone(words: list[_Word], word: _Word, beside: _Word | None) -> _Name | None:
    """What a given name without a family name is: sure where a name is expected, to be asked elsewhere, and nobody's in the name of a place."""
    if (word.at and words[word.at - 1].plain in _SAINTS) or (beside is not None and beside.of_a_place):
        return None
    near = _expected(words, word.at, word.at)
    if not word.also_a_word:
        return _Name(word.told, sure=near)
    named = word.capital or _OWN.search(word.told) is not None
    return _Name(word.told, sure=False) if near and named and word.plain not in _DAYS else None


def _named(given: _Word, family: _Word) -> bool:
    """Whether two words are a given name and a family name: in whatever letters, but not a place (Grace House) or a word (grace period)."""
    if not given.given or family.of_a_place or len(family.told) < 2:
        return False
    if family.told[0].isupper():
        return given.told[0].isupper()
    return given.told[0].islower() and not given.also_a_word


def _expected(words: list[_Word], first: int, last: int) -> bool:
    """Whether a name is expected at some words, for what stands around them."""
    around = (*words[max(0, first - _REACH) : first], *words[last + 1 : last + 1 + _REACH])
    return any(one.plain in _words("beside_names") for one in around)
