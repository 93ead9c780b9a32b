"""Whoever signs in lands where their work begins, and its name is first in the menu."""

from __future__ import annotations

import pytest

from irhub.accounts.roles import Kind, Role
from irhub.organisations.models import ProviderInCouncil
from tests.factories import NAME, ORGANISATION, PROVIDER, BodyFactory, PersonFactory, SignalFactory, signed_in

pytestmark = pytest.mark.django_db


def lands(kind: Kind, role: Role, name: str, place: str = "") -> tuple[str, str]:
    """Where somebody lands, and the page there."""
    body = BodyFactory(kind=kind, name=name, place_code=place)
    client = signed_in(PersonFactory(email=f"{role.value.replace(' ', '.')}@example.org", roles=[(body, role)]))
    address = client.get("/own/").headers["Location"]
    return address, client.get(address).content.decode()


@pytest.mark.parametrize(
    ("kind", "role", "name", "place", "address"),
    [
        (Kind.COUNCIL, Role.ANALYST, "Walsall", "E08000030", "/councils/walsall/"),
        (Kind.PARTNERSHIP, Role.LEAD, "West Midlands", "west-midlands", "/partnerships/west-midlands/"),
        (Kind.DEPARTMENT, Role.ANALYST, "England", "", "/country/england/"),
    ],
)
def test_those_who_watch_over_a_place_land_on_it(kind, role, name, place, address):
    landed, page = lands(kind, role, name, place)
    assert landed == address
    menu = page.split('aria-label="Menu"')[1]
    assert menu.index(f">{name}</a>") < menu.index(">Changes</a>")


def test_those_who_advise_land_on_their_day():
    assert lands(Kind.DELIVERY_PARTNER, Role.ADVISER, "Example Helpline")[0] == "/today/"
    assert lands(Kind.PROVIDER, Role.ADMINISTRATOR, "A provider that no register names", "1-1")[0] == "/today/"


def test_a_provider_lands_on_its_own_record():
    SignalFactory()
    ProviderInCouncil.objects.create(
        council_code="E08000030", adult_social_care=True, organisation_id=ORGANISATION, provider_id=PROVIDER, name=NAME, locations=1,
        dormant=0, beds=0, home_care=0, service_types="", lowest_rating="", licence="none",
    )  # fmt: skip
    landed, page = lands(Kind.PROVIDER, Role.ADMINISTRATOR, NAME, PROVIDER)
    assert landed == f"/organisations/{ORGANISATION}/"
    assert f'href="/own/">{NAME}</a>' in " ".join(page.split()).replace("\n", "")


def test_what_a_role_is_for_stands_in_the_menu():
    _, page = lands(Kind.COUNCIL, Role.ADMINISTRATOR, "Walsall", "E08000030")
    for address in ("/people/", "/challenges/", "/my-providers/"):
        assert f'href="{address}"' in page.split("<main")[0], address
