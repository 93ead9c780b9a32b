"""A register is late, an edition waits for a person, or editions are missing."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from irhub.indicators.indicator import Direction, Indicator, Of, Question, Severity
from irhub.indicators.snapshot import Snapshot
from irhub.indicators.wording import day, number
from irhub.registers.phrases import phrase
from irhub.registers.sources import SOURCES

TITLES = {name: f"“{source.title}”" for name, source in SOURCES.items()}
GAP = timedelta(days=9)
"""More than five working days, with a weekend and one bank holiday between two editions of a daily register."""
DAILY = "home_office_sponsors"


def find(at: Snapshot) -> pl.DataFrame:
    """What ails each register: one signal a register, the most urgent thing first."""
    return pl.concat([_late(at), _waiting(at), _gaps(at)])


def _title() -> pl.Expr:
    """The register's title, as people know it."""
    return pl.col("register").replace(TITLES)


def _told(frame: pl.DataFrame, severity: Severity, since: str, says: pl.Expr, row: pl.Expr) -> pl.DataFrame:
    """Rows with register and date, one signal a row."""
    return frame.select(
        severity=pl.lit(str(severity)),
        since=pl.col(since),
        own_date=pl.lit(True),
        value=pl.col("days").cast(pl.Float64),
        says=says,
        evidence=pl.concat_list(row),
    )


def _late(at: Snapshot) -> pl.DataFrame:
    newest = (
        at.editions.filter((pl.col("state") == "accepted") & ~pl.col("fictional"))
        .group_by("register", "late_after")
        .agg(pl.col("date").max())
        .with_columns(days=(pl.lit(at.as_at) - pl.col("date")).dt.total_days())
        .filter(pl.col("days") > pl.col("late_after"))
        .with_columns(began=pl.col("date") + pl.duration(days=pl.col("late_after") + 1))
    )
    says = phrase(
        "The newest edition of {} is of {}, {} days old; it is late after {}.",
        _title(), day("date"), "days", "late_after",
    )  # fmt: skip
    return _told(newest, Severity.LOOK, "began", says, _edition("the newest edition"))


def _waiting(at: Snapshot) -> pl.DataFrame:
    accepted = at.editions.filter(pl.col("state") == "accepted").select("register", "date")
    waiting = at.editions.filter(pl.col("state") == "quarantined").with_columns(
        days=(pl.lit(at.as_at) - pl.col("date")).dt.total_days()
    )
    newest = accepted.group_by("register").agg(newest=pl.col("date").max())
    last = waiting.join(newest, on="register", how="left")
    ahead = pl.col("newest").is_null() | (pl.col("date") > pl.col("newest"))
    says = phrase("The edition of {} of {} waits for a person to look at it.", day("date"), _title())
    row = _edition("an edition in quarantine: it changes nothing until a person has looked")
    return pl.concat(
        [
            _told(last.filter(ahead), Severity.ACT, "date", says, row),
            _told(last.filter(~ahead), Severity.KNOW, "date", says, row),
        ]
    )


def _gaps(at: Snapshot) -> pl.DataFrame:
    dates = at.editions.filter((pl.col("register") == DAILY) & (pl.col("state") == "accepted")).sort("date")
    gaps = dates.with_columns(before=pl.col("date").shift(1)).filter(pl.col("date") - pl.col("before") > GAP)
    newest = gaps.with_columns(days=(pl.col("date") - pl.col("before")).dt.total_days()).tail(1)
    says = phrase(
        "No edition of {} is held between {} and {}: {}. What happened in between is dated by the later one.",
        _title(), day("before"), day("date"), number("days", "day", "days"),
    )  # fmt: skip
    return _told(newest, Severity.KNOW, "date", says, _edition("the first edition after the gap"))


def _edition(says: str) -> pl.Expr:
    return pl.struct(register="register", date="date", line=pl.lit(None, pl.Int64), says=pl.lit(says))


INDICATOR = Indicator(
    code="register-gap",
    title="A register is late or has gaps",
    question=Question.RECORD,
    asks="Is any register late, waiting for a person, or lacking editions?",
    why="Every other signal is only as fresh as the editions below it.",
    not_to_conclude=("That nothing happened while no edition came.", "Bank holidays make gaps of their own."),
    severities={
        Severity.ACT: "the newest edition of a register waits in quarantine",
        Severity.LOOK: "a register is older than its cadence allows",
        Severity.KNOW: "an older edition waits in quarantine, or the daily register has a gap of more than nine days",
    },
    next_step="Look at the data page; accept or refuse the edition, or load the missing one.",
    evidence=((DAILY, "name"),),
    find=find,
    of=Of.ENGLAND,
    direction=Direction.MORE_ASKS,
    unit="days",
)
