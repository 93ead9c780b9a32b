"""Pages of the body that runs a hub: its programmes, and one with all that it offers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.places.geography import councils_in, partnerships
from irhub.programmes import actions, forms, queries
from irhub.programmes.changes import OF_A_PROGRAMME, Change
from irhub.programmes.falling import Unconfirmed
from irhub.programmes.hours import say_week
from irhub.web.forms import posted, refusals_at, refusals_told, seen_now, status_of


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes of one's body."""
    rows = queries.programmes_of(acting_membership(request).body)
    return render(request, "programmes/programmes.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Begin a programme."""
    form = posted(forms.AddProgramme, request)
    if form.is_valid():
        chosen = form.cleaned_data.pop("partnership")
        near = next(each for each in partnerships() if each.slug == chosen)
        covered = [council.code for council in councils_in(near)]
        with refusals_at(form):
            made = actions.add_programme(**form.cleaned_data, councils=covered, by=acting_membership(request))
            messages.success(request, "The programme is a draft: only your body sees it until you open it.")
            return redirect("programme", made.slug)
    return render(request, "programmes/add.html", {"form": form})


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme, all that it offers, and what happened to it."""
    found = programme_found(slug)
    today = localdate()
    return render(
        request,
        "programmes/programme.html",
        {
            "programme": found,
            "councils": queries.covered(found.councils),
            "hours": say_week(found.hours.all()),
            "promises": queries.promises(found),
            "closures": queries.closures_from(found, today),
            "themes": queries.themes_of(found),
            "contacts": found.contacts.order_by("audience", "pk"),
            "schemes": [(scheme, scheme.stage(today)) for scheme in found.schemes.order_by("-closes_on", "name")],
            "events": found.events.order_by("-at", "-pk"),
            "seen": forms.Seen(initial={"version": found.version}),
        },
    )


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str, what: str) -> HttpResponse:
    """Change a part of it: which, the address says (changes.py)."""
    found = programme_found(slug)
    if what not in OF_A_PROGRAMME:
        raise Http404("There is no such part of a programme.")
    return changed(request, found, OF_A_PROGRAMME[what], found, redirect("programme", slug))


def changed(request: HttpRequest, row: Any, asked: Change, programme: Any, done: HttpResponse) -> HttpResponse:
    """The form of a change, or its answer once that is made."""
    form: Any = posted(asked.form, request, programme=programme, initial=forms.stands(row))
    falls = ""
    if form.is_valid():
        with refusals_at(form, now=lambda: type(row).objects.get(pk=row.pk)):
            try:
                asked.action(**{asked.names: row}, **form.cleaned_data, by=acting_membership(request))
            except Unconfirmed as unconfirmed:
                falls = str(unconfirmed)
                row.refresh_from_db()
                seen_now(form, version=row.version, agreed=unconfirmed.many)
            else:
                messages.success(request, asked.done)
                return done
    values = {"form": form, "asked": asked, "programme": programme, "back": done["Location"], "falls": falls}
    return render(request, "programmes/change.html", values, status=status_of(form))


@require_POST
def remove(request: HttpRequest, slug: str, kind: str, number: int) -> HttpResponse:
    """Remove a closure or a contact, or retire a theme."""
    found = programme_found(slug)
    form = posted(forms.Seen, request)
    what = queries.part_of(found, kind, number)
    if what is not None and form.is_valid():
        take: Any = actions.retire_theme if kind == "themes" else actions.remove
        named = "theme" if kind == "themes" else "what"
        tell(request, take, "Removed.", **{named: what}, version=form.cleaned_data["version"])
    return redirect("programme", slug)


@require_POST
def open_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Let everybody see it, or take its end back."""
    found = programme_found(slug)
    form = posted(forms.Seen, request)
    if form.is_valid():
        again = found.ended_at is not None
        action = actions.reopen_programme if again else actions.open_programme
        tell(request, action, "Everybody can see it now.", programme=found, version=form.cleaned_data["version"])
    return redirect("programme", slug)


def tell(request: HttpRequest, action: Any, done: str, **named: Any) -> None:
    """Do something, and tell what came of it."""
    with refusals_told(request, done):
        action(**named, by=acting_membership(request))


def programme_found(slug: str) -> Any:
    """The programme with an address. Raises Http404."""
    found = queries.programme_at(slug)
    if found is None:
        raise Http404("There is no such programme.")
    return found
