"""The officer names who sits on the panel of a call, and who hears its appeals. Each change is one transaction and leaves an event."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db import transaction
from django.db.models.functions import Now
from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.accounts.moving import check_move, move
from irhub.grants.models import Call
from irhub.grants.panels.models import PanelMember
from irhub.grants.workflows import DECIDES, CallState
from irhub.web.errors import ActionRefused
from irhub.web.saying import counted

_CALLED = {False: "the panel", True: "those who hear appeals"}


def who_decides(body: int) -> dict[int, Membership]:
    """The people of a body who may decide on grants, by their number, in the order of their names."""
    held = Membership.objects.current().filter(body=body, role__in=DECIDES.roles).select_related("person")
    return {each.person_id: each for each in held.order_by("person__name", "person_id")}


def members_of(call: Call) -> list[PanelMember]:
    """Who sits, or sat, on either panel of a call, in the order of their names."""
    return list(call.panel.select_related("person").order_by("on_appeal", "person__name", "pk"))


def too_few(call: Call) -> str:
    """That a panel has fewer people than a decision needs views, in words; blank where it has enough, and of a claim, which has no panel."""
    if not call.by_panel:
        return ""
    decide = who_decides(call.body_id)
    many = call.panel.filter(on_appeal=False, left_at=None, person__in=decide).count()
    if many >= call.quorum:
        return ""
    named = counted(many, "people are") if many else "nobody is"
    return f"A decision needs the views of {counted(call.quorum, 'people')}, and {named} on the panel."


def can_be_opened(call: Call) -> bool:
    """Whether applications to a call can be opened, so that views may rest on its panel, and a change of it needs a reason."""
    return call.state != CallState.DRAFT and (call.state != CallState.OPEN or localdate() > call.closes_on)


@transaction.atomic
def name_panel(
    call: Call, *, panel: Collection[int], appeals: Collection[int], version: int, by: Membership, reason: str = ""
) -> Call:
    """Say who sits on the panel of a call from now on, and who hears its appeals, by the numbers of people. Whoever may decide no more stays
    as they are, and does not count.

    Raises ActionRefused for a claim, and for somebody who may not decide or is to be on both; once applications can be opened also without
    a reason, and for somebody who is, or was, on the other.
    """
    later = can_be_opened(call)
    name = "change the panel" if later else "name the panel"
    check_move(call, name, by=by, reason=reason)
    if not call.by_panel:
        raise ActionRefused("A claim has no panel: whoever decides on grants may give a view on it.")
    wanted = dict.fromkeys(panel, False) | dict.fromkeys(appeals, True)
    decide, held = who_decides(call.body_id), {each.person_id: each for each in members_of(call)}
    if not decide.keys() >= wanted.keys():
        raise ActionRefused("Choose people of your body who decide on grants.", "panel")
    other = {one for one, on_appeal in wanted.items() if later and one in held and held[one].on_appeal != on_appeal}
    if both := other | ({*panel} & {*appeals}):
        names = ", ".join(decide[one].person.name for one in decide if one in both)
        raise ActionRefused(f"Whoever hears appeals was never on the panel. That is not so of {names}.", "appeals")
    sit = {one: each.on_appeal for one, each in held.items() if one in decide and each.left_at is None}
    left = {one: on_appeal for one, on_appeal in sit.items() if wanted.get(one) != on_appeal}
    joined = {one: on_appeal for one, on_appeal in wanted.items() if sit.get(one) != on_appeal}
    if not left and not joined:
        raise ActionRefused("Nobody joins or leaves: select who joins, and clear who leaves.", "panel")
    told = [*_told("Joined", joined, decide), *_told("Left", left, decide)]
    moved = move(call, name, by=by, version=version, reason="\n".join(filter(None, [reason.strip(), *told])))
    _keep(moved, left, joined, decide, reason.strip() if later else None)
    return moved


def _told(what: str, those: dict[int, bool], people: dict[int, Membership]) -> Iterator[str]:
    for on_appeal, called in _CALLED.items():
        if names := [one.person.name for number, one in people.items() if those.get(number) is on_appeal]:
            yield f"{what} {called}: {', '.join(names)}."


def _keep(
    call: Call, left: Iterable[int], joined: dict[int, bool], people: dict[int, Membership], why: str | None
) -> None:
    """`why`: None while no application can be opened; then whoever leaves was never there."""
    gone = call.panel.filter(person__in=left)
    if why is None:
        gone.delete()
    else:
        gone.update(left_at=Now(), left_because=why)
    for number, on_appeal in joined.items():
        stays = {"left_at": None, "left_because": ""}
        fresh = {"body_id": call.body_id, "email": people[number].person.email, "on_appeal": on_appeal}
        call.panel.update_or_create(person_id=number, defaults=stays, create_defaults=fresh)
