"""Safeguarding: the one way out of the helpline's confidence. An adviser raises a concern, the programme's named lead decides, by a law that is named.

What may be told, to whom and by which law is data (`safeguarding.yaml`). The hub passes nothing on by itself: it keeps that somebody did, in which
words, and whether the client was told. Whoever watches over providers sees none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import transaction

from irhub.accounts.absences import who_has
from irhub.accounts.audit import record
from irhub.accounts.models import Body, Membership, Person
from irhub.accounts.moving import begin, move, named
from irhub.accounts.roles import Role
from irhub.programmes.models import Programme
from irhub.support.letters import tell_deciders
from irhub.support.models import Case, Concern, SafeguardingLead
from irhub.support.queries import advisers
from irhub.support.workflows import ConcernState
from irhub.web.errors import ActionRefused
from irhub.web.yaml_files import read_text


@dataclass(frozen=True)
class Ground:
    """When something may be told: the law, what it says, to whom, what of it, and what is kept back."""

    title: str
    law: str
    link: str
    says: str
    to: str
    tell: str
    withhold: str


@cache
def grounds() -> Mapping[str, Ground]:
    """Each by its key, in the order in which they are read."""
    told = read_text(files(__package__).joinpath("safeguarding.yaml").read_text(encoding="utf-8"))
    return {key: Ground(**row) for key, row in told.items()}


def ground_of(concern: Concern) -> Ground:
    """The ground on which a concern was raised. One that the list no longer has is told as such, by the law that was named when it was passed on."""
    gone = Ground("A ground that is no longer on the list", concern.law, "", "", "", "", "")
    return grounds().get(concern.ground, gone)


def lead_of(programme: Programme) -> Person | None:
    """The named lead of a programme; None if nobody is named, or the named one answers its helpline no longer."""
    found = SafeguardingLead.objects.filter(programme=programme).select_related("person").first()
    advising = {held.person_id for held in advisers(programme.body)}
    return found.person if found and found.person_id in advising else None


def deciders(programme: Programme) -> list[Person]:
    """Who decides of a concern today: the named lead, or who covers for them; while nobody is named, the helpline leads."""
    lead = lead_of(programme)
    leads = [held.person for held in advisers(programme.body) if held.role == Role.HELPLINE_LEAD]
    named_ones = [lead] if lead else leads
    covers = [has for one in named_ones for has in who_has(one, programme.body)]
    return list({one.pk: one for one in [*named_ones, *covers]}.values())


@transaction.atomic
def name_lead(*, programme: Programme, person: int, by: Membership) -> SafeguardingLead:
    """Name who decides of a programme's concerns. Raises ActionRefused if they do not answer its helpline."""
    chosen = next((held.person for held in advisers(by.body) if held.person_id == person), None)
    if chosen is None or programme.body_id != by.body_id:
        raise ActionRefused("Choose somebody who answers this helpline today.", "person")
    made, _ = SafeguardingLead.objects.update_or_create(
        programme=programme, body_id=programme.body_id, defaults={"person": chosen, "named_by": by.person.email}
    )
    record("named the safeguarding lead", by=by, about=f"programme/{programme.slug}", lead=chosen.email)
    return made


@transaction.atomic
def raise_concern(case: Case, *, ground: str, text: str, by: Membership) -> Concern:
    """Raise a concern that came up in a case: who decides is written to at once, and every adviser
    while nobody does. Raises ActionRefused."""
    if ground not in grounds():
        raise ActionRefused("Select what it is about.", "ground")
    if not text.strip():
        raise ActionRefused("Write what was seen or said.", "text")
    made = Concern(case=case, body_id=case.body_id, ground=ground, text=text.strip(), raised_by=by.person.email)
    begin(made, by=by, told="raised a safeguarding concern", about=named(case))
    told = deciders(case.programme) or [held.person for held in advisers(case.body)]
    tell_deciders(case, told, number=made.pk, by=by)
    return made


def pass_on(
    concern: Concern, *, version: int, passed_to: str, shared: str, client_told: bool, unsafe: str = "", by: Membership
) -> Concern:
    """Record that it was passed on: to whom, what of it, and that the client knows, or why that is not safe. Raises StaleVersion and ActionRefused."""
    _decides(concern, by)
    if not passed_to.strip():
        raise ActionRefused("Enter who it was passed on to.", "passed_to")
    if not shared.strip():
        raise ActionRefused("Write what you told them.", "shared")
    if not client_told and not unsafe.strip():
        raise ActionRefused("Write why it is not safe to tell the client.", "unsafe")
    columns = {
        "passed_to": passed_to.strip(), "shared": shared.strip(), "client_told": client_told, "unsafe": "" if client_told else unsafe.strip(),
    }  # fmt: skip
    law = ground_of(concern).law
    if not law:
        raise ActionRefused("The ground of this concern is no longer on the list: raise it again on one that is.")
    return move(
        concern, "pass on", by=by, version=version, says=f"passed it on, by the {law}", columns=columns | {"law": law}
    )


def keep(concern: Concern, *, version: int, reason: str, by: Membership) -> Concern:
    """Decide that it is not passed on, and why. Raises StaleVersion and ActionRefused."""
    _decides(concern, by)
    return move(concern, "keep", by=by, version=version, reason=reason)


def tell(concern: Concern, *, version: int, by: Membership) -> Concern:
    """Record that the client, who could not be told safely, has been told since. Raises StaleVersion and ActionRefused."""
    _decides(concern, by)
    return move(concern, "tell", by=by, version=version, columns={"client_told": True})


def _decides(concern: Concern, by: Membership) -> None:
    who = deciders(concern.case.programme)
    if by.person not in who:
        names = ", ".join(one.name for one in who) or "the helpline lead"
        raise ActionRefused(f"{names} decides this. Ask them, or have them named otherwise by the helpline lead.")


def concerns_of(case: Case) -> list[tuple[Concern, Ground]]:
    """The concerns that came up in a case, with their ground."""
    return [(one, ground_of(one)) for one in case.concerns.order_by("pk")]


def open_concerns(body: Body) -> list[Concern]:
    """The concerns of a body that wait for a decision, the oldest first."""
    found = Concern.objects.filter(body=body, state=ConcernState.RAISED)
    return list(found.select_related("case").order_by("raised_at", "pk"))


def concerns_for(by: Membership) -> list[Concern]:
    """The concerns that wait for somebody's decision; for every adviser's, while nobody is there to decide."""
    found = Concern.objects.filter(body=by.body, state=ConcernState.RAISED).select_related("case__programme__body")
    waiting = list(found.order_by("raised_at", "pk"))
    who = {programme: deciders(programme) for programme in {one.case.programme for one in waiting}}
    return [one for one in waiting if not who[one.case.programme] or by.person in who[one.case.programme]]


def shown_with(case: Case) -> dict[str, Any]:
    """What the page of a case shows of all this."""
    told = concerns_of(case)
    return {"concerns": told, "deciders": deciders(case.programme) if told else []}
