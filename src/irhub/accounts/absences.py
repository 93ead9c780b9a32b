"""Who is away, and who has their work meanwhile: a colleague of the same body in the same role, whose own cover has it if they are away too.

An absence begins and ends by its days; nothing has to run for that. Rooms ask `stands_for` whose work waits for somebody, and
`who_has` to whom new work and reminders go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from irhub.accounts.models import Absence, Body, Membership, Person
from irhub.accounts.moving import begin, move
from irhub.accounts.notices import COVER
from irhub.accounts.policy import Whose
from irhub.accounts.roles import EVERY_ROLE, Role
from irhub.accounts.workflows import AbsenceState
from irhub.notify.actions import post
from irhub.web.addresses import whole_address
from irhub.web.errors import ActionRefused
from irhub.web.saying import say_day

SAYS_OF: Mapping[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: EVERY_ROLE,
    Role.HELPLINE_LEAD: frozenset({Role.ADVISER, Role.HELPLINE_LEAD}),
}
"""Who says of colleagues of their body that they are away, and in which roles: somebody who fell ill says nothing."""
_AGAIN = "{} said already that {} away in that time: cancel that absence first."


@transaction.atomic
def say_away(*, first: date, last: date, cover: int, by: Membership, of: Membership | None = None) -> Absence:
    """Say that one is away from the first day to the last, and in which of one's colleagues' roles (its number) the work is done meanwhile.

    `of`: whoever is away, where somebody else of their body says it (SAYS_OF). Who covers is written to. Raises ActionRefused.
    """
    away = of or by
    if not may_say(away, by):
        raise ActionRefused(
            "Whoever is away says so, an administrator of their body, or of advisers the helpline lead."
        )
    if last < first:
        raise ActionRefused("The last day must be the first day or after it.", "last")
    if last < localdate():
        raise ActionRefused("Those days are in the past. Enter days that are still to come.", "last")
    chosen = next((held for held in can_cover(away) if held.pk == cover), None)
    if chosen is None:
        raise ActionRefused(f"Choose somebody who acts as {away.role} of {away.body.name} too.", "cover")
    name = chosen.person.name
    if chosen.until is not None and chosen.until <= last:
        raise ActionRefused(f"{name} no longer acts as {away.role} from {say_day(chosen.until)}.", "cover")
    standing = Absence.objects.filter(state=AbsenceState.STANDS, first__lte=last, last__gte=first)
    if standing.filter(membership=chosen).exists():
        raise ActionRefused(f"{name} is away in that time too. Choose somebody else.", "cover")
    made = Absence(
        body=away.body, membership=away, cover=chosen, first=first, last=last, said_by=by.person.email
    )  # fmt: skip
    try:
        with transaction.atomic():
            begin(
                made, by=by, told="said who covers an absence", about=f"person/{away.person_id}", detail=_detail(made)
            )
    except IntegrityError as problem:
        told = _AGAIN.format(*(("You have", "you are") if away == by else ("Somebody has", "they are")))
        raise ActionRefused(told, "first") from problem
    post(
        kind=COVER,
        key=f"absence/{made.pk}",
        to=chosen.person.email,
        subject=f"You cover for {away.person.name} from {say_day(first)} to {say_day(last)}",
        text=f"{away.person.name} is away from {say_day(first)} to {say_day(last)}. What waits for them as {away.role} of {away.body.name} "
        f"waits for you meanwhile, on My work. See when, and who you cover for:\n{whole_address('away')}\n\nIf you cannot, tell them, or an administrator of "
        f"{away.body.name}.\n",
    )
    return made


def take_back(absence: Absence, *, by: Membership) -> Absence:
    """Say that one is not away after all, or back before the last day. Raises ActionRefused if it is over or taken back, or somebody else's."""
    if absence.last < localdate():
        raise ActionRefused("This absence is over, so it cannot be cancelled.")
    if not may_say(absence.membership, by):
        raise ActionRefused("Only the person who is away, or somebody who can record their absence, can cancel it.")
    return move(absence, "take back", by=by, about=f"person/{absence.membership.person_id}", detail=_detail(absence))


def may_say(away: Membership, by: Membership) -> bool:
    """Whether somebody may say, and take back, when a person is away in a role: of themselves always."""
    said_of = SAYS_OF.get(Role(by.role), frozenset())
    return away == by or (away.body_id == by.body_id and Role(away.role) in said_of)


def of_colleagues(by: Membership) -> list[Membership]:
    """Of whom somebody may say that they are away, beside themselves, by name: roles of their body that a colleague can cover."""
    said_of = SAYS_OF.get(Role(by.role), frozenset())
    held = Membership.objects.current().filter(body=by.body, role__in=said_of).select_related("person", "body")
    found = list(held.order_by("person__name", "role", "pk"))
    holders = {role: {one.person_id for one in found if one.role == role} for role in {one.role for one in found}}
    return [one for one in found if one != by and len(holders[one.role]) > 1]


def absences_said_of(by: Membership) -> list[Absence]:
    """When colleagues of whom somebody may say so are or will be away, soonest first."""
    said_of = SAYS_OF.get(Role(by.role), frozenset())
    standing = _standing().filter(body=by.body, last__gte=localdate(), membership__role__in=said_of)
    return list(standing.exclude(membership=by).order_by("first", "membership__person__name"))


def can_cover(away: Membership) -> list[Membership]:
    """Who else holds the same role in the same body today, by name."""
    held = Membership.objects.current().filter(body=away.body, role=away.role).exclude(person=away.person)
    return list(held.select_related("person", "body").order_by("person__name", "pk"))


def absences_of(membership: Membership) -> QuerySet[Absence]:
    """When somebody is or will be away in a role, soonest first."""
    return _standing().filter(membership=membership, last__gte=localdate()).order_by("first")


def absence_numbered(number: int) -> Absence | None:
    """An absence of one's body, whether it stands or not."""
    return _told().filter(pk=number).first()


def whose_absence(number: int) -> Whose | None:
    """Whose an absence is: the person's who is away, of their body."""
    found = absence_numbered(number)
    return None if found is None else Whose(body=found.body_id, person=found.membership.person.email)


def covered_by(membership: Membership, on: date | None = None) -> list[Absence]:
    """Whose work comes to somebody on a day (today unless told): their absences, by name."""
    return _covered(_away(membership.body_id, on), membership)


def stands_for(membership: Membership, on: date | None = None) -> list[Person]:
    """Whose work waits for somebody: their own, first, and that of those for whom they cover."""
    return [membership.person, *(one.membership.person for one in covered_by(membership, on))]


def who_has(person: Person, body: Body, on: date | None = None) -> list[Person]:
    """To whom new work of somebody of a body goes, and reminders: to who covers for them on that day, else to them."""
    away = _away(body.pk, on)
    covers = (_has(away, number) for number, one in away.items() if one.membership.person_id == person.pk)
    found = {held.person_id: held.person for held in covers if held is not None}
    return list(found.values()) or [person]


def away_in(body: Body, on: date | None = None) -> dict[int, str]:
    """Who of a body is away on a day, by the person's id: until when, and who has their work, in words for beside a name."""
    away = _away(body.pk, on)
    told = {}
    for number, one in away.items():
        has = _has(away, number)
        covers = f"{has.person.name} covers" if has else "nobody covers"
        told[one.membership.person_id] = f"away until {say_day(one.last)}, {covers}"
    return told


def told_of(membership: Membership, on: date | None = None) -> list[str]:
    """What somebody is told about absences above their work: that they are away and who covers, and for whom they cover."""
    away = _away(membership.body_id, on)
    mine = away.get(membership.pk)
    told = []
    if mine is not None:
        has = _has(away, membership.pk)
        who = f"{has.person.name} covers for you" if has else "Nobody covers for you any longer"
        told.append(f"You are away until {say_day(mine.last)}. {who}.")
    told += [
        f"You cover for {one.membership.person.name} until {say_day(one.last)}." for one in _covered(away, membership)
    ]
    return told


def _covered(away: Mapping[int, Absence], membership: Membership) -> list[Absence]:
    found = [one for one in away.values() if _has(away, one.membership_id) == membership]
    return sorted(found, key=lambda one: (one.membership.person.name, one.pk))


def _told() -> QuerySet[Absence]:
    return Absence.objects.select_related("membership__person", "membership__body", "cover__person", "cover__body")


def _standing() -> QuerySet[Absence]:
    return _told().filter(state=AbsenceState.STANDS)


def _away(body: int, on: date | None) -> Mapping[int, Absence]:
    """Who of a body is away on a day, by the number of their role."""
    day = on or localdate()
    standing = Absence.objects.filter(state=AbsenceState.STANDS, first__lte=day, last__gte=day, body_id=body)
    found = standing.select_related("membership__person", "cover__person")
    return {one.membership_id: one for one in found}


def _has(away: Mapping[int, Absence], number: int, passed: Sequence[int] = ()) -> Membership | None:
    """Who has the work of a role that is away: the cover, or theirs. None if that comes round to itself, or to a role that has ended."""
    cover = away[number].cover
    if cover.pk in (*passed, number) or not _holds(cover, away[number]):
        return None
    return _has(away, cover.pk, (*passed, number)) if cover.pk in away else cover


def _holds(cover: Membership, absence: Absence) -> bool:
    today = localdate()
    return cover.person.is_active and (cover.until is None or cover.until > today)


def _detail(absence: Absence) -> dict[str, str]:
    return {"first": str(absence.first), "last": str(absence.last), "cover": absence.cover.person.email}
