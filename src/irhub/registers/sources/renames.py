"""Telling a rename from a removal and a grant: pairs of names that left and came in the same window.

The register gives no number that would prove it, so a pair is an inference: it carries a confidence and both names are
shown. A pair that is not the clear best for both sides is never made. The confidences were set by reading the pairs
that the real register's history gives (docs/replay.md says how many of a sample were right).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import polars as pl
from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

PAIRED_FROM = 0.75
"""The least confidence at which a pair is told as a rename."""

CLEARER_BY = 0.05
"""By how much the best partner must beat the second best, on both sides."""

_OWN_WORD = 9.0
"""How rare a word is that a firm has for itself: one name in 8,000 or fewer bears it (e to the power of 9), 17 of a register of 142,000."""
_TELLING = 4.0
"""How rare the words must be for names to tell anything: one name in 55 or fewer bears them (e to the power of 4)."""
_GUESS = 0.76
"""Told as a rename that waits for a person: nothing is concluded from it but that a licence may not have left."""
_SEVERAL = 3
"""A word that as many names bear is a word of the register, and no slip of another such word (care and cars, moor and moon)."""
_NUMERAL = re.compile(r"\d+|[ivx]+")

_TRADING_AS = re.compile(r"(?i)[\s(,;-]*\b(?:t\s*[/.]\s*as?|ta|tas|trading\s+as)\b[\s.:)]*")
_LEGAL_FORMS = frozenset(
    ["ltd", "limited", "plc", "llp", "lp", "cic", "cio", "inc", "incorporated", "co", "company", "uk"]
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Name:
    """A published name taken apart: the words of the legal name without its form, the form, the trading name."""

    key: str
    words: tuple[str, ...]
    form: str
    trading: tuple[str, ...]

    @property
    def core(self) -> str:
        """The words of the legal name, joined by blanks."""
        return " ".join(self.words)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name in lower case, apostrophes and dots within words left out."""
    return tuple(
        _WORD.findall(text.casefold().replace("'", "").replace("’", "").replace(".", "").replace("&", " and "))
    )


def take_apart(key: str, name: str) -> Name:
    """Split a published name into legal words, legal form and trading name."""
    legal, *trading = _TRADING_AS.split(name, maxsplit=1)
    words = words_of(legal)
    end = len(words)
    while end > 1 and words[end - 1] in _LEGAL_FORMS:
        end -= 1
    return Name(key, words[:end], "".join(words[end:]), words_of(trading[0]) if trading else ())


def rarity(names: pl.Series) -> Mapping[str, float]:
    """How much each word of the register tells: the logarithm of names to names that hold it (0 = in every name)."""
    words = (
        names.to_frame("name")
        .select(pl.col("name").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+").list.unique())
        .explode("name")
        .get_column("name")
        .value_counts()
    )
    return dict(zip(words["name"], -(words["count"] / max(names.len(), 1)).log(), strict=True))


def _is_typing_error(one: str, other: str, of_register: Callable[[str], bool]) -> bool:
    """Whether two words differ as a slip of typing does; numbers never do, nor two words of the register, but for a plural."""
    if any(letter.isdigit() for letter in one + other):
        return False
    if one.removesuffix("s") != other.removesuffix("s") and of_register(one) and of_register(other):
        return False
    longest = max(len(one), len(other))
    return longest >= 4 and DamerauLevenshtein.distance(one, other) <= (1 if longest < 8 else 2)


def confidence(old: Name, new: Name, weight: Mapping[str, float], same_known_town: bool) -> float:
    """How sure it is, 0 to 1, that `new` is the same body as `old` under another name."""
    unseen = max(weight.values(), default=log(2))

    def told(words: Iterable[str]) -> float:
        return sum(weight.get(word, unseen) for word in words)

    def slips(before: Sequence[str], after: Sequence[str]) -> bool:
        return len(before) == len(after) and all(
            _is_typing_error(one, other, lambda word: weight.get(word, unseen) <= unseen - log(_SEVERAL))
            for one, other in zip(before, after, strict=True)
        )

    core_old, core_new = "".join(old.words), "".join(new.words)
    if core_old == core_new:
        # Only the trading name or the legal form differs; two different forms may be two different bodies.
        both_forms = old.form and new.form and old.form != new.form
        if told(old.words) < _TELLING:
            return 0.6
        return 0.8 if both_forms else 0.97 if old.form == new.form else 0.93
    if {core_new} & {"".join(old.trading)} - {""} or {core_old} & {"".join(new.trading)} - {""}:
        return 0.85 if same_known_town else 0.76  # a trading name became the legal name, or the reverse
    if _renumbered(old.words, new.words):  # two companies, of which one followed the other, or stands beside it
        return _GUESS if same_known_town and told(set(old.words) & set(new.words)) >= 8 else 0.5
    only_old = [word for word in old.words if word not in new.words]
    only_new = [word for word in new.words if word not in old.words]
    shared = told(set(old.words) & set(new.words))
    if slips(only_old, only_new):
        alone = len(old.words) == 1 and DamerauLevenshtein.distance(core_old, core_new) > 1
        return 0.92 if told(old.words) >= 6 and not alone else 0.7  # two letters of a one-word name are half of it
    if len(core_old) >= 10 and DamerauLevenshtein.distance(core_old, core_new) <= 1:
        if any(letter.isdigit() for letter in "".join(only_old + only_new)):
            return 0.5
        if len(only_old) != len(only_new):  # a blank more or less
            return 0.9
        return _GUESS if same_known_town and shared >= _TELLING else 0.5
    everything = told(set(old.words) | set(new.words))
    share = shared / everything if everything else 0.0
    contained = not only_old or not only_new
    if contained and shared >= 8 and share >= 0.5:
        return 0.82 if same_known_town else 0.76 if share >= 0.65 else 0.6
    if same_known_town and _own_word(old, new, told):
        return _GUESS
    return min(0.7, share)


def _renumbered(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether two names differ by their numerals alone, as those of companies that followed one another do."""
    plain_old, plain_new = ([word for word in words if not _NUMERAL.fullmatch(word)] for words in (old, new))
    return plain_old == plain_new != []


def _own_word(old: Name, new: Name, told: Callable[[Iterable[str]], float]) -> bool:
    """Whether two names begin with the same word, which is the firm's own."""
    return old.words[:1] == new.words[:1] and told(old.words[:1]) >= _OWN_WORD


def _candidates(old: Sequence[Name], new: Sequence[Name]) -> Iterable[tuple[int, int]]:
    """Pairs that are worth scoring, as positions: alike as words or as letters, by trading name, or by the first word."""
    beginning: dict[tuple[str, ...], list[int]] = {}
    for position, name in enumerate(new):
        beginning.setdefault(name.words[:1], []).append(position)
    cores = [name.core for name in new]
    wholes = [" ".join((*name.words, *name.trading)) for name in new]
    for position, name in enumerate(old):
        found = {hit[2] for hit in process.extract(name.core, cores, scorer=fuzz.ratio, score_cutoff=75, limit=8)}
        whole = " ".join((*name.words, *name.trading))
        found |= {
            hit[2] for hit in process.extract(whole, wholes, scorer=fuzz.token_set_ratio, score_cutoff=80, limit=8)
        }
        found.update(beginning.get(name.words[:1], ()) if name.words else ())
        yield from ((position, other) for other in sorted(found))


def pair(gone: pl.DataFrame, come: pl.DataFrame, weight: Mapping[str, float]) -> list[tuple[str, str, float]]:
    """Pair names that left with names that came.

    `gone` and `come`: columns entity_key, name, town_key, routes (list of text). Only entries of one town that share a
    route can pair. Returns (entity key before, entity key after, confidence), the surest first; each key at most once.
    """
    scored: list[tuple[float, str, str]] = []
    new_by_town = come.partition_by("town_key", as_dict=True)
    for (town,), olds in sorted(gone.partition_by("town_key", as_dict=True).items()):
        news = new_by_town.get((town,))
        if news is None:
            continue
        old_rows, new_rows = olds.sort("entity_key").to_dicts(), news.sort("entity_key").to_dicts()
        old_names = [take_apart(row["entity_key"], row["name"]) for row in old_rows]
        new_names = [take_apart(row["entity_key"], row["name"]) for row in new_rows]
        for o, n in _candidates(old_names, new_names):
            if set(old_rows[o]["routes"]) & set(new_rows[n]["routes"]):
                score = confidence(old_names[o], new_names[n], weight, same_known_town=town != "")
                scored.append((score, old_names[o].key, new_names[n].key))
    return _clear_winners(scored)


def _clear_winners(scored: list[tuple[float, str, str]]) -> list[tuple[str, str, float]]:
    """The pairs at or above PAIRED_FROM that beat every other pair of either side by CLEARER_BY."""
    by_old: dict[str, list[float]] = {}
    by_new: dict[str, list[float]] = {}
    for score, old, new in scored:
        by_old.setdefault(old, []).append(score)
        by_new.setdefault(new, []).append(score)

    def clear(score: float, others: list[float]) -> bool:
        return sum(other > score - CLEARER_BY for other in others) == 1

    return [
        (old, new, round(score, 2))
        for score, old, new in sorted(scored, key=lambda row: (-row[0], row[1], row[2]))
        if score >= PAIRED_FROM and clear(score, by_old[old]) and clear(score, by_new[new])
    ]
