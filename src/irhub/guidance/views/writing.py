"""The pages on which staff write, check and decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership, asker_of
from irhub.guidance import actions, queries
from irhub.guidance.forms import Act, Chosen, Confirm, Edit, Publish, SendBack, Withdraw, Write
from irhub.guidance.lists import DESK, RULES, rules_to_show
from irhub.guidance.teaching import to_check
from irhub.guidance.topics import audience_titles, topic_titles
from irhub.guidance.views.reading import compared
from irhub.web.forms import Form, posted, refusals_at, refusals_told, seen_now, status_of
from irhub.web.listing import ask, show


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What a body has written, what waits first."""
    body = acting_membership(request).body
    asked = ask(request, DESK)
    shown = show(asked, queries.of_body(body, **asked.filters))
    return render(request, "guidance/desk.html", {"list": shown, "body": body, "waits": queries.waits(body)})


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """What teaches a rule that changed since it was checked, and what is to be read again."""
    body = acting_membership(request).body
    values = {"found": to_check(body), "due": queries.review_due(body, localdate()), "body": body}
    return render(request, "guidance/check.html", values)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules that a page can show, with what to write."""
    asked = ask(request, RULES)
    return render(request, "guidance/rules.html", {"list": show(asked, rules_to_show(asked.filters["q"], localdate()))})


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Begin a page."""
    form = posted(Write, request, initial={"kind": "guidance", "visibility": "public"})
    if form.is_valid():
        made = actions.write(**form.cleaned_data, by=acting_membership(request))
        return redirect("guidance-edit", made.pk)
    return render(request, "guidance/write.html", {"form": form})


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """A version as its readers will see it, what happened to it, and what one can do with it."""
    return _page(request, _found(number))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Write what a draft says, and look at it."""
    found = _found(number)
    stands = {name: getattr(found, name) for name in Edit.base_fields if name != "version"}
    form = posted(Edit, request, initial=stands | {"version": found.version})
    if form.is_valid():
        columns = dict(form.cleaned_data)
        with refusals_at(form, now=lambda: _found(number)):
            actions.edit(version=found, seen=columns.pop("version"), by=acting_membership(request), columns=columns)
            messages.success(request, "Saved.")
            return redirect("guidance-version", number)
    return render(request, "guidance/edit.html", {"form": form, "version": found}, status=status_of(form))


@require_POST
def renew(request: HttpRequest, number: int) -> HttpResponse:
    """Begin the next version of a page."""
    with refusals_told(request):
        made = actions.renew(version=_found(number), by=acting_membership(request))
        return redirect("guidance-edit", made.pk)
    return redirect("guidance-version", number)


def _moves() -> Mapping[str, tuple[type[Act], Callable[..., Any], str]]:
    """By the name of a move: what is asked, what does it, and what is told then."""

    def plain(name: str) -> Callable[..., Any]:
        return lambda **given: actions.act(name=name, **given)

    return {
        "submit": (Act, actions.submit, "Submitted. A guidance editor of your body is to approve it."),
        "take back": (Act, plain("take back"), "Withdrawn. It is a draft again."),
        "publish": (Publish, lambda publish_on, **given: actions.publish(on=publish_on, **given), "Approved."),
        "send back": (SendBack, plain("send back"), "Sent back to its writer."),
        "unschedule": (Act, plain("unschedule"), "Stopped: it is a draft again."),
        "confirm": (Confirm, actions.confirm, "Confirmed."),
        "withdraw": (Withdraw, plain("withdraw"), "Withdrawn. The page tells why."),
        "discard": (Act, plain("discard"), "Thrown away."),
    }


MOVES = _moves()


@require_POST
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Make one of the moves that the page offers."""
    found, chosen = _found(number), posted(Chosen, request)
    if not chosen.is_valid():
        messages.error(request, "Choose one of the buttons on this page.")
        return redirect("guidance-version", number)
    name = chosen.cleaned_data["move"]
    asks, does, told = MOVES[name]
    form = posted(asks, request, auto_id=_ids(name))
    if not form.is_valid():
        return _page(request, found, {name: form}, 400)
    given = {key: value for key, value in form.cleaned_data.items() if key != "move"}
    with refusals_at(form):
        does(version=found, seen=given.pop("version"), by=acting_membership(request), **given)
        messages.success(request, told)
        return redirect("guidance-version", number)
    return _page(request, _found(number), {name: form}, status_of(form))


def _page(request: HttpRequest, found: Any, given: Mapping[str, Form] | None = None, status: int = 200) -> HttpResponse:
    can = {made.name for made in found.workflow.open_to(found, asker_of(request))}
    forms = {
        name: asks(initial={"version": found.version, "move": name}, auto_id=_ids(name))
        for name, (asks, *_) in MOVES.items()
        if name in can
    }
    for form in (given or {}).values():
        seen_now(form, version=found.version)
    values = {
        "version": found,
        "read": queries.read(found),
        "lacks": queries.lacks(found) if "submit" in can else [],
        "can": can,
        "forms": forms | dict(given or {}),
        "wrong": next(iter((given or {}).values()), None),
        "wrong_at": next(iter(given or {}), ""),
        "parts": compared(found),
        "events": found.events.order_by("pk"),
        "topics": topic_titles(found.topics),
        "audience": audience_titles(found.audience),
        "newer": queries.in_work(found.page),
    }
    return render(request, "guidance/version.html", values, status=status)


def _ids(name: str) -> str:
    return f"{name.replace(' ', '-')}-%s"


def _found(number: int) -> Any:
    found = queries.version_numbered(number)
    if found is None:
        raise Http404("There is no such version.")
    return found
