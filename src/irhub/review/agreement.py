"""How well people agree, and how many accepted links are right: the plain formulas, with where they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Agreement:
    """Of pairs that at least two people judged: how many, on how many all agree, and Krippendorff's alpha.

    `alpha`: 1 is perfect, 0 is what chance would give, None where it says nothing (no pairs, or one verdict throughout).
    """

    pairs: int
    agreed: int
    alpha: float | None


def agreement(verdicts: Iterable[Sequence[str]]) -> Agreement:
    """Inter-rater agreement; `verdicts`: for each pair, one verdict from each person who judged it.

    Krippendorff's alpha for nominal data and any number of people, some of whom may not have judged a pair: one less
    the observed disagreement over that expected by chance, both from the coincidence matrix (K. Krippendorff, "Computing
    Krippendorff's Alpha-Reliability", 2011, section C).
    """
    units = [Counter(unit) for unit in verdicts if len(unit) > 1]
    together: Counter[str] = Counter()
    differing = 0.0
    for unit in units:
        people = unit.total()
        together.update(unit)
        differing += sum(n * (people - n) for n in unit.values()) / (people - 1)
    judged = together.total()
    expected = sum(n * (judged - n) for n in together.values()) / (judged - 1) if judged > 1 else 0
    alpha = 1 - differing / expected if expected else None
    return Agreement(len(units), sum(len(unit) == 1 for unit in units), alpha)


@dataclass(frozen=True)
class Share:
    """`right` of `judged`, and the bounds between which the true share lies 19 times in 20 (None where none was judged)."""

    right: int
    judged: int
    low: float | None
    high: float | None


def share(right: int, judged: int) -> Share:
    """A share with its 95% interval by Wilson's score method (E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212)."""
    if not judged:
        return Share(0, 0, None, None)
    z = 1.959964
    p = right / judged
    middle = (p + z**2 / (2 * judged)) / (1 + z**2 / judged)
    half = z / (1 + z**2 / judged) * sqrt(p * (1 - p) / judged + z**2 / (4 * judged**2))
    return Share(right, judged, max(0.0, middle - half), min(1.0, middle + half))
