"""Hubs with a law firm, slots, appointments and calls, each on the fewest other things that it needs. Every name is invented.

The client is a council unless told otherwise: whether one is eligible needs no register.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import factory
from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from irhub.accounts import advice
from irhub.accounts.models import Body, Membership
from irhub.accounts.roles import Kind, Role
from irhub.legal_advice import booking, calls, entitlements, releasing
from irhub.legal_advice.models import Appointment, Call, Correction, Entitlement, Slot
from irhub.legal_advice.outcomes import Answer, Outcome
from irhub.programmes.models import Audience, Scheme
from irhub.web.london import local_day
from irhub.web.working_days import bank_holidays
from tests.factories import BodyFactory, MembershipFactory
from tests.programmes.factories import WALSALL, HubFactory, SchemeFactory

HELD = booking.Rung("Pat Example", "0121 496 0001", "caller@example.org")
DAY = timedelta(days=1)


def firm_named(name: str = "Mockley Solicitors") -> Body:
    """A law firm whose registration is recorded."""
    made: Body = BodyFactory(kind=Kind.LAW_FIRM, name=name)
    if not advice.registrations_of(made).exists():
        registered(made)
    return made


def registered(body: Body) -> None:
    """Let a body's registration have been recorded long ago."""
    made = advice.add_registration(
        body, "Solicitors Regulation Authority", f"{body.pk:06}", None, localdate() + 900 * DAY, by="test"
    )
    made.recorded_on = localdate() - 300 * DAY
    made.save(update_fields=["recorded_on"])


def lawyer_of(firm: Body, email: str = "lawyer@example.org") -> Membership:
    made: Membership = MembershipFactory(body=firm, role=Role.LEGAL_ADVISER, person__email=email)
    return made


def adviser_of(hub: Body, email: str = "adviser@example.org", role: Role = Role.ADVISER) -> Membership:
    made: Membership = MembershipFactory(body=hub, role=role, person__email=email)
    return made


def hub_of(body: Body | None) -> Body:
    """A body that can run a scheme: the one that is given, if it can."""
    hub: Body = body if body and body.kind == Kind.DELIVERY_PARTNER else HubFactory()
    return hub


def scheme_of(body: Body | None = None, firm: Body | None = None, **more: Any) -> Scheme:
    """A published scheme of a hub, with its law firm: of a law firm, if that is given as its body."""
    firm = firm or (body if body and body.kind == Kind.LAW_FIRM else firm_named())
    if not advice.registrations_of(firm).exists():
        registered(firm)
    hub = hub_of(body)
    name = more.setdefault("name", "Free legal advice")
    found = Scheme.objects.filter(body=hub, name=name, law_firm=firm).first()
    usual = {
        "published": True, "law_firm": firm, "open_to": ["provider", "council"], "councils": (WALSALL,),
        "opens_on": localdate() - 200 * DAY, "closes_on": localdate() + 100 * DAY,
    }  # fmt: skip
    made: Scheme = found or SchemeFactory(body=hub, **(usual | more))
    return made


class SlotFactory(DjangoModelFactory[Slot]):
    """Half an hour of a lawyer's, tomorrow at this time unless that is a bank holiday, each later than the last."""

    class Meta:
        model = Slot

    @classmethod
    def _create(cls, model_class: type[Slot], *_: Any, body: Body | None = None, **columns: Any) -> Slot:
        firm = columns.pop("firm", None)
        scheme = columns.pop("scheme", None) or scheme_of(body, firm)
        lawyer = columns.pop("lawyer", None) or lawyer_of(scheme.law_firm)
        starts: datetime = columns.pop("starts_at", None) or _next_free(lawyer)
        usual = {
            "body_id": scheme.body_id, "scheme": scheme, "firm_id": lawyer.body_id, "lawyer": lawyer,
            "lawyer_name": lawyer.person.name, "starts_at": starts, "ends_at": starts + timedelta(minutes=30), "made_by": "test",
        }  # fmt: skip
        return model_class.objects.create(**(usual | columns))


def _next_free(lawyer: Membership) -> datetime:
    last = Slot.objects.filter(lawyer=lawyer).order_by("ends_at").last()
    begin = timezone.now() + DAY
    return on_no_holiday(max(begin, last.ends_at) if last else begin)


def on_no_holiday(at: datetime) -> datetime:
    """The moment, or the same one of the next day that is no bank holiday: hubs are closed on those."""
    while local_day(at) in bank_holidays():
        at += DAY
    return at


class EntitlementFactory(DjangoModelFactory[Entitlement]):
    """The minutes of a council."""

    class Meta:
        model = Entitlement

    body = factory.LazyFunction(lambda: None)
    key = WALSALL

    @classmethod
    def _create(cls, _: type[Entitlement], *__: Any, body: Body | None, key: str, **more: Any) -> Entitlement:
        scheme = more.get("scheme") or scheme_of(body)
        return entitlements.entitlement_for(scheme=scheme, kind=Audience.COUNCIL, key=key, by=adviser_of(scheme.body))


class AppointmentFactory(DjangoModelFactory[Appointment]):
    """A booking that waits for the firm's check; `clear=True`: of which the firm has said that it can act."""

    class Meta:
        model = Appointment

    body = factory.LazyFunction(lambda: None)
    clear = False
    key = WALSALL

    @classmethod
    def _create(
        cls, _: type[Appointment], *__: Any, body: Body | None, clear: bool, key: str, **more: Any
    ) -> Appointment:
        slot = more.pop("slot", None) or SlotFactory(body=body, **more)
        scheme = slot.scheme
        made = booking.book_slot(slot=slot, kind=Audience.COUNCIL, key=key, rung=HELD, by=adviser_of(scheme.body))
        return cleared(made) if clear else made


class CallFactory(DjangoModelFactory[Call]):
    """A call whose timer runs."""

    class Meta:
        model = Call

    body = factory.LazyFunction(lambda: None)

    @classmethod
    def _create(cls, _: type[Call], *__: Any, body: Body | None, **more: Any) -> Call:
        made = AppointmentFactory(body=body, clear=True, **more)
        return calls.start_call(appointment=made, version=made.version, by=lawyer_of(made.firm))


class CorrectionFactory(DjangoModelFactory[Correction]):
    """Five minutes to be taken, which wait for a second person."""

    class Meta:
        model = Correction

    body = factory.LazyFunction(lambda: None)

    @classmethod
    def _create(cls, _: type[Correction], *__: Any, body: Body | None, **more: Any) -> Correction:
        held = more.pop("entitlement", None) or EntitlementFactory(body=body)
        told = {"amount": -5, "why": "The line was bad."} | more
        return entitlements.ask_correction(entitlement=held, by=adviser_of(held.body), **told)


def cleared(made: Appointment) -> Appointment:
    """The firm has answered that it can act."""
    return calls.answer_check(appointment=made, answer=Answer.CLEAR, version=made.version, by=lawyer_of(made.firm))


def told(made: Appointment) -> Appointment:
    """The release of a refusal has come, and the job has run."""
    at = made.checks.get(release_at__isnull=False).release_at
    with patch("irhub.legal_advice.releasing.now", lambda: at):
        assert releasing.tell_refusals() >= 1
    made.refresh_from_db()
    return made


def begun(call: Call, minutes: float) -> Call:
    """Let a call have begun so long ago. The database takes no other moment than its own, so its triggers are put aside for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Call.objects.filter(pk=call.pk).update(started_at=timezone.now() - timedelta(minutes=minutes))
        cursor.execute("RESET session_replication_role")
    call.refresh_from_db()
    return call


def talked(made: Appointment, minutes: int, why: str = "") -> Call:
    """The call of an appointment, over and confirmed."""
    by = lawyer_of(made.firm)
    call = begun(calls.start_call(appointment=made, version=made.version, by=by), minutes - 0.5)
    calls.stop_call(call=call, by=by)
    made.refresh_from_db()
    return calls.confirm_call(call=call, version=made.version, outcome=Outcome.ANSWERED, goodwill_why=why, by=by)
