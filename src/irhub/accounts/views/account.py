"""Pages about oneself: in which role one acts, why one looks at people's data, and taking up an invitation."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts import actions, purposes, queries, sent_for
from irhub.accounts.acting import membership_of
from irhub.accounts.allauth_internals import note_sign_in_by_password
from irhub.accounts.forms import ChooseRole, Join, Purpose
from irhub.accounts.menu import may_open
from irhub.accounts.middleware import ACTING
from irhub.accounts.sent_once import as_often_as_sent
from irhub.web.forms import posted, refusals_told


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


@as_often_as_sent
@require_POST
def choose_role(request: HttpRequest) -> HttpResponse:
    """Act in another of one's roles, and go on to a page of ours if one is named."""
    form = posted(ChooseRole, request, held=request.memberships)  # type: ignore[attr-defined]
    if not form.is_valid():
        raise Http404("You do not hold this role.")
    request.session[ACTING] = int(form.cleaned_data["membership"])
    return redirect(_here(request, form.cleaned_data["next"]))


@require_safe
def sent_before(request: HttpRequest) -> HttpResponse:
    """What one sent when one's session had ended, to be sent again."""
    return sent_for.sent_before(request) or redirect("me")


@as_often_as_sent
@require_http_methods(["GET", "POST"])
def purpose(request: HttpRequest) -> HttpResponse:
    """Say why one looks at people's data, and go on to them."""
    form = posted(Purpose, request, initial={"next": _here(request, request.GET.get("next", ""))})
    if form.is_valid():
        purposes.state(request, form.told())
        return redirect(_here(request, form.cleaned_data["next"]))
    return render(request, "accounts/purpose.html", {"form": form, "minutes": purposes.HOLDS // 60})


def _here(request: HttpRequest, address: str) -> str:
    """An address of this site, else that of one's account."""
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else reverse("me")


@as_often_as_sent
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation: with a name and a password, or with the account one has."""
    found = actions.invitation_of(secret)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    person = request.user if request.user.is_authenticated else None
    known = queries.signs_in(found.email)
    form = posted(Join, request) if not known else None
    if request.method == "POST" and (form is None or form.is_valid()):
        details = form.cleaned_data if form else {}
        with refusals_told(request):
            membership = actions.accept(secret, signed_in=person, **details)
            answer: HttpResponse = redirect("me")
            if person is None:  # they have just chosen their password: it need not be asked for again
                answer = perform_login(request, membership.person)
                note_sign_in_by_password(request, membership.person)
            request.session[ACTING] = membership.pk
            return answer
    return render(request, "accounts/invitation.html", {"found": found, "form": form, "known": known})
