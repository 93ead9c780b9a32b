"""Each form says for which role it was shown, and what is posted is taken in that role or not at all.

Somebody who acts for two bodies may have pages of both open. A page shown for one must not write to the other: not after the role was
changed in another window, not where a file took minutes to arrive. `csrf_input` of every page writes the hidden field beside Django's
own, so that no form is without it; `middleware.Access` asks `answer` before anything else is done with what came.

Held against it is what is posted to routes that are for roles. Signing in and out, one's own account, pages for everybody and those of
system administrators alone are about no body, and take it as it comes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from irhub.accounts.acting import actor_of, membership_of
from irhub.accounts.allauth_internals import within_limit
from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.policy import Rule, Who
from irhub.accounts.sent_once import CSRF
from irhub.accounts.sent_once import FIELD as ONCE

FIELD, AGAIN = "sent_for", "sent_again"
"""The names of the hidden field, and of that with which the page of a refusal sends the same again."""
KEPT, MOST_KEPT, KEPT_SECONDS = "sent-before", 50_000, 3600
"""The session's name for what was sent by somebody whose session had ended; its characters at most, and how long it is kept."""
OFTEN = {"sent-before": "60/h/ip"}
"""How often it is kept for one network: nobody has proved yet that they are anybody."""


def of(request: HttpRequest) -> str:
    """The role in which the visitor acts, as forms carry it; blank without one."""
    membership = membership_of(request)
    return str(membership.pk) if membership else ""


def hidden_fields(request: HttpRequest) -> dict[str, object]:
    """For every template, `csrf_input`: what every form that is posted carries."""
    return {"csrf_input": _lazily(request)}


def _written(request: HttpRequest) -> SafeString:
    return format_html(
        '<input type="hidden" name="{}" value="{}"><input type="hidden" name="{}" value="{}"><input type="hidden" name="{}" value="{}">',
        CSRF, get_token(request), FIELD, of(request), ONCE, uuid4().hex,
    )  # fmt: skip


_lazily = lazy(_written, SafeString)  # that a token is asked for marks the answer as one's own


def for_roles(rule: Rule) -> bool:
    """Whether what is posted to a route is taken in a role."""
    return any(grant.who is Who.ROLE for grant in rule.to)


def answer(request: HttpRequest, act_as: Callable[[Membership], None]) -> HttpResponse | None:
    """None for what was sent for the role in which the visitor acts; else the page that says that nothing was saved.

    From that page the same comes again, with `AGAIN`: `act_as` then puts on the role for which it was sent.
    """
    told = request.POST.get(FIELD)
    if request.POST.get(AGAIN):
        request.session.pop(KEPT, None)
    if not request.user.is_authenticated:
        return None  # who is not signed in any more signs in first
    if told == of(request) or (told is None and membership_of(request) is None):
        return None
    held: list[Membership] = request.memberships  # type: ignore[attr-defined]
    meant = next((membership for membership in held if str(membership.pk) == told), None)
    if meant and request.POST.get(AGAIN) == "yes" and not request.FILES:
        act_as(meant)
        return None
    return _refused(request, meant, unsaid=told is None)


def said(request: HttpRequest) -> bool:
    """Whether what was posted says for which role its page was shown."""
    return bool(request.POST.get(FIELD))


def keep(request: HttpRequest) -> None:
    """Keep, in the session of whoever is not signed in any more, what they posted: `sent_before` offers it once they are."""
    sent = _sent(request)
    small = sum(len(name) + len(value) for name, value in sent) <= MOST_KEPT
    if small and within_limit(request, "sent-before", OFTEN):
        request.session[KEPT] = {
            "to": request.get_full_path(), "role": request.POST.get(FIELD, ""), "sent": sent, "file": bool(request.FILES),
            "came_from": _came_from(request), "at": time.time(),
        }  # fmt: skip


def sent_before(request: HttpRequest) -> HttpResponse | None:
    """The page of what the visitor sent before they signed in, to be sent again; None if there is nothing of theirs.

    It is theirs if they hold the role for which its page was shown: what somebody else typed in this browser is forgotten.
    """
    kept: dict[str, Any] = request.session.get(KEPT) or {}
    held: list[Membership] = request.memberships  # type: ignore[attr-defined]
    meant = next((membership for membership in held if str(membership.pk) == kept.get("role")), None)
    if meant is None or time.time() - kept["at"] > KEPT_SECONDS:
        request.session.pop(KEPT, None)
        return None
    return _page(request, meant, kept["to"], kept["sent"], kept["file"], kept["came_from"], signed_out=True)


def _refused(request: HttpRequest, meant: Membership | None, unsaid: bool) -> HttpResponse:
    record("sent a form for another role", by=actor_of(request), about=f"page{request.path}"[:250])
    meant = meant or (membership_of(request) if unsaid else None)
    where, files = request.get_full_path(), bool(request.FILES)
    return _page(request, meant, where, _sent(request), files, _came_from(request))


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    ours = (CSRF, FIELD, AGAIN, ONCE)
    return [(name, str(value)) for name, values in request.POST.lists() if name not in ours for value in values]


def _page(
    request: HttpRequest, meant: Membership | None, to: str, sent: Sequence[Sequence[str]], with_file: bool,
    came_from: str, *, signed_out: bool = False,
) -> HttpResponse:  # fmt: skip
    acting = membership_of(request)
    page = {
        "acting": acting,
        "meant": meant,
        "one_body": bool(meant and acting and meant.body_id == acting.body_id),
        "to": to,
        "sent": sent,
        "with_file": with_file,
        "came_from": came_from,
        "signed_out": signed_out,
        "FIELD": FIELD,
        "AGAIN": AGAIN,
    }
    return render(request, "accounts/sent_for_another.html", page, status=200 if signed_out else 409)


def _came_from(request: HttpRequest) -> str:
    """The page of the form, as the browser names it; blank if it is none of ours."""
    told = request.headers.get("Referer", "")
    return told if url_has_allowed_host_and_scheme(told, allowed_hosts={request.get_host()}) else ""
