"""The check for conflicts: who stands against whom, open and past, and that it is entered in the trail."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Role
from irhub.accounts.row_security import acting
from irhub.indicators.models import Owned
from irhub.registers.models import ControllerSpan, LocationSpan, Span
from irhub.support.models import Case, Client, Party
from irhub.support.parties import check, conflicts_of, firm_key, key_of
from tests.factories import NAME, PROVIDER, OrganisationFactory, signed_in
from tests.programmes.factories import HubFactory
from tests.support.factories import PAT, CaseFactory, adviser_of
from tests.support.test_wall import everybody, state_of

pytestmark = pytest.mark.django_db
COUNCIL = {"client_type": Client.COUNCIL, "client_key": "E08000030", "client_name": "Sampleham Council"}
ABOUT_QUILLMOOR = {"about_key": key_of("provider", PROVIDER), "about_name": NAME}


def stands(model: type[Span], **told: object) -> Span:
    """A row of a register that stands since New Year."""
    text = {field.name: "" for field in model._meta.fields if field.get_internal_type() == "TextField"}
    return model.objects.create(**text | told, since=date(2026, 1, 1), line=2)


def names(case: Case) -> list[str]:
    return [found.name for found in conflicts_of(case)]


def test_a_council_that_asks_about_a_provider_meets_the_provider_that_asked_open_or_past():
    provider = CaseFactory()
    council = CaseFactory(**COUNCIL, **ABOUT_QUILLMOOR)
    assert names(council) == [NAME]
    provider.delete()
    assert names(council) == [NAME], "the register of parties outlives the case"


def test_a_provider_that_somebody_asked_about_is_met_when_it_asks_itself():
    CaseFactory(**COUNCIL, **ABOUT_QUILLMOOR)
    (found,) = conflicts_of(CaseFactory())
    assert "Another client asked about it" in found.why


def test_a_provider_that_asks_about_its_council_meets_the_council():
    CaseFactory(**COUNCIL)
    case = CaseFactory(about_key=key_of("council", "E08000030"), about_name="Sampleham Council")
    assert names(case) == ["Sampleham Council"]


def test_providers_with_one_owner_are_told_of_as_related():
    for organisation, key, name in (("org1", PROVIDER, NAME), ("org2", "1-200", "Amberridge Care Ltd")):
        made = OrganisationFactory(id=organisation, entity_key=key)
        Owned.objects.create(
            organisation=made, owner_key="01234567", owner_name="Mockford Holdings Ltd", name=name, locations=1, beds=0,
            licensed=True, evidence=[],
        )  # fmt: skip
    CaseFactory(client_key="1-200", client_name="Amberridge Care Ltd")
    (found,) = conflicts_of(CaseFactory())
    assert (found.name, "same owner" in found.why) == ("Amberridge Care Ltd", True)
    council = CaseFactory(**COUNCIL, **ABOUT_QUILLMOOR)
    assert {"Amberridge Care Ltd", NAME} <= set(names(council)), "one of the other side's group asked too"


def test_a_person_in_common_is_told_to_advisers_alone_and_never_by_name():
    """The register of persons with significant control is not for advisers: the database answers that there is one, and not who."""
    for number, (provider, company) in enumerate(
        ((PROVIDER, "01234567"), ("1-200", "07654321"), ("1-300", "09999999"))
    ):
        stands(
            LocationSpan, provider_id=provider, company_number=company, location_id=f"1-9{number}", provider_name="x"
        )
        stands(
            ControllerSpan, company_number=company, psc_id=str(number), name="Mrs Ottoline Quagmire", person_key="ottolinequagmire",
            birth_year=1970, birth_month=4, kind="individual-person-with-significant-control",
        )  # fmt: skip
    other = CaseFactory(client_key="1-200", client_name="Amberridge Care Ltd")
    case, council = CaseFactory(), CaseFactory(**COUNCIL, **ABOUT_QUILLMOOR)
    ada = adviser_of(case.body)
    with acting(state_of(ada)), connection.cursor() as cursor:
        found = next(one for one in conflicts_of(case) if "person in common" in one.why)
        assert (found.name, "has a person in common with this client" in found.why) == ("Amberridge Care Ltd", True)
        cursor.execute("SELECT * FROM support_people_in_common(%s)", [PROVIDER])
        assert cursor.fetchall() == [("1-200",)], "of parties of the own body alone: 1-300 never asked"
        assert any("person in common with the other side" in one.why for one in conflicts_of(council))
    page = signed_in(ada.person).get(reverse("support-case", args=[case.reference])).content.decode()
    assert "has a person in common" in page
    assert "quagmire" not in page.lower()
    for who in everybody(case.body):
        advises = who.body_id == other.body_id and who.role in (Role.ADVISER, Role.HELPLINE_LEAD)
        with acting(state_of(who)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM support_people_in_common(%s)", [PROVIDER])
            assert cursor.fetchone() == (int(advises),), (who.role, who.body.kind)


def test_a_firm_that_speaks_for_two_clients_is_met_however_it_is_written():
    spoken = PAT | {"relation": "acts", "authority": "said"}
    CaseFactory(client_key="1-300", client_name="Tallowby Care Ltd", contact=spoken | {"firm": "Mockford Advice Ltd."})
    case = CaseFactory(contact=spoken | {"firm": "MOCKFORD ADVICE LIMITED"})
    assert [found.why for found in conflicts_of(case)] == ["It speaks for another client too."]
    assert firm_key("Mockford Advice Ltd.") == "firm:mockford advice"


def test_the_same_client_and_a_client_of_another_hub_are_no_conflict():
    CaseFactory()
    assert conflicts_of(CaseFactory()) == []
    away = CaseFactory(body=HubFactory(name="Mockshire Advice"), **COUNCIL, **ABOUT_QUILLMOOR)
    assert conflicts_of(away) == []
    assert Party.objects.filter(key=key_of("provider", PROVIDER), side="client").count() == 1
    assert Party.objects.get(body=away.body, side="about").last_on == date.today()


def test_that_somebody_looked_is_in_the_trail_and_names_nobody():
    case = CaseFactory()
    check(case, by=adviser_of(case.body))
    event = AuditEvent.objects.get(what="checked for conflicts")
    assert (event.about, event.detail) == (f"case/{case.reference}", {"result": "none found"})
