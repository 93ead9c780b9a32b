"""What is published reads back as the same awards, in each of the three forms, and the schema accepts it: of any awards."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from irhub.grants.giving360.awards import Award, Location, Nature, Organisation, Period, Programme
from irhub.grants.giving360.locations import kind_of
from irhub.grants.giving360.mending import mended
from irhub.grants.giving360.organisation_ids import of_registers
from irhub.grants.giving360.reading import read_awards
from irhub.grants.giving360.schema import schema_faults
from irhub.grants.giving360.writing import csv_file, document, json_file, xlsx_file
from irhub.places.geography import councils
from tests.examples import tried
from tests.grants.giving360.made import ABOUT

COUNCILS = [council.code for council in councils()]
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
AMOUNTS = st.decimals(Decimal("0.01"), Decimal(10**9), places=2)


def _is_kept(text: str) -> bool:
    """Whether a file can hold a text so that it is not taken for a damaged one, or for one that a spreadsheet needed changed."""
    return (
        bool(text) and text == text.strip() and mended(text) == text and "â€" not in text and not text.startswith("'")
    )


TEXTS = st.text(
    st.characters(categories=("L", "N", "P", "S"), include_characters=" \n", exclude_characters="\ufffd"), max_size=60
).filter(lambda text: _is_kept(text) and text.isascii() | text.replace("\n", "").isprintable())
LINES = TEXTS.map(lambda text: " ".join(text.split())).filter(_is_kept)
NUMBERS = st.integers(10**6, 9 * 10**6).map(str)
POSTCODES = st.sampled_from(["", "LS1 4AP", "BD1 1HX", "SW1A 1AA"])


@st.composite
def bodies(draw: st.DrawFn) -> Organisation:
    name = draw(LINES)
    kind = draw(st.sampled_from(["company", "charity", "both", "council", "other"]))
    if kind == "other":
        return Organisation(name, (f"360G-hub-org-{draw(NUMBERS)}",), Nature.OTHER_BODY, postcode=draw(POSTCODES))
    numbers: dict[str, Any] = {}
    if kind in ("company", "both"):
        numbers["company_number"] = f"0{draw(NUMBERS)}"
    if kind in ("charity", "both"):
        numbers["charity_number"] = draw(NUMBERS)
    if kind == "council":
        numbers["council_code"] = draw(st.sampled_from(COUNCILS))
    return of_registers(name, postcode=draw(POSTCODES), **numbers)


@st.composite
def locations(draw: st.DrawFn) -> Location:
    code = draw(st.sampled_from(COUNCILS))
    return Location(draw(st.just("") | LINES), code, draw(st.sampled_from(["", kind_of(code)])))


PERIODS = st.builds(Period, DAYS, st.none() | DAYS, st.none() | st.integers(0, 240).map(Decimal))
PROGRAMMES = st.builds(
    Programme,
    LINES,
    st.just("") | st.from_regex(r"[A-Z]{2}\d{2}", fullmatch=True),
    st.sampled_from(["", "https://leeds.example/p"]),
)
AWARDS = st.builds(
    Award,
    identifier=st.from_regex(r"360G-hub-[a-z0-9]{1,8}", fullmatch=True),
    title=LINES,
    description=TEXTS,
    awarded=AMOUNTS,
    award_date=DAYS,
    recipient=bodies(),
    funder=bodies(),
    currency=st.sampled_from(["GBP", "EUR"]),
    applied_for=st.none() | AMOUNTS,
    disbursed=st.none() | AMOUNTS,
    planned=st.none() | PERIODS,
    actual=st.none() | PERIODS,
    locations=st.lists(locations(), max_size=3).map(tuple),
    programme=st.none() | PROGRAMMES,
    from_open_call=st.sampled_from([None, True, False]),
    regrant=st.sampled_from(["", "FRG010"]),
    url=st.sampled_from(["", "https://leeds.example/1"]),
    related=st.lists(st.from_regex(r"360G-hub-[a-z0-9]{1,4}", fullmatch=True), max_size=2).map(tuple),
    source=st.sampled_from(["", "https://leeds.example/data.json"]),
    modified=st.none()
    | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC)),
)


def written(awards: list[Award], form: str) -> bytes:
    if form == "json":
        return json_file(awards, ABOUT)
    return xlsx_file(awards, ABOUT) if form == "xlsx" else csv_file(awards, "grants")


def holds(awards: list[Award], form: str) -> None:
    told = read_awards(f"grants.{form}", written(awards, form), today=date(2026, 11, 2))
    assert [past.award for past in told.awards] == awards
    assert told.aside == ()
    assert {fault.kind for fault in told.faults if fault.after} <= {"apostrophe"}


@tried(30)
@given(st.lists(AWARDS, min_size=1, max_size=4))
def test_json_reads_back_as_the_same_awards_and_the_schema_accepts_it(awards: list[Award]):
    assert schema_faults(document(awards, ABOUT)) == []
    holds(awards, "json")


@tried(30)
@given(st.lists(AWARDS, min_size=1, max_size=4))
def test_csv_reads_back_as_the_same_awards(awards: list[Award]):
    holds(awards, "csv")


@tried(4)
@given(st.lists(AWARDS, min_size=1, max_size=6))
def test_a_workbook_reads_back_as_the_same_awards(awards: list[Award]):
    holds(awards, "xlsx")
