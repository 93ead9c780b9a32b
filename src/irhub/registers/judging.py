"""Judging an edition: accepted, or quarantined until a person has looked.

A table of checks (`CHECKS`), each a plain function over frames. Most hold an edition against what its register is known to
be (`Source.expected`), so that a first edition is judged too; the others hold it against the accepted editions before and
after it. Every check's figure is kept with the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from irhub.files.reading.exact import BROKEN_QUOTES, WRONG_COUNT
from irhub.registers.sources.base import Kind, Source

MOST_BLANK = 50.0
"""Percent of rows in which a guarded column may be blank, unless the register says otherwise (Expected.most_blank)."""
MOST_UNREADABLE = 20.0
"""Percent of the values of a column of dates that may be none."""
MOST_DOUBTED = 30.0
"""Percent of rows in which a value may be none that the register is known to use. In the real register of 2021 it is 20%."""
MOST_REPEATED = 10.0
"""Percent of rows that may repeat a record. In the real register of sponsors it is 0.8%."""
MOST_STANDING = 10.0
"""Percent of the entities that may stand on a register on which none should be (Expected.never_on)."""
MISFIT = 20.0
MOST_MISFITS = 1
"""How many columns may hold over MISFIT percent of values that do not fit them: more, and the columns have shifted."""
DAYS_AHEAD = 1
"""By how many days an edition may be dated after today: publishers put out tomorrow's in the evening."""
LONGEST_GAP = 4
"""Limits on what is lost and gained grow with the days between two editions, to so many times the usual ones and no further:
a sponsor register that lacks a tenth is noticed however long none was loaded."""

_DOUBTS = ("unknown_value", "unknown_place", "unlikely_date")
_REPEATS = ("duplicate_record",)
_SET_ASIDE = (WRONG_COUNT, BROKEN_QUOTES)


@dataclass(frozen=True)
class Limits:
    """How much an edition may differ from its neighbour within the usual days, in percent of the records of the earlier.

    `fewest`: percent of Expected.fewest that an edition must have.
    """

    max_lost: float = 2.0
    max_gained: float = 5.0
    max_newly_blank: float = 1.0
    fewest: float = 100.0


@dataclass(frozen=True)
class Neighbour:
    """An accepted edition before or after: its date, its records, and rows in the file."""

    date: date
    records: pl.DataFrame
    total: int


@dataclass(frozen=True)
class Judged:
    """What is judged: an edition's typed `records`, their `issues`, the rows in its file (`total`), those of them that were
    read (`read`), its date and neighbours.

    `today`: what the clock says. `others`: how many other accepted editions there are of its date. `standing`: who stands
    on the newest edition of the register of Expected.never_on, and its date, if it is held. `fictional`: small and dated at will, so that neither counts.
    """

    source: Source
    records: pl.DataFrame
    issues: pl.DataFrame
    total: int
    read: int
    on: date
    today: date
    limits: Limits = field(default_factory=Limits)
    before: Neighbour | None = None
    after: Neighbour | None = None
    standing: tuple[pl.Series, date] | None = None
    others: int = 0
    fictional: bool = False


@dataclass(frozen=True)
class Check:
    """What one check found: its name, the figure and its limit in `unit`, and what is said where it does not hold.

    `least`: the figure must be no less than the limit, else no more.
    """

    name: str
    figure: float
    limit: float
    sentence: str
    unit: str = "%"
    least: bool = False

    @property
    def held(self) -> bool:
        """Whether the edition passed."""
        return self.figure >= self.limit if self.least else self.figure <= self.limit

    def as_kept(self) -> dict[str, Any]:
        """As it is kept with the edition."""
        return {
            "name": self.name, "figure": round(self.figure, 3), "limit": round(self.limit, 3), "unit": self.unit,
            "least": self.least, "held": self.held, "sentence": self.sentence,
        }  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """`accepted` or not, the reason as a sentence, and the checks that it rests on.

    `lost`, `gained`: percent of the records of the edition before; None if there is none.
    """

    accepted: bool
    reason: str
    checks: tuple[Check, ...] = ()
    lost: float | None = None
    gained: float | None = None


def judge(edition: Judged) -> Verdict:
    """Put an edition to every check: one that does not hold quarantines it, and the reason names each of those."""
    checks = tuple(check for asks in CHECKS for check in asks(edition))
    lost, gained = _differences(edition, edition.before) if edition.before else (None, None)
    failed = [check.sentence for check in checks if not check.held]
    if failed:
        return Verdict(False, f"Quarantined: {_listed(failed)}.", checks, lost, gained)
    return Verdict(True, _accepted(edition, lost, gained), checks, lost, gained)


def _accepted(edition: Judged, lost: float | None, gained: float | None) -> str:
    if edition.before is None or lost is None or gained is None:
        return "Accepted: there is no earlier edition to compare it with."
    if edition.source.partly_kept:
        return f"Accepted: {edition.before.total:,} rows in the edition before, {edition.total:,} in this one."
    return f"Accepted: {lost:.2f}% of records left and {gained:.2f}% are new since the edition before."


def _listed(sentences: list[str]) -> str:
    *first, last = sentences
    return f"{'; '.join(first)}; and {last}" if len(first) > 1 else " and ".join(sentences)


def grown(limit: float, days: int, usual_days: int) -> float:
    """A limit for editions so many days apart: limit × days / usual days, at least itself and at most LONGEST_GAP times."""
    return limit * min(max(days / usual_days, 1.0), LONGEST_GAP)


def _only_one_of_its_date(edition: Judged) -> Iterator[Check]:
    day = f"{edition.on.day} {edition.on:%B} {edition.on.year}"
    sentence = f"another edition dated {day} is already held, which this one would replace"
    yield Check("Other accepted editions of its date", edition.others, 0, sentence, "editions")


def _not_of_the_future(edition: Judged) -> Iterator[Check]:
    ahead = 0 if edition.fictional else max((edition.on - edition.today).days, 0)
    sentence = f"it is dated {edition.on.isoformat()}, {ahead:,} days after today"
    yield Check("Days that its date lies ahead", ahead, DAYS_AHEAD, sentence, "days")


def _not_before_the_register(edition: Judged) -> Iterator[Check]:
    began = edition.source.expected.began
    sentence = f"it is dated {edition.on.isoformat()}, before the register began ({began.isoformat()})"
    yield Check("Days that its date lies before the register", max((began - edition.on).days, 0), 0, sentence, "days")


def _enough(edition: Judged) -> Iterator[Check]:
    if edition.fictional:
        return
    expected, partly = edition.source.expected, edition.source.partly_kept
    number, what = (edition.total, "rows") if partly else (edition.records.height, "records")
    least = expected.fewest * edition.limits.fewest / 100
    sentence = f"it has {number:,} {what}, where the register has at least {least:,.0f} ({expected.fewest_because})"
    yield Check("Fewest that the register has", number, least, sentence, what, least=True)


def _every_row_read(edition: Judged) -> Iterator[Check]:
    """Whoever stands in a row that was set aside would be told to have left the register."""
    lines = edition.issues.filter(pl.col("rule").is_in(_SET_ASIDE))["line"].sort()
    where = ", ".join(f"{line:,}" for line in lines.head(5)) + (" and more" if lines.len() > 5 else "")
    sentence = (
        f"{lines.len():,} of its rows do not fit the header (line{'s' if lines.len() > 1 else ''} {where}): whoever stands in"
        " them would be told as gone"
    )
    yield Check("Rows that do not fit the header", lines.len(), 0, sentence, "rows")


def _filled(edition: Judged) -> Iterator[Check]:
    for column in edition.source.guarded:
        title = edition.source.title_of(column)
        blank = blank_percent(edition.records, column)
        limit = edition.source.expected.most_blank.get(column, MOST_BLANK)
        sentence = f"{blank:.1f}% of its rows have no {title} (limit {limit:g}%)"
        yield Check(f"Rows without {title}", blank, limit, sentence)


def _dates_readable(edition: Judged) -> Iterator[Check]:
    for column in edition.source.columns:
        if column.kind is Kind.DATE:
            title = column.published.strip()
            share = _unreadable_percent(edition, column.field)
            sentence = f"{share:.1f}% of the values in {title} are no dates (limit {MOST_UNREADABLE:g}%)"
            yield Check(f"Values in {title} that are no dates", share, MOST_UNREADABLE, sentence)


def _values_known(edition: Judged) -> Iterator[Check]:
    for column, share in sorted(_doubted(edition).items()):
        title = edition.source.title_of(column)
        sentence = f"{share:.1f}% of its rows have an unknown or unlikely {title} (limit {MOST_DOUBTED:g}%)"
        yield Check(f"Rows whose {title} is unknown or unlikely", share, MOST_DOUBTED, sentence)


def _columns_in_place(edition: Judged) -> Iterator[Check]:
    misfits = _doubted(edition)
    for column in edition.source.columns:
        if column.kind in (Kind.DATE, Kind.INTEGER, Kind.DECIMAL, Kind.FLAG):
            misfits[column.field] = max(_unreadable_percent(edition, column.field), misfits.get(column.field, 0.0))
    shifted = [edition.source.title_of(column) for column, share in sorted(misfits.items()) if share > MISFIT]
    sentence = f"over {MISFIT:g}% of the values do not fit {len(shifted)} of its columns ({', '.join(shifted)}), which may have shifted"
    yield Check("Columns whose values do not fit", len(shifted), MOST_MISFITS, sentence, "columns")


def _no_row_many_times(edition: Judged) -> Iterator[Check]:
    repeated = 100 * edition.issues.filter(pl.col("rule").is_in(_REPEATS)).height / max(edition.read, 1)
    sentence = f"{repeated:.1f}% of its rows repeat another (limit {MOST_REPEATED:g}%)"
    yield Check("Rows that repeat another", repeated, MOST_REPEATED, sentence)


def _none_where_it_should_not_be(edition: Judged) -> Iterator[Check]:
    if edition.source.expected.never_on is None or edition.standing is None:
        return
    (register, _, ended), (standing, on) = edition.source.expected.never_on, edition.standing
    entities = edition.records[edition.source.entity_key].n_unique()
    over = edition.records.filter(pl.col(ended).is_null() | (pl.col(ended) <= on))[edition.source.entity_key].unique()
    share = 100 * over.filter(over.is_in(standing.implode())).len() / max(entities, 1)
    sentence = f"{share:.1f}% of what it lists stands on {register} (limit {MOST_STANDING:g}%)"
    yield Check(f"Listed that stand on {register}", share, MOST_STANDING, sentence)


def _like_the_edition_before(edition: Judged) -> Iterator[Check]:
    if edition.before and edition.before.total:
        lost, gained = _differences(edition, edition.before)
        yield from _change(edition, edition.before, "since the edition before", lost, gained)
        if not edition.source.partly_kept:
            yield from _blanker(edition, edition.records, edition.before.records, "the edition before")


def _like_the_edition_after(edition: Judged) -> Iterator[Check]:
    if edition.after and edition.total:
        lost, gained = _differences(edition, edition.after)
        yield from _change(edition, edition.after, "by the edition after", lost, gained)
        if not edition.source.partly_kept:
            yield from _blanker(edition, edition.records, edition.after.records, "the edition after")


def _differences(edition: Judged, neighbour: Neighbour) -> tuple[float, float]:
    """What was lost and gained from the earlier of two editions to the later, in percent of the earlier."""
    this = Neighbour(edition.on, edition.records, edition.total)
    earlier, later = sorted((this, neighbour), key=lambda one: one.date)
    if edition.source.partly_kept:
        change = 100 * (later.total - earlier.total) / max(earlier.total, 1)
        return max(-change, 0.0), max(change, 0.0)
    key, whole = list(edition.source.record_key), max(earlier.records.height, 1)
    return (
        100 * earlier.records.join(later.records, on=key, how="anti").height / whole,
        100 * later.records.join(earlier.records, on=key, how="anti").height / whole,
    )


def _change(edition: Judged, neighbour: Neighbour, when: str, lost: float, gained: float) -> Iterator[Check]:
    days, usual = abs((edition.on - neighbour.date).days), edition.source.expected.usual_days
    most_lost, most_gained = (
        grown(limit, days, usual) for limit in (edition.limits.max_lost, edition.limits.max_gained)
    )
    what = "rows" if edition.source.partly_kept else "records"
    apart = f"for {days} days" if days > usual else ""
    limits = [f"limit {limit:.3g}% {apart}".strip() for limit in (most_lost, most_gained)]
    if neighbour.date < edition.on:
        less, more = f"it lacks {lost:.1f}% of the {what} of the edition before", f"it has {gained:.1f}% new {what}"
    else:
        less, more = (
            f"the edition after it lacks {lost:.1f}% of its {what}",
            f"the edition after it has {gained:.1f}% {what} more, which it lacks",
        )
    yield Check(f"{what.capitalize()} lost {when}", lost, most_lost, f"{less} ({limits[0]})")
    yield Check(f"{what.capitalize()} gained {when}", gained, most_gained, f"{more} ({limits[1]})")


def _blanker(edition: Judged, records: pl.DataFrame, others: pl.DataFrame, than: str) -> Iterator[Check]:
    limit = edition.limits.max_newly_blank
    for column in edition.source.guarded:
        title = edition.source.title_of(column)
        newly = max(blank_percent(records, column) - blank_percent(others, column), 0.0)
        sentence = f"{newly:.1f}% more of its rows have no {title} than of {than} (limit {limit:g}%)"
        yield Check(f"More rows without {title} than {than}", newly, limit, sentence)


def blank_percent(records: pl.DataFrame, column: str) -> float:
    """The share of records in which a column is blank, in percent."""
    values = records[column]
    blank = values.is_null() if values.dtype != pl.String else values.fill_null("").eq("")
    return 100 * float(blank.sum()) / max(records.height, 1)


def _unreadable_percent(edition: Judged, column: str) -> float:
    """Of the values published in a column, those that reading had to drop, in percent."""
    dropped = edition.issues.filter(
        (pl.col("field") == column) & pl.col("before").is_not_null() & pl.col("after").is_null()
    ).height
    published = dropped + edition.records[column].drop_nulls().len()
    return 100 * dropped / published if published else 0.0


def _doubted(edition: Judged) -> dict[str, float]:
    """Of each column with values that are unknown or unlikely, the share of such rows in percent. Blanks are no values."""
    doubted = edition.issues.filter(pl.col("rule").is_in(_DOUBTS) & (pl.col("before").fill_null("") != ""))
    counted = doubted.group_by("field").agg(pl.col("line").n_unique())
    return {column: 100 * rows / max(edition.read, 1) for column, rows in counted.iter_rows()}


CHECKS: tuple[Callable[[Judged], Iterable[Check]], ...] = (
    _only_one_of_its_date,
    _not_of_the_future,
    _not_before_the_register,
    _enough,
    _every_row_read,
    _filled,
    _dates_readable,
    _values_known,
    _columns_in_place,
    _no_row_many_times,
    _none_where_it_should_not_be,
    _like_the_edition_before,
    _like_the_edition_after,
)
