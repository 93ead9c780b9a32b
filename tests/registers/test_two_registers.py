"""Whatever the order in which workbooks and directories of the CQC arrive, on every day the newer of the two decides."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from django.db.models import Q
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from irhub.registers.directory_locations import list_directory_locations
from irhub.registers.history import removal_work, span_work
from irhub.registers.models import SPAN_MODELS, Edition, Location
from irhub.registers.sources import SOURCES
from irhub.registers.spans import remove_spans, write_spans
from tests.examples import tried

WORKBOOK, DIRECTORY = "cqc_locations", "cqc_directory"
FIRST = date(2026, 7, 1)
TWINS = {"1-100": "1-200", "1-200": "1-100"}
"""Locations of one name and postcode."""
PLACES = {
    "1-100": ("Mossbank View", "ZZ1 1ZZ"),
    "1-200": ("Mossbank View", "ZZ1 1ZZ"),
    "1-300": ("Elm House", "ZZ2 2ZZ"),
}
TYPES = {"TextField": pl.String(), "DateField": pl.Date(), "BooleanField": pl.Boolean(), "FloatField": pl.Float64()}

Listed = dict[str, str]
"""An edition: of each location its provider."""
Editions = dict[tuple[str, int], Listed]
"""Editions by register and day."""

listed = st.dictionaries(st.sampled_from(sorted(PLACES)), st.sampled_from(("1-5", "1-6")))
editions = st.dictionaries(
    st.tuples(st.sampled_from((WORKBOOK, DIRECTORY)), st.integers(0, 6)), listed, min_size=2, max_size=9
)


def on(day: int) -> date:
    return FIRST + timedelta(days=2 * day)


def frame(register: str, edition: Listed) -> pl.DataFrame:
    """The records of an edition; the line of a row is its place in it."""
    fields = {
        field.name: TYPES.get(field.get_internal_type(), pl.Int64()) for field in SPAN_MODELS[register]._meta.fields
    }
    rows = [
        {
            "line": line, "location_id": number, "provider_id": provider, "postcode": PLACES[number][1],
            "location_name": PLACES[number][0], "name": PLACES[number][0],
            "location_name_key": PLACES[number][0].lower(), "name_key": PLACES[number][0].lower(),
        }
        for line, (number, provider) in enumerate(edition.items(), 1)
    ]  # fmt: skip
    return pl.DataFrame([{field: row.get(field) for field in fields} for row in rows], schema=fields).drop(
        "id", "since", "until"
    )


def beside(held: Editions, register: str, day: int) -> tuple[int | None, int | None]:
    days = [other for name, other in held if name == register]
    return max((other for other in days if other < day), default=None), min(
        (other for other in days if other > day), default=None
    )


def put_in_or_take_out(held: Editions, register: str, day: int, edition: Listed, *, out: bool) -> None:
    """One edition comes to its register's history, or leaves it, as loading and rejecting have it."""
    source, (before, after) = SOURCES[register], beside(held, register, day)
    frames = [None if at is None else frame(register, held[register, at]) for at in (before, after)]
    work = removal_work if out else span_work
    todo = work(frames[0], frame(register, edition), frames[1], key=source.record_key, facts=source.facts)
    until = None if after is None else on(after)
    if out:
        remove_spans(source, todo, on=on(day), after=until)
    else:
        write_spans(source, todo, on=on(day), before=None if before is None else on(before), after=until)


def load_all(history: Editions, order: list[tuple[str, int]], wrong: list[tuple[str, int]]) -> None:
    """Load editions in this order; in place of each of the `wrong` another first, which is taken out again."""
    for model in (*(SPAN_MODELS[name] for name in (WORKBOOK, DIRECTORY)), Edition):
        model._base_manager.all().delete()
    held: Editions = {}
    for key in order:
        if key in wrong:
            put_in_or_take_out(held, *key, {"1-300": "1-6"}, out=False)
            put_in_or_take_out(held, *key, {"1-300": "1-6"}, out=True)
        put_in_or_take_out(held, *key, history[key], out=False)
        held[key] = history[key]
        Edition.objects.create(
            register=key[0], date=on(key[1]), date_origin="given", sha256=f"{key[0]:x<60.60}{key[1]:04}", file_name="list",
            size_bytes=1, record_count=1, row_count=1, state="accepted", reason="", loaded_at=timezone.now(), cleaner=1,
        )  # fmt: skip
    list_directory_locations()


def told(history: Editions, day: date) -> set[tuple[str, str, str, date | None]]:
    """What the two registers show on a day, read off their editions: register, location, provider, the workbook that lacks it."""
    newest = {
        name: max((at for other, at in history if other == name and on(at) <= day), default=-1) for name, _ in history
    }
    workbook, directory = newest.get(WORKBOOK, -1), newest.get(DIRECTORY, -1)
    here = history.get((WORKBOOK, workbook), {})
    found: set[tuple[str, str, str, date | None]] = {(WORKBOOK, number, who, None) for number, who in here.items()}
    if 0 <= workbook < directory:
        there = history[DIRECTORY, directory]
        for number in there.keys() - here.keys():
            if TWINS.get(number) not in here.keys() & there.keys():
                found.add((DIRECTORY, number, there[number], on(workbook)))
    return found


def shown(day: date) -> set[tuple[str, str, str, date | None]]:
    stood = Location.objects.filter(Q(until=None) | Q(until__gt=day), since__lte=day)
    rows = list(stood.values_list("register", "location_id", "provider_id", "lacked_by"))
    assert len(set(rows)) == len(rows), "none stands twice"
    return set(rows)


class TestTwoRegisters(TestCase):
    @tried(25)
    @given(editions, st.randoms(use_true_random=False))
    def test_on_every_day_the_newer_of_the_two_decides_whatever_the_order_of_loading(self, history, chance):
        in_order = sorted(history, key=lambda key: (key[1], key[0]))
        everything = []
        for order, wrong in (
            (in_order, []),
            (chance.sample(in_order, len(in_order)), chance.sample(in_order, len(in_order) // 2)),
        ):
            load_all(history, order, wrong)
            for day in (FIRST + timedelta(days=at) for at in range(15)):
                assert shown(day) == told(history, day)
            everything.append(set(Location.objects.values_list("since", "until", "edition", "line", "location_id")))
        assert everything[0] == everything[1]

    @tried(20)
    @given(editions)
    def test_each_is_traced_to_its_row_and_counts_from_an_edition_that_has_it(self, history):
        load_all(history, sorted(history), [])
        for place in Location.objects.all():
            day = {on(at): at for _, at in history}
            row = list(history[place.register, day[place.edition]].items())[place.line - 1]
            assert row == (place.location_id, place.provider_id)
            assert history[place.register, day[place.since]][place.location_id] == place.provider_id
            assert place.lacked_by is None or place.lacked_by < place.since
