"""What is told of sponsors between two editions, and how."""

from __future__ import annotations

from datetime import date

import pytest

from irhub.registers import deciding, taking_in
from irhub.registers import queries as register_queries
from irhub.registers.finding import FICTIONAL_NOTICE
from irhub.registers.models import Change, Edition
from irhub.registers.sources.base import Refused
from tests.registers.samples import sponsor_file

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = date(2026, 3, 3), date(2026, 3, 6), date(2026, 3, 9)
STAYS = [(f"Sedgeford {n} Foods Ltd", "Exampleton") for n in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


@pytest.fixture(autouse=True)
def _wide_limits(settings, data_folder):
    settings.IRHUB_MAX_LOST_PERCENT = settings.IRHUB_MAX_GAINED_PERCENT = settings.IRHUB_MAX_NEWLY_BLANK_PERCENT = 50


def told(tmp_path, *editions):
    for day, rows in zip((FIRST, SECOND, THIRD), editions, strict=False):
        taking_in.load(sponsor_file(tmp_path, day, [*STAYS, *rows]))
    return list(Change.objects.order_by("by", "kind").values_list("kind", "old_value", "new_value"))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [("Quillmoor Care Ltd", "Sampleham")], ("licence_granted", "", "Skilled Worker (A)")),
        ([("Quillmoor Care Ltd", "Sampleham")], [], ("licence_removed", "Skilled Worker (A)", "")),
        (
            [("Quillmoor Care Ltd", "Sampleham")],
            [("Quillmoor Care Ltd", "Sampleham", "B")],
            ("rating_changed", "A", "B"),
        ),
        (
            [("Quillmoor Care Ltd", "Sampleham")],
            [("Quillmoor Care Ltd", "Sampleham"), ("Quillmoor Care Ltd", "Sampleham", "A", "Charity Worker")],
            ("route_added", "", "Charity Worker (A)"),
        ),
        (
            [("Quillmoor Care Ltd", "Sampleham")],
            [("Quillmoor Care Ltd", "Exampleton")],
            ("moved_town", "Sampleham", "Exampleton"),
        ),
        (
            [("Quillmoor Care Ltd", "Sampleham")],
            [("Quillmoor Care Ltd", "")],
            ("town_not_given", "Sampleham", "no town"),
        ),
        (
            [("Quillmoor Care Ltd", "")],
            [("Quillmoor Care Ltd", "Sampleham")],
            ("town_not_given", "no town", "Sampleham"),
        ),
        (
            [("Quillmoor Brackenfold Ltd", "Sampleham")],
            [("Quillmoor Brackenfold Ltd T/A Vale Lodge", "Sampleham")],
            ("renamed", "Quillmoor Brackenfold Ltd", "Quillmoor Brackenfold Ltd T/A Vale Lodge"),
        ),
        (
            [("Quillmoor Brackenfold Ltd", "Sampleham")],
            [("Quillmoor Brakenfold Ltd", "Sampleham")],
            ("renamed", "Quillmoor Brackenfold Ltd", "Quillmoor Brakenfold Ltd"),
        ),
    ],
)
def test_each_kind_of_change_is_told_once(tmp_path, before, after, expected):
    assert told(tmp_path, before, after) == [expected]


def test_a_sponsor_that_comes_back_is_told_as_a_return(tmp_path):
    sponsor = [("Quillmoor Care Ltd", "Sampleham")]
    kinds = [kind for kind, _, _ in told(tmp_path, sponsor, [], sponsor)]
    assert kinds == ["licence_removed", "licence_returned"]


def test_a_grant_becomes_a_return_when_an_older_edition_shows_the_sponsor(tmp_path):
    sponsor = [*STAYS, ("Quillmoor Care Ltd", "Sampleham")]
    for day, rows in ((SECOND, STAYS), (THIRD, sponsor), (FIRST, sponsor)):
        taking_in.load(sponsor_file(tmp_path, day, rows))
    assert list(Change.objects.order_by("by").values_list("kind", flat=True)) == ["licence_removed", "licence_returned"]


def test_two_names_that_fit_equally_well_are_never_paired(tmp_path):
    after = [("Quillmoor Brackenfold Ltd T/A One", "Sampleham"), ("Quillmoor Brackenfold Ltd T/A Two", "Sampleham")]
    kinds = [kind for kind, _, _ in told(tmp_path, [("Quillmoor Brackenfold Ltd", "Sampleham")], after)]
    assert kinds == ["licence_granted", "licence_granted", "licence_removed"]


def test_names_that_differ_by_a_number_are_not_a_rename(tmp_path):
    kinds = [
        kind
        for kind, _, _ in told(tmp_path, [("Brackenfold House 1 Ltd", "Here")], [("Brackenfold House 2 Ltd", "Here")])
    ]
    assert kinds == ["licence_granted", "licence_removed"]


def test_a_removal_names_both_editions_both_rows_and_what_it_does_not_mean(tmp_path):
    told(tmp_path, [("Quillmoor Care Ltd", "Sampleham")], [])
    (row,) = register_queries.changes_told(register_queries.changes_between(None, None), ())
    assert row.sentence.text == (
        "Quillmoor Care Ltd (Sampleham) was on the register of licensed sponsors on 3 March 2026"
        " and was not on it on 6 March 2026."
    )
    assert "not proof" in row.sentence.not_meaning
    assert (row.change.line_before, row.change.line_after) == (28, None)


def test_a_partial_edition_is_quarantined_and_changes_nothing(tmp_path, settings):
    settings.IRHUB_MAX_LOST_PERCENT = 2
    taking_in.load(sponsor_file(tmp_path, FIRST, STAYS))
    loaded = taking_in.load(sponsor_file(tmp_path, SECOND, STAYS[:20]))
    assert loaded.outcome == "quarantined"
    assert "lacks 23.1% of the records" in loaded.edition.reason
    assert not Change.objects.exists()
    later = taking_in.load(sponsor_file(tmp_path, THIRD, [*STAYS, ("Quillmoor Care Ltd", "Sampleham")]))
    assert later.outcome == "applied"
    assert list(Change.objects.values_list("kind", "after", "by")) == [("licence_granted", FIRST, THIRD)]


def test_a_person_can_accept_a_quarantined_edition(tmp_path, settings):
    settings.IRHUB_MAX_LOST_PERCENT = 2
    taking_in.load(sponsor_file(tmp_path, FIRST, STAYS))
    waiting = taking_in.load(sponsor_file(tmp_path, SECOND, STAYS[:20])).edition
    deciding.accept(waiting, by="Pat Sample", reason="They left")
    assert Change.objects.filter(kind="licence_removed").count() == 6
    assert Edition.objects.get(pk=waiting.pk).decided_by == "Pat Sample"


def test_loading_the_same_bytes_again_does_nothing(tmp_path):
    path = sponsor_file(tmp_path, FIRST, STAYS)
    assert taking_in.load(path).outcome == "applied"
    assert taking_in.load(path).outcome == "already held"
    assert Edition.objects.count() == 1


def test_fictional_and_real_registers_are_never_mixed(tmp_path):
    taking_in.load(sponsor_file(tmp_path / "real", FIRST, STAYS))
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / FICTIONAL_NOTICE).write_text("invented")
    with pytest.raises(Refused, match="never mixed"):
        taking_in.load(sponsor_file(tmp_path / "made", SECOND, STAYS))


def test_the_register_as_it_stood_on_any_day(tmp_path):
    told(tmp_path, [("Quillmoor Care Ltd", "Sampleham")], [])
    between = register_queries.register_as_of("home_office_sponsors", date(2026, 3, 5))
    assert between is not None
    assert between.edition == FIRST
    assert "Quillmoor Care Ltd" in [row["name"] for row in between.rows]
    after = register_queries.register_as_of("home_office_sponsors", date(2026, 4, 1))
    assert after is not None
    assert "Quillmoor Care Ltd" not in [row["name"] for row in after.rows]
    assert register_queries.register_as_of("home_office_sponsors", date(2026, 3, 2)) is None


def test_a_rating_that_nobody_understands_is_no_change_of_rating_and_a_town_that_is_none_no_move(tmp_path):
    before = [("Quillmoor Care Ltd", "Sampleham"), ("Vale Lodge Ltd", "N/A")]
    assert told(tmp_path, before, [("Quillmoor Care Ltd", "Sampleham", "Probationary"), ("Vale Lodge Ltd", "")]) == []
