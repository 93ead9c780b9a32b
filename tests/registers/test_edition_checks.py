"""What makes an edition wait for a person: each check, on either side of its limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from irhub.registers import checks_alone
from irhub.registers.checks_beside import grown
from irhub.registers.edition_checks import Judged, Limits, Neighbour, Verdict, judge
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import DTYPES, ISSUE_SCHEMA, Source

TODAY = date(2026, 11, 28)
SPONSORS, LOCATIONS = SOURCES["home_office_sponsors"], SOURCES["cqc_locations"]
SMALL = Limits(fewest=0)
LOOSE = Limits(max_lost=100, max_gained=100, fewest=0)
WHOLE = replace(SPONSORS, expected=replace(SPONSORS.expected, fewest=1000))
"""A register of which a thousand records are the whole."""
_SOMETHING = {pl.Date: date(2020, 1, 1), pl.Boolean: True}


def records(source: Source, number: int, blank: dict[str, int] | None = None) -> pl.DataFrame:
    """So many records of a register, each field filled; of some fields so many are blank."""
    dtypes = {column.field: DTYPES[column.kind] for column in source.columns}
    made = {
        field: pl.Series([f"{field} {n}" for n in range(number)])
        if dtypes.get(field, pl.String()) == pl.String()
        else pl.Series([_SOMETHING.get(type(dtypes[field]), 1)] * number, dtype=dtypes[field], strict=False)
        for field in source.fields
    }
    frame = pl.DataFrame(made).with_row_index("line").cast({"line": pl.Int64})
    return frame.with_columns(
        pl.when(pl.int_range(pl.len()) >= gone).then(field).alias(field) for field, gone in (blank or {}).items()
    )


def issues(*found: tuple[str, str, int, str | None]) -> pl.DataFrame:
    """Issues of a field and rule, so many, with what is left of the value."""
    rows = [(line, field, rule, "x", after) for field, rule, number, after in found for line in range(number)]
    return pl.DataFrame(rows, schema=ISSUE_SCHEMA, orient="row")


def edition(source: Source = SPONSORS, number: int = 100, **told: object) -> Judged:
    """An edition of 27 November 2026 with nothing wrong."""
    made: dict[str, object] = {
        "records": records(source, number), "issues": issues(), "total": number, "read": number,
        "on": date(2026, 11, 27), "today": TODAY, "limits": SMALL,
    }  # fmt: skip
    return Judged(source, **(made | told))  # type: ignore[arg-type]


def failed(verdict: Verdict) -> list[str]:
    return [check.name for check in verdict.checks if not check.held]


def test_an_edition_with_nothing_wrong_is_accepted_with_the_figure_of_each_check():
    for source in SOURCES.values():
        verdict = judge(edition(source))
        assert (verdict.accepted, failed(verdict)) == (True, []), source.name
        assert all(check.name and check.sentence and check.unit for check in verdict.checks)
        assert len({check.name for check in verdict.checks}) == len(verdict.checks)


@pytest.mark.parametrize(("days", "accepted"), [(0, True), (1, True), (2, False), (365 * 36, False)])
def test_an_edition_is_dated_tomorrow_at_the_latest(days, accepted):
    assert judge(edition(on=TODAY + timedelta(days=days))).accepted is accepted


def test_a_date_that_no_clock_reaches_is_told_in_a_sentence():
    assert "it is dated 9999-12-31, 2,9" in judge(edition(on=date.max)).reason
    assert "it is dated 0001-01-01, before the register began" in judge(edition(on=date.min)).reason


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_no_edition_is_older_than_its_register(source):
    began = source.expected.began
    assert judge(edition(source, on=began)).accepted
    assert failed(judge(edition(source, on=began - timedelta(days=1)))) == [
        "Days by which its date is before the register began"
    ]


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_far_fewer_records_than_the_register_has_wait_for_a_person_and_fictional_ones_do_not(source):
    least = source.expected.fewest
    some = records(source, 10)
    few = edition(source, records=some, total=least - 1, limits=Limits())
    if source.partly_kept:
        assert judge(replace(few, total=least)).accepted
    what = "Rows" if source.partly_kept else "Records"
    assert f"{what} in the edition" in failed(judge(few))
    assert source.expected.fewest_because in judge(few).reason
    assert judge(replace(few, fictional=True)).accepted
    assert judge(replace(few, limits=Limits(fewest=0))).accepted


def test_the_floor_is_the_number_of_records_and_a_setting_lowers_it():
    least = SPONSORS.expected.fewest
    enough = edition(number=least, limits=Limits())
    assert judge(enough).accepted
    fewer = replace(enough, records=enough.records.head(least - 1))
    assert not judge(fewer).accepted
    assert judge(replace(fewer, limits=Limits(fewest=99.9))).accepted


@pytest.mark.parametrize(
    ("source", "column"),
    [(source, column) for source in SOURCES.values() for column in source.guarded],
    ids=lambda told: getattr(told, "name", told),
)
def test_a_key_column_may_be_blank_in_so_many_rows_and_no_more(source, column):
    limit = int(source.expected.most_blank.get(column, checks_alone.MOST_BLANK))
    assert judge(edition(source, records=records(source, 100, {column: limit}))).accepted
    if limit < 100:
        verdict = judge(edition(source, records=records(source, 100, {column: limit + 1})))
        assert f"{limit + 1}.0% of its rows have no {source.title_of(column)} (limit {limit}%)" in verdict.reason


@pytest.mark.parametrize("rule", ["wrong_cell_count", "broken_quotes"])
def test_nobody_is_told_as_gone_because_a_row_could_not_be_read(rule):
    assert judge(edition(number=10_000, issues=issues(("row", "repeated_header", 1, None)))).accepted
    told = judge(edition(number=10_000, issues=issues(("row", rule, 1, None))))
    assert failed(told) == ["Rows that could not be read"]
    assert "1 of its rows do not fit the header (line 0): whoever stands in them would be told as gone" in told.reason


def dated(unreadable: int) -> Judged:
    """An edition of 100 published start dates, so many of which are none."""
    starts = [None] * unreadable + [date(2020, 1, 1)] * (100 - unreadable)
    made = records(LOCATIONS, 100).with_columns(pl.Series("location_start", starts, dtype=pl.Date))
    return edition(LOCATIONS, records=made, issues=issues(("location_start", "not_a_date", unreadable, None)))


def test_a_column_of_dates_that_is_not_read_quarantines_the_edition():
    assert judge(dated(20)).accepted
    verdict = judge(dated(21))
    assert failed(verdict) == ["Entries under Location HSCA start date that are not dates"]
    assert failed(judge(dated(100))) == ["Entries under Location HSCA start date that are not dates"]


@pytest.mark.parametrize(
    ("source", "field", "rule"),
    [
        (SPONSORS, "route", "unknown_value"),
        (SPONSORS, "type_and_rating", "unknown_value"),
        (LOCATIONS, "local_authority", "unknown_place"),
        (SOURCES["companies_house_psc"], "notified_on", "unlikely_date"),
    ],
    ids=lambda told: str(getattr(told, "name", told)),
)
def test_values_that_the_register_does_not_use_are_a_few(source, field, rule):
    assert judge(edition(source, issues=issues((field, rule, 30, "y")))).accepted
    verdict = judge(edition(source, issues=issues((field, rule, 31, "y"))))
    assert "31.0% of its rows have an unknown or unlikely" in verdict.reason


def test_columns_that_shifted_are_known_by_two_that_do_not_fit():
    one = edition(issues=issues(("route", "unknown_value", 21, "y")))
    assert judge(one).accepted
    two = edition(issues=issues(("route", "unknown_value", 21, "y"), ("type_and_rating", "unknown_value", 21, "y")))
    assert failed(judge(two)) == ["Columns that seem to hold the values of another"]
    assert "(Route, Type & Rating), which may have shifted" in judge(two).reason
    less = edition(issues=issues(("route", "unknown_value", 20, "y"), ("type_and_rating", "unknown_value", 21, "y")))
    assert judge(less).accepted


def test_a_row_that_stands_many_times_is_noticed():
    assert judge(edition(issues=issues(("sponsor_key", "duplicate_record", 10, "y")))).accepted
    verdict = judge(edition(issues=issues(("sponsor_key", "duplicate_record", 11, "y"))))
    assert verdict.reason == "Quarantined: 11.0% of its rows repeat another (limit 10%)."


def test_a_list_of_active_locations_is_no_list_of_deactivated_ones():
    left = edition(SOURCES["cqc_deactivated"])
    ids = left.records["location_id"]
    assert judge(replace(left, standing=(ids[:10], TODAY))).accepted
    verdict = judge(replace(left, standing=(ids[:11], TODAY)))
    assert verdict.reason == "Quarantined: 11.0% of what it lists stands on cqc_locations (limit 10%)."
    assert not judge(replace(left, standing=(ids, date(2020, 1, 1)))).accepted
    assert judge(replace(left, standing=(ids, date(2019, 12, 31)))).accepted  # they left after that list was made


def beside(source: Source, numbers: range, on: date, total: int = 0) -> Neighbour:
    """A neighbour that has the records of these numbers."""
    made = records(source, numbers.stop)[numbers.start :]
    return Neighbour(on, made, total or made.height)


def but(missing: int) -> pl.DataFrame:
    """The records of a thousand sponsors but for so many, here one and there one."""
    return records(SPONSORS, 1000).filter(pl.col("line") * missing % 1000 >= missing)


WEEK_BEFORE, WEEK_AFTER = date(2026, 11, 20), date(2026, 12, 4)


@pytest.mark.parametrize(("missing", "accepted"), [(7, True), (8, False), (10, False)])
def test_of_sponsors_seven_in_a_thousand_may_leave_within_a_week(missing, accepted):
    before = beside(SPONSORS, range(0, 1000), WEEK_BEFORE)
    verdict = judge(edition(records=but(missing), before=before))
    assert verdict.accepted is accepted
    assert verdict.lost == missing / 10


@pytest.mark.parametrize(("more", "accepted"), [(30, True), (31, False)])
def test_of_sponsors_three_in_a_hundred_may_come_within_a_week(more, accepted):
    before = beside(SPONSORS, range(0, 1000), WEEK_BEFORE)
    verdict = judge(edition(number=1000 + more, before=before))
    assert verdict.accepted is accepted
    assert verdict.gained == more / 10


@pytest.mark.parametrize(
    ("days", "limit"), [(1, 2), (7, 2), (10, 2 * 10 / 7), (14, 4), (28, 8), (29, 8), (66, 8), (1000, 8)]
)
def test_limits_grow_with_the_days_between_editions_up_to_four_times(days, limit):
    assert grown(2, days, 7) == pytest.approx(limit)


def test_after_66_days_a_loss_of_2_3_percent_is_ordinary_and_a_tenth_is_not():
    before = beside(SPONSORS, range(0, 1000), date(2026, 11, 27) - timedelta(days=66))
    assert judge(edition(records=but(23), before=before)).accepted
    assert judge(edition(records=but(28), before=before)).accepted
    verdict = judge(edition(records=but(100), before=before))
    assert "lacks 10.0% of the records of the edition before (limit 2.8% for 66 days)" in verdict.reason


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_each_register_has_its_own_limits_with_where_they_are_from_and_a_person_may_set_others(source):
    before = Neighbour(WEEK_BEFORE, records(source, 1000), 1000)
    expected, one_in_ten = source.expected, records(source, 1000).filter(pl.col("line") % 10 > 0)
    assert expected.most_because
    few = edition(source, records=one_in_ten, total=900, before=before)
    if source.partly_kept:
        few = replace(few, before=replace(before, records=pl.DataFrame()))
    assert f"(limit {expected.most_lost:g}%" in judge(few).reason
    assert judge(replace(few, limits=Limits(max_lost=10, fewest=0))).accepted
    assert not judge(replace(few, limits=Limits(max_lost=9.9, fewest=0))).accepted


def test_an_edition_that_comes_late_is_held_against_both_neighbours():
    before, after = beside(SPONSORS, range(0, 1000), WEEK_BEFORE), beside(SPONSORS, range(0, 1000), WEEK_AFTER)
    assert judge(edition(number=1000, before=before, after=after)).accepted
    partial = judge(edition(records=but(100), before=before, after=after))
    assert failed(partial) == ["Records of the edition before that left", "Records that only the edition after has"]
    alone = judge(edition(records=but(100), after=after))
    assert failed(alone) == ["Records that only the edition after has"]
    foreign = judge(edition(number=1030, before=None, after=after))
    assert failed(foreign) == ["Records that the edition after lacks"]
    assert "the edition after it lacks 2.9% of its records" in foreign.reason


def test_a_key_column_that_goes_blank_is_noticed_against_either_neighbour():
    for side, on in (("before", WEEK_BEFORE), ("after", WEEK_AFTER)):
        neighbour = {side: beside(SPONSORS, range(0, 100), on)}
        assert judge(edition(records=records(SPONSORS, 100, {"town": 1}), **neighbour)).accepted
        verdict = judge(edition(records=records(SPONSORS, 100, {"town": 2}), **neighbour))
        assert failed(verdict) == [f"More rows with nothing under Town/City than in the edition {side}"]


@pytest.mark.parametrize(("total", "accepted"), [(980, True), (979, False), (1050, True), (1051, False)])
def test_of_a_register_that_is_kept_in_part_the_rows_of_the_file_are_compared(total, accepted):
    source = SOURCES["companies_house"]
    before = Neighbour(date(2026, 11, 1), pl.DataFrame(), 1000)
    assert judge(edition(source, total=total, before=before)).accepted is accepted


def test_a_second_edition_of_a_date_waits():
    verdict = judge(edition(others=1))
    assert verdict.reason == (
        "Quarantined: another edition dated 27 November 2026 is already held, which this one would replace."
    )


def test_a_reason_is_one_sentence_that_names_every_check_that_failed():
    blank = records(SPONSORS, 100, {"type_and_rating": 100, "route": 100})
    verdict = judge(edition(records=blank, on=date(2062, 11, 2)))
    assert len(failed(verdict)) == 3
    assert verdict.reason.count(".0%") == 2
    assert verdict.reason.startswith("Quarantined: it is dated 2062-11-02, 13,123 days after today; 100.0% of its rows")
    assert verdict.reason.endswith("have no Route (limit 50%).")
    assert verdict.reason.count(". ") == 0


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_piece_of_the_file_that_is_missing_is_noticed_however_small(side):
    other = {side: beside(SPONSORS, range(0, 1000), WEEK_BEFORE if side == "before" else WEEK_AFTER)}
    whole = records(SPONSORS, 1000)
    for at in (0, 500, 990):
        assert judge(
            edition(WHOLE, limits=LOOSE, records=whole.filter(~pl.col("line").is_between(at, at + 9)), **other)
        ).accepted
    for at in (0, 500, 989):
        verdict = judge(
            edition(WHOLE, limits=LOOSE, records=whole.filter(~pl.col("line").is_between(at, at + 10)), **other)
        )
        assert failed(verdict) == [f"Next to each other in the edition {side}, and all missing here"]
        assert f"11 that stand one below another in the edition {side} are missing from it (limit 10)" in verdict.reason
    part = {side: replace(other[side], records=other[side].records.head(999))}
    assert judge(
        edition(WHOLE, limits=LOOSE, records=whole.filter(~pl.col("line").is_between(500, 510)), **part)
    ).accepted


@pytest.mark.parametrize("side", ["before", "after"])
def test_an_edition_in_which_ratings_are_others_throughout_is_noticed(side):
    other = {side: beside(SPONSORS, range(0, 10_000), WEEK_BEFORE if side == "before" else WEEK_AFTER)}
    same = records(SPONSORS, 10_000)
    few, many = (
        same.with_columns(rating=pl.when(pl.col("line") < rows).then(pl.lit("B")).otherwise("rating"))
        for rows in (50, 51)
    )
    assert judge(edition(WHOLE, records=few, **other)).accepted
    verdict = judge(edition(WHOLE, records=many, **other))
    assert failed(verdict) == [f"Records with other details than in the edition {side}"]
    assert "say something else there (limit 0.5%: Rating of the licence)" in verdict.reason


def test_a_new_name_of_a_route_is_noticed_and_one_that_stood_before_is_not():
    before = beside(SPONSORS, range(0, 10_000), WEEK_BEFORE)
    same = records(SPONSORS, 10_000)
    anew = same.with_columns(route=pl.when(pl.col("line") < 26).then(pl.lit("A Route Of Tomorrow")).otherwise("route"))
    found = issues(("route", "unknown_value", 26, "A Route Of Tomorrow"))
    assert judge(
        edition(WHOLE, records=anew, number=10_000, issues=found, before=replace(before, records=anew))
    ).accepted
    verdict = judge(edition(WHOLE, records=anew, number=10_000, issues=found, before=before))
    assert failed(verdict) == ["Rows with a Route that is new since the edition before"]
    assert judge(edition(WHOLE, records=same, number=10_000, issues=found, before=before)).accepted


def test_nobody_is_told_as_gone_because_a_name_was_lost():
    assert judge(edition(issues=issues(("name_key", "no_key", 5, None)))).accepted
    verdict = judge(edition(issues=issues(("name_key", "no_key", 6, None))))
    assert verdict.reason == "Quarantined: 6 of its rows have no name or number to be known by (limit 5)."


def test_towns_that_go_blank_in_two_of_ten_thousand_rows_are_noticed():
    before = beside(SPONSORS, range(0, 150_000), WEEK_BEFORE)
    assert judge(edition(records=records(SPONSORS, 150_000, {"town": 30}), before=before)).accepted
    assert not judge(edition(records=records(SPONSORS, 150_000, {"town": 31}), before=before)).accepted


def places(number: int, providers: int) -> pl.DataFrame:
    """So many rated locations, in turn of so many providers each with those beside one another."""
    return records(LOCATIONS, number).with_columns(
        provider_id=pl.format("1-{}", pl.col("line") * providers // number), overall_rating=pl.lit("Good")
    )


def test_a_piece_of_the_list_of_locations_that_is_missing_is_told_from_a_large_provider_that_left():
    many, few = places(2000, 2000), places(2000, 40)
    for made, accepted in ((many, False), (few, True)):
        before = Neighbour(date(2026, 10, 27), made, 2000)
        rest = made.filter(~pl.col("line").is_between(1000, 1019))
        assert judge(edition(LOCATIONS, records=rest, before=before)).accepted is accepted
    assert judge(
        edition(
            LOCATIONS,
            records=many.filter(~pl.col("line").is_between(1000, 1005)),
            before=Neighbour(date(2026, 10, 27), many, 2000),
        )
    ).accepted


def rerated(number: int, rating: str, on: date) -> pl.DataFrame:
    """The same locations, of which the first have another rating of a day."""
    first = pl.col("line") < number
    return places(10_000, 10_000).with_columns(
        overall_rating=pl.when(first).then(pl.lit(rating)).otherwise("overall_rating"),
        rating_date=pl.when(first).then(pl.lit(on)).otherwise("rating_date"),
    )


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_rating_changes_by_being_published_anew(side):
    other = {side: Neighbour(date(2026, 10, 27) if side == "before" else date(2026, 12, 27), places(10_000, 10_000), 1)}
    anew = date(2026, 11, 3) if side == "before" else date(2019, 11, 3)  # the day of the other rating is 1 January 2020
    same = date(2020, 1, 1)
    assert judge(edition(LOCATIONS, records=rerated(5, "Inadequate", same), **other)).accepted
    verdict = judge(edition(LOCATIONS, records=rerated(6, "Inadequate", same), **other))
    assert failed(verdict) == [f"Ratings that differ from the edition {side} with no newer date of publication"]
    assert f"6 ratings are not those of the edition {side}, although none was published since" in verdict.reason
    assert judge(
        edition(LOCATIONS, records=rerated(100, "Outstanding" if side == "before" else "Good", anew), **other)
    ).accepted


def test_of_all_ratings_few_get_worse_at_once_even_where_each_is_dated_anew():
    before = Neighbour(date(2026, 10, 27), places(10_000, 10_000), 1)
    anew = date(2026, 11, 3)
    assert judge(edition(LOCATIONS, records=rerated(50, "Inadequate", anew), before=before)).accepted
    verdict = judge(edition(LOCATIONS, records=rerated(100, "Inadequate", anew), before=before))
    assert failed(verdict) == ["Rated worse than in the edition before"]
    assert "1.0% of those rated in the edition before too have a worse rating in it (limit 0.5%" in verdict.reason


def test_a_first_edition_says_what_was_looked_at_and_that_there_was_none_to_compare_with():
    alone = judge(edition()).reason
    assert alone.startswith(
        "Accepted: nothing is wrong with its date, its size, its rows, its blanks and its values. No other"
    )
    assert alone.endswith("No other edition is held to compare it with.")
    after = beside(SPONSORS, range(0, 100), WEEK_AFTER)
    assert (
        "No earlier edition is held, and it was compared with the one after it." in judge(edition(after=after)).reason
    )
