"""The pages on which an applicant applies, answers, gives files, signs, appeals, and sees where it stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.files.forms import EvidenceForm
from irhub.files.kept import download as file_download
from irhub.grants import applying as actions
from irhub.grants import queries
from irhub.grants.asking import answered_in, asked_in
from irhub.grants.calls import answer_by, takes_applications
from irhub.grants.forms import ChangedDetailsForm, DetailsForm, MoveForm, ReasonForm, SignForm
from irhub.grants.money import said
from irhub.questions.engine import asked, next_page, page_after, progress
from irhub.questions.forms import PageForm
from irhub.questions.showing import answer_rows
from irhub.web.forms import choose_again, posted, refusals_at, refusals_told, seen_now, status_of

_DETAILS = ("name", "company_number", "charity_number", "title", "asked", "starts_on", "ends_on", "holder", "aid")


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """What one's organisation applied for, and the calls that take applications."""
    body = acting_membership(request).body
    values = {
        "applications": list(queries.applications_by(body)), "said": said,
        "open": [one for one in queries.open_calls(localdate()) if body.kind in one.kinds],
    }  # fmt: skip
    return render(request, "grants/applications.html", values)


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, number: int) -> HttpResponse:
    """Begin an application, filled in from the registers."""
    found = queries.call_numbered(number)
    if found is None:
        raise Http404("There is no such call.")
    by = acting_membership(request)
    known = {key: value for key, value in actions.known_of(by.body).items() if key in _DETAILS}
    fixed = {"asked": found.least} if found.least == found.most else {}
    form = posted(DetailsForm, request, initial=known | fixed)
    if form.is_valid():
        with refusals_at(form):
            made = actions.begin_application(found, by=by, **form.cleaned_data)
            return redirect("grant-application", made.pk)
    values = {
        "call": found, "form": form, "heading": f"Apply: {found.title}", "button": "Continue", "said": said, "back": _to_all(),
    }  # fmt: skip
    return render(request, "grants/details.html", values, status=status_of(form))


@require_safe
def application(request: HttpRequest, number: int) -> HttpResponse:
    """An application of one's organisation: what is to be done, where it stands, what was decided."""
    return _page(request, _found(number))


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, number: int) -> HttpResponse:
    """Change who applies, for what."""
    found = _found(number)
    form = posted(ChangedDetailsForm, request, initial={each: getattr(found, each) for each in (*_DETAILS, "version")})
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(number)):
            actions.change_details(found, by=acting_membership(request), **form.cleaned_data)
            return redirect("grant-application", number)
    values = {
        "call": found.call,
        "form": form,
        "heading": "Your organisation and project",
        "button": "Save",
        "said": said,
        "back": _to_all(),
    }
    return render(request, "grants/details.html", values, status=status_of(form))


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Answer the questions of a page. What is left blank stays open."""
    found = _found(number)
    here = _here(found, key)
    if found.state != "draft":
        raise Http404("There is no such page.")
    given = answered_in(found)
    form = posted(
        PageForm, request, asked=here.questions, before={**given.again, **given.answers}, revision=found.sheet.revision
    )  # fmt: skip
    if form.is_valid():
        with refusals_at(form):
            actions.save_page(found, here, form, by=acting_membership(request))
            after = page_after(asked_in(found.call), given.answers, here)
            messages.success(request, "Saved.")
            return redirect("grant-page", number, after.key) if after else redirect("grant-application", number)
        found.sheet.refresh_from_db(fields=["revision"])
        seen_now(form, seen=found.sheet.revision)
    return _questions(request, found, here, form, EvidenceForm())


@require_POST
def add_evidence(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Add files to a page."""
    found = _found(number)
    here = _here(found, key)
    form = posted(EvidenceForm, request)
    if form.is_valid():
        with refusals_at(form, "evidence"):
            actions.add_evidence(found, here, form.cleaned_data["evidence"], by=acting_membership(request))
            messages.success(request, "The files are added.")
            return redirect("grant-page", number, key)
    choose_again(form, request)
    given = answered_in(found)
    before = {**given.again, **given.answers}
    answers = PageForm(asked=here.questions, before=before, revision=found.sheet.revision)
    return _questions(request, found, here, answers, form)


@require_safe
def evidence(request: HttpRequest, number: int) -> HttpResponse:
    """A file of an application, to take away."""
    return file_download(_file(number))


@require_POST
def remove_evidence(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a file."""
    found = _file(number)
    with refusals_told(request, f"{found.name} is removed."):
        actions.remove_evidence(found, by=acting_membership(request))
    return redirect("grant-page", found.application_id, found.page)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, number: int) -> HttpResponse:
    """Read the application as assessors see it, sign and submit."""
    found = _found(number)
    form = posted(SignForm, request, initial={"version": found.version})
    if form.is_valid():
        with refusals_at(form):
            data = form.cleaned_data
            actions.submit(found, version=data["version"], signed_by=data["signed_by"], by=acting_membership(request))
            messages.success(request, f"Submitted. Your reference is {found.reference}.")
            return redirect("grant-application", number)
    asking = asked_in(found.call)
    given = answered_in(found)
    rows = answer_rows(
        asked(asking.questions, given.answers), given.answers,
        lambda question: reverse("grant-page", args=[number, asking.page_of(question.key).key]) + f"#{question.key}",
    )  # fmt: skip
    values = {
        "application": found, "form": form, "rows": rows, "files": queries.evidence_of(found), "said": said, "back": _to_one(found),
    }  # fmt: skip
    return render(request, "grants/submit.html", values, status=status_of(form))


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw an application."""
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, "Withdrawn."):
        actions.withdraw(_found(number), version=version, by=acting_membership(request))
    return redirect("grant-application", number)


@require_POST
def appeal(request: HttpRequest, number: int) -> HttpResponse:
    """Appeal against a decision."""
    found = _found(number)
    form = posted(ReasonForm, request, auto_id="appeal-%s", label="What was wrong with the decision?")
    if form.is_valid():
        with refusals_at(form, "reason"):
            actions.appeal(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Your appeal is lodged. People who had no part in the decision hear it.")
            return redirect("grant-application", number)
    return _page(request, found, appeal=form)


def _page(request: HttpRequest, found: Any, **forms: Any) -> HttpResponse:
    version = {"version": found.version}
    kept = hasattr(found, "sheet")
    given = answered_in(found) if kept else None
    asking = asked_in(found.call)
    values = {
        "application": found, "said": said, "today": localdate(), "letters": queries.letters_of(found), "award": queries.award_of(found),
        "progress": progress(asking, given.answers) if given else [], "left": next_page(asking, given.answers) if given else None,
        "moving": MoveForm(initial=version, auto_id="move-%s"), "answer_by": answer_by(found),
        "appeal": ReasonForm(initial=version, auto_id="appeal-%s", label="What was wrong with the decision?"),
        "rows": answer_rows(asked(asking.questions, given.answers), given.answers, lambda _: "") if given and found.submitted_at else [],
        "files": queries.evidence_of(found) if found.submitted_at else [],
        "appeal_until": actions.appeal_until(found), "open": takes_applications(found.call, localdate()),
    }  # fmt: skip
    bound = [form for form in forms.values() if form.is_bound]
    return render(request, "grants/application.html", values | forms, status=status_of(bound[0]) if bound else 200)


def _questions(request: HttpRequest, found: Any, here: Any, form: PageForm, files: EvidenceForm) -> HttpResponse:
    values = {
        "application": found, "page": here, "form": form, "files_form": files, "files": queries.evidence_of(found, here.key),
        "takes_files": actions.takes_files(here), "address": reverse("grant-page", args=[found.pk, here.key]), "back": _to_one(found),
    }  # fmt: skip
    return render(request, "grants/page.html", values, status=max(status_of(form), status_of(files)))


def _to_all() -> tuple[str, str]:
    return reverse("grant-applications"), "All your applications"


def _to_one(found: Any) -> tuple[str, str]:
    return reverse("grant-application", args=[found.pk]), f"Application {found.reference}"


def _here(found: Any, key: str) -> Any:
    here = next((one for one in asked_in(found.call).pages if one.key == key), None)
    if here is None or not hasattr(found, "sheet"):
        raise Http404("There is no such page.")
    return here


def _file(number: int) -> Any:
    found = queries.evidence_numbered(number)
    if found is None:
        raise Http404("There is no such file.")
    return found


def _found(number: int) -> Any:
    found = queries.application_numbered(number)
    if found is None:
        raise Http404("There is no such application.")
    return found
