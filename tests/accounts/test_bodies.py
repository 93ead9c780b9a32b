"""System administrators look after bodies; roles end on a planned day; providers prove that they are the provider."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts import actions, provider_requests
from irhub.accounts.models import AuditEvent, Body, Invitation, Membership, ProviderRequest
from irhub.accounts.roles import Kind, Role
from irhub.organisations.models import Organisation, ProviderInCouncil
from irhub.places import council_of
from irhub.web.errors import ActionRefused
from tests.factories import PASSWORD, BodyFactory, MembershipFactory, PersonFactory, signed_in
from tests.post import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Client:
    who = PersonFactory(email="chief@example.org", is_system_administrator=True)
    return signed_in(who)


def test_a_body_is_added_renamed_and_closed_with_its_roles_and_invitations(chief):
    wrong = chief.post(reverse("bodies"), {"kind": "council", "name": ""})
    assert "Enter the name of the body" in wrong.content.decode()
    nowhere = chief.post(reverse("bodies"), {"kind": "council", "name": "Sampleham Council", "place": "E06999999"})
    assert "There is no council “E06999999”" in nowhere.content.decode()
    assert 'id="place-error"' in nowhere.content.decode()
    chief.post(reverse("bodies"), {"kind": "council", "name": "Sampleham Council", "place": "E06000001"})
    made = Body.objects.get()
    again = chief.post(reverse("bodies"), {"kind": "council", "name": "sampleham council"})
    assert "There is already a council" in again.content.decode()
    chief.post(reverse("body-rename", args=[made.pk]), {"name": "Sampleham Borough Council"})
    link = chief.post(
        reverse("body-invite", args=[made.pk]), {"email": "boss@example.org", "role": "administrator"}
    ).content.decode()
    assert "/invitations/" in link
    assert delivered()[0].to == ["boss@example.org"]
    PersonFactory(email="worker@example.org", roles=[(made, Role.VIEWER)])
    page = chief.get(reverse("bodies")).content.decode()
    assert "Sampleham Borough Council" in page
    assert chief.get(reverse("bodies"), {"q": "nothing like it"}).content.decode().count("No body has this") == 1
    chief.post(reverse("body-close", args=[made.pk]))
    assert not Membership.objects.current().exists()
    assert not actions.open_invitations(made).exists()
    made.refresh_from_db()
    with pytest.raises(ActionRefused, match="is closed"):
        actions.invite(made, Role.VIEWER, "late@example.org", by="test")
    renamed = AuditEvent.objects.get(what="renamed a body")
    assert renamed.detail == {"before": "Sampleham Council", "after": "Sampleham Borough Council"}
    assert AuditEvent.objects.get(what="closed a body").detail == {"roles_ended": 1, "invitations_withdrawn": 1}
    assert chief.get(reverse("body", args=[made.pk])).status_code == 200
    assert chief.get(reverse("body", args=[999])).status_code == 404


def test_a_role_ends_on_the_day_that_was_planned():
    boss = PersonFactory(email="boss@example.org", roles=[(BodyFactory(), Role.ADMINISTRATOR)])
    held = MembershipFactory(person__email="worker@example.org", body=BodyFactory(), role=Role.VIEWER)
    day = localdate() + timedelta(days=30)
    signed_in(boss).post(reverse("people-end", args=[held.pk]), {"day": str(day)})
    assert held in Membership.objects.current(day - timedelta(days=1))
    assert held not in Membership.objects.current(day)
    assert f'data-label="Until">{day.day} {day:%B %Y}<' in signed_in(boss).get(reverse("people")).content.decode()
    for wrong, told in (
        ("2020-01-01", "Give today or a day to come"),
        ("soon", "The date must include a month and a year"),
    ):
        answer = signed_in(boss).post(reverse("people-end", args=[held.pk]), {"day": wrong}, follow=True)
        assert told in answer.content.decode()
    last = signed_in(boss).post(reverse("people-end", args=[boss.memberships.get().pk]), {"day": str(day)}, follow=True)
    assert "would have no administrator" in last.content.decode()


@pytest.fixture
def provider() -> str:
    """The number of a provider with most of its locations in Dudley, and one in Walsall."""
    organisation = Organisation.objects.create(id="abc", minted_on=localdate())
    for slug, locations in (("walsall", 1), ("dudley", 3)):
        place = council_of(slug)
        assert place
        ProviderInCouncil.objects.create(
            council_code=place.code, organisation=organisation, provider_id="1-123456789", name="Quillmoor Care Ltd",
            locations=locations, dormant=0, beds=9, adult_social_care=True, home_care=0, service_types="", lowest_rating="", licence="none",
        )  # fmt: skip
    return "1-123456789"


ASKS = {"name": "Pat Quill", "email": "Pat@quillmoor.example", "words": "registered manager"}


def ask(number: str, **changed: str):
    return Client(headers={"host": "localhost"}).post(reverse("join"), ASKS | {"provider_id": number} | changed)


def council(slug: str) -> Body:
    place = council_of(slug)
    assert place
    return BodyFactory(name=place.name, place_code=place.code)


def test_a_provider_asks_its_council_approves_and_its_contact_joins(provider):
    dudley, walsall = council("dudley"), council("walsall")
    assert "Dudley checks that you speak for Quillmoor Care Ltd" in " ".join(ask(provider).content.decode().split())
    assert "asked with this address already" in ask(provider).content.decode()
    there, elsewhere = (
        signed_in(PersonFactory(email=f"{place.pk}@example.org", roles=[(place, Role.ADMINISTRATOR)]))
        for place in (dudley, walsall)
    )
    waits = ProviderRequest.objects.get()
    assert "Pat Quill" in there.get(reverse("provider-requests")).content.decode()
    assert "Nobody is waiting" in elsewhere.get(reverse("provider-requests")).content.decode()
    assert elsewhere.post(reverse("provider-approve", args=[waits.pk])).status_code == 404
    answer = there.post(reverse("provider-approve", args=[waits.pk]), follow=True)
    assert "may act for Quillmoor Care Ltd" in answer.content.decode()
    assert (
        "decided this already"
        in there.post(
            reverse("provider-refuse", args=[waits.pk]), {"reason": "changed my mind"}, follow=True
        ).content.decode()
    )
    (told,) = delivered()
    assert told.to == ["pat@quillmoor.example"]
    link = re.search(r"http://127.0.0.1:8000(/invitations/\S+)", str(told.body))
    assert link
    pat = Client(headers={"host": "localhost"})
    pat.post(link[1], {"name": "Pat Quill", "password": PASSWORD})
    membership = Membership.objects.get(person__email="pat@quillmoor.example")
    assert (membership.role, membership.body.kind, membership.body.place_code) == (
        Role.ADMINISTRATOR,
        Kind.PROVIDER,
        provider,
    )


def test_a_refused_contact_is_told_why_and_gets_nothing(provider):
    there = signed_in(PersonFactory(email="boss@example.org", roles=[(council("dudley"), Role.ADMINISTRATOR)]))
    ask(provider)
    waits = ProviderRequest.objects.get()
    assert "Enter a reason" in there.post(reverse("provider-refuse", args=[waits.pk]), follow=True).content.decode()
    there.post(reverse("provider-refuse", args=[waits.pk]), {"reason": "The provider does not know you."})
    assert "does not know you" in str(delivered()[0].body)
    assert not Invitation.objects.exists()
    assert not Body.objects.filter(kind=Kind.PROVIDER).exists()
    assert "already" not in ask(provider).content.decode()  # and may ask again


def test_without_a_council_here_the_partnership_decides_and_without_it_the_operator(provider, chief):
    assert "The operator of the hub" in ask(provider).content.decode()
    assert "Pat Quill" in chief.get(reverse("provider-requests")).content.decode()
    BodyFactory(kind=Kind.PARTNERSHIP, name="West Midlands", place_code="west-midlands")
    assert "West Midlands checks" in " ".join(ask(provider, email="other@quillmoor.example").content.decode().split())


def test_a_wrong_number_is_told_of_and_asking_often_is_stopped(provider):
    assert "looks like 1-101641521" in ask("12345").content.decode()
    assert "No provider with this number" in ask("1-999999").content.decode()
    said = [ask(provider, email=f"{number}@example.org").content.decode() for number in range(7)]
    assert ["Too many requests" in text for text in said] == [False] * 5 + [True] * 2
    assert ProviderRequest.objects.count() == 5


def test_a_provider_s_people_see_none_of_the_casework_side(provider):
    place = BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd", place_code=provider)
    client = signed_in(PersonFactory(email="pat@quillmoor.example", roles=[(place, Role.ADMINISTRATOR)]))
    assert client.get(reverse("provider-requests")).status_code == 403
    assert not provider_requests.waiting()
    assert client.get(reverse("audit")).status_code == 403
