"""Who may conflict with whom: the register of parties, and what it says about a case.

What is found is for the adviser alone. The client is told the words of neutral.py, which are the same whatever the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.timezone import localdate

from irhub.accounts.audit import Actor, record
from irhub.accounts.moving import named
from irhub.indicators.corporate_group import group_of
from irhub.organisations.models import Member
from irhub.registers.models import Location
from irhub.support.models import Case, Party
from irhub.web.words import words_of

PROVIDERS = "cqc_locations"


@dataclass(frozen=True)
class Conflict:
    """What may stand against a case: a party, by when it was in touch last, and why it matters, in words."""

    name: str
    last_on: date
    why: str


def key_of(kind: str, key: str) -> str:
    """By what the register of parties knows a client."""
    return f"{kind}:{key}" if key else ""


def firm_key(name: str) -> str:
    """By what it knows a firm that speaks for others: the words of its name, without what says that it is a company."""
    words = [word for word in words_of(name) if word not in ("ltd", "limited", "llp", "plc")]
    return f"firm:{' '.join(words)}"[:120] if words else ""


def group_keys(key: str) -> Mapping[str, str]:
    """Other providers of a provider's group, by key: why they are of one group. None of anything else than a provider.

    By who owns its company (indicators/corporate_group.py), by the brand that the CQC lists, and, of parties of the own body, by a person
    in control of both, whom the database does not name.
    """
    kind, _, number = key.partition(":")
    if kind != "provider" or not number:
        return {}
    return {
        other: why
        for why, numbers in (
            ("has a person in common with", _people_in_common(number)),
            ("has the same brand as", _same_brand(number)),
            ("has the same owner as", _same_owner(number)),
        )
        for other in (key_of("provider", one) for one in numbers)
        if other != key
    }


def _same_owner(number: str) -> list[str]:
    member = Member.objects.filter(register=PROVIDERS, entity_key=number).first()
    group = group_of(member.organisation_id) if member else None
    sisters = [sister.organisation_id for sister in group.others] if group else []
    found = Member.objects.filter(register=PROVIDERS, organisation_id__in=sisters)
    return list(found.values_list("entity_key", flat=True))


def _same_brand(number: str) -> list[str]:
    standing = Location.objects.filter(until=None).exclude(brand_name="")
    brands = standing.filter(provider_id=number).values("brand_name")
    return list(standing.filter(brand_name__in=brands).values_list("provider_id", flat=True).distinct())


def _people_in_common(number: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT support_people_in_common(%s)", [number])
        return [row[0] for row in cursor.fetchall()]


def enter_parties(case: Case, firms: Iterable[str] = ()) -> None:
    """Enter the parties of a case, or that they were in touch again. `firms`: names of those who speak for the client from outside."""
    client = key_of(case.client_type, case.client_key)
    if not client:
        return
    told: list[tuple[str, str, str, str]] = [(client, Party.Side.CLIENT, "", case.client_name)]
    if case.about_key:
        told.append((case.about_key, Party.Side.ABOUT, client, case.about_name))
    _enter(case, told)
    enter_firms(case, firms)


def enter_firms(case: Case, firms: Iterable[str]) -> None:
    """Enter those who speak for the client of a case from outside, by name, or that they did again."""
    client = key_of(case.client_type, case.client_key)
    if client:
        _enter(case, [(firm_key(firm), Party.Side.SPEAKS, client, firm) for firm in firms if firm_key(firm)])


def _enter(case: Case, told: Iterable[tuple[str, str, str, str]]) -> None:
    today = localdate()
    for key, side, for_key, name in told:
        Party.objects.update_or_create(
            body_id=case.body_id, key=key, side=side, for_key=for_key,
            defaults={"last_on": today}, create_defaults={"name": name, "first_on": today, "last_on": today},
        )  # fmt: skip


def firms_of(case: Case) -> list[str]:
    """Who speaks for the client from outside."""
    return list(case.contacts.exclude(firm="").values_list("firm", flat=True))


def conflicts_of(case: Case) -> list[Conflict]:
    """What may stand against a case, of all clients of the body, open and past."""
    return conflicts(
        case.body_id, client=key_of(case.client_type, case.client_key), about=case.about_key, firms=firms_of(case)
    )


def conflicts(body: int, *, client: str, about: str = "", firms: Collection[str] = ()) -> list[Conflict]:
    """What may stand against helping a client of a body with something about another organisation.

    That is: the other side, or one of its group, asked the helpline; somebody else asked about the client, or about one of its group; one
    of its own group asked too; who speaks for it speaks for others. Names are told once, with what weighs most.
    """
    mine, theirs = {client: "", **group_keys(client)}, {about: "", **group_keys(about)} if about else {}
    spoken = {key for key in map(firm_key, firms) if key}
    known = Party.objects.filter(body_id=body, key__in={*mine, *theirs, *spoken} - {""})
    found: dict[str, Conflict] = {}
    for party in known.order_by("-last_on"):
        why = _why(party, client, mine, theirs, spoken)
        if why:
            found.setdefault(f"{party.key} {party.for_key}", Conflict(party.name, party.last_on, why))
    return list(found.values())


def _why(party: Party, client: str, mine: Mapping[str, str], theirs: Mapping[str, str], spoken: Collection[str]) -> str:
    """Why a party may stand against helping a client; blank if it does not."""
    if party.side == Party.Side.CLIENT and party.key in theirs and party.key not in mine:
        return f"It asked the helpline, and {theirs[party.key] or 'is'} the other side here."
    if party.side == Party.Side.ABOUT and party.key in mine and party.for_key not in mine:
        return "Another client asked about it."
    if party.side == Party.Side.CLIENT and party.key in mine and party.key != client:
        return f"It asked the helpline, and {mine[party.key]} this client: a lawyer decides whether that matters."
    if party.side == Party.Side.SPEAKS and party.key in spoken and party.for_key != client:
        return "It speaks for another client too."
    return ""


def check(case: Case, *, by: Actor) -> list[Conflict]:
    """Look for conflicts, and keep in the trail that somebody did, and whether there may be one."""
    found = conflicts_of(case)
    record("checked for conflicts", by=by, about=named(case), result="possible" if found else "none found")
    return found
