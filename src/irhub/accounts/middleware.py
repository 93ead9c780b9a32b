"""What every request passes: which hat the person wears, and whether the route is open to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render

from irhub.accounts.access import allowed, table
from irhub.accounts.audit import record
from irhub.accounts.models import Membership, Person
from irhub.accounts.queries import hats
from irhub.accounts.roles import Kind, Role, second_factor_needed, side_of
from irhub.accounts.row_security import Acting, acting, acting_now, become

HAT = "hat"
"""The session's name for the membership in which the person acts."""


def fenced(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """From here to the answer the database gives nobody's rows but those of the person whom the session names.

    `Access` tells it more when it knows more. An answer that is sent bit by bit keeps the fence to its last bit.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        person = str(request.session.get(SESSION_KEY, ""))
        with acting(Acting(person=int(person) if person.isdecimal() else None)):
            response = get_response(request)
            state = acting_now()
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _within(state, response.streaming_content)
        return response

    return answer


def _within(state: Acting, bits: Iterable[bytes]) -> Iterator[bytes]:
    with acting(state):
        yield from bits


class Access:
    """Sets `request.hat` (a Membership or None) and stops whatever the access table does not allow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put on the hat that the person chose, or the first that they have."""
        request.hat = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            held = hats(request.user)
            chosen = [hat for hat in held if hat.pk == request.session.get(HAT)]
            request.hat = next(iter(chosen or held), None)  # type: ignore[attr-defined]
        become(_state(request))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let the request through, send the person to sign in or to set up a second step, or refuse in plain words."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        rule = table().get(route)
        person = request.user if request.user.is_authenticated else None
        hat: Membership | None = request.hat  # type: ignore[attr-defined]
        role = Role(hat.role) if hat else None
        system = bool(person and person.is_system_administrator)
        if rule and allowed(
            rule, signed_in=person is not None, role=role, system=system, public_open=settings.IRHUB_PUBLIC
        ):
            if rule.signs_in:
                become(replace(acting_now(), signing_in=True))
            if person and rule.second_factor and _lacks_second_factor(person, hat):
                return redirect("mfa_index")
            return None
        if person is None:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        record("was refused", who=person.email, hat=hat, about=f"page/{route}")
        return render(request, "web/refused.html", {"rule": rule}, status=403)


def _state(request: HttpRequest) -> Acting:
    """What the database is told of who asks."""
    if not request.user.is_authenticated:
        return Acting()
    hat: Membership | None = request.hat  # type: ignore[attr-defined]
    state = Acting(person=request.user.pk, administrator=request.user.is_system_administrator)
    if hat is None:
        return state
    return replace(state, body=hat.body_id, role=hat.role, side=side_of(Kind(hat.body.kind), Role(hat.role)) or "")


def _lacks_second_factor(person: Person, hat: Membership | None) -> bool:
    needed = person.is_system_administrator or (
        hat is not None and second_factor_needed(Kind(hat.body.kind), Role(hat.role))
    )
    return (
        needed
        and not Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    )
