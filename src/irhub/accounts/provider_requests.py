"""Care providers ask to take part; a body in whose area they work says whether the contact speaks for the provider.

Whoever decides rings the provider at the number that the CQC publishes, or writes to the address it has on file: the hub
holds no such address, so it cannot tell by itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from irhub.accounts.actions import add_body, invite
from irhub.accounts.audit import Actor
from irhub.accounts.models import Body, ProviderRequest
from irhub.accounts.moving import begin, move
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.accounts.workflows import REQUEST, RequestState
from irhub.web.errors import ActionRefused


def deciding_body(councils: Iterable[str], partnerships: Iterable[str]) -> Body | None:
    """Who decides: the first of the councils (ONS codes, most locations first) that takes part, else the first of the
    partnerships (slugs); None, which is for system administrators, if none of them takes part.
    """
    for kind, codes in ((Kind.COUNCIL, councils), (Kind.PARTNERSHIP, partnerships)):
        known = {
            body.place_code: body for body in Body.objects.filter(kind=kind, closed_on=None).exclude(place_code="")
        }
        found = next((known[code] for code in codes if code in known), None)
        if found:
            return found
    return None


@system_access("whoever asks acts for no body yet")
def ask(
    decides: Body | None, *, provider_id: str, provider_name: str, name: str, email: str, words: str = ""
) -> ProviderRequest:
    """Keep a provider's request. Raises ActionRefused if one of this provider and address waits already."""
    try:
        with transaction.atomic():
            made = ProviderRequest(
                body=decides, provider_id=provider_id, provider_name=provider_name[:200], name=name.strip(),
                email=email.strip().lower(), words=words.strip(),
            )  # fmt: skip
            begin(made, by=made.email, told="asked to take part", about=f"provider/{provider_id}")
    except IntegrityError:
        raise ActionRefused(
            "This provider has asked with this address already. You will hear from the council."
        ) from None
    return made


def waiting(body: int | None = None) -> QuerySet[ProviderRequest]:
    """The requests that wait, oldest first: for a body, or for all that the database gives."""
    return _of(body).filter(state=RequestState.WAITING).order_by("made_at", "pk")


def decided(body: int | None = None, state: str = "") -> QuerySet[ProviderRequest]:
    """Those that were decided, all or in one way: of a body, or of all that the database gives."""
    found = _of(body).exclude(state=RequestState.WAITING)
    return found.filter(state=state) if state else found


def _of(body: int | None) -> QuerySet[ProviderRequest]:
    found = ProviderRequest.objects.select_related("body")
    return found if body is None else found.filter(body=body)


def refuse(number: int, reason: str, *, by: Actor) -> ProviderRequest:
    """Say no, with a reason that the contact is told. Raises ActionRefused if it does not wait for whoever acts."""
    found = _waiting(number)
    return move(found, "refuse", by=by, reason=reason, about=f"provider/{found.provider_id}", detail={"reason": reason})


@transaction.atomic
def approve(number: int, *, by: Actor) -> tuple[ProviderRequest, str]:
    """Say that the contact speaks for the provider. Returns the request and the secret of the contact's invitation.

    Makes the provider's body if it takes part for the first time. Raises ActionRefused if the request does not wait for
    whoever acts.
    """
    found = _waiting(number)
    move(found, "approve", by=by, about=f"provider/{found.provider_id}", detail={"email": found.email})
    with system_access("an approved provider gets a body and its first invitation"):
        place = Body.objects.filter(kind=Kind.PROVIDER, place_code=found.provider_id).first() or add_body(
            Kind.PROVIDER, f"{found.provider_name} ({found.provider_id})", found.provider_id, by=by
        )
        _, secret = invite(place, Role.ADMINISTRATOR, found.email, by=by)
    return found, secret


def _waiting(number: int) -> ProviderRequest:
    """A request that the database gives whoever acts. Raises ActionRefused if it gives none."""
    found: ProviderRequest | None = ProviderRequest.objects.filter(pk=number).first()
    if found is None:
        raise ActionRefused(REQUEST.stale)
    return found
