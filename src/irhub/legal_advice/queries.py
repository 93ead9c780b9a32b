"""What is asked of this room. The database gives each side of a wall its own rows: the hub's, the firm's, the client's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from irhub.accounts.models import Body, Membership
from irhub.accounts.policy import Whose
from irhub.accounts.roles import Kind
from irhub.casework.ledger import free
from irhub.casework.references import read_reference
from irhub.legal_advice.entitlements import minutes_told
from irhub.legal_advice.invoices import has_months
from irhub.legal_advice.keeping import as_the_hub
from irhub.legal_advice.models import Appointment, Call, Correction, Entitlement, PartyCheck, Series, Slot
from irhub.legal_advice.outcomes import Answer
from irhub.legal_advice.releasing import refusing
from irhub.legal_advice.workflows import COMING, AppointmentState, of_all_three, of_hub_and_firm
from irhub.organisations.models import ProviderInCouncil
from irhub.programmes.models import Audience, Scheme, Stage, Unit
from irhub.programmes.queries import scheme_numbered, schemes_of_firm
from irhub.programmes.workflows import ProgrammeState, SchemeState
from irhub.web.errors import ActionRefused
from irhub.web.london import LONDON, moment

NEXT_DAYS = 14
SHOWN = 50
"""So many rows of a kind stand on the page of a day: what is done makes room for the next."""


@dataclass(frozen=True)
class Minutes:
    """What a client has under a scheme. `told`: in a line; `open`: whether it can book now."""

    scheme: Scheme
    entitlement: Entitlement | None
    left: int
    told: str
    open: bool


@dataclass(frozen=True)
class Day:
    """A lawyer's day: what waits for the firm's check, whose timer runs, today's bookings and those of the next days.

    Of what waits, is over or comes, the first `SHOWN`; `waiting`: how many wait for the check in all.
    """

    checks: list[Appointment]
    waiting: int
    running: Call | None
    today: list[Appointment]
    coming: list[Appointment]
    unfinished: list[Appointment]


def appointments() -> QuerySet[Appointment]:
    """Those that one may see, the newest first. Their times are not joined: the database gives clients no row of those."""
    return Appointment.objects.select_related("scheme", "entitlement", "firm").order_by("-starts_at", "-pk")


def appointments_listed(hub: Body, state: str = "", words: str = "") -> QuerySet[Appointment]:
    """Those of a hub in a state, or with a reference or number of a client, or whose client has some words in its name.

    Schemes and firms are few: each is read once, not joined to every appointment. Names are looked for among clients, of whom there are fewer.
    """
    found = Appointment.objects.filter(body=hub).order_by("-starts_at", "-pk")
    found = found.prefetch_related("scheme", "entitlement", "firm")
    if state:
        found = found.filter(state=state)
    if words.strip():
        known = found.filter(Q(reference=_read(words) or words.strip().upper()) | Q(client_key=words.strip()))
        named = Entitlement.objects.filter(body=hub, client_name__icontains=words.strip()).values("pk")
        found = known if known.exists() else found.filter(entitlement__in=named)
    return found


def appointment_named(reference: str) -> Appointment | None:
    """An appointment that one may see, by its reference as people write it."""
    return appointments().filter(reference=_read(reference)).first()


def whose_appointment(reference: str) -> Whose | None:
    """Whose an appointment is: the hub's, the firm's, and the client's."""
    found = appointment_named(reference)
    return of_all_three(found) if found else None


def entitlement_named(reference: str) -> Entitlement | None:
    """A client's minutes that one may see."""
    return Entitlement.objects.select_related("scheme").filter(reference=_read(reference)).first()


def whose_entitlement(reference: str) -> Whose | None:
    """Whose minutes are on the pages of a hub: the hub's."""
    found = entitlement_named(reference)
    return Whose(body=found.body_id) if found else None


def correction_named(reference: str) -> Correction | None:
    """A correction that one may see."""
    found = Correction.objects.select_related("entitlement__scheme")
    return found.filter(reference=_read(reference)).first()


def whose_correction(reference: str) -> Whose | None:
    """Whose a correction is: the hub's, and that of whoever asked for it."""
    found = correction_named(reference)
    return Whose(body=found.body_id, person=found.asked_by) if found else None


def slot_named(reference: str) -> Slot | None:
    """A time that the firm or the hub may see."""
    return Slot.objects.filter(reference=_read(reference)).first()


def whose_slot(reference: str) -> Whose | None:
    """Whose a time is: the hub's, and the firm's that offers it."""
    found = slot_named(reference)
    return of_hub_and_firm(found) if found else None


def series_numbered(number: int) -> Series | None:
    """A weekly time of the firm's."""
    return Series.objects.filter(pk=number).first()


def whose_series(number: int) -> Whose | None:
    """Whose a weekly time is: the hub's, and the firm's that offers it."""
    found = series_numbered(number)
    return of_hub_and_firm(found) if found else None


@as_the_hub
def scheme_and_firm(number: int, firm: int) -> tuple[Scheme, Body] | None:
    """A scheme, and a body that is its law firm, or was when it advised under it: that firm may no longer see what the hub offers."""
    scheme, body = scheme_numbered(number), Body.objects.filter(pk=firm).first()
    return (scheme, body) if scheme and body and has_months(scheme, body) else None


def whose_month(number: int, firm: int, month: str) -> Whose | None:
    """Whose a month of a scheme is: the hub's, and that of the law firm which advised in it."""
    found = scheme_and_firm(number, firm)
    return Whose(body=found[0].body_id, shared_with=frozenset({firm})) if found else None


def day_of(by: Membership) -> Day:
    """The day of a lawyer's firm, as it stands now."""
    today = localdate()
    begins, ends = moment(today, time.min), moment(today + timedelta(days=1), time.min)
    mine = _of_firm(by)
    checks = _checks(by)
    live = (AppointmentState.CLEAR, AppointmentState.CALLING, AppointmentState.HELD, AppointmentState.MISSED)
    return Day(
        checks=list(checks.prefetch_related("parties")[:SHOWN]),
        waiting=checks.count(),
        running=Call.objects.filter(lawyer=by, confirmed_at=None).select_related("appointment").first(),
        today=list(mine.filter(state__in=live, starts_at__gte=begins, starts_at__lt=ends)),
        coming=list(
            mine.filter(state=AppointmentState.CLEAR, starts_at__gte=ends, starts_at__lt=ends + timedelta(NEXT_DAYS))[
                :SHOWN
            ]
        ),
        unfinished=list(mine.filter(state__in=live[:2], starts_at__lt=begins)[:SHOWN]),
    )


def checks_waiting(by: Membership) -> int:
    """How many bookings wait for the check of a lawyer's firm."""
    return _checks(by).count()


def _of_firm(by: Membership) -> QuerySet[Appointment]:
    """What was booked with a lawyer's firm and it has not refused, the next first."""
    return Appointment.objects.filter(firm=by.body).exclude(refusing()).order_by("starts_at", "pk")


def _checks(by: Membership) -> QuerySet[Appointment]:
    return _of_firm(by).filter(state=AppointmentState.ASKED, starts_at__gte=moment(localdate(), time.min))


def refusal_of(appointment: Appointment) -> PartyCheck | None:
    """The answer of the firm that it does not act, if it gave one."""
    return PartyCheck.objects.filter(appointment=appointment).exclude(answer=Answer.CLEAR).first()


def call_of(appointment: Appointment) -> Call | None:
    """The call of an appointment, once it has begun."""
    return Call.objects.filter(appointment=appointment).first()


def confirmed_calls(held: Entitlement) -> list[Call]:
    """The confirmed calls of a client under a scheme, the newest first."""
    found = Call.objects.filter(appointment__entitlement=held).exclude(confirmed_at=None)
    return list(found.order_by("-started_at"))


def slots_of_firm(by: Membership) -> list[Slot]:
    """The times to come that a firm offers, the next first, each with whether it is booked (`taken`)."""
    coming = Slot.objects.filter(firm=by.body, cancelled_at=None, ends_at__gt=datetime.now(LONDON))
    found = list(coming.select_related("scheme").order_by("starts_at", "pk")[:200])
    booked = set(
        Appointment.objects.filter(slot__in=found)
        .exclude(state__in=("released", "cancelled"))
        .values_list("slot_id", flat=True)
    )
    for slot in found:
        slot.taken = slot.pk in booked
    return found


def series_of_firm(by: Membership) -> QuerySet[Series]:
    """The weekly times that a firm offers."""
    found = Series.objects.filter(firm=by.body, ended_at=None, last__gte=localdate())
    return found.select_related("scheme").order_by("first", "at")


def schemes_to_offer(by: Membership) -> QuerySet[Scheme]:
    """The schemes for which a lawyer's firm can offer times."""
    return schemes_of_firm(by.body).filter(unit=Unit.MINUTES, closes_on__gte=localdate())


def schemes_of_hub(by: Membership) -> QuerySet[Scheme]:
    """The published schemes of an adviser's hub that have minutes and a law firm, those that close last first."""
    found = Scheme.objects.filter(body=by.body, state=SchemeState.PUBLISHED, unit=Unit.MINUTES, law_firm__isnull=False)
    return found.select_related("programme", "law_firm").order_by("-closes_on", "name")


def client_of(by: Membership) -> tuple[Audience, str]:
    """As which client somebody acts: their provider, or their council."""
    kind = Audience.COUNCIL if by.body.kind == Kind.COUNCIL else Audience.PROVIDER
    return kind, by.body.place_code


def schemes_for_client(kind: Audience, key: str) -> QuerySet[Scheme]:
    """The schemes that are, or were, for a client by where it is: a provider by its care locations, a council by itself."""
    codes = [key]
    if kind is Audience.PROVIDER:
        here = ProviderInCouncil.objects.filter(as_at=None, provider_id=key, adult_social_care=True)
        codes = list(here.exclude(council_code="").values_list("council_code", flat=True).distinct())
    offered = Q(councils__overlap=codes, programme__state=ProgrammeState.OPEN, state=SchemeState.PUBLISHED)
    known = Q(pk__in=Entitlement.objects.filter(client_key=key).values("scheme_id"))
    found = Scheme.objects.filter(offered | known, open_to__contains=[kind], unit=Unit.MINUTES)
    return found.select_related("programme", "law_firm").order_by("-closes_on", "name")


def minutes_of_client(kind: Audience, key: str, on: date) -> list[Minutes]:
    """What a client has under each scheme that is, or was, for it; what can be used first."""
    held = {each.scheme_id: each for each in Entitlement.objects.filter(client_key=key)}
    found = []
    for scheme in schemes_for_client(kind, key):
        entitlement = held.get(scheme.pk)
        left = scheme.amount if entitlement is None else free(entitlement)
        usable = scheme.stage(on) is Stage.OPEN and scheme.state == SchemeState.PUBLISHED
        found.append(
            Minutes(
                scheme,
                entitlement,
                left,
                minutes_told(entitlement, scheme, on),
                bool(usable and left and scheme.law_firm_id),
            )
        )
    return found


def appointments_of_client(key: str) -> QuerySet[Appointment]:
    """What a client booked, the newest first."""
    return appointments().filter(client_key=key)


def coming(found: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Of some appointments, those that are still to come."""
    return found.filter(state__in=sorted(COMING))


def corrections_waiting() -> QuerySet[Correction]:
    """Corrections that wait for a second person."""
    found = Correction.objects.filter(state="asked").select_related("entitlement__scheme")
    return found.order_by("asked_at", "pk")


def _read(reference: str) -> str:
    try:
        return read_reference(reference)
    except ActionRefused:
        return ""
