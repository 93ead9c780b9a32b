"""What an edition is judged by beside the accepted editions before and after it: what was lost, gained or altered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import polars as pl

from irhub.registers.judged import Check, Judged, Neighbour, blank_percent
from irhub.registers.sources.base import Rated

MOST_NEWLY_UNKNOWN = 0.25
"""Percent of rows that may have a value which the register is neither known to use nor had in the edition beside it: the new
name of a route would be told as so many routes lost and gained."""
FEW = 25
"""So many records prove nothing of the publisher's making of a file, however large their share is."""
MOST_UNDATED = 0.05
"""Percent of the ratings in two editions that may differ although no newer one was published; at least MOST_UNDATED_FEW."""
MOST_UNDATED_FEW = 5
ENOUGH_FOR_A_ROW = 1_000
"""So many entities let a stretch that is missing be told from chance."""
LONGEST_GAP = 4
"""Limits on what is lost and gained grow with the days between two editions, to so many times the usual ones and no further:
a sponsor register that lacks a tenth is noticed however long none was loaded."""

_UNKNOWN = ("unknown_value", "unknown_place")


def grown(limit: float, days: int, usual_days: int) -> float:
    """A limit for editions so many days apart: limit × days / usual days, at least itself and at most LONGEST_GAP times."""
    return limit * min(max(days / usual_days, 1.0), LONGEST_GAP)


def _like_the_edition_before(edition: Judged) -> Iterator[Check]:
    if edition.before and edition.before.total:
        lost, gained = differences(edition, edition.before)
        yield from _change(edition, edition.before, lost, gained)
        if not edition.source.partly_kept:
            yield from _blanker(edition, edition.records, edition.before.records, "the edition before")
            yield from _like(edition, edition.before, "the edition before")


def _like_the_edition_after(edition: Judged) -> Iterator[Check]:
    if edition.after and edition.total:
        lost, gained = differences(edition, edition.after)
        yield from _change(edition, edition.after, lost, gained)
        if not edition.source.partly_kept:
            yield from _blanker(edition, edition.records, edition.after.records, "the edition after")
            yield from _like(edition, edition.after, "the edition after")


def differences(edition: Judged, neighbour: Neighbour) -> tuple[float, float]:
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
    of_each = both.group_by(edition.source.entity_key).agg(worse=(pl.col("rank_new") > pl.col("rank")).any())
    worse = (
        100 * of_each.filter("worse").height / max(of_each.height, 1)
    )  # one inspection alters several ratings of a location
    limit = _or_few(grown(edition.source.expected.most_worse, days, edition.source.expected.usual_days), of_each.height)
    got = "in it" if later.date == edition.on else "in the edition after it"
    sentence = f"{worse:.1f}% of those rated in {than} too have a worse rating {got} (limit {limit:.3g}%: {title})"
    yield Check(f"Rated worse than in {than}", worse, limit, sentence)


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


CHECKS: tuple[Callable[[Judged], Iterable[Check]], ...] = (_like_the_edition_before, _like_the_edition_after)
