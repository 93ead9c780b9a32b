"""People decide on editions: one at a time, never twice, and nothing that others decided is lost by it."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from irhub.registers import applying, corrections, deciding, taking_in
from irhub.registers.models import Change, Edition, SponsorSpan
from irhub.registers.sources import SOURCES
from irhub.registers.taking_in import Outcome
from irhub.web.errors import ActionRefused
from tests.registers.samples import sponsor_file

FIRST, SECOND, THIRD = date(2026, 3, 3), date(2026, 3, 6), date(2026, 3, 9)
STAYS = [(f"Sedgeford {n} Foods Ltd", "Exampleton") for n in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
COMES = [*STAYS, ("Quillmoor Care Ltd", "Sampleham")]
SOURCE = SOURCES["home_office_sponsors"]


def load(folder, day, rows):
    return taking_in.load(sponsor_file(folder, day, rows)).edition


@pytest.mark.django_db
def test_whoever_decides_second_is_told_who_decided_and_why(data_folder, tmp_path):
    edition = load(tmp_path, FIRST, STAYS)
    deciding.reject(edition, by="Pat Sample", reason="Not theirs", seen=0)
    with pytest.raises(ActionRefused, match=r"before you\. Rejected by Pat Sample on .* 20..: Not theirs"):
        deciding.reject(Edition.objects.get(), by="Sam Example", reason="Not theirs either", seen=0)
    deciding.accept(edition, by="Sam Example", reason="It is theirs", seen=1)
    assert (edition.decisions, edition.decided_because) == (2, "It is theirs")


@pytest.mark.django_db
def test_only_what_stands_out_can_be_accepted_and_only_what_counts_or_waits_can_be_rejected(data_folder, tmp_path):
    edition = load(tmp_path, FIRST, STAYS)
    with pytest.raises(ActionRefused, match="is accepted already: it cannot be accepted"):
        deciding.accept(edition, by="Pat Sample", reason="It is theirs")
    deciding.reject(edition, by="Pat Sample", reason="Not theirs")
    with pytest.raises(ActionRefused, match=r"is rejected already: it cannot be rejected\. Rejected by Pat Sample"):
        deciding.reject(edition, by="Pat Sample", reason="Not theirs")


@pytest.mark.django_db
def test_the_second_edition_of_a_date_takes_the_place_of_a_rejected_one_only_when_a_person_says_so(
    data_folder, tmp_path
):
    load(tmp_path / "zero", date(2026, 3, 2), STAYS)
    first = load(tmp_path / "one", FIRST, COMES)
    second = load(tmp_path / "two", FIRST, STAYS)
    load(tmp_path / "three", SECOND, COMES)
    assert second.state == Edition.State.QUARANTINED
    deciding.reject(first, by="Pat Sample", reason="It was put right")
    second.refresh_from_db()
    assert second.state == Edition.State.QUARANTINED
    assert list(Change.objects.values_list("kind", "by")) == [("licence_granted", SECOND)]
    deciding.accept(second, by="Pat Sample", reason="It is the right one")
    assert list(Change.objects.values_list("kind", "after", "by")) == [("licence_granted", FIRST, SECOND)]
    deciding.accept(first, by="Pat Sample", reason="It was right after all")
    second.refresh_from_db()
    assert second.state == Edition.State.SUPERSEDED
    assert Change.objects.get().by == FIRST


@pytest.mark.django_db
def test_a_file_whose_name_had_a_wrong_day_is_taken_in_again_with_the_day_that_is_given(data_folder, tmp_path):
    path = sponsor_file(tmp_path, FIRST, STAYS)
    deciding.reject(taking_in.load(path).edition, by="Pat Sample", reason="The name has another day than the list")
    renamed = path.rename(tmp_path / "list.csv")
    again = taking_in.load(renamed, given=SECOND)
    assert (again.edition.date, again.edition.state) == (SECOND, Edition.State.ACCEPTED)
    assert taking_in.load(renamed, given=SECOND).outcome == Outcome.HELD
    assert taking_in.load(renamed).edition.date == FIRST, "without a day it is the edition that its name once said"


@pytest.mark.django_db
def test_a_correction_goes_to_another_row_of_whom_it_is_about_or_waits_until_its_edition_is_back(data_folder, tmp_path):
    load(tmp_path, FIRST, STAYS)
    second = load(tmp_path, SECOND, COMES)
    asked = {"reason": "Their letter", "by": "Pat Sample"}
    stays = corrections.correct("home_office_sponsors", "Quillmoor Care Ltd", "town", "Exampleton", **asked)
    third = load(tmp_path, THIRD, [("Aardvale Homes Ltd", "Sampleham"), *COMES])
    alone = corrections.correct("home_office_sponsors", "Aardvale Homes Ltd", "town", "Exampleton", **asked)
    deciding.reject(second, by="Pat Sample", reason="Not theirs")
    deciding.reject(third, by="Pat Sample", reason="Not theirs")
    taking_in.rebuild()
    deciding.accept(third, by="Pat Sample", reason="It is theirs")
    stays.refresh_from_db()
    alone.refresh_from_db()
    assert (stays.edition_date, stays.line) == (THIRD, 29)  # the next row of it when the second was rejected
    assert SponsorSpan.objects.get(sponsor_key=stays.entity_key).since == THIRD
    assert (alone.edition_date, alone.line) == (THIRD, 2)
    corrections.Correction.objects.update(cleaner=0, entity_key="as older rules spelt it")
    taking_in.rebuild()
    stays.refresh_from_db()
    assert stays.entity_key == "quillmoorcareltd|sampleham"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["load", "reject"])
def test_whoever_comes_second_to_a_register_waits_until_the_first_is_done(data_folder, tmp_path, what):
    first = load(tmp_path, FIRST, STAYS)
    later = sponsor_file(tmp_path, SECOND, COMES)
    done = threading.Event()
    faults: list[BaseException] = []

    def second() -> None:
        try:
            if what == "load":
                assert taking_in.load(later).outcome is Outcome.APPLIED
            else:
                deciding.reject(Edition.objects.get(pk=first.pk), by="Pat Sample", reason="Not theirs")
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()
            done.set()

    with transaction.atomic():
        applying.lock(SOURCE)
        beside = threading.Thread(target=second)
        beside.start()
        assert not done.wait(1.0), faults
        assert Edition.objects.count() == 1
    beside.join(60)
    assert not faults
    expected = {("accepted", FIRST), ("accepted", SECOND)} if what == "load" else {("rejected", FIRST)}
    assert set(Edition.objects.values_list("state", "date")) == expected
