"""Whom webinars never reached is a list for the helpline's lead; whoever pays sees counts, none of which tells of one provider."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.roles import Kind, Role
from irhub.organisations.models import ProviderInCouncil
from irhub.programmes import months
from irhub.programmes.models import Audience, Programme
from irhub.webinars import reach
from irhub.webinars.models import Attendance, Came
from tests.factories import BodyFactory, MembershipFactory, OrganisationFactory, signed_in
from tests.programmes.factories import SANDWELL, WALSALL, HubFactory, ProgrammeFactory
from tests.standing import stand
from tests.webinars.factories import BookingFactory, SessionFactory

pytestmark = pytest.mark.django_db


def provider(number: int, council: str, *, beds: int = 0, locations: int = 1, licence: str = "none") -> str:
    key = f"1-{number}"
    organisation = OrganisationFactory(id=f"org{number}", entity_key=key)
    ProviderInCouncil.objects.create(
        organisation=organisation, provider_id=key, name=f"Mockley Care {number} Ltd", council_code=council, adult_social_care=True,
        locations=locations, dormant=0, beds=beds, home_care=0 if beds else locations, service_types="", lowest_rating="", licence=licence,
    )  # fmt: skip
    return key


@pytest.fixture
def programme() -> Programme:
    """Twelve providers in Walsall, of whom six were reached, and three in Sandwell, of whom one was."""
    payer = BodyFactory(kind=Kind.PARTNERSHIP, name="Region of Sampleshire")
    made: Programme = ProgrammeFactory(body=HubFactory(), open=True, commissioned_by=payer)
    session = SessionFactory(programme=made, published=True)
    keys = [provider(n, WALSALL) for n in range(1, 13)] + [
        provider(n, SANDWELL, beds=30, locations=7) for n in range(13, 16)
    ]
    provider(99, "E08000035")
    for key in [*keys[:6], keys[12]]:
        booking = BookingFactory(
            session=session, email=f"{key}@example.org", audience=Audience.PROVIDER, provider_id=key, council_code=""
        )
        Attendance.objects.create(booking=booking, body=session.body, came=Came.CAME, minutes=60)
    return made


def member(body, role) -> object:
    return signed_in(
        MembershipFactory(body=body, role=role, person__email=f"{role}-{body.pk}@example.org".replace(" ", "-")).person
    )


def test_who_was_never_reached_is_listed_for_the_lead_and_filtered(programme):
    lead = member(programme.body, Role.HELPLINE_LEAD)
    page = lead.get(reverse("webinar-reach", args=[programme.slug])).content.decode()
    assert "Mockley Care 7 Ltd" in page
    assert "Mockley Care 1 Ltd" not in page
    assert "Mockley Care 99 Ltd" not in page
    assert [row.name for row in reach.never_reached(programme, council=SANDWELL, size="many", service="beds")] == [
        "Mockley Care 14 Ltd", "Mockley Care 15 Ltd",
    ]  # fmt: skip
    by_council = reach.tables(reach.providers(programme), hide=False)[0]
    assert by_council.rows == [("Sandwell", 3, 1, 2), ("Walsall", 12, 6, 6)]


def test_whoever_pays_sees_counts_from_which_none_under_five_can_be_worked_out(programme):
    by_council = reach.counts_for_whoever_pays(programme)[0]
    assert by_council.rows == [("Sandwell", 3, None, None), ("Walsall", 12, None, None)]
    lead = member(programme.commissioned_by, Role.LEAD)
    page = lead.get(reverse("webinar-counts", args=[programme.slug])).content.decode()
    assert "Mockley" not in page
    assert "12" in page
    assert reverse("webinar-counts", args=[programme.slug]) in lead.get(reverse("webinars")).content.decode()


def test_nobody_else_opens_either(programme):
    adviser, payer = member(programme.body, Role.ADVISER), member(programme.commissioned_by, Role.LEAD)
    stranger = member(BodyFactory(name="Mockley Council"), Role.LEAD)
    names, counts = (reverse(route, args=[programme.slug]) for route in ("webinar-reach", "webinar-counts"))
    assert [client.get(names).status_code for client in (adviser, payer, stranger)] == [403, 403, 403]
    assert [client.get(counts).status_code for client in (adviser, stranger)] == [403, 404]


def test_months_tell_sessions_people_and_providers_and_hide_few(programme):
    session = programme.webinars.get()

    stand(session, state="held")
    assert whole(programme) == {"sessions": 1, "people": 7, "clients": 7}
    Attendance.objects.filter(booking__provider_id__in=["1-1", "1-2", "1-3"]).update(came=Came.DID_NOT)
    assert whole(programme) == {"sessions": 1, "people": None, "clients": None}


def test_six_people_of_one_provider_are_one_client(programme):
    session = programme.webinars.get()
    Attendance.objects.all().delete()
    for number in range(6):
        booking = BookingFactory(
            session=session,
            email=f"{number}@example.org",
            audience=Audience.PROVIDER,
            provider_id="1-1",
            council_code="",
        )
        Attendance.objects.create(booking=booking, body=session.body, came=Came.CAME, minutes=60)
    stand(session, state="held")
    assert whole(programme) == {"sessions": 1, "people": None, "clients": None}


def whole(programme):
    """The figures of the one month with webinars, of the whole area."""
    rows = months.told(months.report_named("webinars"), programme, localdate() + timedelta(days=31))
    return {row.figure.key: row.value for row in rows if not row.part and (row.value is None or row.value)}
