"""People named in registers: shown to those who need them, once they have said why, and each look is kept."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind, Role
from irhub.indicators.models import Signal
from irhub.organisations.controllers import nature_in_words
from irhub.organisations.models import Member
from irhub.organisations.search import by_person
from irhub.registers.corrections import correct
from irhub.registers.models import ControllerSpan, LocationSpan
from tests.factories import BodyFactory, PersonFactory, signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def analyst() -> Client:
    """An analyst of a council, who has said why."""
    return said_why(signed_in(PersonFactory(email="analyst@example.org", roles=[(BodyFactory(), Role.ANALYST)])))


def said_why(client: Client) -> Client:
    told = {"kind": "For something else", "words": "a licence that left", "next": "/search/"}
    assert client.post(reverse("purpose"), told).status_code == 302
    return client


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.headers.get("Location"))
    return response.content.decode()


def of_the_example() -> str:
    """The organisation that stands for an example put in on purpose: one person controls it and one that lost its licence."""
    return Signal.objects.get(code="shared-controller").organisation_id


def controller_of_the_example() -> ControllerSpan:
    """The entry of who controls that organisation's company."""
    provider = Member.objects.get(organisation_id=of_the_example(), register="cqc_locations").entity_key
    number = LocationSpan.objects.filter(provider_id=provider).values_list("company_number", flat=True)
    return ControllerSpan.objects.get(company_number__in=set(number), person_key="robinsample", until=None)


def test_an_organisations_people_are_shown_with_their_control_and_source_to_whoever_said_why(held):
    address = reverse("organisation-people", args=[of_the_example()])
    client = signed_in(PersonFactory(email="analyst@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    assert client.get(address).headers["Location"].startswith(reverse("purpose"))
    told = page(said_why(client), address)
    span = controller_of_the_example()
    assert span.name in told
    assert "Born November 1968" in told
    assert "Ownership of shares, " in told
    assert reverse("row", args=["companies_house_psc", span.since.isoformat(), span.line]) in told
    assert "Who answers for its locations" in told
    assert AuditEvent.objects.filter(what="looked at people", about=f"organisation/{of_the_example()}").exists()


def test_a_correction_of_an_entry_stands_beside_it_for_those_who_see_the_entry_alone(held):
    span = controller_of_the_example()
    made = correct("companies_house_psc", span.psc_id, "birth_year", "1969", reason="as their passport says", by="pat")
    try:
        assert "as their passport says" in page(analyst(), reverse("organisation-people", args=[of_the_example()]))
        assert "passport" not in page(Client(), reverse("organisation", args=[of_the_example()]))
    finally:
        made.delete()


def test_viewers_providers_and_visitors_see_no_such_name_anywhere(held):
    who = of_the_example()
    span = controller_of_the_example()
    row = [span.since.isoformat(), span.line]
    viewer = signed_in(PersonFactory(email="viewer@example.org", roles=[(BodyFactory(), Role.VIEWER)]))
    firm = signed_in(
        PersonFactory(
            email="firm@example.org",
            roles=[(BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd"), Role.ADMINISTRATOR)],
        )
    )
    for client in (viewer, firm, Client()):
        for closed in (
            reverse("organisation-people", args=[who]),
            reverse("row-people", args=["companies_house_psc", *row]),
        ):
            assert client.get(closed).status_code in (302, 403)
        for open_to_all in (
            reverse("organisation", args=[who]),
            reverse("row", args=["companies_house_psc", *row]),
            "/indicators/shared-controller/",
            "/indicators/successor-people/",
        ):
            told = page(client, open_to_all)
            assert "Robin Sample" not in told
            assert "Morgan Specimen" not in told


def test_a_row_tells_of_people_only_on_its_page_for_that(held):
    span = controller_of_the_example()
    row = ["companies_house_psc", span.since.isoformat(), span.line]
    client = analyst()
    plain = page(client, reverse("row", args=row))
    assert span.name not in plain
    assert reverse("row-people", args=row) in plain
    whole = page(client, reverse("row-people", args=row))
    assert span.name in whole
    assert "1968" in whole
    assert AuditEvent.objects.filter(what="looked at people's data", about__contains="row-people").exists()
    location = LocationSpan.objects.exclude(nominated_individual="").order_by("pk").first()
    row = ["cqc_locations", location.since.isoformat(), location.line]
    assert location.nominated_individual in page(client, reverse("row-people", args=row))


def test_a_person_is_found_by_words_in_any_order_whichever_register_names_them(held):
    kinds = {found.kind for found in by_person("sample robin")}
    assert kinds == {"nominated individual", "person with significant control"} & kinds
    found = {row.organisation_id for row in by_person("robin sample")}
    assert of_the_example() in found
    assert found == {row.organisation_id for row in by_person("Sample, Robin")}
    assert by_person("%%%") == by_person("  ") == []
    assert "Specimen" in page(analyst(), "/search/people/?q=morgan+specimen")


@pytest.mark.parametrize(
    ("nature", "words"),
    [
        ("ownership-of-shares-50-to-75-percent", "ownership of shares, 50% to 75%"),
        ("voting-rights-more-than-25-percent-registered-overseas-entity",
         "voting rights, more than 25% registered overseas entity"),
        ("right-to-appoint-and-remove-directors", "right to appoint and remove directors"),
    ],
)  # fmt: skip
def test_natures_of_control_are_said_in_words(nature, words):
    assert nature_in_words(nature) == words
