"""Trying the demo as one of its people: by one click, where `irhub demo` serves, and nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.allauth_internals import note_sign_in_by_password
from irhub.accounts.demo import cast_now, ready_people
from irhub.accounts.middleware import ACTING
from irhub.accounts.row_security import system_access
from irhub.accounts.sent_once import as_often_as_sent

_NO_DEMO = "Only the demo has people to try the hub as."


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of the demo, with what they do."""
    if not settings.IRHUB_DEMO:
        raise Http404(_NO_DEMO)
    return render(request, "accounts/demo.html", {"rows": ready_people()})


@as_often_as_sent
@require_POST
def sign_in(request: HttpRequest, number: int) -> HttpResponse:
    """Be somebody of the demo, in their role."""
    if not settings.IRHUB_DEMO:
        raise Http404(_NO_DEMO)
    with system_access("somebody tries the demo as one of its people", by="irhub demo"):
        held = cast_now().filter(pk=number).first()
        if held is None:
            raise Http404("Nobody of the demo has this number.")
        logout(request)
        login(request, held.person, backend=settings.AUTHENTICATION_BACKENDS[0])
        note_sign_in_by_password(request, held.person)
        request.session[ACTING] = held.pk
    return redirect(settings.LOGIN_REDIRECT_URL)
