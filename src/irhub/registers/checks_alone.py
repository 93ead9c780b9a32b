"""What an edition is judged by without any other at hand: what its register is known to be (`Source.expected`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import polars as pl

from irhub.files.reading.exact import BROKEN_QUOTES, WRONG_COUNT
from irhub.registers.judged import Check, Judged, blank_percent
from irhub.registers.sources.base import Kind
from irhub.web.saying import agreeing

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
MOST_KEYLESS = 5
"""Rows that may have no name or number to be known by: whoever stands in them would be told as gone."""
DAYS_AHEAD = 1
"""By how many days an edition may be dated after today: publishers put out tomorrow's in the evening."""

_DOUBTS = ("unknown_value", "unknown_place", "unlikely_date")
_REPEATS = ("duplicate_record",)
_SET_ASIDE = (WRONG_COUNT, BROKEN_QUOTES)


def _only_one_of_its_date(edition: Judged) -> Iterator[Check]:
    day = f"{edition.on.day} {edition.on:%B} {edition.on.year}"
    sentence = f"another edition dated {day} is already held, which this one would replace"
    yield Check("Other editions accepted for the same day", edition.others, 0, sentence, "editions")


def _not_of_the_future(edition: Judged) -> Iterator[Check]:
    ahead = 0 if edition.fictional else max((edition.on - edition.today).days, 0)
    sentence = f"it is dated {edition.on.isoformat()}, {ahead:,} days after today"
    yield Check("Days by which its date is after today", ahead, DAYS_AHEAD, sentence, "days")


def _not_before_the_register(edition: Judged) -> Iterator[Check]:
    began = edition.source.expected.began
    sentence = f"it is dated {edition.on.isoformat()}, before the register began ({began.isoformat()})"
    yield Check(
        "Days by which its date is before the register began", max((began - edition.on).days, 0), 0, sentence, "days"
    )


def _enough(edition: Judged) -> Iterator[Check]:
    if edition.fictional:
        return
    expected, partly = edition.source.expected, edition.source.partly_kept
    number, what = (edition.total, "rows") if partly else (edition.records.height, "records")
    least = expected.fewest * edition.limits.fewest / 100
    sentence = f"it has {number:,} {what}, where the register has at least {least:,.0f} ({expected.fewest_because})"
    yield Check(f"{what.capitalize()} in the edition", number, least, sentence, what, least=True)


def _every_row_read(edition: Judged) -> Iterator[Check]:
    """Whoever stands in a row that was set aside would be told to have left the register."""
    lines = edition.issues.filter(pl.col("rule").is_in(_SET_ASIDE))["line"].sort()
    where = ", ".join(f"{line:,}" for line in lines.head(5)) + (" and more" if lines.len() > 5 else "")
    sentence = (
        f"{lines.len():,} of its rows do not fit the header ({agreeing(lines.len(), 'lines')} {where}): whoever stands in"
        " them would be told as gone"
    )
    yield Check("Rows that could not be read", lines.len(), 0, sentence, "rows")


def _every_row_known(edition: Judged) -> Iterator[Check]:
    keyless = edition.issues.filter(pl.col("rule") == "no_key").height
    if not edition.source.partly_kept:
        sentence = f"{keyless:,} of its rows have no name or number to be known by (limit {MOST_KEYLESS})"
        yield Check("Rows with no name or number", keyless, MOST_KEYLESS, sentence, "rows")


def _filled(edition: Judged) -> Iterator[Check]:
    for column in edition.source.guarded:
        title = edition.source.title_of(column)
        blank = blank_percent(edition.records, column)
        limit = edition.source.expected.most_blank.get(column, MOST_BLANK)
        sentence = f"{blank:.1f}% of its rows have no {title} (limit {limit:g}%)"
        yield Check(f"Rows with nothing under {title}", blank, limit, sentence)


def _dates_readable(edition: Judged) -> Iterator[Check]:
    for column in edition.source.columns:
        if column.kind is Kind.DATE:
            title = column.published.strip()
            share = _unreadable_percent(edition, column.field)
            sentence = f"{share:.1f}% of the values in {title} are no dates (limit {MOST_UNREADABLE:g}%)"
            yield Check(f"Entries under {title} that are not dates", share, MOST_UNREADABLE, sentence)


def _values_known(edition: Judged) -> Iterator[Check]:
    for column, share in sorted(_doubted(edition).items()):
        title = edition.source.title_of(column)
        sentence = f"{share:.1f}% of its rows have an unknown or unlikely {title} (limit {MOST_DOUBTED:g}%)"
        yield Check(f"Rows with an unfamiliar or unlikely {title}", share, MOST_DOUBTED, sentence)


def _columns_in_place(edition: Judged) -> Iterator[Check]:
    misfits = _doubted(edition)
    for column in edition.source.columns:
        if column.kind in (Kind.DATE, Kind.INTEGER, Kind.DECIMAL, Kind.FLAG):
            misfits[column.field] = max(_unreadable_percent(edition, column.field), misfits.get(column.field, 0.0))
    shifted = [edition.source.title_of(column) for column, share in sorted(misfits.items()) if share > MISFIT]
    sentence = f"over {MISFIT:g}% of the values do not fit {len(shifted)} of its columns ({', '.join(shifted)}), which may have shifted"
    yield Check("Columns that seem to hold the values of another", len(shifted), MOST_MISFITS, sentence, "columns")


def _no_row_many_times(edition: Judged) -> Iterator[Check]:
    repeated = 100 * edition.issues.filter(pl.col("rule").is_in(_REPEATS)).height / max(edition.read, 1)
    sentence = f"{repeated:.1f}% of its rows repeat another (limit {MOST_REPEATED:g}%)"
    yield Check("Rows that repeat another row", repeated, MOST_REPEATED, sentence)


def _none_where_it_should_not_be(edition: Judged) -> Iterator[Check]:
    if edition.source.expected.never_on is None or edition.standing is None:
        return
    (register, _, ended), (standing, on) = edition.source.expected.never_on, edition.standing
    entities = edition.records[edition.source.entity_key].n_unique()
    over = edition.records.filter(pl.col(ended).is_null() | (pl.col(ended) <= on))[edition.source.entity_key].unique()
    share = 100 * over.filter(over.is_in(standing.implode())).len() / max(entities, 1)
    sentence = f"{share:.1f}% of what it lists stands on {register} (limit {MOST_STANDING:g}%)"
    yield Check(f"Entries that are still on the other list ({register})", share, MOST_STANDING, sentence)


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
    _every_row_known,
    _filled,
    _dates_readable,
    _values_known,
    _columns_in_place,
    _no_row_many_times,
    _none_where_it_should_not_be,
)
