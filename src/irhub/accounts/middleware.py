"""What every request passes: in which role the person acts, and whether the route is open to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from irhub.accounts import purposes, sent_for, sent_once
from irhub.accounts.access import formats_of, opened_by, row_for, table
from irhub.accounts.acting import actor_of, administers, asker_of, state_of, vouched_for
from irhub.accounts.allauth_internals import confirmed_identity_lately
from irhub.accounts.audit import record
from irhub.accounts.models import Membership, Person
from irhub.accounts.policy import Rows, Rule, granted, reads_only
from irhub.accounts.queries import has_second_step, memberships
from irhub.accounts.roles import Kind, Role, second_factor_needed
from irhub.accounts.row_security import Acting, acting_now, asked, become
from irhub.accounts.session_limits import has_expired
from irhub.accounts.sessions import MARK
from irhub.web.error_pages import no_such_file

ACTING = "membership"
"""The session's name for the membership in which the person acts."""


class Sessions(SessionMiddleware):
    """As Django's; but the hash under which a session is kept is no key to it."""

    def process_request(self, request: HttpRequest) -> None:
        """Take the key that the browser holds."""
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        request.session = self.SessionStore(None if key.startswith(MARK) else key or None)


def row_security(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """From here to the answer the database gives nobody's rows but those of the person whom the session names.

    `Access` tells it more when it knows more. An answer that is sent bit by bit keeps the fence to its last bit.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        person = str(request.session.get(SESSION_KEY, ""))
        with asked(Acting(person=int(person) if person.isdecimal() else None)):
            response = get_response(request)
            state = acting_now()
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _within(state, response.streaming_content)
        return response

    return answer


def _within(state: Acting, bits: Iterable[bytes]) -> Iterator[bytes]:
    with asked(state):
        yield from bits


def kept_by_nobody(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """No browser and no proxy keeps an answer that is for one person: to somebody signed in, of a session or a link, or with a cookie.

    What is left is what any visitor is given alike, and files of the hub's own, which never come to where sessions are read.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        session = getattr(request, "session", None)
        if session is not None and (not session.is_empty() or response.cookies or _personal(request)):
            response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def _personal(request: HttpRequest) -> bool:
    route = request.resolver_match.view_name if request.resolver_match else ""
    _, rule = row_for(route, request.GET.get("format"))
    return rule is not None and rule.personal


class Access:
    """Sets `request.membership` (a Membership or None) and `request.memberships` (all that the person may put on) and `request.grant` (what opened the route), and stops whatever the access table does not allow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put on the membership that the person chose, or the first that they have."""
        request.membership, request.memberships = None, []  # type: ignore[attr-defined]
        if request.user.is_authenticated and has_expired(request):
            record("was signed out after a while", by=request.user.email, about=f"person/{request.user.pk}")
            logout(request)
        if request.user.is_authenticated:
            request.memberships = held = [  # type: ignore[attr-defined]
                membership
                for membership in memberships(request.user)
                if vouched_for(request) in (None, membership.body_id)
            ]
            chosen = [membership for membership in held if membership.pk == request.session.get(ACTING)]
            request.membership = next(iter(chosen or held), None)  # type: ignore[attr-defined]
        become(_state(request))
        response = self.get_response(request)
        if request.user.is_authenticated and _is_file(response):
            record("downloaded", by=actor_of(request), about=purposes.page_named(request))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let the request through, send the person to sign in or to set up a second step, or refuse in plain words."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        key, rule = row_for(route, request.GET.get("format"))
        if rule is None and route in table():
            return no_such_file(request, formats_of(route))
        if rule and request.method == "POST" and sent_for.for_roles(rule):
            refused = sent_for.answer(request, lambda meant: _put_on(request, meant))
            if refused:
                return refused
        person = request.user if request.user.is_authenticated else None
        membership: Membership | None = request.membership  # type: ignore[attr-defined]
        asker = asker_of(request)
        grant, reads = granted(rule, asker) if rule else None, False
        if rule and grant:
            if rule.signs_in:
                become(replace(acting_now(), signing_in=True))
            if person and rule.second_factor and _lacks_second_factor(person, membership):
                return redirect("mfa_index")
            if request.method == "POST" and (there := sent_once.led_to(request)):
                return redirect(there)
            opens = opened_by(route, rule.to, asker, kwargs)
            reads = request.method not in ("GET", "HEAD", "OPTIONS") and reads_only(opens or grant, asker)
            if not reads and opens:
                request.grant = opens  # type: ignore[attr-defined]
                return _asked_first(request, rule)
            if not reads and grant.rows is not Rows.OTHERS:  # what is one's own is no secret to oneself
                raise Http404("It does not exist, or it is not yours.")
        if person is None:
            return redirect_to_login(_after_signing_in(request, rule), settings.LOGIN_URL)
        record("was refused", by=membership or person, about=f"page/{key}")
        return render(request, "web/refused.html", {"rule": rule, "reads": reads}, status=403)


def _is_file(response: HttpResponse) -> bool:
    """Whether an answer is a file that somebody takes away."""
    return response.status_code == 200 and response.headers.get("Content-Disposition", "").startswith("attachment")


def _after_signing_in(request: HttpRequest, rule: Rule | None) -> str:
    """Where somebody goes on who has to sign in first: what they posted in a role is kept, to be sent again."""
    if request.method == "POST" and rule and sent_for.for_roles(rule) and sent_for.said(request):
        sent_for.keep(request)
        return reverse("sent-before")
    return request.get_full_path()


def _put_on(request: HttpRequest, membership: Membership) -> None:
    """From now on, and in this request, the person acts in another of their roles."""
    request.session[ACTING] = membership.pk
    request.membership = membership  # type: ignore[attr-defined]
    become(_state(request))


def _asked_first(request: HttpRequest, rule: Rule) -> HttpResponse | None:
    """The page on which the person says why, or confirms who they are, where the row asks for it and they have not."""
    if rule.confirm and not confirmed_identity_lately(request):
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
    if rule.needs_purpose and not purposes.look(request):
        return redirect(purposes.asked_at(request))
    return None


def _state(request: HttpRequest) -> Acting:
    """What the database is told of who asks."""
    if not request.user.is_authenticated:
        return Acting()
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    held = state_of(membership) if membership else Acting(person=request.user.pk)
    return replace(held, administrator=administers(request))


def _lacks_second_factor(person: Person, membership: Membership | None) -> bool:
    needed = person.is_system_administrator or (
        membership is not None and second_factor_needed(Kind(membership.body.kind), Role(membership.role))
    )
    return needed and not (membership.second_step if membership else has_second_step(person))
