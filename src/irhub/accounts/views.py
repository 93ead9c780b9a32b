"""Pages about oneself, the people of one's body, and the audit trail."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts import purposes, queries, services
from irhub.accounts.acting import acting_membership, membership_of
from irhub.accounts.forms import Invite, Join, LeavingDay, Purpose
from irhub.accounts.mails import post_invitation
from irhub.accounts.menu import may_open
from irhub.accounts.middleware import ACTING
from irhub.accounts.roles import Role
from irhub.web.errors import ActionRefused


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Who is signed in, in which role, and the other roles to act in."""
    membership = membership_of(request)
    titles = {
        "people": f"People of {membership.body.name}" if membership else "",
        "provider-requests": "Providers who ask to take part",
        "bodies": "Bodies that take part",
        "audit": "Who did what",
        "subject-access": "What is held about a person",
        "operations": "Operations",
    }
    places = [(route, title) for route, title in titles.items() if may_open(request, route)]
    return render(request, "accounts/me.html", {"memberships": request.memberships, "places": places})  # type: ignore[attr-defined]


@require_POST
def choose_role(request: HttpRequest) -> HttpResponse:
    """Act in another of one's roles."""
    chosen = request.POST.get("membership", "")
    if chosen not in {str(membership.pk) for membership in request.memberships}:  # type: ignore[attr-defined]
        raise Http404("You do not hold this role.")
    request.session[ACTING] = int(chosen)
    after = request.POST.get("next", "")
    return redirect(
        after if url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}) else reverse("me")
    )


@require_http_methods(["GET", "POST"])
def purpose(request: HttpRequest) -> HttpResponse:
    """Say why one looks at people's data, and go on to them."""
    form = Purpose(request.POST or None)
    after = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        after = reverse("me")
    if request.method == "POST" and form.is_valid():
        purposes.state(request, form.told())
        return redirect(after)
    return render(request, "accounts/purpose.html", {"form": form, "after": after, "minutes": purposes.HOLDS // 60})


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation: with a name and a password, or with the account one has."""
    found = services.invitation_of(secret)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    person = request.user if request.user.is_authenticated else None
    known = queries.signs_in(found.email)
    form = Join(request.POST or None) if not known else None
    if request.method == "POST" and (form is None or form.is_valid()):
        details = form.cleaned_data if form else {}
        try:
            membership = services.accept(secret, signed_in=person, **details)
        except ActionRefused as problem:
            messages.error(request, str(problem))
        else:
            answer: HttpResponse = redirect("me")
            if person is None:  # they have just chosen their password: it need not be asked for again
                answer = perform_login(request, membership.person)
                record_authentication(request, membership.person, method="password", reauthenticated=True)
            request.session[ACTING] = membership.pk
            return answer
    return render(request, "accounts/invitation.html", {"found": found, "form": form, "known": known})


def _people(request: HttpRequest, form: Invite, link: str = "") -> HttpResponse:
    body = acting_membership(request).body
    return render(
        request,
        "accounts/people.html",
        {
            "body": body,
            "held": queries.people_of(body),
            "waiting": services.open_invitations(body),
            "form": form,
            "link": link,
        },
    )


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who acts for one's body, in which roles, and who was invited."""
    return _people(request, Invite(acting_membership(request).body))


@require_POST
def people_invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a role in one's body, by e-mail; the link is shown once as well."""
    membership = acting_membership(request)
    form = Invite(membership.body, request.POST)
    if not form.is_valid():
        return _people(request, form)
    try:
        with transaction.atomic():
            made, secret = services.invite(
                membership.body,
                Role(form.cleaned_data["role"]),
                form.cleaned_data["email"],
                by=membership,
            )
            link = post_invitation(request, made, secret, membership.person.name)
    except ActionRefused as problem:
        form.add_error("email", str(problem))
        return _people(request, form)
    return _people(request, Invite(membership.body), link)


@require_POST
def people_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take back an invitation to one's body."""
    membership = acting_membership(request)
    found = queries.invitation_numbered(number)
    if found is None:
        raise Http404("There is no such invitation.")
    services.withdraw(found, by=membership)
    return redirect("people")


@require_POST
def people_end(request: HttpRequest, number: int) -> HttpResponse:
    """End a role in one's body today, or on the day that is given."""
    membership = acting_membership(request)
    found = queries.role_numbered(number)
    if found is None:
        raise Http404("Nobody holds this role.")
    form = LeavingDay(request.POST) if "day" in request.POST else None
    if form is not None and not form.is_valid():
        messages.error(request, str(form.errors["day"][0]))
        return redirect("people")
    try:
        services.end(found, by=membership, on=form.cleaned_data["day"] if form else None)
    except ActionRefused as problem:
        messages.error(request, str(problem))
    return redirect("people")
