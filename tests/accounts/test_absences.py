"""Whoever is away says who covers, and their work waits for both until they are back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.absences import (
    absences_of,
    can_cover,
    covered_by,
    say_away,
    stands_for,
    take_back,
    told_of,
    who_has,
)
from irhub.accounts.models import Absence, AuditEvent, Membership
from irhub.accounts.roles import Role
from irhub.attention.queries import my_tasks
from irhub.notify.models import Message
from irhub.web.errors import ActionRefused
from irhub.web.saying import say_day
from tests.factories import AbsenceFactory, BodyFactory, MembershipFactory, TaskFactory, signed_in

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def reviewer(name: str, role: Role = Role.REVIEWER) -> Membership:
    return MembershipFactory(person__email=f"{name}@example.org", body=BodyFactory(), role=role)


@pytest.fixture
def pat() -> Membership:
    return reviewer("pat")


@pytest.fixture
def sam() -> Membership:
    return reviewer("sam")


def away(of: Membership, cover: Membership, first: date | None = None, last: date | None = None) -> Absence:
    return say_away(first=first or localdate(), last=last or localdate() + WEEK, cover=cover.pk, by=of)


def test_work_goes_to_the_cover_from_the_first_day_to_the_last_and_comes_back_by_itself(pat, sam):
    away(pat, sam, localdate() + timedelta(days=1))
    for day, has in (
        (localdate(), pat), (localdate() + timedelta(days=1), sam), (localdate() + WEEK, sam), (localdate() + WEEK + timedelta(days=1), pat),
    ):  # fmt: skip
        assert who_has(pat.person, pat.body, day) == [has.person]
        assert stands_for(sam, day) == [sam.person, *([pat.person] if has == sam else [])]
        assert stands_for(pat, day) == [pat.person], "it waits for whoever is away too"


def test_what_waits_is_shown_to_both_and_says_whose_it_is(pat, sam):
    task = TaskFactory(body=pat.body, owner=pat.person)
    assert list(my_tasks(sam)) == []
    away(pat, sam)
    assert list(my_tasks(sam)) == list(my_tasks(pat)) == [task]
    page = signed_in(sam.person).get(reverse("my-work")).content.decode()
    assert f"You cover for Pat until {say_day(localdate() + WEEK)}." in page
    assert ", for Pat" in page
    page = signed_in(pat.person).get(reverse("my-work")).content.decode()
    assert f"You are away until {say_day(localdate() + WEEK)}. Sam covers for you." in page
    assert ", for Pat" not in page


def test_nobody_covers_in_a_role_or_a_body_that_is_not_theirs(pat, sam):
    analyst = reviewer("ann", Role.ANALYST)
    other = MembershipFactory(
        person__email="x@example.org", body=BodyFactory(name="Exampleton Council"), role=Role.REVIEWER
    )
    leaves = reviewer("leaves")
    Membership.objects.filter(pk=leaves.pk).update(until=localdate() + timedelta(days=3))
    gone = reviewer("gone")
    Membership.objects.filter(pk=gone.pk).update(until=localdate())
    assert can_cover(pat) == [leaves, sam]
    for wrong in (analyst, other, gone, pat):
        with pytest.raises(ActionRefused, match="Choose somebody who acts as reviewer"):
            away(pat, wrong)
    with pytest.raises(ActionRefused, match="no longer acts as reviewer from"):
        away(pat, leaves)
    assert not Absence.objects.exists()


def test_a_cover_whose_role_has_ended_or_who_may_no_longer_sign_in_has_nothing(pat, sam):
    away(pat, sam)
    Membership.objects.filter(pk=sam.pk).update(until=localdate())
    assert who_has(pat.person, pat.body) == [pat.person]
    assert "Nobody covers for you any longer" in told_of(pat)[0]
    Membership.objects.filter(pk=sam.pk).update(until=None)
    type(sam.person).objects.filter(pk=sam.person_id).update(is_active=False)
    assert who_has(pat.person, pat.body) == [pat.person]


def test_the_cover_of_a_cover_has_the_work_and_it_never_goes_round_in_a_circle(pat, sam):
    kim = reviewer("kim")
    away(pat, sam)
    with pytest.raises(ActionRefused, match="Pat is away in that time too"):
        away(sam, pat)
    away(sam, kim)
    assert who_has(pat.person, pat.body) == who_has(sam.person, sam.body) == [kim.person]
    assert stands_for(kim) == [kim.person, pat.person, sam.person]
    assert stands_for(sam) == [sam.person]
    AbsenceFactory(body=kim.body, membership=kim, cover=pat)
    assert [who_has(held.person, held.body) for held in (pat, sam, kim)] == [[pat.person], [sam.person], [kim.person]]


def test_days_that_cannot_be_are_told_at_their_field(pat, sam):
    for first, last, field in (
        (localdate(), localdate() - timedelta(days=1), "last"),
        (localdate() - WEEK, localdate() - timedelta(days=1), "last"),
    ):
        with pytest.raises(ActionRefused) as refused:
            away(pat, sam, first, last)
        assert refused.value.field == field
    away(pat, sam)
    with pytest.raises(ActionRefused, match="cancel that absence first") as refused:
        away(pat, sam, localdate() + WEEK, localdate() + 2 * WEEK)
    assert refused.value.field == "first"
    away(pat, sam, localdate() + WEEK + timedelta(days=1), localdate() + 2 * WEEK)
    with pytest.raises(IntegrityError), transaction.atomic():
        AbsenceFactory(body=pat.body, membership=pat, cover=sam)


def test_it_is_taken_back_by_whoever_is_away_or_an_administrator_and_leaves_its_trail(pat, sam):
    made = away(pat, sam)
    boss = reviewer("boss", Role.ADMINISTRATOR)
    with pytest.raises(ActionRefused, match="Only the person who is away"):
        take_back(made, by=sam)
    take_back(made, by=pat)
    assert who_has(pat.person, pat.body) == [pat.person]
    made = say_away(first=localdate(), last=localdate(), cover=sam.pk, by=boss, of=pat)
    take_back(made, by=boss)
    with pytest.raises(ActionRefused, match="says so"):
        say_away(first=localdate(), last=localdate(), cover=pat.pk, by=pat, of=sam)
    over = AbsenceFactory(body=pat.body, membership=pat, cover=sam, first=localdate() - 2 * WEEK)
    with pytest.raises(ActionRefused, match="is over"):
        take_back(over, by=pat)
    told = AuditEvent.objects.filter(about=f"person/{pat.person_id}").order_by("number")
    assert [(event.what, event.who) for event in told] == [
        ("said who covers an absence", "pat@example.org"), ("took an absence back", "pat@example.org"),
        ("said who covers an absence", "boss@example.org"), ("took an absence back", "boss@example.org"),
    ]  # fmt: skip
    assert told[0].detail == {"first": str(localdate()), "last": str(localdate() + WEEK), "cover": "sam@example.org"}


def test_the_page_takes_it_shows_it_and_takes_it_back_and_the_cover_is_written_to(pat, sam):
    client, last = signed_in(pat.person), localdate() + WEEK
    told = {
        f"{name}-{part}": str(getattr(day, part))
        for name, day in (("first", localdate()), ("last", last)) for part in ("day", "month", "year")
    }  # fmt: skip
    assert "Select who covers for you" in client.post(reverse("away"), told).content.decode()
    answer = client.post(reverse("away"), told | {"cover": str(sam.pk)}, follow=True)
    page = answer.content.decode()
    assert f"Sam covers for you from {say_day(localdate())} to {say_day(last)}." in page
    assert Message.objects.filter(kind="cover").count() == 1
    assert "Pat, until" in signed_in(sam.person).get(reverse("away")).content.decode()
    number = absences_of(pat).get().pk
    assert signed_in(sam.person).post(reverse("away-take-back", args=[number])).status_code == 404
    page = client.post(reverse("away-take-back", args=[number]), follow=True).content.decode()
    assert "Cancelled" in page
    again = client.post(reverse("away-take-back", args=[number]), follow=True).content.decode()
    assert "already been cancelled" in again
    assert not covered_by(sam)


def test_who_is_alone_in_a_role_is_told_whom_to_ask():
    alone = reviewer("alone")
    page = signed_in(alone.person).get(reverse("away")).content.decode()
    assert "Nobody else acts as reviewer of Sampleham Council" in page
    assert "<form" not in page.split("<main")[1]


def test_an_administrator_and_of_advisers_the_helpline_lead_say_on_a_page_that_somebody_is_away():
    hub = BodyFactory(kind="delivery partner", name="Sampleshire Employers")
    ada, ben, editor = (
        MembershipFactory(person__email=f"{name}@hub.example", body=hub, role=role)
        for name, role in (("ada", Role.ADVISER), ("ben", Role.ADVISER), ("kit", Role.GUIDANCE_EDITOR))
    )
    boss = MembershipFactory(person__email="boss@hub.example", body=hub, role=Role.ADMINISTRATOR)
    lead = MembershipFactory(person__email="leigh@hub.example", body=hub, role=Role.HELPLINE_LEAD)
    told = {
        f"{name}-{part}": str(getattr(localdate(), part))
        for name in ("first", "last")
        for part in ("day", "month", "year")
    }
    for sayer in (boss, lead):
        client, address = signed_in(sayer.person), reverse("colleague-away", args=[ada.pk])
        assert "Ada" in client.get(reverse("colleagues-away")).content.decode()
        assert "Select who covers for them" in client.post(address, told).content.decode()
        page = client.post(address, told | {"cover": str(ben.pk)}, follow=True).content.decode()
        assert f"Ben covers for Ada from {say_day(localdate())}" in page
        assert who_has(ada.person, hub) == [ben.person]
        back = reverse("colleague-back", args=[absences_of(ada).get().pk])
        assert "Their work comes to them" in client.post(back, follow=True).content.decode()
    assert signed_in(ben.person).get(reverse("colleagues-away")).status_code == 403
    with pytest.raises(ActionRefused, match="of advisers the helpline lead"):
        away_of(editor, lead)
    made = away_of(editor, boss)
    with pytest.raises(ActionRefused, match="Only the person who is away"):
        take_back(made, by=lead)


def away_of(of: Membership, by: Membership) -> Absence:
    """Somebody is away, and another of the same role covers, as somebody else says."""
    cover = MembershipFactory(person__email="cover@hub.example", body=of.body, role=of.role)
    return say_away(first=localdate(), last=localdate(), cover=cover.pk, by=by, of=of)
