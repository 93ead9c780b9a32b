"""What is said in public of a licence rests on a company number, one legal name or a reviewer's decision (ADR 25)."""

from __future__ import annotations

import re

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from irhub.accounts.roles import Kind, Role
from irhub.indicators.models import Signal
from irhub.linkage import linker
from irhub.organisations.decisions import decide, undo
from irhub.organisations.linking import answers_of, companies_frame, places_frame, sponsors_frame
from irhub.organisations.models import Link, Member
from irhub.organisations.votes import ACCEPTED, REVIEW, Answer, decided, undecided
from irhub.registers.deriving import catch_up
from irhub.registers.models import DirectorySpan, LocationSpan
from tests.factories import BodyFactory, MembershipFactory, PersonFactory, signed_in
from tests.held import held as held

pytestmark = pytest.mark.django_db
PAT = "pat@example.org"


def answer(band: str, rests_on: str = "", score: float = 0.97) -> Answer:
    return Answer("sponsor|leeds", "1-1", score, band, band, ["They share a name"], rests_on=rests_on)


@pytest.mark.parametrize(
    ("said", "band", "waits_for"),
    [
        (answer("accepted", "legal_name"), ACCEPTED, ""),
        (answer("accepted", "number"), ACCEPTED, ""),
        (answer("accepted", score=0.9999), REVIEW, "likely"),
        (answer("review"), REVIEW, "score"),
    ],
    ids=["one legal name", "one company number", "however likely", "not sure enough"],
)
def test_only_what_is_proven_is_accepted_before_a_person_decides(said, band, waits_for):
    assert (undecided(said).band, undecided(said).waits_for) == (band, waits_for)
    assert [(row.band, row.waits_for) for row in decided("sponsor|leeds", said, {}, 0.5)] == [(band, waits_for)]


def likely() -> Link:
    """A link that the linker alone would accept, and that nothing proves, of a sponsor that stands."""
    return Link.objects.filter(waits_for="likely").order_by("-score", "pk")[0]


def organisations(link: Link) -> set[str]:
    keys = (link.sponsor_key, link.provider_id)
    return set(Member.objects.filter(entity_key__in=keys).values_list("organisation_id", flat=True))


def test_every_accepted_link_says_what_it_rests_on(held):
    accepted = Link.objects.filter(band="accepted")
    assert accepted.exists()
    assert all(link.basis for link in accepted)
    told = answers_of(linker.link(sponsors_frame(), places_frame(), companies_frame()))
    proven = {(one.sponsor_key, one.provider_id) for one in told if one.rests_on}
    undecided_links = accepted.filter(decided_by="", follows=[]).values_list("sponsor_key", "provider_id")
    assert set(undecided_links) <= proven


def test_a_likely_link_joins_nobody_until_a_reviewer_says_so(held):
    link = likely()
    assert len(organisations(link)) == 2
    decide(link.sponsor_key, link.provider_id, "same", by=PAT)
    assert len(organisations(link)) == 1
    link = Link.objects.get(sponsor_key=link.sponsor_key, provider_id=link.provider_id)
    assert (link.band, link.basis) == ("accepted", "reviewer")


def text_of(client: Client, organisation_id: str) -> str:
    return client.get(reverse("organisation", args=[organisation_id])).content.decode()


def test_the_public_is_told_of_no_candidate_and_a_reviewer_is_with_how_sure_it_is(held):
    link = Link.objects.filter(
        waits_for="likely",
        provider_id__in=Member.objects.values("entity_key"),
    ).order_by("-score", "pk")
    department = BodyFactory(kind=Kind.DEPARTMENT, name="Example Department")
    reviewer = signed_in(PersonFactory(email=PAT, roles=[(department, Role.REVIEWER)]))
    waiting = Signal.objects.filter(code="link-waits")
    assert waiting.exists()
    assert set(waiting.values_list("audience", flat=True)) == {"signed-in"}
    likely_ones = waiting.filter(
        organisation__in=Member.objects.filter(entity_key__in=link.values("provider_id")).values("organisation")
    )
    of_one, sponsor = next(
        (signal, name)
        for signal in likely_ones
        for name in [signal.evidence[0]["says"].removesuffix(" is on the register")]
        if not signal.organisation.members.filter(name__contains=name).exists()  # whose own name is on the page
    )
    public, reviewed = (text_of(client, of_one.organisation_id) for client in (Client(), reviewer))
    assert sponsor not in public
    assert sponsor in reviewed
    assert re.search("(Likely|Possible), not reviewed", reviewed)


def test_who_decided_is_told_to_those_who_review_alone(held):
    department = BodyFactory(kind=Kind.DEPARTMENT, name="Example Department")
    membership = MembershipFactory(person__email=PAT, body=department, role=Role.REVIEWER)
    reviewer = signed_in(membership.person)
    link = likely()
    decide(link.sponsor_key, link.provider_id, "same", by=membership)
    catch_up()
    [organisation_id] = organisations(link)
    public, reviewed = (text_of(client, organisation_id) for client in (Client(), reviewer))
    assert "confirmed by a reviewer on" in public
    assert "Example Department" not in public
    assert PAT not in public
    assert f"({PAT})" in reviewed
    assert "100% sure" not in public + reviewed


def test_the_linker_knows_other_names_of_the_weekly_directory(held):
    location = LocationSpan.objects.filter(until=None).order_by("pk")[0]
    DirectorySpan.objects.filter(location_id=location.location_id).update(also_known_as="Quernmoor Grange")
    told = places_frame().filter(pl.col("location_id") == location.location_id)["also_known_as"]
    assert set(told) == {"Quernmoor Grange"}


def test_what_was_once_held_to_be_the_organisations_is_told_to_those_who_review_alone(held):
    link = likely()
    decide(link.sponsor_key, link.provider_id, "same", by=PAT)
    sponsor = Member.objects.get(entity_key=link.sponsor_key)
    undo(by=PAT)
    catch_up()
    left = Member.objects.get(entity_key=link.provider_id).organisation_id
    reviewer = signed_in(MembershipFactory(body__kind=Kind.DEPARTMENT, role=Role.REVIEWER).person)
    public, reviewed = (text_of(client, left) for client in (Client(), reviewer))
    assert "How this organisation was put together" not in public
    assert sponsor.name in reviewed.split("How this organisation was put together")[1]


def test_how_to_read_this_says_on_what_a_link_rests_and_promises_no_figure_of_how_sure_it_is():
    told = Client(headers={"host": "localhost"}).get("/about/").content.decode()
    assert "both bear one legal name" in told
    assert "how sure" not in told
