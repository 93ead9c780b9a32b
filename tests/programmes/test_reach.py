"""Whom a programme never reached is a list for the helpline's lead; whoever pays reads kept counts, none of which tells of one provider."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import Acting, acting
from irhub.legal_advice.models import Entitlement
from irhub.organisations.models import ProviderInCouncil
from irhub.programmes import reach
from irhub.programmes.models import Audience, FrozenMonth, Programme
from irhub.support.parties import key_of
from irhub.webinars.models import Attendance, Booking, Came
from tests.factories import BodyFactory, MembershipFactory, OrganisationFactory, signed_in
from tests.legal_advice.factories import EntitlementFactory
from tests.programmes.factories import SANDWELL, WALSALL, HubFactory, ProgrammeFactory
from tests.standing import stand
from tests.support.factories import CaseFactory
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
        stand(booking, state="booked")
        Attendance.objects.create(booking=booking, body=session.body, came=Came.CAME, minutes=60)
    return made


def member(body, role) -> object:
    return signed_in(
        MembershipFactory(body=body, role=role, person__email=f"{role}-{body.pk}@example.org".replace(" ", "-")).person
    )


def test_who_was_never_in_touch_is_listed_for_the_lead_and_filtered(programme):
    lead = member(programme.body, Role.HELPLINE_LEAD)
    page = lead.get(reverse("programme-reach", args=[programme.slug])).content.decode()
    assert "Mockley Care 7 Ltd" in page
    assert "Mockley Care 1 Ltd" not in page
    assert "Mockley Care 99 Ltd" not in page
    assert "8 of 15 care providers" in page
    assert all(way.means in page for way in reach.ways()), "what counts stands on the page"
    rows = reach.never_reached(reach.providers(programme), council=SANDWELL, size="many", service="beds")
    assert [row.name for row in rows] == ["Mockley Care 14 Ltd", "Mockley Care 15 Ltd"]
    assert reach.counted(reach.providers(programme))["Council"] == {"Sandwell": (1, 2), "Walsall": (6, 6)}


def test_any_contact_counts_and_none_that_others_had_about_a_provider(programme):
    """A question to the helpline and minutes with a lawyer count as a webinar does; an unconfirmed booking and a case of a council do not."""

    def never() -> set[str]:
        return {row.provider_id for row in reach.never_reached(reach.providers(programme))}

    before = never()
    assert {"1-7", "1-8", "1-9", "1-10"} <= before
    CaseFactory(body=programme.body, client_key="1-7")
    about = key_of("provider", "1-9")
    CaseFactory(
        body=programme.body, client_type="council", client_key=WALSALL, about_key=about, about_name="Mockley Care 9 Ltd"
    )
    minutes = EntitlementFactory(body=programme.body)
    Entitlement.objects.filter(pk=minutes.pk).update(client_kind=Audience.PROVIDER, client_key="1-8")
    BookingFactory(
        session=programme.webinars.get(), email="x@example.org", audience=Audience.PROVIDER, provider_id="1-10", council_code=""
    )  # fmt: skip
    assert before - never() == {"1-7", "1-8"}
    with acting(Acting(body=programme.body_id, side="advice", role="helpline lead")):
        assert before - never() == {"1-7", "1-8"}, "the database gives it to the lead"
    with acting(Acting(body=programme.commissioned_by_id, side="oversight", role="recruitment lead")):
        assert not any(list(way.providers(programme)) for way in reach.ways()), (
            "and to nobody who watches over providers"
        )


def test_whoever_pays_reads_kept_editions_from_which_none_under_five_can_be_worked_out(programme):
    lead = member(programme.commissioned_by, Role.LEAD)
    address = reverse("programme-reach-counts", args=[programme.slug])
    assert "No edition is kept yet" in lead.get(address).content.decode()
    assert reach.keep_editions(date(2026, 11, 3)) == 1
    assert reach.keep_editions(date(2026, 11, 20)) == 0
    rows = reach.told(reach.editions(programme))
    assert {(row.name, row.providers, row.reached) for row in rows if row.by == "Council"} == {
        ("Sandwell", 3, None), ("Walsall", 12, None),
    }  # fmt: skip
    page = lead.get(address).content.decode()
    assert "Edition of November 2026" in page
    assert "Mockley" not in page
    Attendance.objects.all().delete()
    for booking in Booking.objects.all():
        stand(booking, state="cancelled")
    assert lead.get(address).content.decode().count("under 5, or hidden") == page.count("under 5, or hidden")
    kept = FrozenMonth.objects.get(report="reach")
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        FrozenMonth.objects.filter(pk=kept.pk).update(counts=[])
    assert reverse("programme-reach-counts", args=[programme.slug]) in lead.get(reverse("figures")).content.decode()
    file = lead.get(address, {"format": "csv"}).content.decode()
    assert "Walsall,Council,12,," in file


NOV, DEC, JAN = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)


def by_council(
    *editions: tuple[date, dict[str, tuple[int, int]]],
) -> dict[str, tuple[int | None, int | None, date | None]]:
    rows = reach.as_told([(month, {"Council": pairs}) for month, pairs in editions])
    return {row.name: (row.reached, row.never, row.edition) for row in rows}


def test_two_editions_together_tell_of_no_move_under_five():
    first = {"Dudley": (20, 30), "Sandwell": (10, 10), "Walsall": (12, 28), "Wolverhampton": (9, 11)}
    one_more = first | {"Walsall": (13, 27)}
    assert by_council((NOV, first))["Walsall"] == (12, 28, NOV)
    later = by_council((NOV, first), (DEC, one_more))
    assert {edition for _, _, edition in later.values()} == {NOV}, "a single move could be worked out, so all stays"
    many = one_more | {"Walsall": (17, 23)}
    assert by_council((NOV, first), (DEC, one_more), (JAN, many))["Walsall"] == (17, 23, JAN), (
        "five since it was last told"
    )
    one_left = first | {"Walsall": (12, 27)}
    assert by_council((NOV, first), (DEC, one_left))["Walsall"] == (12, 28, NOV), (
        "whoever left the register is known to all"
    )
    moved = first | {"Dudley": (28, 22), "Sandwell": (12, 8), "Walsall": (15, 25)}
    told = by_council((NOV, first), (DEC, moved))
    assert told["Dudley"] == (28, 22, DEC)
    assert [told["Sandwell"], told["Walsall"]] == [(10, 10, NOV), (12, 28, NOV)], "two and three, of five together"


def test_nobody_else_opens_either(programme):
    adviser, payer = member(programme.body, Role.ADVISER), member(programme.commissioned_by, Role.LEAD)
    stranger = member(BodyFactory(name="Mockley Council"), Role.LEAD)
    names, counts = (reverse(route, args=[programme.slug]) for route in ("programme-reach", "programme-reach-counts"))
    assert [client.get(names).status_code for client in (adviser, payer, stranger)] == [403, 403, 403]
    assert [client.get(counts).status_code for client in (adviser, payer, stranger)] == [200, 200, 404]
