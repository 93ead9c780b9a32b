"""The page of an organisation: who it is, where else it can be looked up, and what its provider can do about it."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from irhub.accounts.roles import Kind, Role
from irhub.organisations.models import Member
from irhub.registers.deriving import bring_up_to_date
from irhub.registers.models import Edition, LocationSpan
from tests.factories import BodyFactory, PersonFactory, signed_in
from tests.organisations.registers import DAY, hold, place

pytestmark = pytest.mark.django_db
NUMBER = "01234567"


@pytest.fixture(autouse=True)
def _held(data_folder):
    for register in ("home_office_sponsors", "cqc_locations"):
        Edition.objects.create(
            register=register, date=DAY, date_origin="given", sha256=register[0] * 64, file_name="file", size_bytes=1,
            record_count=1, row_count=1, state="accepted", reason="", loaded_at=timezone.now(), cleaner=1, fictional=False,
        )  # fmt: skip
    hold(
        [("Rosewick Homes Ltd", "Testford"), ("ROSEWICK HOMES LIMITED", "Testford")],
        place(1, "Rosewick Homes Ltd", location="Rosewick View", company_number=NUMBER, street="7 Sample Row", postcode="ZZ1 1AA"),
    )  # fmt: skip
    bring_up_to_date()


def page(client: Client | None = None) -> str:
    own = Member.objects.get(register="cqc_locations", entity_key="1-1").organisation_id
    answer = (client or Client()).get(reverse("organisation", args=[own]))
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


def test_it_has_its_address_and_leads_to_the_publishers_own_pages_of_its_numbers():
    told = page()
    assert "7 Sample Row, Testford, ZZ1 1AA" in told
    assert 'href="https://www.cqc.org.uk/provider/1-1"' in told
    assert 'href="https://www.cqc.org.uk/location/1-91"' in told


def test_invented_numbers_lead_nowhere_for_they_may_be_somebody_elses():
    Edition.objects.update(fictional=True)
    told = page()
    assert "1-91" in told
    assert "cqc.org.uk/" not in told


def test_one_name_stands_once_among_the_entries_of_the_sponsor_register():
    rows = re.findall(r'<th scope="rowgroup"[^>]*>([^<]+)</th>', page())
    assert rows == ["Rosewick Homes Ltd (Testford)"] or rows == ["ROSEWICK HOMES LIMITED (Testford)"]


def test_whoever_works_for_the_provider_is_shown_the_way_to_answer():
    told = page()
    assert "Is this you?" in told
    (way,) = re.findall(r'href="(/providers/join/[^"]*)"', told)
    asked = Client().get(way).content.decode()
    assert 'value="1-1"' in asked  # the number need not be looked up
    own = BodyFactory(kind=Kind.PROVIDER, name="Rosewick Homes Ltd", place_code="1-1")
    theirs = page(signed_in(PersonFactory(roles=[(own, Role.ADMINISTRATOR)])))
    assert "This is your organisation" in theirs
    assert "Is this you?" not in theirs


def test_several_locations_are_a_map_on_the_land_around_whose_dots_lead_to_their_rows():
    assert "Where its locations are" not in page()
    hold([], place(1, "Rosewick Homes Ltd", town=1, location="Rosewick Rise", location_id="1-92"))
    told = page()
    assert "Where its locations are" in told
    assert "Contains OS data" in told
    assert 'href="#after-dots"' in told
    assert 'id="after-dots"' in told
    for one in ("1-91", "1-92"):
        assert f'href="#location-{one}"' in told
        assert f'id="location-{one}"' in told


def test_a_location_that_closed_leaves_nobody_to_claim_the_page():
    LocationSpan.objects.filter(provider_id="1-1").update(until=DAY.replace(day=20))
    assert "Is this you?" not in page()
