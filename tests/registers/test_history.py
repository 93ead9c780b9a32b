"""However editions arrive, the history is the one that a slow, obvious comparison of all of them gives."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from irhub.registers import deciding, taking_in
from irhub.registers.models import Change, Edition, SponsorSpan
from irhub.registers.sources.keys import place_key
from tests.examples import tried
from tests.registers.samples import sponsor_file

DAYS = [date(2026, 3, 2) + timedelta(days=n) for n in range(6)]
NAMES = ("Quillmoor Care Ltd", "Sedgewick Homes LLP", "Tansyford Foods Ltd")
TOWNS = ("Exampleton", "Sampleham")
ROUTES = ("Skilled Worker", "Charity Worker")
NO_LIMITS = {"IRHUB_MAX_LOST_PERCENT": 1000, "IRHUB_MAX_GAINED_PERCENT": 10**6, "IRHUB_MAX_NEWLY_BLANK_PERCENT": 1000}

rows = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(TOWNS), st.sampled_from(ROUTES)),
    st.sampled_from("AB"),
    min_size=1,
    max_size=6,
)
histories = st.lists(rows, min_size=1, max_size=5)


def oracle(history: list[dict[tuple[str, str, str], str]]) -> set[tuple[object, ...]]:
    """Spans by looking at every record on every day: (name, town, route, rating, since, until)."""
    return shown(history, DAYS[: len(history)])


def shown(history: list[dict[tuple[str, str, str], str]], days: list[date]) -> set[tuple[object, ...]]:
    """The same for editions of these days."""
    spans = set()
    for record in {record for edition in history for record in edition}:
        ratings = [edition.get(record) for edition in history]
        at = 0
        for rating, run in itertools.groupby(ratings):
            length = len(list(run))
            if rating:
                until = days[at + length] if at + length < len(history) else None
                spans.add((*record, rating, days[at], until))
            at += length
    return spans


def removals(history: list[dict[tuple[str, str, str], str]]) -> set[tuple[object, ...]]:
    """Names of which nothing is left in the next edition, in any town: no rename or move can explain them away."""
    found = set()
    for (before, day), (after, _) in itertools.pairwise(zip(history, DAYS, strict=False)):
        for name in {name for name, _, _ in before} - {name for name, _, _ in after}:
            if len({town for known, town, _ in before if known == name}) == 1:
                found.add((name, day))
    return found


def held() -> set[tuple[object, ...]]:
    return set(SponsorSpan.objects.values_list("name", "town", "route", "rating", "since", "until"))


def told() -> list[tuple[object, ...]]:
    fields = (
        "kind",
        "entity_key",
        "entity_key_before",
        "old_value",
        "new_value",
        "after",
        "by",
        "line_before",
        "line_after",
    )
    return sorted(map(str, Change.objects.values_list(*fields)))  # type: ignore[arg-type]


def lines() -> set[tuple[object, ...]]:
    return set(SponsorSpan.objects.values_list("sponsor_key", "route", "since", "line"))


def everything() -> tuple[object, ...]:
    return held(), told(), lines()


def load_all(history, order) -> None:
    Edition.objects.all().delete()
    SponsorSpan.objects.all().delete()
    Change.objects.all().delete()
    folder = Path(mkdtemp())
    for at in order:
        path = sponsor_file(folder, DAYS[at], [(n, t, rating, r) for (n, t, r), rating in history[at].items()])
        taking_in.load(path)


class TestHistory(TransactionTestCase):
    @tried(25, suppress_health_check=list(HealthCheck))
    @given(histories, st.randoms(use_true_random=False))
    def test_any_order_of_editions_gives_the_spans_of_the_oracle_and_the_same_changes(self, history, chance):
        with self.settings(HOME=Path(mkdtemp()), **NO_LIMITS):
            in_order = list(range(len(history)))
            load_all(history, in_order)
            assert held() == oracle(history)
            expected, expected_lines = told(), lines()
            seen = set(Change.objects.filter(kind="licence_removed").values_list("name", "after")) | set(
                Change.objects.filter(kind="renamed").values_list("old_value", "after")
            )
            assert removals(history) <= seen

            shuffled = chance.sample(in_order, len(in_order))
            load_all(history, shuffled)
            assert held() == oracle(history)
            assert told() == expected
            assert lines() == expected_lines

            taking_in.rebuild()
            assert held() == oracle(history)
            assert told() == expected
            assert lines() == expected_lines

    @tried(20, suppress_health_check=list(HealthCheck))
    @given(histories, st.randoms(use_true_random=False))
    def test_an_edition_that_is_rejected_leaves_no_trace_and_comes_back_whole(self, history, chance):
        with self.settings(HOME=Path(mkdtemp()), **NO_LIMITS):
            load_all(history, chance.sample(range(len(history)), len(history)))
            whole = everything()
            editions = {edition.date: edition for edition in Edition.objects.all()}
            out: set[int] = set()
            for _ in range(2 * len(history)):
                at = chance.randrange(len(history))
                if at in out:
                    deciding.accept(editions[DAYS[at]], by="Pat Sample", reason="it is right after all")
                    out.remove(at)
                else:
                    deciding.reject(editions[DAYS[at]], by="Pat Sample", reason="it is not theirs")
                    out.add(at)
                stay = [number for number in range(len(history)) if number not in out]
                assert held() == shown([history[number] for number in stay], [DAYS[number] for number in stay])
            gone = everything()
            taking_in.rebuild()
            assert everything() == gone
            for at in chance.sample(sorted(out), len(out)):
                deciding.accept(editions[DAYS[at]], by="Pat Sample", reason="it is right")
            assert everything() == whole


NOISE = [
    str.upper,
    str.lower,
    lambda name: f"  {name}\u00a0",
    lambda name: name.replace(" ", "  "),
    lambda name: name.replace("Ltd", "Limited"),
    lambda name: name.replace("Ltd", "LTD."),
    lambda name: name.replace(" & ", " and "),
    lambda name: name.replace("T/A", "trading as"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("noise", NOISE)
def test_case_blanks_punctuation_and_legal_form_spelling_are_never_events(data_folder, tmp_path, noise):
    names = ["Quillmoor & Reed Care Ltd", "Tansyford Ltd T/A Vale Foods"]
    taking_in.load(sponsor_file(tmp_path, DAYS[0], [(name, "Exampleton") for name in names]))
    taking_in.load(sponsor_file(tmp_path, DAYS[1], [(noise(name), noise("Exampleton")) for name in names]))
    assert Edition.objects.filter(state="accepted").count() == 2
    assert not Change.objects.exists()
    assert SponsorSpan.objects.count() == 2


def test_every_key_is_made_of_letters_and_digits():
    import polars as pl

    assert pl.select(place_key(pl.lit("Stoke-on-Trent, City of"))).item() == "stokeontrentcityof"
