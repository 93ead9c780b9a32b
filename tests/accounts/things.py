"""What the access test puts into addresses and forms. A room has its own in the module `things` of its folder of tests, found by that
name: `THINGS` (somebody’s), `STANDS_ON` (what those stand on), `EVERYBODYS` (which anybody may open), `SENT` (what a form sends). Here is
what belongs to no such room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from inspect import getclosurevars
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts import actions, advice, provider_requests
from irhub.accounts.models import AdviceRegistration, Body
from irhub.accounts.roles import Role
from irhub.checker.book import current
from irhub.checker.kinds import Kind
from irhub.checker.models import Proposal
from irhub.indicators.models import Signal
from irhub.notify.preferences import stop_address
from irhub.places import partnerships, regions
from irhub.registers.models import Edition
from tests.checker.editors import draft
from tests.factories import (
    CODE,
    AbsenceFactory,
    ChallengeFactory,
    ContractLineFactory,
    MembershipFactory,
    MessageFactory,
    PersonFactory,
    PreferenceFactory,
    SavedCaseFactory,
    SignalFactory,
    StatementFactory,
)
from tests.owners import Makes, Owner, number, organisation_near, pair_of

ROOMS = [
    import_module(f"tests.{path.parent.name}.things")
    for path in sorted(Path(__file__).parents[1].glob("*/things.py"))
    if path.parent.name != "accounts"
]


def gathered(name: str) -> dict[str, Any]:
    """What the rooms hold under a name."""
    return {route: told for room in ROOMS for route, told in getattr(room, name, {}).items()}


def _views(patterns: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _views(each.url_patterns)
        else:
            yield each.name, each.callback


POSTED = frozenset(
    route
    for route, view in _views(get_resolver().url_patterns)
    if getclosurevars(view).nonlocals.get("request_method_list") == ["POST"]
)
"""Routes that take only what is posted."""

SENT: dict[str, dict[str, str]] = gathered("SENT")
"""What a form sends, where a page refuses one that is blank."""

ASKED = {"case-save": "checker=right-to-work&want=penalty"}
"""What an address asks for, where a page is not there without it."""

PUBLIC_GAPS = {"code", "key", "kind", "organisation_id", "provider_id", "rule", "sponsor_key", "topic"}
"""What addresses may name that is nobody's own: what stands in public registers, in the rulebook, or in the code."""

SHARED = {"challenge", "programme-figures", "proposal", "row-people", "statement"}
"""Routes that name what is of no body alone: whoever holds the role in any body answers it."""


def signal_about(owner: Owner) -> dict[str, object]:
    """A signal about the provider that a body is, or about any."""
    organisation = organisation_near(owner)
    if not Signal.objects.filter(organisation=organisation, code=CODE).exists():
        SignalFactory(organisation=organisation)
    return {"organisation_id": organisation.pk, "code": CODE}


def case_of(owner: Owner) -> dict[str, object]:
    """A case that a person keeps."""
    return number(SavedCaseFactory(saved_by=owner.email))


def proposal_of(owner: Owner) -> dict[str, object]:
    """A change of the rules that a person has proposed."""
    drafted = draft(Kind.CORRECT, "FEE-13", value="612")
    made = Proposal.objects.create(
        kind=Kind.CORRECT, rule="FEE-13", document=drafted.document, reason=drafted.reason, proposed_by=owner.email,
        proposed_as="rules editor", proposed_at=timezone.now(),
    )  # fmt: skip
    return {"number": made.pk}


def passkey_of(owner: Owner) -> dict[str, object]:
    """A passkey of a person."""
    credential = {"name": "Key", "credential": {}, "passwordless": False}
    made = Authenticator.objects.create(
        user=PersonFactory(email=owner.email), type=Authenticator.Type.WEBAUTHN, data=credential
    )
    return {"pk": made.pk}


def asked(place: Body) -> int:
    """The number of a request that waits for a body."""
    told = {
        "provider_id": "1-123456",
        "provider_name": "Quillmoor Care",
        "name": "Pat",
        "email": f"{place.pk}@example.org",
    }
    return provider_requests.ask(place, **told).pk


def registration_of(place: Body) -> AdviceRegistration:
    return advice.add_registration(place, advice.AUTHORITY, "N202600001", 1, localdate(), by="test")


def absence_of(owner: Owner) -> dict[str, object]:
    """An absence of a person, in a role that has ended: it opens nothing for those who hold none."""
    away = MembershipFactory(person__email=owner.email, body=owner.body, role=Role.VIEWER, until=localdate())
    return number(AbsenceFactory(body=owner.body, membership=away))


THINGS: Makes = {
    **gathered("THINGS"),
    "away-take-back": absence_of,
    "case": case_of,
    "colleague-away": lambda owner: number(
        MembershipFactory(
            person__email=f"one-of-{owner.body.pk}@example.org",
            body=owner.body,
            role=Role.ADVISER if owner.body.kind == "delivery partner" else Role.VIEWER,
        )
    ),
    "colleague-back": absence_of,
    "case-delete": case_of,
    "mfa_remove_webauthn": passkey_of,
    "my-providers-line": lambda owner: number(ContractLineFactory(contract_list__body=owner.body)),
    "people-advice-end": lambda owner: number(registration_of(owner.body)),
    "people-end": lambda owner: number(
        MembershipFactory(person__email=f"one-of-{owner.body.pk}@example.org", body=owner.body, role=Role.VIEWER)
    ),
    "people-withdraw": lambda owner: number(actions.invite(owner.body, Role.VIEWER, "guest@example.org", by="test")[0]),
    "proposal-approve": proposal_of,
    "proposal-decline": proposal_of,
    "proposal-take-back": proposal_of,
    "provider-approve": lambda owner: {"number": asked(owner.body)},
    "provider-refuse": lambda owner: {"number": asked(owner.body)},
    "review-pair": pair_of,
    "signal-challenge": signal_about,
    "signal-reply": signal_about,
}
"""For each address of which not any thing may be opened: makes one of an owner, and gives what fills the address."""

STANDS_ON: dict[str, Callable[[Body], object]] = gathered("STANDS_ON")
"""What a route's thing finds, and would make if it were not there: dear to make, and made once for each body."""


def held_by_everybody(at: Owner) -> dict[str, Callable[[], dict[str, object]]]:
    """For addresses of which any thing may be opened: one that is there, by route; `""` for those without a line of their own."""
    partnership = next(known for known in partnerships())
    edition = Edition.objects.filter(register="home_office_sponsors").order_by("-date").first()
    row = {"register": edition.register, "day": edition.date.isoformat(), "line": 3}
    usual = {
        "area": "councils", "audience": "provider", "slug": "leeds", "checker": "sponsor", "name": "summary.txt", "job": "tidy",
        "key": min(current().sources), "kind": "correct", "uidb36": "a", "rule": "FEE-13", "topic": "licence_fee", "number": at.body.pk,
        **pair_of(at), **row,
    }  # fmt: skip
    return {
        **{route: partial(make, at) for route, make in gathered("EVERYBODYS").items()},
        "": lambda: usual | signal_about(at),
        "partnership": lambda: {"slug": partnership.slug},
        "region": lambda: {"slug": regions()[0].slug},
        "invitation": lambda: {"secret": actions.invite(at.body, Role.VIEWER, "new@example.org", by="test")[1]},
        "proposal": lambda: proposal_of(at),
        "challenge": lambda: number(ChallengeFactory(organisation=organisation_near(at), body=at.body)),
        "statement": lambda: number(StatementFactory(organisation=organisation_near(at), body=at.body)),
        "stop-mail": lambda: {
            "token": stop_address(PreferenceFactory(person__email="told@example.org", body=at.body)).split("/")[-2]
        },
        "mail-again": lambda: number(MessageFactory(state="failed")),
        "rules-schema": lambda: {"name": "answer-1"},
        "edition-decide": lambda: row | {"number": edition.pk},
    }
