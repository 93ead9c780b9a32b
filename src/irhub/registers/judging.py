"""Judging an edition against the one before: accepted, or quarantined until a person has looked."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from irhub.registers.sources.base import Source


@dataclass(frozen=True)
class Limits:
    """How much an edition may differ from the one before, in percent of the records of the one before."""

    max_lost: float = 2.0
    max_gained: float = 5.0
    max_newly_blank: float = 1.0


@dataclass(frozen=True)
class Verdict:
    """`accepted` or not, the reason as a sentence, and the percentages it rests on (None with nothing to compare)."""

    accepted: bool
    reason: str
    lost: float | None = None
    gained: float | None = None


def judge(before: pl.DataFrame | None, edition: pl.DataFrame, source: Source, limits: Limits) -> Verdict:
    """Compare the records of an edition with those of the accepted edition before it."""
    if before is None or before.is_empty():
        return Verdict(True, "Accepted: there is no earlier edition to compare it with.")
    key = list(source.record_key)
    lost = 100 * before.join(edition, on=key, how="anti").height / before.height
    gained = 100 * edition.join(before, on=key, how="anti").height / before.height
    faults = []
    if lost > limits.max_lost:
        faults.append(f"it lacks {lost:.1f}% of the records of the edition before (limit {limits.max_lost:g}%)")
    if gained > limits.max_gained:
        faults.append(f"it has {gained:.1f}% new records (limit {limits.max_gained:g}%)")
    faults += [
        f"{newly:.1f}% more of its rows have no {_title(source, field)} (limit {limits.max_newly_blank:g}%)"
        for field in source.guarded
        if (newly := _blank_percent(edition, field) - _blank_percent(before, field)) > limits.max_newly_blank
    ]
    if faults:
        return Verdict(False, "Quarantined: " + " and ".join(faults) + ".", lost, gained)
    return Verdict(
        True,
        f"Accepted: {lost:.2f}% of records left and {gained:.2f}% are new since the edition before.",
        lost,
        gained,
    )


def judge_total(before: int | None, total: int, limits: Limits) -> Verdict:
    """The same by number of rows alone, for a register of which only part is kept."""
    if not before:
        return Verdict(True, "Accepted: there is no earlier edition to compare it with.")
    change = 100 * (total - before) / before
    lost, gained = max(-change, 0.0), max(change, 0.0)
    if lost > limits.max_lost:
        return Verdict(False, f"Quarantined: it has {lost:.1f}% fewer rows (limit {limits.max_lost:g}%).", lost, gained)
    if gained > limits.max_gained:
        return Verdict(
            False,
            f"Quarantined: it has {gained:.1f}% more rows (limit {limits.max_gained:g}%).",
            lost,
            gained,
        )
    return Verdict(True, f"Accepted: {before:,} rows in the edition before, {total:,} in this one.", lost, gained)


def _blank_percent(records: pl.DataFrame, field: str) -> float:
    column = records[field]
    blank = column.is_null() if column.dtype != pl.String else column.fill_null("").eq("")
    return 100 * float(blank.sum()) / max(records.height, 1)


def _title(source: Source, field: str) -> str:
    return next((column.published for column in source.columns if column.field == field), field)
