"""Which bodies may give immigration advice: their regulator, number, level and last day, as section 84 of the 1999 Act asks.

Each record is kept as it was made; one that no longer holds is ended, never edited. Who recorded it is in the audit trail.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from irhub.accounts.audit import Actor, record
from irhub.accounts.models import AdviceRegistration, Body
from irhub.web.errors import ActionRefused

AUTHORITY = "Immigration Advice Authority"
REGULATORS: Mapping[str, tuple[int, ...]] = {
    AUTHORITY: (1, 2, 3),
    "Solicitors Regulation Authority": (),
    "Bar Standards Board": (),
    "CILEX Regulation": (),
}
"""Who may register a body, and the levels that it tells apart; those of lawyers have none, and cover every level."""
HIGHEST = 3


def registrations_of(body: Body) -> QuerySet[AdviceRegistration]:
    """Every record of a body, those that hold longest first."""
    return AdviceRegistration.objects.filter(body=body).order_by("-expires_on", "-pk")


def registrations_on(body: Body, on: date) -> QuerySet[AdviceRegistration]:
    """The records of a body that hold on a day."""
    held = registrations_of(body).filter(recorded_on__lte=on, expires_on__gte=on)
    return held.filter(Q(ended_on=None) | Q(ended_on__gt=on))


def may_advise(body: Body, on: date, level: int) -> bool:
    """Whether a record shows that a body may give immigration advice of a level, from 1 to 3, on a day.

    Without a record the answer is no: the body gives general information and points to an adviser. The database gives the records
    of one's own body; those of another need system access. Raises ValueError for another level.
    """
    if not 1 <= level <= HIGHEST:
        raise ValueError(f"Levels of immigration advice are 1 to {HIGHEST}, not {level}.")
    return any(held.level is None or held.level >= level for held in registrations_on(body, on))


@transaction.atomic
def add_registration(
    body: Body,
    regulator: str,
    number: str,
    level: int | None,
    expires_on: date,
    *,
    by: Actor,
) -> AdviceRegistration:
    """Record a registration that somebody has looked up in the regulator's public register today.

    Raises ActionRefused, with one sentence, if the level does not belong to the regulator, the last day has passed, or the
    same number is recorded already.
    """
    levels = REGULATORS[regulator]
    if levels and level not in levels:
        raise ActionRefused(f"Choose the level that the {regulator} gave: {', '.join(map(str, levels))}.")
    if not levels and level is not None:
        raise ActionRefused(f"The {regulator} has no levels. Choose “No level”.")
    if expires_on < localdate():
        raise ActionRefused("The last day has passed. Record the registration that holds now.")
    number = number.strip()
    if (
        registrations_on(body, localdate())
        .filter(regulator=regulator, number__iexact=number, level=level, expires_on=expires_on)
        .exists()
    ):
        raise ActionRefused("This registration is recorded already.")
    made = AdviceRegistration.objects.create(
        body=body, regulator=regulator, number=number, level=level, expires_on=expires_on
    )
    record(
        "recorded a registration to give advice", by=by, about=f"body/{body.pk}", regulator=regulator,
        number=number, level=level, expires_on=str(expires_on),
    )  # fmt: skip
    return made


@transaction.atomic
def end_registration(number: int, *, by: Actor) -> bool:
    """End a record today. False if there is none of that number that is not ended."""
    held = AdviceRegistration.objects.filter(pk=number, ended_on=None).first()
    if held is None:
        return False
    held.ended_on = localdate()
    held.save(update_fields=["ended_on"])
    record(
        "ended a registration to give advice",
        by=by,
        about=f"body/{held.body_id}",
        registration=number,
    )
    return True
