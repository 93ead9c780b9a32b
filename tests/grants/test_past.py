"""Past grants come in from anybody’s file: every faulty value is named, recipients are matched and reviewed, an import is undone, nothing counts twice."""

from __future__ import annotations

import gzip
import os
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from irhub.accounts.acting import acting_in
from irhub.accounts.models import AuditEvent
from irhub.files.handed_in import TYPES
from irhub.grants.checking import found_of
from irhub.grants.past import matching
from irhub.grants.past.counted import past_grantee, past_pence
from irhub.grants.past.models import PastFault, PastGrant, PastImport, PastRecipient
from irhub.grants.past.queries import counts_of
from irhub.grants.past.taking_in import decide, mark_repeats, take_in, undo, upload
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import signed_in
from tests.grants.factories import ApplicationFactory, AwardFactory, FunderFactory, officer_of
from tests.grants.record_factories import PAST, PastImportFactory, PastRecipientFactory, PublisherFactory, handed

pytestmark = pytest.mark.django_db
TODAY, LONG_AGO = date(2026, 11, 2), date(2020, 1, 1)
QUILLMOOR = {"since": LONG_AGO, "company_numbers": ["04815162"]}
REAL = Path(os.environ.get("IRHUB_REAL_REGISTERS", "nowhere")) / "real" / "360giving"


def moved(held: PastImport, does: object, **more: str) -> PastImport:
    """An officer takes a file in, or undoes it."""
    by = officer_of(held.body)
    with acting_in(by):
        return does(
            PastImport.objects.get(pk=held.pk), version=PastImport.objects.get(pk=held.pk).version, by=by, **more
        )  # type: ignore[operator, no-any-return]


def test_a_file_is_read_with_its_dates_its_recipients_and_every_faulty_value():
    held = PastImportFactory()
    first, second = PastGrant.objects.order_by("row")
    assert (first.awarded, first.awarded_on, first.identifier) == (150_000, date(2025, 2, 13), "P-1")
    assert (second.awarded, second.recipient.name) == (90_000, "Nowhere Known")
    assert (first.recipient.match, first.recipient.company_number) == ("accepted", "04815162")
    assert (second.recipient.match, second.recipient.company_number) == ("none", "")
    assert any("day, month, year" in sentence for sentence in held.said)
    assert set(PastFault.objects.filter(row=3).values_list("cell", flat=True)) > {"C3"}
    assert counts_of(held)["pence"] == 240_000


def test_past_grants_count_for_whom_they_were_once_they_are_taken_in_and_no_more_once_undone():
    held = PastImportFactory()
    assert past_pence(**QUILLMOOR) == 0
    moved(held, take_in)
    assert past_pence(**QUILLMOOR) == 150_000
    assert past_pence(since=date(2025, 3, 1), company_numbers=["04815162"]) == 0
    assert past_pence(since=LONG_AGO) == 0, "of whom nothing is known"
    assert [grant.title for grant in past_grantee(held.body, company_numbers=["04815162"])] == ["Training in English"]
    assert past_grantee(FunderFactory(name="Another"), company_numbers=["04815162"]) == []
    moved(held, undo, reason="Last year’s file.")
    assert past_pence(**QUILLMOOR) == 0


def test_past_grants_stand_in_the_checks_of_a_new_application():
    application = ApplicationFactory(company_number="04815162", answered=True, state="checks")
    moved(PastImportFactory(body=application.body), take_in)
    found = {each.key: each for each in found_of(application, date(2026, 11, 2))}
    assert "£1,500 of grants from the hub" in found["aid"].says
    assert "1 past grant of £1,500, the last on 13 February 2025 to Quillmoor Care Ltd" in found["connected"].says
    assert found["connected"].result == "look"


def test_the_same_file_adds_nothing_and_the_same_grant_in_another_counts_once():
    held = PastImportFactory()
    by = officer_of(held.body)
    with acting_in(by):
        again, fresh = upload(handed(), funder="", by=by, today=TODAY)
    assert (again.pk, fresh) == (held.pk, False)
    other = PastImportFactory(body=held.body, text=PAST + "Quillmoor Care Ltd,04815162,£50,15/02/2025,A room,P-3\n")
    assert counts_of(other) | {"grants": 3, "told_before": 2} == counts_of(other)
    for each in (held, other):
        moved(each, take_in)
    assert past_pence(**QUILLMOOR) == 155_000
    moved(held, undo, reason="The newer file has all.")
    assert past_pence(**QUILLMOOR) == 155_000, "what the other file told of counts by that now"
    with acting_in(by):
        assert upload(handed(), funder="", by=by, today=TODAY)[1], "an undone file can come again"


def test_a_file_that_nobody_takes_in_keeps_no_other_from_counting():
    first = PastImportFactory()
    other = PastImportFactory(body=first.body, text=PAST + "Quillmoor Care Ltd,04815162,£50,15/02/2025,A room,P-3\n")
    moved(other, take_in)
    assert past_pence(**QUILLMOOR) == 155_000
    moved(first, take_in)
    assert past_pence(**QUILLMOOR) == 155_000


def test_a_grant_that_the_hub_gave_itself_is_told_of_already():
    award = AwardFactory(state="active")
    PublisherFactory(body=award.body)
    text = f"Recipient,Company number,Amount,Date awarded,Title,Identifier\nQuillmoor,04815162,2000,2026-02-13,A welcome,360G-sampleshire-{award.reference}\n"
    PastImportFactory(body=award.body, text=text)
    assert PastGrant.objects.get().repeats


def test_whoever_is_not_plain_is_decided_by_a_person_before_anything_counts():
    held = PastImportFactory()
    doubtful = PastRecipientFactory(past_import=held)
    with pytest.raises(ActionRefused, match="who 1 recipient is"):
        moved(held, take_in)
    by = officer_of(held.body)
    with acting_in(by):
        with pytest.raises(ActionRefused, match="None of these"):
            decide(doubtful, "1-000", version=1, by=by)
        decided = decide(PastRecipient.objects.get(pk=doubtful.pk), "number", version=1, by=by)
        assert (decided.match, decided.charity_number, decided.decided_by) == ("accepted", "1093865", by.person.email)
        with pytest.raises(StaleVersion):
            decide(PastRecipient.objects.get(pk=doubtful.pk), "none", version=1, by=by)
        assert decide(PastRecipient.objects.get(pk=doubtful.pk), "none", version=2, by=by).match == "none"
    assert AuditEvent.objects.filter(what="matched a recipient of past grants").count() == 2
    assert moved(held, take_in).state == "in"


def test_a_number_whose_register_has_another_name_is_to_be_checked():
    held = matching._Registers({"04815162": "Bracken Legal Services Limited"}, {}, {}, {}, {})
    told = matching._by_number(matching.Written("Quillmoor Care", company_number="04815162"), held)
    assert told is not None
    assert (told.match, told.known_as) == ("review", "Bracken Legal Services Limited")
    same = matching._by_number(matching.Written("Bracken Legal Services", company_number="04815162"), held)
    assert same is not None
    assert same.match == "accepted"


def test_a_council_and_a_cqc_id_say_who_it_is():
    held = matching._Registers({}, {"1-100": "Quillmoor Care Ltd"}, {"1-200": "1-100"}, {}, {"1-100": "04815162"})
    by_location = matching._by_number(matching.Written("Quillmoor Care", cqc_id="1-200"), held)
    assert by_location is not None
    assert (by_location.match, by_location.provider_id, by_location.company_number) == ("accepted", "1-100", "04815162")
    council = matching._by_number(matching.Written("Walsall Metropolitan Borough Council"), held)
    assert council is not None
    assert council.council == "E08000030"
    assert matching.cqc_id_of([("Notes", "1-5"), ("CQC provider ID", " 1\u2013100 ")]) == "1-100"


def test_an_interrupted_reading_leaves_nothing_and_the_file_comes_again(monkeypatch):
    body = FunderFactory()
    by = officer_of(body)

    def killed(_body: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("irhub.grants.past.taking_in.mark_repeats", killed)
    with acting_in(by), pytest.raises(KeyboardInterrupt):
        upload(handed(), funder="", by=by, today=TODAY)
    assert not PastImport.objects.exists()
    assert not PastGrant.objects.exists()
    monkeypatch.setattr("irhub.grants.past.taking_in.mark_repeats", mark_repeats)
    with acting_in(by):
        assert upload(handed(), funder="", by=by, today=TODAY)[1]


def test_an_officer_hands_a_file_in_checks_a_recipient_and_undoes_it():
    body = FunderFactory()
    client = signed_in(officer_of(body).person)
    refused = client.post(reverse("grant-past"), {"file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7"), "funder": ""})
    assert "save it as one of these" in refused.content.decode()
    page = client.post(
        reverse("grant-past"), {"file": SimpleUploadedFile("past.csv", PAST.encode()), "funder": ""}, follow=True
    ).content.decode()
    assert "Everybody is matched as far as can be" in page
    held = PastImport.objects.get()
    faults = client.get(reverse("grant-past-faults", args=[held.pk])).content.decode()
    assert "£900" in faults
    assert client.get(reverse("grant-past-faults", args=[held.pk]) + "?format=csv").status_code == 200
    doubtful = PastRecipientFactory(past_import=held)
    assert "Check the next recipient" in client.get(reverse("grant-past-import", args=[held.pk])).content.decode()
    at = reverse("grant-past-recipient", args=[doubtful.pk])
    assert "By the number in your file: charity 1093865" in client.get(at).content.decode()
    assert (
        "Decided. No recipient is left to check."
        in client.post(at, {"chosen": "number", "version": "1"}, follow=True).content.decode()
    )
    held.refresh_from_db()
    client.post(reverse("grant-past-take-in", args=[held.pk]), {"version": str(held.version)})
    held.refresh_from_db()
    assert held.state == "in"
    told = client.post(
        reverse("grant-past-undo", args=[held.pk]), {"version": str(held.version), "reason": ""}
    ).content.decode()
    assert "Say why the import is undone." in told
    assert (
        "Undone"
        in client.post(
            reverse("grant-past-undo", args=[held.pk]),
            {"version": str(held.version), "reason": "Wrong year."},
            follow=True,
        ).content.decode()
    )


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="IRHUB_REAL_REGISTERS names no folder with real grants")
@pytest.mark.parametrize(
    ("name", "grants", "faults"), [("a002400000KeYdsAAF", 379, 1500), ("a002400000OiDBQAA3", 4116, 5000)]
)
def test_a_funders_own_file_comes_in_by_the_page_with_every_faulty_value_named(name: str, grants: int, faults: int):
    data = gzip.decompress((REAL / f"{name}.json.gz").read_bytes())
    client = signed_in(officer_of(FunderFactory()).person)
    file = SimpleUploadedFile(f"{name}.json", data, TYPES[".json"])
    page = client.post(reverse("grant-past"), {"file": file, "funder": ""}, follow=True)
    assert page.status_code == 200
    held = PastImport.objects.get()
    counts = counts_of(held)
    assert counts["grants"] == grants
    assert counts["faults"] > faults
    assert not PastFault.objects.filter(sentence="").exists()
    assert not PastFault.objects.exclude(row=0).filter(column="").exists()
