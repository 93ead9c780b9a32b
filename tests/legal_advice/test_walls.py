"""Who sees what of legal advice: the hub, its firm, the client, each its own; nobody of oversight, in pages or in the database."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.urls import reverse

from irhub.accounts.access import table
from irhub.accounts.models import AuditEvent, Body
from irhub.accounts.policy import Asker, granted
from irhub.accounts.roles import OVERSIGHT, ROLES_OF, Kind, Role, side_of
from irhub.accounts.row_security import APP, Acting, acting
from irhub.legal_advice import booking, calls
from irhub.legal_advice.models import Appointment, Caller, Entitlement
from irhub.legal_advice.neutral import REFUSAL
from irhub.legal_advice.outcomes import Answer, Stands
from irhub.legal_advice.queries import appointments
from irhub.legal_advice.workflows import AppointmentState
from irhub.notify.models import Message
from irhub.programmes.models import Audience
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.legal_advice.factories import (
    HELD,
    AppointmentFactory,
    CorrectionFactory,
    SlotFactory,
    adviser_of,
    cleared,
    lawyer_of,
    talked,
    told,
)
from tests.programmes.factories import WALSALL

pytestmark = pytest.mark.django_db
TABLES = [model for model in apps.get_app_config("legal_advice").get_models() if model._meta.managed]


@pytest.fixture
def held() -> Appointment:
    """A council's appointment, over, with something in every table but the invoices."""
    made = AppointmentFactory(clear=True)
    talked(made, 7)
    CorrectionFactory(entitlement=made.entitlement)
    made.refresh_from_db()
    return made


def seen(body: Body, role: Role, model) -> int:
    side = str(side_of(Kind(body.kind), role) or "")
    with acting(Acting(database_role=APP, person=1, body=body.pk, role=role, side=side)):
        return model._base_manager.count()


OTHERS = [(kind, role) for kind in Kind for role in sorted(ROLES_OF[kind])]


@pytest.mark.parametrize(("kind", "role"), OTHERS, ids=lambda value: str(value))
def test_the_database_gives_no_row_to_any_role_of_any_body_that_has_no_part_in_it(held, kind, role):
    other = BodyFactory(kind=kind, name=f"Another {kind}", place_code="1-999" if kind == Kind.PROVIDER else "")
    assert [model.__name__ for model in TABLES if seen(other, role, model)] == []


@pytest.mark.parametrize("role", sorted(ROLES_OF[Kind.DELIVERY_PARTNER]))
def test_of_the_hub_itself_only_those_on_the_side_of_advice_read_it(held, role):
    advises = side_of(Kind.DELIVERY_PARTNER, role) == "advice"
    for model in (Entitlement, Appointment, Caller):
        assert bool(seen(held.body, role, model)) is advises, model


def test_a_council_that_pays_for_the_hub_reads_nothing_and_as_a_client_its_own_by_its_lead_alone(held):
    council = BodyFactory(name="Walsall Council", place_code=WALSALL)
    for role in sorted(ROLES_OF[Kind.COUNCIL]):
        is_client = role in (Role.LEAD, Role.ADMINISTRATOR)
        assert bool(seen(council, role, Appointment)) is is_client
        assert bool(seen(council, role, Entitlement)) is is_client
    assert seen(council, Role.LEAD, Appointment) == 1
    unseen = ("Party", "PartyCheck", "AppointmentEvent", "Slot", "Call", "Correction", "CorrectionEvent", "Series")
    for name in unseen:
        assert not seen(council, Role.LEAD, apps.get_model("legal_advice", name)), name


def test_nobody_who_acts_for_a_body_writes_past_the_rooms_actions(held):
    for body, role in ((held.body, Role.HELPLINE_LEAD), (held.firm, Role.LEGAL_ADVISER)):
        with acting(Acting(database_role=APP, body=body.pk, role=role, side="advice")):
            for model in TABLES:
                kept = model._base_manager.all()
                column = next(each.attname for each in model._meta.concrete_fields if not each.primary_key)
                if model.__name__ != "EntitlementEntry":
                    assert kept.update(**{column: None}) == 0, model
                assert kept._raw_delete(kept.db) == 0, model


def test_the_firm_learns_whom_to_ring_when_it_can_act_and_not_before():
    made = AppointmentFactory()
    assert seen(made.firm, Role.LEGAL_ADVISER, Caller) == 0
    lawyer = signed_in(lawyer_of(made.firm).person)
    address = reverse("legal-call", args=[made.reference])
    page = lawyer.get(address).content.decode()
    assert "Walsall" in page
    assert HELD.name not in page
    assert HELD.phone not in page
    cleared(made)
    assert seen(made.firm, Role.LEGAL_ADVISER, Caller) == 1
    assert HELD.phone in lawyer.get(address).content.decode()


def test_whom_to_ring_is_the_firms_to_read_in_the_states_that_follow_its_check_alone():
    made = AppointmentFactory()
    read = set()
    for state in AppointmentState:
        Appointment._base_manager.filter(pk=made.pk).update(state=state)
        read |= {state} if seen(made.firm, Role.LEGAL_ADVISER, Caller) else set()
    assert read == {AppointmentState.CLEAR, AppointmentState.CALLING, AppointmentState.HELD, AppointmentState.MISSED}


REFUSALS = [answer for answer in Answer if answer is not Answer.CLEAR]


def released(answer: Answer, number: int) -> Appointment:
    slot = SlotFactory()
    made = booking.book_slot(
        slot=slot, kind=Audience.COUNCIL, key=WALSALL, rung=HELD, by=adviser_of(slot.body),
        parties=[booking.Named(f"Quillmoor Care Ltd {number}", Stands.OTHER)],
    )  # fmt: skip
    return told(
        calls.answer_check(appointment=made, answer=answer, version=made.version, by=lawyer_of(made.firm))
    )  # fmt: skip


def test_a_client_reads_the_same_whether_it_is_conflict_time_or_scope():
    council = BodyFactory(name="Walsall Council", place_code=WALSALL)
    lead = signed_in(
        MembershipFactory(person__email="council@example.org", body=council, role=Role.LEAD).person
    )  # fmt: skip
    pages, sent = set(), set()
    for number, answer in enumerate(REFUSALS):
        made = released(answer, number)
        page = lead.get(reverse("legal-appointment", args=[made.reference])).content.decode()
        assert REFUSAL in page
        assert "conflict" not in page.lower()
        main = re.search(r"<main.*</main>", page, re.S)
        assert main
        pages.add(re.sub(r"\d{1,2} \w+ \d{4}|\w+day|\d\d:\d\d|[A-Z]{2}-\d{4}(-\d{3}){3}", "", main[0]))
        message = Message.objects.filter(kind="legal-appointment", key__endswith="released").latest("posted_at")
        sent.add(re.sub(re.escape(made.reference), "", message.key))
    assert (len(pages), len(sent)) == (1, 1)


def test_no_rule_of_this_room_opens_a_page_to_oversight_but_a_councils_own():
    opened = {
        (route, kind, role)
        for route, rule in table().items()
        if route.startswith("legal-")
        for kind in OVERSIGHT
        for role in ROLES_OF[kind]
        if granted(rule, Asker(signed_in=True, role=role, kind=kind, body=1, place="x"))
    }
    own = {"legal-mine", "legal-book", "legal-appointment", "legal-calendar", "legal-cancel", "legal-move"}
    assert {(kind, role) for _, kind, role in opened} == {
        (Kind.COUNCIL, Role.LEAD), (Kind.COUNCIL, Role.ADMINISTRATOR),
    }  # fmt: skip
    assert {route for route, _, _ in opened} == own


def test_an_auditor_of_oversight_reads_nothing_of_it_in_the_trail(held):
    trail = AuditEvent.objects.filter(about__startswith="appointment/")
    assert trail.exists()
    council = BodyFactory(name="Walsall Council", place_code=WALSALL)
    with acting(Acting(database_role=APP, body=council.pk, role=Role.AUDITOR, side="oversight")):
        assert not AuditEvent.objects.filter(about__regex="^(appointment|entitlement|correction)/").exists()


def test_an_appointment_is_found_by_its_reference_alone(held):
    assert appointments().get().reference == held.reference
    lawyer = signed_in(lawyer_of(held.firm).person)
    assert lawyer.get(f"/legal-advice/calls/{held.pk}/").status_code == 404
    assert lawyer.get(reverse("legal-call", args=[held.reference])).status_code == 200
    rival = lawyer_of(BodyFactory(kind=Kind.LAW_FIRM, name="Rival LLP"), "rival@example.org")
    assert signed_in(rival.person).get(reverse("legal-call", args=[held.reference])).status_code == 404
