"""Judging an edition: accepted, or quarantined until a person has looked.

A table of checks (`CHECKS`), each a plain function over frames. Most hold an edition against what its register is known to
be (`Source.expected`), so that a first edition is judged too; the others hold it against the accepted editions before and
after it. Every check's figure is kept with the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import polars as pl

from irhub.files.reading.exact import BROKEN_QUOTES, WRONG_COUNT
from irhub.registers.judged import Check as Check
from irhub.registers.judged import Judged as Judged
from irhub.registers.judged import Limits as Limits
from irhub.registers.judged import Neighbour as Neighbour
from irhub.registers.judged import Verdict as Verdict
from irhub.registers.sources.base import Kind, Rated

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
MOST_NEWLY_UNKNOWN = 0.25
"""Percent of rows that may have a value which the register is neither known to use nor had in the edition beside it: the new
name of a route would be told as so many routes lost and gained."""
FEW = 25
"""So many records prove nothing of the publisher's making of a file, however large their share is."""
DAYS_AHEAD = 1
"""By how many days an edition may be dated after today: publishers put out tomorrow's in the evening."""
MOST_UNDATED = 0.05
"""Percent of the ratings in two editions that may differ although no newer one was published; at least MOST_UNDATED_FEW."""
MOST_UNDATED_FEW = 5
ENOUGH_FOR_A_ROW = 1_000
"""So many entities let a stretch that is missing be told from chance."""
LONGEST_GAP = 4
"""Limits on what is lost and gained grow with the days between two editions, to so many times the usual ones and no further:
a sponsor register that lacks a tenth is noticed however long none was loaded."""

_DOUBTS = ("unknown_value", "unknown_place", "unlikely_date")
_REPEATS = ("duplicate_record",)
_SET_ASIDE = (WRONG_COUNT, BROKEN_QUOTES)
_UNKNOWN = ("unknown_value", "unknown_place")


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
        against = (
            "It was compared with the edition after it; no earlier one is held"
            if edition.after
            else ("No other edition is held to compare it with")
        )
        return f"Accepted: its date, its size, its rows, its blanks and its values passed every check of an edition by itself. {against}."
    if edition.source.partly_kept:
        return f"Accepted: {edition.before.total:,} rows in the edition before, {edition.total:,} in this one."
    return f"Accepted: {lost:.2f}% of records left and {gained:.2f}% are new since the edition before."


def _listed(sentences: list[str]) -> str:
    *first, last = sentences
    return f"{'; '.join(first)}; and {last}" if first else last


def grown(limit: float, days: int, usual_days: int) -> float:
    """A limit for editions so many days apart: limit × days / usual days, at least itself and at most LONGEST_GAP times."""
    return limit * min(max(days / usual_days, 1.0), LONGEST_GAP)


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
        f"{lines.len():,} of its rows do not fit the header (line{'s' if lines.len() > 1 else ''} {where}): whoever stands in"
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


def _like_the_edition_before(edition: Judged) -> Iterator[Check]:
    if edition.before and edition.before.total:
        lost, gained = _differences(edition, edition.before)
        yield from _change(edition, edition.before, lost, gained)
        if not edition.source.partly_kept:
            yield from _blanker(edition, edition.records, edition.before.records, "the edition before")
            yield from _like(edition, edition.before, "the edition before")


def _like_the_edition_after(edition: Judged) -> Iterator[Check]:
    if edition.after and edition.total:
        lost, gained = _differences(edition, edition.after)
        yield from _change(edition, edition.after, lost, gained)
        if not edition.source.partly_kept:
            yield from _blanker(edition, edition.records, edition.after.records, "the edition after")
            yield from _like(edition, edition.after, "the edition after")


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


def _change(edition: Judged, neighbour: Neighbour, lost: float, gained: float) -> Iterator[Check]:
    days, usual = abs((edition.on - neighbour.date).days), edition.source.expected.usual_days
    most_lost, most_gained = (
        grown(register_s if own is None else own, days, usual)
        for own, register_s in (
            (edition.limits.max_lost, edition.source.expected.most_lost),
            (edition.limits.max_gained, edition.source.expected.most_gained),
        )
    )
    what = "rows" if edition.source.partly_kept else "records"
    apart = f"for {days} days" if days > usual else ""
    limits = [f"limit {limit:.3g}% {apart}".strip() for limit in (most_lost, most_gained)]
    if neighbour.date < edition.on:
        left, new = f"{what.capitalize()} of the edition before that left", f"{what.capitalize()} that are new"
        less, more = f"it lacks {lost:.1f}% of the {what} of the edition before", f"it has {gained:.1f}% new {what}"
    else:
        left, new = (
            f"{what.capitalize()} that the edition after lacks",
            f"{what.capitalize()} that only the edition after has",
        )
        less, more = (
            f"the edition after it lacks {lost:.1f}% of its {what}",
            f"the edition after it has {gained:.1f}% {what} more, which it lacks",
        )
    yield Check(left, lost, most_lost, f"{less} ({limits[0]})")
    yield Check(new, gained, most_gained, f"{more} ({limits[1]})")


def _blanker(edition: Judged, records: pl.DataFrame, others: pl.DataFrame, than: str) -> Iterator[Check]:
    own = _or_few(edition.source.expected.most_newly_blank, records.height)
    limit = min(edition.limits.max_newly_blank, own)
    for column in edition.source.guarded:
        title = edition.source.title_of(column)
        newly = max(blank_percent(records, column) - blank_percent(others, column), 0.0)
        sentence = f"{newly:.1f}% more of its rows have no {title} than of {than} (limit {limit:.3g}%)"
        yield Check(f"More rows with nothing under {title} than in {than}", newly, limit, sentence)


def _or_few(limit: float, records: int) -> float:
    """A limit in percent, of few records the share that FEW are."""
    return max(limit, 100 * FEW / max(records, 1))


def _like(edition: Judged, other: Neighbour, than: str) -> Iterator[Check]:
    """Faults of a file that leave it whole to look at: a stretch that is missing, facts and names that are others throughout."""
    yield from _no_stretch_missing(edition, other, than)
    yield from _ratings_stay(edition, other, than)
    if (
        other.records.height >= edition.source.expected.fewest
    ):  # measured on whole registers, they say nothing of a part
        yield from _facts_stay(edition, other, than)
        yield from _no_new_names(edition, other, than)


def _no_stretch_missing(edition: Judged, other: Neighbour, than: str) -> Iterator[Check]:
    limit, key = edition.source.expected.most_in_a_row, edition.source.entity_key
    together = edition.source.expected.leaves_together or key
    entities = other.records.sort("line").unique(key, keep="first", maintain_order=True)
    if limit is None or entities.height < ENOUGH_FOR_A_ROW:
        return
    missing = ~entities[key].is_in(edition.records[key].implode())
    stretches = entities.select(together, stretch=missing.rle_id()).filter(missing)
    longest = int(stretches.group_by("stretch").agg(pl.col(together).n_unique())[together].max() or 0)  # type: ignore[arg-type]
    once = f", counting those of one {edition.source.title_of(together)} once" if together != key else ""
    sentence = (
        f"{longest:,} that stand one below another in {than} are missing from it (limit {limit}{once}): a piece of the file may"
        " have been lost"
    )
    yield Check(f"Next to each other in {than}, and all missing here", longest, limit, sentence, "in a row")


def _ratings_stay(edition: Judged, other: Neighbour, than: str) -> Iterator[Check]:
    """A rating changes by being published anew; and of all ratings few get worse at once."""
    rated = edition.source.expected.rated
    if rated is None:
        return
    days = abs((edition.on - other.date).days)
    earlier, later = sorted((Neighbour(edition.on, edition.records, edition.total), other), key=lambda one: one.date)
    both = _rated_in_both(earlier.records, later.records, list(edition.source.record_key), rated)
    undated = both.filter((pl.col("rank") != pl.col("rank_new")) & (pl.col("on_new") <= pl.col("on"))).height
    share, title = 100 * undated / max(both.height, 1), edition.source.title_of(rated.field)
    limit = max(MOST_UNDATED, 100 * MOST_UNDATED_FEW / max(both.height, 1))
    sentence = (
        f"{undated:,} ratings are not those of {than}, although none was published since (limit {limit:.3g}%: {title})"
    )
    yield Check(f"Ratings that differ from {than} with no newer date of publication", share, limit, sentence)
    worse = 100 * both.filter(pl.col("rank_new") > pl.col("rank")).height / max(both.height, 1)
    limit = _or_few(grown(edition.source.expected.most_worse, days, edition.source.expected.usual_days), both.height)
    got = "it" if later.date == edition.on else "the edition after it"
    sentence = f"{worse:.1f}% of the ratings that stand in {than} too are worse in {got} (limit {limit:.3g}%: {title})"
    yield Check(f"Ratings that got worse, against {than}", worse, limit, sentence)


def _rated_in_both(earlier: pl.DataFrame, later: pl.DataFrame, key: list[str], rated: Rated) -> pl.DataFrame:
    """Of each record that two editions rate: `rank` (0 is best) and day of publication `on`; of the later `rank_new`, `on_new`."""
    ranks = {rating: rank for rank, rating in enumerate(rated.best_first)}
    rank = pl.col(rated.field).replace_strict(ranks, default=None, return_dtype=pl.Int8)
    was, now = (
        records.select(*key, rank=rank, on=rated.published_on).drop_nulls("rank") for records in (earlier, later)
    )
    return was.join(now, on=key, suffix="_new")


def _facts_stay(edition: Judged, other: Neighbour, than: str) -> Iterator[Check]:
    key, days = list(edition.source.record_key), abs((edition.on - other.date).days)
    both = edition.records.join(other.records, on=key, suffix="_other")
    facts = [fact for fact in edition.source.facts if fact not in key]
    differ = pl.any_horizontal(pl.lit(False), *(pl.col(fact).ne_missing(pl.col(f"{fact}_other")) for fact in facts))
    share = 100 * both.filter(differ).height / max(both.height, 1)
    limit = _or_few(grown(edition.source.expected.most_changed, days, edition.source.expected.usual_days), both.height)
    titles = ", ".join(map(edition.source.title_of, facts))
    sentence = (
        f"{share:.1f}% of the records that stand in {than} too say something else there (limit {limit:.3g}%: {titles})"
    )
    yield Check(f"Records with other details than in {than}", share, limit, sentence)


def _no_new_names(edition: Judged, other: Neighbour, than: str) -> Iterator[Check]:
    unknown = edition.issues.filter(pl.col("rule").is_in(_UNKNOWN) & (pl.col("before").fill_null("") != ""))
    for (field,), some in sorted(unknown.partition_by("field", as_dict=True).items()):
        if field not in edition.records.columns:
            continue
        values = edition.records.filter(pl.col("line").is_in(some["line"].implode()))[str(field)]
        share = (
            100
            * values.filter(~values.is_in(other.records[str(field)].implode())).len()
            / max(edition.records.height, 1)
        )
        limit, title = _or_few(MOST_NEWLY_UNKNOWN, edition.records.height), edition.source.title_of(str(field))
        sentence = (
            f"{share:.1f}% of its rows have a new {title}, which is neither known nor in {than} (limit {limit:.3g}%)"
        )
        yield Check(f"Rows with a {title} that is new since {than}", share, limit, sentence)


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
    _every_row_known,
    _filled,
    _dates_readable,
    _values_known,
    _columns_in_place,
    _no_row_many_times,
    _none_where_it_should_not_be,
    _like_the_edition_before,
    _like_the_edition_after,
)
