"""The rules can be trusted: loading refuses what is unsound, and no version of a rule is ever edited."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.rulebook.book import Rulebook
from irhub.rulebook.loading import EARLIEST, LATEST, faults, rulebook
from irhub.rulebook.rules import Basis, Certainty, Precision, Rule, Source, Topic, Unit
from irhub.rulebook.seals import add_seals, broken, seal, sealed

BOOK = rulebook()
SOURCE = Source(
    title="A page", publisher="Example", kind="official", url="https://example.org/a-page", read=date(2026, 11, 1)
)
TOPIC = Topic(name="floor", subject="Pay", title="What?", basis=Basis.EVENT, unit=Unit.POUNDS)
GIVEN = {
    "id": "TST-01",
    "topic": "floor",
    "basis": Basis.EVENT,
    "unit": Unit.POUNDS,
    "value": 5,
    "from": date(2026, 1, 1),
    "says": "It is five pounds.",
    "sources": ("page",),
    "recorded": date(2026, 11, 1),
}


def rule(**changed: object) -> Rule:
    return Rule.model_validate({**GIVEN, **changed})


def found(*rules: Rule) -> str:
    return " ".join(faults({"floor": TOPIC}, list(rules), {"page": SOURCE}))


def test_a_sound_pair_of_rules_has_no_fault():
    first = rule(to=date(2026, 6, 30))
    assert found(first, rule(**{"id": "TST-02", "from": date(2026, 7, 1)})) == ""


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"sources": ()}, "has no source"),
        ({"sources": ("nowhere",)}, "unknown source"),
        ({"scope": "nobody"}, "is not a scope"),
        ({"value": True}, "is not a value in pounds"),
        ({"value": "five"}, "is not a value in pounds"),
        ({"to": date(2025, 1, 1)}, "ends before it begins"),
        ({"from": date(1900, 1, 1)}, "not a possible date"),
        ({"version": 2}, "versions must be 1, 2, 3"),
    ],
)
def test_loading_refuses_a_rule_that_cannot_be_right(changed, fault):
    assert fault in found(rule(**changed))


@pytest.mark.parametrize(
    ("first_ends", "fault"),
    [(date(2026, 6, 29), "a gap"), (date(2026, 7, 1), "overlap"), (None, "overlap")],
)
def test_loading_refuses_a_gap_and_an_overlap_of_one_day(first_ends, fault):
    assert fault in found(rule(to=first_ends), rule(**{"id": "TST-02", "from": date(2026, 7, 1)}))


def test_a_gap_that_only_an_earlier_edition_had_is_found_too():
    late = {"id": "TST-02", "from": date(2026, 7, 1)}
    first = rule(to=date(2026, 5, 31))
    mended = rule(to=date(2026, 6, 30), version=2, recorded=date(2026, 11, 2))
    assert "a gap" in found(first, mended, rule(**late))


def test_an_unconfirmed_rule_needs_no_source_but_gives_no_answer():
    unconfirmed = rule(sources=(), certainty=Certainty.TO_BE_VERIFIED)
    assert found(unconfirmed) == ""
    assert unconfirmed.doubt(date(2026, 2, 1))


def test_every_source_is_used_and_every_topic_has_a_rule():
    used = {key for each in BOOK.every for key in each.sources}
    assert used == set(BOOK.sources)
    assert {each.topic for each in BOOK.every} == set(BOOK.topics)


def test_an_internal_word_never_reaches_a_reader():
    words = " ".join(f"{each.says} {each.note}" for each in BOOK.every)
    assert not {"seen", "known", "calc", "conflict"} & {mark for mark in words.split() if mark.startswith("[")}
    assert "'" not in words


@given(st.dates(EARLIEST, LATEST))
def test_no_date_has_two_answers_and_none_is_missing_between_the_first_and_the_last(day):
    for edition in BOOK.editions:
        book = BOOK.as_known(edition)
        for line in book.lines.values():
            covering = [each for each in line if each.covers(day)]
            inside = (line[0].since or date.min) <= day <= (line[-1].until or date.max)
            assert len(covering) == (1 if inside else 0)


@given(st.sampled_from(sorted(BOOK.lines)), st.dates(EARLIEST, LATEST))
def test_looking_a_rule_up_agrees_with_reading_the_whole_line(key, day):
    slow = next((each for each in BOOK.lines[key] if each.covers(day)), None)
    assert BOOK.rule(*key, day) == slow


def test_the_day_before_the_day_and_the_day_after_every_beginning_fall_to_the_right_rule():
    assert any(each.since for line in BOOK.lines.values() for each in line)
    for key, line in BOOK.lines.items():
        for at, each in enumerate(line):
            if each.since is None:
                continue
            before = line[at - 1] if at else None
            assert BOOK.rule(*key, each.since - timedelta(days=1)) == before
            assert BOOK.rule(*key, each.since) == each
            if each.until != each.since:
                assert BOOK.rule(*key, each.since + timedelta(days=1)) == each


def test_every_change_of_the_timeline_is_between_two_different_answers():
    changes = BOOK.changes(date(2000, 1, 1), LATEST)
    assert len(changes) > 100
    assert all(change.before != change.after for change in changes)
    days = [change.day for change in changes]
    assert days == sorted(days)


def test_no_sealed_version_was_edited_and_every_version_is_sealed():
    assert broken(BOOK.every, sealed()) == []


def test_an_edited_a_removed_and_an_unsealed_version_are_told_apart(tmp_path):
    path = tmp_path / "sealed.csv"
    first, second = rule(), rule(id="TST-02", scope="other")
    assert add_seals((first, second), path) == 2
    edited = rule(value=6)
    assert "was edited" in broken((edited, second), sealed(path))[0]
    assert "was taken out" in broken((first,), sealed(path))[0]
    assert "is not sealed" in broken((first, second, rule(version=2, recorded=date(2026, 12, 1))), sealed(path))[0]
    assert add_seals((edited, second), path) == 0
    assert sealed(path)["TST-01", 1] == seal(first)


def test_a_correction_leaves_the_earlier_edition_as_it_was():
    versions = (rule(), rule(version=2, value=6, recorded=date(2026, 12, 1)))
    book = Rulebook({"floor": TOPIC}, versions, {"page": SOURCE})
    day = date(2026, 5, 1)
    assert book.rule("floor", "all", day) == versions[1]
    assert book.as_known(date(2026, 11, 30)).rule("floor", "all", day) == versions[0]


def test_a_withdrawn_rule_is_no_longer_applied():
    versions = (rule(), rule(version=2, withdrawn=True, recorded=date(2026, 12, 1)))
    book = Rulebook({"floor": TOPIC}, versions, {"page": SOURCE})
    assert ("floor", "all") not in book.lines


def test_a_rule_whose_first_day_is_not_known_is_in_doubt_for_that_month_or_year_only():
    monthly, yearly = rule(precision=Precision.MONTH), rule(precision=Precision.YEAR)
    assert monthly.doubt(date(2026, 1, 31))
    assert not monthly.doubt(date(2026, 2, 1))
    assert yearly.doubt(date(2026, 12, 31))
    assert not yearly.doubt(date(2027, 1, 1))


def test_sources_read_over_90_days_ago_are_stale():
    book = Rulebook({"floor": TOPIC}, [rule()], {"page": SOURCE})
    assert not book.stale(SOURCE.read + timedelta(days=90))
    assert book.stale(SOURCE.read + timedelta(days=91))


def test_subjects_hold_their_topics_together():
    subjects = defaultdict(set)
    for topic in BOOK.topics.values():
        subjects[topic.subject].add(topic.name)
    assert len(subjects) == 13
