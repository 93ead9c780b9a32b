"""Where an applicant finds people and through whom, and who of the body has an interest in it: told once, and held against rulebook and registers."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import AuditEvent
from irhub.casework.checks import Result
from irhub.registers.companies_of_interest import companies_of_interest
from irhub.registers.models import ControllerSpan
from irhub.suppliers import assessing, comparing, interests, sourcing, watching
from irhub.suppliers.models import Application, DeclaredInterest, SubAgent, Task
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import signed_in
from tests.standing import stand
from tests.suppliers.factories import (
    NUMBER,
    ApplicationFactory,
    EntryFactory,
    assessor_of,
    officer_of,
    speaker_of,
)
from tests.suppliers.test_entries import company

pytestmark = pytest.mark.django_db
OTHER = "07654321"
AGENT = {
    "name": "Example Overseas",
    "owner": "Olu Example",
    "country": "KEN",
    "number": "",
    "checked_on": date(2026, 9, 1),
}


def told(application: Application) -> dict[str, comparing.Found]:
    return {each.key: each for each in comparing.found_for(application)}


def controls(number: str, *, person: str = "novanewman", owner: str = "") -> ControllerSpan:
    """Somebody, or a company, that controls a company."""
    return ControllerSpan.objects.create(
        psc_id=f"{number}-{person}-{owner}", person_key="" if owner else person, middle_initial="", company_number=number, kind="", address="",
        name="Ms Nova Newman", forename="Nova", middle_name="", surname="Newman", birth_year=None if owner else 1980, birth_month=None if owner else 2,
        natures="", notified_on=date(2020, 1, 1), owner_number=owner, since=date(2026, 10, 1), line=9,
    )  # fmt: skip


def test_countries_are_held_against_the_lists_of_the_rulebook_with_the_rule_and_its_day():
    made = ApplicationFactory()
    assert told(made)["countries"].result == Result.CLEAR
    by = speaker_of(made.supplier)
    with acting_in(by):
        sourcing.set_countries(made, ["KEN", "NGA"], by=by)
    made.refresh_from_db()
    found = told(made)["countries"]
    assert found.result == Result.LOOK
    assert (
        "Kenya (amber list, since 11 November 2021: only within the agreement with that country; rule CTY-KEN)"
        in found.says
    )
    assert "Nigeria (red list, since 23 March 2023: nobody may recruit actively there; rule CTY-NGA)" in found.says


def test_countries_that_are_saved_while_a_colleague_submits_change_nothing_and_are_told_to():
    shown = ApplicationFactory()
    by = speaker_of(shown.supplier)
    stand(Application.objects.get(pk=shown.pk), state="submitted", version=shown.version + 1)
    with acting_in(by), pytest.raises(StaleVersion, match="what it tells stands"):
        sourcing.set_countries(shown, ["KEN"], by=by)
    shown.refresh_from_db()
    assert shown.countries == []
    assert not AuditEvent.objects.filter(what__startswith="said in which listed countries").exists()


def test_a_sub_agent_is_named_once_until_the_application_is_submitted_and_asked_about_in_the_registers():
    made = ApplicationFactory()
    by = speaker_of(made.supplier)
    with acting_in(by):
        agent = sourcing.add_agent(made, by=by, **AGENT)
        with pytest.raises(ActionRefused, match="named this sub-agent"):
            sourcing.add_agent(made, by=by, **AGENT)
        sourcing.add_agent(
            made, by=by, **AGENT | {"name": "Home Sub Ltd", "country": "GBR", "number": "7654321", "checked_on": None}
        )
        assert SubAgent.objects.count() == 2
    span = company("Liquidation")
    span.company_number = OTHER
    span.save()
    found = told(made)["agents"]
    assert found.result == Result.LOOK
    assert "Example Overseas: in Kenya (amber list" in found.says
    assert "Home Sub Ltd: its company’s status is Liquidation, never checked, or no day was given" in found.says
    assert "0 of 2 are on NHS Employers’ list" in found.says
    assert (found.register, found.line) == ("companies_house", 7)
    stand(made, state="checks")
    with acting_in(by), pytest.raises(ActionRefused):
        sourcing.remove_agent(agent, by=by)


def test_sub_agents_and_countries_are_carried_forward_when_a_supplier_applies_again():
    made = ApplicationFactory()
    by = speaker_of(made.supplier)
    with acting_in(by):
        sourcing.add_agent(made, by=by, **AGENT)
        sourcing.set_countries(made, ["KEN"], by=by)
    stand(made, state="withdrawn")
    signed_in(by.person).post(reverse("supplier-renew", args=[made.pk]))
    again = Application.objects.exclude(pk=made.pk).get()
    assert again.countries == ["KEN"]
    assert [each.name for each in again.agents.all()] == ["Example Overseas"]


def test_companies_of_sub_agents_and_of_interests_are_kept_with_who_controls_them():
    made = ApplicationFactory()
    stand(made, state="submitted", submitted_at="2026-11-20T10:00Z")
    SubAgent.objects.create(
        body=made.body, application=made, name="Home Sub", owner="x", country="GBR", company_number=OTHER
    )
    wanted = companies_of_interest()
    assert {NUMBER, OTHER} <= set(wanted.numbers) & set(wanted.care_numbers)


def test_an_interest_is_held_against_who_controls_the_applicant_and_names_who_declared_it():
    made = ApplicationFactory()
    assessor, officer = assessor_of(made.body), officer_of(made.body)
    with acting_in(assessor):
        mine = interests.declare_interest(name="Oatlea Care Ltd", number=OTHER, what="I own a part of it.", by=assessor)
        with pytest.raises(ActionRefused, match="already"):
            interests.declare_interest(name="Oatlea", number="7654321", what="x", by=assessor)
    assert told(made)["interests"].result == Result.CLEAR
    assert comparing.interest_of(made, assessor.person_id) == ""
    controls(NUMBER)
    controls(OTHER)
    found = told(made)["interests"]
    assert found.result == Result.LOOK
    assert (
        f"{assessor.person.name} declared an interest in Oatlea Care Ltd, which somebody controls who controls the applicant"
        in found.says
    )
    assert (found.register, found.line) == ("companies_house_psc", 9)
    assert comparing.interest_of(made, assessor.person_id) == "Oatlea Care Ltd"
    assert comparing.interest_of(made, officer.person_id) == ""
    stand(made, state="checks", submitted_at=timezone.now(), readable_on=localdate())
    with acting_in(officer), pytest.raises(ActionRefused, match="declared an interest in Oatlea Care Ltd"):
        assessing.name_assessor(made, assessor.person_id, version=made.version, by=officer)
    with acting_in(officer), pytest.raises(ActionRefused):
        interests.end_interest(mine, by=officer)
    with acting_in(assessor):
        interests.end_interest(mine, by=assessor)
    assert told(made)["interests"].result == Result.CLEAR


@pytest.mark.parametrize(("one", "other"), [(NUMBER, OTHER), (OTHER, NUMBER)])
def test_a_company_that_owns_the_applicant_or_is_owned_by_it_is_found(one, other):
    made = ApplicationFactory()
    assessor = assessor_of(made.body)
    with acting_in(assessor):
        interests.declare_interest(name="Oatlea Care Ltd", number=OTHER, what="I work for it.", by=assessor)
    controls(one, owner=other)
    controls(other, person="somebodyelse")
    assert comparing.interest_of(made, assessor.person_id) == "Oatlea Care Ltd"


def test_an_interest_in_the_applicant_and_one_that_the_supplier_declares_are_told():
    made = ApplicationFactory(interests="Our director is a councillor.")
    assessor = assessor_of(made.body)
    with acting_in(assessor):
        interests.declare_interest(name="Quillmoor", number=NUMBER, what="My partner works there.", by=assessor)
    says = told(made)["interests"].says
    assert "which is the applicant or its sub-agent" in says
    assert "the supplier declares: Our director is a councillor." in says
    assert "My partner works there" not in says, (
        "what is private of an interest stays with who declared it and in its own table"
    )


def test_the_pages_declare_and_end_an_interest_and_name_and_remove_a_sub_agent():
    made = ApplicationFactory()
    assessor, speaker = assessor_of(made.body), speaker_of(made.supplier)
    site = signed_in(assessor.person)
    assert (
        site.post(reverse("supplier-interests"), {"name": "Oatlea", "number": "nonsense", "what": "x"}).status_code
        == 400
    )
    site.post(reverse("supplier-interests"), {"name": "Oatlea", "number": OTHER, "what": "I own it."})
    assert "Oatlea, 07654321" in site.get(reverse("supplier-interests")).content.decode()
    site.post(reverse("supplier-interest-end", args=[DeclaredInterest.objects.get().pk]))
    assert DeclaredInterest.objects.get().ended_on == localdate()
    agency = signed_in(speaker.person)
    agency.post(
        reverse("supplier-agent-add", args=[made.pk]),
        {"name": "Example Overseas", "owner": "Olu Example", "country": "KEN", "number": ""},
    )
    agency.post(reverse("supplier-countries", args=[made.pk]), {"countries": ["NGA"]})
    page = agency.get(reverse("supplier-countries", args=[made.pk])).content.decode()
    assert "Example Overseas, owned by Olu Example; Kenya" in page
    agency.post(reverse("supplier-agent-remove", args=[SubAgent.objects.get().pk]))
    assert not SubAgent.objects.exists()
    made.refresh_from_db()
    assert made.countries == ["NGA"]


def test_a_sub_agent_whose_company_changes_opens_a_task_about_the_supplier():
    entry = EntryFactory(listed=True)
    application = entry.application
    SubAgent.objects.create(
        body=application.body, application=application, name="Home Sub", owner="x", country="GBR", company_number=OTHER,
        checked_on=date(2026, 9, 1),
    )  # fmt: skip
    assert watching.watch(localdate()) == 0
    span = company("Liquidation")
    span.company_number = OTHER
    span.save()
    assert watching.watch(localdate()) == 1
    assert "Home Sub: its company’s status is Liquidation" in Task.objects.get().says
    assert watching.watch(localdate()) == 0
