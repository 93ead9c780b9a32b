"""What hangs on a licence is counted from the registers, and who is near is measured."""

from __future__ import annotations

import math
from datetime import date

import pytest

from irhub.continuity.exposure import exposure
from irhub.continuity.near import NEAREST, near
from irhub.organisations.models import Member
from irhub.registers.models import LocationSpan, SponsorSpan
from tests.held import held as held

pytestmark = pytest.mark.django_db


def organisation_with_licence() -> str:
    """The licensed organisation with most locations."""
    licensed = SponsorSpan.objects.filter(until=None).values("sponsor_key")
    sponsors = Member.objects.filter(register="home_office_sponsors", entity_key__in=licensed)
    providers = Member.objects.filter(
        register="cqc_locations", organisation_id__in=sponsors.values("organisation_id")
    ).order_by("entity_key")
    return max(
        (member.organisation_id for member in providers),
        key=lambda organisation: len(found.locations) if (found := exposure(organisation)) else 0,
    )


def miles_between(one: LocationSpan, other: LocationSpan) -> float:
    """By the spherical law of cosines: another formula than the product's."""
    a, b, c, d = map(math.radians, (one.latitude, one.longitude, other.latitude, other.longitude))
    cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
    return 3958.8 * math.acos(min(1.0, cosine))


def test_locations_beds_councils_and_services_are_those_of_the_newest_list(held):
    found = exposure(organisation_with_licence())
    assert found is not None
    assert found.licence.licensed
    providers = Member.objects.filter(organisation_id=found.organisation_id, register="cqc_locations")
    spans = LocationSpan.objects.filter(until=None, provider_id__in=providers.values("entity_key"))
    assert {place.location_id for place in found.locations} == {span.location_id for span in spans}
    assert found.beds == sum(span.beds or 0 for span in spans)
    assert sum(share.locations for share in found.councils) == len(found.locations)
    for share in found.councils:
        assert share.place is None or share.locations <= share.all_locations
        assert share.place is None or share.beds <= share.all_beds
    services = {service for span in spans for service in span.service_types.split(" | ") if service}
    assert {count.service for count in found.services} == services


def test_who_is_near_gives_the_same_kind_of_service_and_lies_within_the_distance(held):
    found = exposure(organisation_with_licence())
    assert found is not None
    told = near(found.organisation_id, found.locations, 20)
    own = {place.location_id for place in found.locations}
    spans = {span.location_id: span for span in LocationSpan.objects.filter(until=None)}
    licensed = set(
        Member.objects.filter(
            register="cqc_locations",
            organisation_id__in=Member.objects.filter(
                register="home_office_sponsors",
                entity_key__in=SponsorSpan.objects.filter(until=None).values("sponsor_key"),
            ).values("organisation_id"),
        ).values_list("entity_key", flat=True)
    )
    named = 0
    for place in found.locations:
        here = spans[place.location_id]
        around = [
            (miles_between(here, other), other)
            for other in spans.values()
            if other.location_id not in own
            and other.latitude is not None
            and not other.dormant
            and set(other.service_types.split(" | ")) & set(here.service_types.split(" | "))
        ]
        within = [(miles, other) for miles, other in around if miles <= 20]
        with_licence = sorted((miles, other.location_id) for miles, other in within if other.provider_id in licensed)
        assert told[place.location_id].licensed == len(with_licence)
        assert told[place.location_id].others == len(within) - len(with_licence)
        nearest = told[place.location_id].nearest
        assert [other.location_id for other in nearest] == [key for _, key in with_licence[:NEAREST]]
        for other, (miles, _) in zip(nearest, with_licence, strict=False):
            assert other.miles == pytest.approx(miles, abs=1e-3)
        named += len(nearest)
    assert named  # the fictional set has somebody near: else nothing was tried


def test_an_organisation_without_a_sponsor_or_that_nobody_knows(held):
    sponsors = Member.objects.filter(register="home_office_sponsors").values("organisation_id")
    without = Member.objects.filter(register="cqc_locations").exclude(organisation_id__in=sponsors).first()
    assert without is not None
    found = exposure(without.organisation_id)
    assert found is not None
    assert (found.licence.linked, found.licence.licensed, found.licence.left_by) == (False, False, None)
    assert exposure("nobody") is None


def test_a_licence_that_went_is_told_with_the_edition_that_no_longer_shows_it(held):
    standing = SponsorSpan.objects.filter(until=None).values("sponsor_key")
    gone = Member.objects.filter(register="home_office_sponsors").exclude(entity_key__in=standing)
    others = Member.objects.filter(register="home_office_sponsors", entity_key__in=standing).values("organisation_id")
    organisation = gone.exclude(organisation_id__in=others).first()
    assert organisation is not None
    found = exposure(organisation.organisation_id)
    assert found is not None
    last = max(
        span.until or date.max
        for span in SponsorSpan.objects.filter(
            sponsor_key__in=Member.objects.filter(
                organisation_id=organisation.organisation_id, register="home_office_sponsors"
            ).values("entity_key")
        )
    )
    assert (found.licence.licensed, found.licence.left_by) == (False, last)
