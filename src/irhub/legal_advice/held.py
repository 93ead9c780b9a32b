"""What legal advice holds about people: callers, clients that are persons, lawyers, and who did what. See web/held_tables.py.

Of the parties to a matter only who speaks for the client is told: that somebody was asked about is told in confidence, and that an organisation
asks for advice is told to nobody who knows its name.
"""

from __future__ import annotations

from django.db.models import Q

from irhub.legal_advice.models import (
    Appointment,
    AppointmentEvent,
    Call,
    Caller,
    Correction,
    CorrectionEvent,
    Entitlement,
    EntitlementEntry,
    EntitlementHold,
    Invoice,
    InvoiceLine,
    Party,
    PartyCheck,
    Series,
    Slot,
)
from irhub.legal_advice.outcomes import Stands
from irhub.programmes.models import Audience
from irhub.web.held_tables import Confided, Held, person

_A_WORKER = Q(client_kind=Audience.WORKER)
_TIME = ("reference", "starts_at", "ends_at")
HELD = (
    Held(
        Caller, ("appointment_id", "appointment__reference", "appointment__starts_at"),
        emails=("email",), names=("name",), phones=("phone",),
    ),
    Held(Appointment, (*_TIME, "state", "booked_at"), names=("client_name",), only=_A_WORKER),
    Held(Appointment, (*_TIME, "state"), emails=("lawyer__person__email",), names=("lawyer_name",)),
    Held(Appointment, ("reference", "booked_at"), emails=("booked_by",)),
    Held(AppointmentEvent, ("at", "what"), emails=("who",)),
    Held(Party, ("appointment__reference", "number"), names=("name",), only=Q(stands=Stands.SPEAKS)),
    Held(PartyCheck, ("answered_at",), emails=("answered_by",)),
    Held(Entitlement, ("reference", "scheme__name", "amount", "granted_on", "council"), names=("client_name",), only=_A_WORKER),
    Held(EntitlementEntry, ("at", "amount"), emails=("who",)),
    Held(EntitlementHold, ("amount", "expires_at", "settled_at", "used"), emails=("held_by",)),
    Held(Series, ("at", "minutes", "first", "last", "ended_at"), emails=("lawyer__person__email",), names=("lawyer_name",)),
    Held(Series, ("at", "minutes", "first", "last"), emails=("made_by",)),
    Held(Slot, ("id", *_TIME, "cancelled_at"), emails=("lawyer__person__email",), names=("lawyer_name",)),
    Held(Slot, _TIME, emails=("made_by",)),
    Held(Invoice, ("reference", "month", "closed_at"), emails=("closed_by",)),
    Held(InvoiceLine, ("invoice__month", "calls", "minutes"), names=("client_name",), only=_A_WORKER),
    Held(Call, ("reference", "started_at", "stopped_at", "minutes"), **person("lawyer__person")),
    Held(Call, ("reference", "started_at"), emails=("started_by",)),
    Held(Correction, ("reference", "amount", "why", "asked_at", "state"), emails=("asked_by",)),
    Held(Correction, ("reference", "decided_at"), emails=("decided_by",)),
    Held(CorrectionEvent, ("at", "what", "text"), emails=("who",)),
)  # fmt: skip
CONFIDED = Confided("legal advice", "the body that runs the scheme", frozenset(one.model for one in HELD))
