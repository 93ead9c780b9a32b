"""Pages of system administrators about bodies: list, add, rename, close, invite."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts import advice, bodies, queries, services
from irhub.accounts.acting import person_of
from irhub.accounts.forms import AddBody, BodyName, Invite
from irhub.accounts.mails import post_invitation
from irhub.accounts.roles import Kind, Role
from irhub.web.errors import ActionRefused


@require_http_methods(["GET", "POST"])
def body_list(request: HttpRequest) -> HttpResponse:
    """Every body, and a form to add one."""
    form = AddBody(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = services.add_body(Kind(told["kind"]), told["name"], told["place"].strip(), by=person_of(request))
        except ActionRefused as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, f"{made.name} was added. Invite its first administrator.")
            return redirect("body", number=made.pk)
    words = request.GET.get("q", "").strip()
    return render(request, "accounts/bodies.html", {"bodies": bodies.bodies(words), "form": form, "words": words})


@require_safe
def body(request: HttpRequest, number: int) -> HttpResponse:
    """A body: its people, and what can be done with it."""
    return _page(request, number)


@require_POST
def body_rename(request: HttpRequest, number: int) -> HttpResponse:
    """Give a body another name."""
    found, form = bodies.body_numbered(number), BodyName(request.POST)
    if found and form.is_valid():
        try:
            bodies.rename(found, form.cleaned_data["name"], by=person_of(request))
        except ActionRefused as problem:
            form.add_error("name", str(problem))
        else:
            return redirect("body", number=number)
    return _page(request, number, rename=form)


@require_POST
def body_close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a body."""
    found = bodies.body_numbered(number)
    if found is None:
        raise Http404("There is no such body.")
    bodies.close(found, by=person_of(request))
    messages.success(request, f"{found.name} is closed: its roles ended today and its invitations are withdrawn.")
    return redirect("bodies")


@require_POST
def body_invite(request: HttpRequest, number: int) -> HttpResponse:
    """Invite somebody to a role in a body."""
    found = bodies.body_numbered(number)
    if found is None:
        raise Http404("There is no such body.")
    form = Invite(found, request.POST)
    if not form.is_valid():
        return _page(request, number, invite=form)
    try:
        with transaction.atomic():
            made, secret = services.invite(
                found, Role(form.cleaned_data["role"]), form.cleaned_data["email"], by=person_of(request)
            )
            link = post_invitation(request, made, secret, "The operator of the hub")
    except ActionRefused as problem:
        form.add_error("email", str(problem))
        return _page(request, number, invite=form)
    return _page(request, number, link=link)


def _page(
    request: HttpRequest, number: int, rename: BodyName | None = None, invite: Invite | None = None, link: str = ""
) -> HttpResponse:
    found = bodies.body_numbered(number)
    if found is None:
        raise Http404("There is no such body.")
    context = {
        "body": found,
        "held": queries.people_of(found),
        "waiting": services.open_invitations(found),
        "registrations": advice.registrations_on(found, localdate()),
        "rename": rename or BodyName(initial={"name": found.name}),
        "invite": invite or Invite(found),
        "link": link,
    }
    return render(request, "accounts/body.html", context)
