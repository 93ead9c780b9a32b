"""Grants are published with one press: accepted by the standard’s schema and our checks, never people; everybody reads, takes away and sees what was withdrawn."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import AuditEvent
from irhub.grants.giving360.schema import schema_faults
from irhub.grants.models import Award
from irhub.grants.published.looking import looked_at
from irhub.grants.published.models import PublishedFile, PublishedGrant, PublishedVersion, Publisher
from irhub.grants.published.publishing import keep_details, keep_publisher, publish, withdraw
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import Browser, signed_in
from tests.grants.factories import (
    ApplicantFactory,
    ApplicationFactory,
    AwardFactory,
    PaymentFactory,
    RepaymentFactory,
    officer_of,
    speaker_of,
)
from tests.grants.record_factories import PublisherFactory
from tests.standing import stand

pytestmark = pytest.mark.django_db
NOTHING = {"title": "", "description": "", "recipient": "", "councils": [], "regrant": "", "version": 0}


@pytest.fixture
def anyone(settings) -> Browser:
    """Somebody who is not signed in, on a site whose public part is open."""
    settings.IRHUB_PUBLIC = True
    return Browser(headers={"host": "localhost"})


def granted(award: Award | None = None, **applicant: object) -> Award:
    """A grant whose agreement both signed; with another of the same call, a further one to somebody else."""
    if award is None:
        return AwardFactory(
            state="active", application=ApplicationFactory(answered=True, state="decision", charity_number="1093865")
        )
    other = ApplicantFactory(name=applicant.pop("name", "Harehills Carers"))
    applicant = {"charity_number": "1093866"} | applicant
    application = ApplicationFactory(
        call=award.call, body=award.body, applicant=other, answered=True, state="decision", **applicant
    )
    return AwardFactory(state="active", application=application)


def seen(award: Award) -> str:
    """What somebody saw who opened the page now."""
    return looked_at(Publisher.objects.get(body=award.body), timezone.now()).digest


def published(award: Award, **more: str) -> PublishedVersion:
    """A version, published by an officer."""
    by = officer_of(award.body)
    with acting_in(by):
        return publish(seen=seen(award), by=by, **more)


def test_what_is_published_passes_the_schema_and_names_the_bodies_of_registers():
    award = granted()
    PublisherFactory(body=award.body)
    version = published(award)
    told = json.loads(bytes(version.files.get(media_type="application/json").data))
    assert schema_faults(told) == []
    grant = told["grants"][0]
    assert grant["id"] == f"360G-sampleshire-{award.reference}"
    assert grant["recipientOrganization"][0]["id"] == "GB-CHC-1093865"
    assert grant["fundingOrganization"][0]["id"] == "GB-LAE-WLL"
    assert {where["name"] for where in grant["beneficiaryLocation"]} == {"Walsall", "Sandwell"}
    assert grant["amountAwarded"] == 2000
    assert (version.number, version.many, version.total, version.left_out) == (1, 1, 200_000, 0)
    assert {file.name.rsplit(".", 1)[1] for file in version.files.all()} == {"json", "xlsx", "csv"}
    assert AuditEvent.objects.filter(what="published grants").count() == 1


def test_what_was_paid_less_what_came_back_is_published_where_instalments_are_known():
    award = granted()
    other = granted(award)
    stand(award, funder_at=timezone.now() - timedelta(days=10))
    PublisherFactory(body=award.body)
    PaymentFactory(award=award, amount=150_000, paid=True)
    stand(
        RepaymentFactory(award=award, amount=50_000),
        state="received",
        settled_by="c@example.org",
        settled_at=timezone.now(),
    )
    told = json.loads(bytes(published(award).files.get(media_type="application/json").data))
    assert schema_faults(told) == []
    grants = {grant["id"].removeprefix("360G-sampleshire-"): grant for grant in told["grants"]}
    assert grants[award.reference]["amountDisbursed"] == 1000
    assert grants[award.reference]["dateModified"].startswith(localdate().isoformat())
    assert "amountDisbursed" not in grants[other.reference], "it may be paid elsewhere"


def test_an_offer_and_a_grant_to_who_may_be_a_person_are_in_no_file_until_somebody_says_that_it_is_a_body():
    award = granted()
    unknown = granted(award, name="Morwenna Tregarthen Care", charity_number="")
    AwardFactory(
        application=ApplicationFactory(
            call=award.call,
            body=award.body,
            applicant=ApplicantFactory(name="Offered"),
            answered=True,
            state="decision",
        )
    )
    PublisherFactory(body=award.body)
    version = published(award)
    assert (version.many, version.left_out) == (1, 1)
    for file in version.files.all():
        assert b"Tregarthen" not in bytes(file.data)
        assert b"Offered" not in bytes(file.data)
    by = officer_of(award.body)
    with acting_in(by):
        keep_details(unknown, by=by, **NOTHING | {"recipient": "body"})
    again = published(award)
    assert (again.number, again.many, len(again.added)) == (2, 2, 1)


def test_a_fault_stops_the_press_and_leads_to_where_it_is_mended():
    award = granted()
    PublisherFactory(body=award.body)
    by = officer_of(award.body)
    with acting_in(by):
        keep_details(
            award, by=by, **NOTHING | {"description": "Ring Pat on 0121 496 0000 or write to pat@charity.example"}
        )
        with pytest.raises(ActionRefused, match="Mend what stops"):
            publish(seen=seen(award), by=by)
    page = signed_in(by.person).get(reverse("grant-publish")).content.decode()
    assert "An e-mail address stands here: leave it out." in page
    assert reverse("grant-public-details", args=[award.pk]) in page
    assert "Publish this version" not in page
    assert not PublishedVersion.objects.exists()


def test_nothing_is_published_that_the_person_did_not_see_or_that_stands_already():
    award = granted()
    PublisherFactory(body=award.body)
    by, before = officer_of(award.body), seen(award)
    granted(award)
    with acting_in(by), pytest.raises(StaleVersion):
        publish(seen=before, by=by)
    published(award)
    with acting_in(by), pytest.raises(ActionRefused, match="Nothing changed"):
        publish(seen=seen(award), by=by)


def test_grants_that_are_gone_are_published_with_a_reason_alone():
    award = granted()
    PublisherFactory(body=award.body)
    other = granted(award)
    published(award)
    by = officer_of(award.body)
    with acting_in(by):
        keep_details(other, by=by, **NOTHING | {"recipient": "person"})
        with pytest.raises(ActionRefused, match="readers will miss them"):
            publish(seen=seen(award), by=by)
    version = published(award, gone_because="It went to a person.")
    assert version.gone == [f"360G-sampleshire-{other.reference}"]
    assert version.left_out == 1


def test_a_prefix_stays_once_grants_were_published():
    award = granted()
    held = PublisherFactory(body=award.body)
    published(award)
    by = officer_of(award.body)
    told = {"name": held.name, "identifier": held.identifier, "website": held.website, "version": held.version}
    with acting_in(by):
        with pytest.raises(ActionRefused, match="it stays"):
            keep_publisher(id_prefix="360G-other", by=by, **told)
        with pytest.raises(ActionRefused, match="is no list"):
            keep_publisher(id_prefix=held.prefix, by=by, **told | {"identifier": "GB-XXX-1"})
        with pytest.raises(StaleVersion):
            keep_publisher(id_prefix=held.prefix, by=by, **told | {"version": 7})


def test_a_withdrawn_version_is_handed_out_no_more_and_says_why():
    award = granted()
    PublisherFactory(body=award.body)
    version = published(award)
    by = officer_of(award.body)
    with acting_in(by):
        with pytest.raises(ActionRefused, match="Say why"):
            withdraw(version, seen=version.version, reason="", by=by)
        withdraw(version, seen=version.version, reason="It named a person.", by=by)
    anybody = signed_in(speaker_of(award.applicant).person)
    page = anybody.get(reverse("grants-published-of", args=[award.body_id])).content.decode()
    assert "It named a person." in page
    assert award.application.title not in page
    assert anybody.get(reverse("grants-published-version", args=[version.pk, "json"])).status_code == 404
    assert anybody.get(reverse("grants-published-file", args=[award.body_id, "csv"])).status_code == 404
    assert PublishedFile.objects.filter(published=version).count() == 3
    again = published(award)
    assert again.number == 2, "the same can be published once what was wrong is withdrawn"


def test_an_officer_publishes_and_everybody_reads_and_takes_away(anyone: Browser):
    award = granted()
    by = officer_of(award.body)
    officer = signed_in(by.person)
    assert "Say as whom you publish" in officer.get(reverse("grant-publish")).content.decode()
    told = {
        "name": "Walsall Metropolitan Borough Council",
        "identifier": "GB-LAE-WLL",
        "id_prefix": "360G-walsall",
        "website": "https://walsall.example",
        "version": "0",
    }
    assert officer.post(reverse("grant-publisher"), told).status_code == 302
    page = officer.get(reverse("grant-publish")).content.decode()
    assert "You can publish version 1 now." in page
    pressed = officer.post(reverse("grant-publish-press"), {"seen": seen(award)}, follow=True)
    assert "Version 1 is published." in pressed.content.decode()
    listed = anyone.get(reverse("grants-published")).content.decode()
    assert "1 grant, £2,000 in all" in listed
    page = anyone.get(reverse("grants-published-of", args=[award.body_id])).content.decode()
    assert award.name in page
    assert "Open Government Licence" in page
    assert "Walsall: 1 grant" in page
    assert by.person.email not in page
    answer = anyone.get(reverse("grants-published-file", args=[award.body_id, "json"]))
    assert schema_faults(json.loads(answer.content)) == []
    assert "attachment" in answer.headers["Content-Disposition"]
    assert PublishedGrant.objects.get().councils == ["E08000028", "E08000030"]


def test_what_is_published_of_a_grant_is_said_on_a_page_of_its_own_and_nobody_overwrites_it_unseen():
    award = granted()
    PublisherFactory(body=award.body)
    officer, at = signed_in(officer_of(award.body).person), reverse("grant-public-details", args=[award.pk])
    assert award.call.purpose in officer.get(at).content.decode()
    told = {"title": "", "description": "Visits in the first month.", "recipient": "", "regrant": "", "version": "0"}
    assert officer.post(at, told).status_code == 302
    assert "Visits in the first month." in officer.get(at).content.decode()
    stale = officer.post(at, told | {"description": "Other words."})
    assert stale.status_code == 409
    assert 'name="version" value="1"' in stale.content.decode()
    assert "Visits in the first month." in officer.get(reverse("grant-publish")).content.decode()
    assert (
        officer.post(
            reverse("grant-publisher"), {"version": "0", "name": "", "identifier": "", "id_prefix": "", "website": ""}
        ).status_code
        == 400
    )


def test_what_everybody_sees_where_nothing_is_published(anyone: Browser):
    assert "Nobody has published grants here yet" in anyone.get(reverse("grants-published")).content.decode()
    assert anyone.get(reverse("grants-published-of", args=[1])).status_code == 404
