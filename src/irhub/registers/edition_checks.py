"""Judging an edition: accepted, or quarantined until a person has looked.

Two tables of checks, each a plain function over frames: those of an edition by itself (checks_alone.py), so that a first edition
is judged too, and those beside the accepted editions before and after it (checks_beside.py). Every check's figure is kept
with the verdict.
"""

from __future__ import annotations

from irhub.registers import checks_alone, checks_beside
from irhub.registers.judged import Check as Check
from irhub.registers.judged import Judged as Judged
from irhub.registers.judged import Limits as Limits
from irhub.registers.judged import Neighbour as Neighbour
from irhub.registers.judged import Verdict as Verdict

CHECKS = (*checks_alone.CHECKS, *checks_beside.CHECKS)


def judge(edition: Judged) -> Verdict:
    """Put an edition to every check: one that does not hold quarantines it, and the reason names each of those."""
    checks = tuple(check for asks in CHECKS for check in asks(edition))
    lost, gained = checks_beside.differences(edition, edition.before) if edition.before else (None, None)
    failed = [check.sentence for check in checks if not check.held]
    if failed:
        return Verdict(False, f"Quarantined: {_listed(failed)}.", checks, lost, gained)
    return Verdict(True, _accepted(edition, lost, gained), checks, lost, gained)


def _accepted(edition: Judged, lost: float | None, gained: float | None) -> str:
    if edition.before is None or lost is None or gained is None:
        against = (
            "No earlier edition is held, and it was compared with the one after it"
            if edition.after
            else "No other edition is held to compare it with"
        )
        return f"Accepted: nothing is wrong with its date, its size, its rows, its blanks and its values. {against}."
    if edition.source.partly_kept:
        return f"Accepted: it has {edition.total:,} rows, and the edition before has {edition.before.total:,}."
    return f"Accepted: {lost:.2f}% of records left and {gained:.2f}% are new since the edition before."


def _listed(sentences: list[str]) -> str:
    *first, last = sentences
    return f"{'; '.join(first)}; and {last}" if first else last
