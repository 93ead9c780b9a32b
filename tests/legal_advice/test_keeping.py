"""Nothing of legal advice is kept longer than its rule says, and what a month rests on stays until then; people are told what is held of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts import retention
from irhub.accounts.roles import Role
from irhub.accounts.row_security import Acting, acting
from irhub.accounts.subject_access import everything_about
from irhub.legal_advice.invoices import close_month
from irhub.legal_advice.models import Appointment, Call, Caller, Entitlement, EntitlementEntry, Invoice, Party, Slot
from irhub.programmes.models import Scheme
from irhub.web.held_tables import Whom
from irhub.web.working_days import months_after
from tests.factories import BodyFactory
from tests.legal_advice.factories import AppointmentFactory, CorrectionFactory, SlotFactory, adviser_of, talked

pytestmark = pytest.mark.django_db


def test_whom_a_lawyer_rang_goes_after_a_year_and_all_else_six_years_after_the_scheme():
    made = AppointmentFactory(clear=True)
    talked(made, 12)
    CorrectionFactory(entitlement=made.entitlement)
    SlotFactory(scheme=made.scheme)
    month = months_after(localdate().replace(day=1), -1)
    lead = adviser_of(made.body, "lead@example.org", Role.HELPLINE_LEAD)
    close_month(scheme=made.scheme, firm=made.firm, first=month, by=lead)
    told = {each.name: each.count for each in retention.preview((made.scheme.closes_on - localdate()).days + 2200)}
    assert (told["minutes of legal advice"], told["invoices for legal advice"]) == (1, 1)
    assert Invoice._base_manager.exists(), "what is tried is taken back"
    long_ago = timezone.now() - timedelta(days=400)
    times = {"starts_at": long_ago, "ends_at": long_ago + timedelta(minutes=30)}
    Scheme._base_manager.update(opens_on=localdate() - timedelta(days=4000))
    Appointment._base_manager.update(**times)
    Slot.objects.filter(pk=made.slot_id).update(**times)
    done = {each.name: each.count for each in retention.run() if each.count}
    assert done == {"whom a lawyer rang": 1}
    assert (Caller.objects.count(), Appointment.objects.count(), Party.objects.count()) == (0, 1, 1)
    Scheme._base_manager.update(closes_on=localdate() - timedelta(days=2300))
    done = {each.name: each.count for each in retention.run() if each.count}
    assert done == {"minutes of legal advice": 1, "invoices for legal advice": 1, "times that lawyers offered": 1}
    for model in (Entitlement, EntitlementEntry, Appointment, Call, Invoice):
        assert not model._base_manager.exists(), model


def test_a_caller_is_told_what_is_held_of_them():
    made = AppointmentFactory()
    told = everything_about(Whom("caller@example.org"), by="test").sections
    assert told["callers"][0]["name"] == "Pat Example"
    assert told["callers"][0]["appointment_id"] == made.pk


def test_who_answers_for_the_own_body_finds_callers_of_its_appointments_and_a_lawyer_their_times():
    made = AppointmentFactory(clear=True)
    for body, found in ((made.body, True), (BodyFactory(), False)):
        with acting(Acting(body=body.pk, side="advice", role=Role.HELPLINE_LEAD)):
            held = everything_about(Whom("caller@example.org"), by="test", of_body=body).sections
        assert ("callers" in held) is found
    lawyer = made.lawyer or made.slot.lawyer
    told = everything_about(Whom(lawyer.person.email), by="test").sections
    assert told["slots"][0]["id"] == made.slot_id
