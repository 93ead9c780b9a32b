"""How a question comes in: what a page or a call told is made a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from irhub.accounts.models import Membership
from irhub.accounts.row_security import system_access
from irhub.casework.contacts import OUTSIDE, Authority, Relation, Told
from irhub.programmes.models import Programme
from irhub.support.actions import Asked, open_case, reply
from irhub.support.callers import Caller, caller, find_callers
from irhub.support.models import Case, Channel
from irhub.support.parties import check
from irhub.web.errors import ActionRefused


def other_side(text: str) -> tuple[str, str]:
    """The key and name of another organisation that somebody named; blank for none. Raises ActionRefused unless it is one."""
    if not text.strip():
        return "", ""
    found = find_callers(text)
    if len(found) != 1:
        raise ActionRefused(
            "We do not know which organisation that is: give its CQC provider id, or the name of the council.", "about"
        )
    return found[0].party, found[0].name


def asked_of(programme: Programme, who: Caller, told: Mapping[str, Any], contact: Told) -> Asked:
    """A question as the action takes it, of what a form told."""
    key, name = other_side(told.get("about", ""))
    return Asked(
        client_type=who.kind, client_key=who.key, client_name=who.name, theme=programme.themes.get(pk=told["theme"]),
        subject=told["subject"], text=told.get("text") or told["subject"], letter_on=told.get("letter_on"),
        urgency=told.get("urgency") or ("urgent" if told.get("letter_on") else "routine"), about_key=key, about_name=name, contact=contact,
        files=told.get("attached", ()),
    )  # fmt: skip


@transaction.atomic
def take_call(*, programme: Programme, who: Caller, told: Mapping[str, Any], by: Membership) -> Case:
    """Log a call, with what the caller was told, if they were. Raises ActionRefused."""
    relation = told.get("relation") or Relation.RUNS
    contact: Told = {
        "name": told["name"], "phone": told["phone"], "email": told["email"], "firm": told["firm"], "relation": relation,
        "authority": Authority.SAID if relation in OUTSIDE else Authority.OWN,
    }  # fmt: skip
    made = open_case(
        programme=programme, asked=asked_of(programme, who, told, contact), channel=Channel.TELEPHONE, by=by
    )
    check(made, by=by)
    if told["told"].strip():
        reply(
            case=made,
            version=made.version,
            text=told["told"],
            then=told["then"] or "reply",
            channel=Channel.TELEPHONE,
            by=by,
        )
    return made


def client_of(by: Membership) -> Caller:
    """The client as which somebody's own body asks: as the registers know it, or else by its name here."""
    return caller(by.body.kind, by.body.place_code) or Caller(by.body.kind, by.body.place_code, by.body.name)


def take_question(*, programme: Programme, told: Mapping[str, Any], by: Membership) -> Case:
    """A question of somebody whose body takes part, on the page. Raises ActionRefused."""
    who = client_of(by)
    contact: Told = {
        "name": told["name"], "email": told["email"], "phone": told["phone"], "relation": Relation.WORKS, "authority": Authority.OWN,
    }  # fmt: skip
    asked = asked_of(programme, who, told, contact)
    with system_access("a client asks: what it sets off is for advisers, whose rows the client does not see"):
        return open_case(programme=programme, asked=asked, channel=Channel.PAGE, by=by)
