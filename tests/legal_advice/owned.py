"""Things of this room that are somebody's, for the test that tries every address with one's own things and with others'."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.timezone import localdate

from irhub.accounts.models import Body
from irhub.accounts.roles import Kind
from irhub.legal_advice.models import Appointment, Correction, Entitlement, Series, Slot
from irhub.programmes.models import Scheme
from tests.legal_advice.factories import (
    AppointmentFactory,
    CorrectionFactory,
    EntitlementFactory,
    SlotFactory,
    lawyer_of,
    scheme_of,
)
from tests.owners import Owner
from tests.standing import stand

FIRMS = (Kind.LAW_FIRM, Kind.DELIVERY_PARTNER)


def appointment_of(body: Body) -> Appointment:
    """An appointment of a hub's, or of a client's: of one of its own, if a body is neither."""
    made: Appointment = AppointmentFactory(slot=SlotFactory(scheme=scheme_of(body)))
    if body.kind not in (Kind.COUNCIL, Kind.PROVIDER):
        return made
    client = {"client_kind": body.kind, "client_key": body.place_code}
    Entitlement.objects.filter(pk=made.entitlement_id).update(**client)
    return stand(made, **client)


def of_firm(body: Body) -> Scheme:
    """A scheme of which a body is the law firm, if it can be one."""
    return scheme_of(body, firm=body if body.kind in FIRMS else None)


def booking_of(body: Body) -> Appointment:
    """An appointment with a lawyer of a body."""
    made: Appointment = AppointmentFactory(slot=slot_of(body))
    return made


def slot_of(body: Body) -> Slot:
    """A time that a lawyer of a body offers."""
    scheme = of_firm(body)
    made: Slot = SlotFactory(
        scheme=scheme, lawyer=lawyer_of(scheme.law_firm, f"lawyer-{scheme.law_firm_id}@example.org")
    )
    return made


def series_of(body: Body) -> Series:
    """A weekly time of a body's lawyer."""
    scheme = of_firm(body)
    lawyer = lawyer_of(scheme.law_firm, f"lawyer-{scheme.law_firm_id}@example.org")
    return Series.objects.create(
        body_id=scheme.body_id, scheme=scheme, firm=scheme.law_firm, lawyer=lawyer, lawyer_name="Pat", at=time(14), minutes=30,
        first=localdate(), last=localdate() + timedelta(days=30), made_by="test",
    )  # fmt: skip


def entitlement_of(body: Body) -> Entitlement:
    """Minutes that a hub granted."""
    made: Entitlement = EntitlementFactory(scheme=scheme_of(body))
    return made


def correction_of(body: Body, asked_by: str = "") -> Correction:
    """A correction for which an adviser of a hub asked."""
    made: Correction = CorrectionFactory(entitlement=entitlement_of(body))
    return stand(made, asked_by=asked_by) if asked_by else made


def month_of(owner: Owner) -> dict[str, object]:
    """A month of a hub's scheme, or of a firm's."""
    advises = owner.shares and owner.body.kind in FIRMS
    scheme = scheme_of(owner.body, owner.body, name="Advice of its lawyers") if advises else scheme_of(owner.body)
    return {"number": scheme.pk, "firm": scheme.law_firm_id, "month": f"{localdate():%Y-%m}"}
