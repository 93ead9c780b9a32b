"""The pages on which a supplier applies, answers, gives evidence, signs, appeals, and sees where it stands."""

from __future__ import annotations

from collections.abc import Callable
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
from irhub.places.geography import councils
from irhub.questions.engine import asked, next_page, page_after, progress
from irhub.questions.forms import PageForm
from irhub.questions.showing import answer_rows
from irhub.questions.stored import answers_of
from irhub.suppliers import applying as actions
from irhub.suppliers import entries, queries
from irhub.suppliers.forms import AnswerForm, ChangedDetailsForm, DetailsForm, MoveForm, ReasonForm, SubmitForm
from irhub.suppliers.frameworks import takes_applications
from irhub.suppliers.letters import basis_words
from irhub.suppliers.method import version_of, versions
from irhub.suppliers.sourcing import country_name
from irhub.web.forms import choose_again, posted, refusals_at, refusals_told, seen_now, status_of


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """What one's supplier applied for, and the frameworks that take applications."""
    body, today = acting_membership(request).body, localdate()
    open_ = [one for one in queries.public_frameworks() if takes_applications(one, today)]
    return render(
        request, "suppliers/applications.html", {"applications": list(queries.applications_by(body)), "open": open_}
    )


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, number: int) -> HttpResponse:
    """Begin an application."""
    found = queries.framework_numbered(number)
    if found is None:
        raise Http404("There is no such framework.")
    by = acting_membership(request)
    form = posted(DetailsForm, request, framework=found, councils=_councils(found), supplier=by.body)
    if form.is_valid():
        with refusals_at(form):
            made = actions.begin_application(found, by=by, **form.cleaned_data)
            return redirect("supplier-application", made.pk)
    return render(
        request,
        "suppliers/details.html",
        {
            "framework": found,
            "form": form,
            "basis": basis_words(found),
            "heading": f"Apply to {found.name}",
            "button": "Continue",
        },
        status=status_of(form),
    )


@require_POST
def renew(request: HttpRequest, number: int) -> HttpResponse:
    """Begin an application anew, with the answers of this one."""
    found = _found(number)
    again = {
        each: getattr(found, each)
        for each in ("kind", "company_number", "lots", "councils", "countries", "interests", "changed")
    } | {"name": queries.called(found)}
    with refusals_told(
        request, "Your answers are carried forward. Read them all, change what is no longer so, and submit."
    ):
        made = actions.begin_application(found.framework, by=acting_membership(request), renews=found, **again)
        number = made.pk
    return redirect("supplier-application", number)


@require_safe
def application(request: HttpRequest, number: int) -> HttpResponse:
    """An application of one's supplier: what is to be done, where it stands, what was decided."""
    return _page(request, _found(number))


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, number: int) -> HttpResponse:
    """Change who applies, for what."""
    found = _found(number)
    form = posted(
        ChangedDetailsForm, request, framework=found.framework, councils=_councils(found.framework), application=found
    )
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(number)):
            actions.change_details(found, by=acting_membership(request), **form.cleaned_data)
            return redirect("supplier-application", number)
    return render(
        request,
        "suppliers/details.html",
        {
            "framework": found.framework,
            "form": form,
            "basis": "",
            "heading": "Who you are, and for what you apply",
            "button": "Save",
        },
        status=status_of(form),
    )


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Answer the questions of a page. What is left blank stays open."""
    found = _found(number)
    asking = version_of(found)
    here = next((one for one in asking.pages if one.key == key), None)
    if here is None:
        raise Http404("There is no such page.")
    if found.state != "draft":
        messages.error(request, "This application is submitted: its answers stand.")
        return redirect("supplier-application", number)
    given = answers_of(found.sheet, versions())
    form = posted(
        PageForm,
        request,
        asked=here.questions,
        before={**given.again, **given.answers},
        revision=found.sheet.revision,
    )
    if form.is_valid():
        with refusals_at(form):
            actions.save_page(found, here, form, by=acting_membership(request))
            after = page_after(asking, given.answers, here)
            messages.success(request, "Saved.")
            return redirect("supplier-page", number, after.key) if after else redirect("supplier-application", number)
        found.sheet.refresh_from_db(fields=["revision"])
        seen_now(form, seen=found.sheet.revision)
    return _questions(request, found, here, form, EvidenceForm(), again=sorted(given.again))


@require_POST
def add_evidence(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Add files to a page."""
    found = _found(number)
    here = next((one for one in version_of(found).pages if one.key == key), None)
    if here is None:
        raise Http404("There is no such page.")
    form = posted(EvidenceForm, request)
    if form.is_valid():
        with refusals_at(form, "evidence"):
            actions.add_evidence(found, key, form.cleaned_data["evidence"], by=acting_membership(request))
            messages.success(request, "The files are added.")
            return redirect("supplier-page", number, key)
    choose_again(form, request)
    given = answers_of(found.sheet, versions())
    answers = PageForm(asked=here.questions, before={**given.again, **given.answers}, revision=found.sheet.revision)
    return _questions(request, found, here, answers, form, again=sorted(given.again))


@require_safe
def evidence(request: HttpRequest, number: int) -> HttpResponse:
    """A file of an application, to take away."""
    found = queries.evidence_numbered(number)
    if found is None:
        raise Http404("There is no such file.")
    return file_download(found)


@require_POST
def remove_evidence(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a file."""
    found = queries.evidence_numbered(number)
    if found is None:
        raise Http404("There is no such file.")
    with refusals_told(request, f"{found.name} is removed."):
        actions.remove_evidence(found, by=acting_membership(request))
    return redirect("supplier-page", found.application_id, found.page)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, number: int) -> HttpResponse:
    """Read all answers, sign and submit."""
    found = _found(number)
    form = posted(SubmitForm, request, initial={"version": found.version})
    if form.is_valid():
        with refusals_at(form):
            actions.submit(
                found, version=form.cleaned_data["version"], signed_by=form.cleaned_data["signed_by"], by=acting_membership(request)
            )  # fmt: skip
            messages.success(request, f"Submitted. Your reference is {found.reference}.")
            return redirect("supplier-application", number)
    asking = version_of(found)
    given = answers_of(found.sheet, versions())
    rows = answer_rows(
        asked(asking.questions, given.answers), given.answers,
        lambda question: reverse("supplier-page", args=[number, asking.page_of(question.key).key]) + f"#{question.key}",
    )  # fmt: skip
    return render(
        request,
        "suppliers/submit.html",
        {
            "application": found,
            "form": form,
            "rows": rows,
            "files": queries.evidence_of(found),
            "agents": queries.agents_of(found),
            "countries": [country_name(scope) for scope in found.countries],
        },
        status=status_of(form),
    )


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw an application."""
    return _moved(
        request,
        number,
        lambda found, version: actions.withdraw(found, version=version, by=acting_membership(request)),
        "Withdrawn.",
    )


@require_POST
def appeal(request: HttpRequest, number: int) -> HttpResponse:
    """Appeal against a refusal."""
    found, form = (
        _found(number),
        posted(ReasonForm, request, auto_id="appeal-%s", label="What was wrong with the decision?"),
    )
    if form.is_valid():
        with refusals_at(form, "reason"):
            actions.appeal(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Your appeal is lodged. People who had no part in the decision hear it.")
            return redirect("supplier-application", number)
    return _page(request, found, appeal=form)


@require_POST
def terms(request: HttpRequest, number: int) -> HttpResponse:
    """Accept the terms: one's supplier is on the list."""
    return _of_the_entry(request, number, entries.accept_terms, "You are on the list.")


@require_POST
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Leave the list."""
    return _of_the_entry(request, number, entries.leave, "You have left the list.")


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a suspension."""
    entry = _entry(number)
    found, form = queries.suspension_of(entry), posted(AnswerForm, request, auto_id="answer-%s")
    if found is None:
        messages.error(request, "There is no suspension to answer.")
        return redirect("supplier-application", entry.application_id)
    if form.is_valid():
        with refusals_at(form, "text"):
            entries.answer(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Your answer is sent.")
            return redirect("supplier-application", entry.application_id)
    return _page(request, _found(entry.application_id), answer=form)


def _page(request: HttpRequest, found: Any, **forms: Any) -> HttpResponse:
    version = {"version": found.version}
    entry = getattr(found, "entry", None)
    kept = hasattr(found, "sheet")
    given = answers_of(found.sheet, versions()) if kept else None
    asking = version_of(found)
    last = entry and queries.suspension_of(entry)
    values = {
        "application": found, "basis": basis_words(found.framework), "area": queries.area_words(found.councils), "entry": entry,
        "progress": progress(asking, given.answers) if given else [], "left": next_page(asking, given.answers) if given else None,
        "again": sorted(given.again) if given else [], "gone": len(given.gone) if given else 0,
        "decisions": queries.decisions_of(found), "agents": queries.agents_of(found), "moving": MoveForm(initial=version, auto_id="move-%s"),
        "appeal": ReasonForm(initial=version, auto_id="appeal-%s", label="What was wrong with the decision?"),
        "appeal_until": actions.appeal_until(found), "suspension": last,
        "entry_form": MoveForm(initial={"version": entry.version if entry else 0}, auto_id="entry-%s"),
        "answer": AnswerForm(initial={"version": entry.version if entry else 0}, auto_id="answer-%s"),
        "open": takes_applications(found.framework, localdate()), "today": localdate(),
        "confirm_by": entries.confirm_by(entry) if entry else None,
    }  # fmt: skip
    bound = [form for form in forms.values() if form.is_bound]
    return render(request, "suppliers/application.html", values | forms, status=status_of(bound[0]) if bound else 200)


def _questions(
    request: HttpRequest, found: Any, here: Any, form: PageForm, files: EvidenceForm, *, again: list[str]
) -> HttpResponse:
    values = {
        "application": found, "page": here, "form": form, "files_form": files, "files": queries.evidence_of(found, here.key),
        "again": [each.label for each in here.questions if each.key in again],
    }  # fmt: skip
    return render(request, "suppliers/page.html", values, status=max(status_of(form), status_of(files)))


def _moved(request: HttpRequest, number: int, does: Callable[[Any, int], Any], said: str) -> HttpResponse:
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, said):
        does(_found(number), version)
    return redirect("supplier-application", number)


def _of_the_entry(request: HttpRequest, number: int, does: Callable[..., Any], said: str) -> HttpResponse:
    entry, form = _entry(number), posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, said):
        does(entry, version=version, by=acting_membership(request))
    return redirect("supplier-application", entry.application_id)


def _councils(framework: Any) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in councils() if one.code in framework.councils]


def _found(number: int) -> Any:
    found = queries.application_numbered(number)
    if found is None:
        raise Http404("There is no such application.")
    return found


def _entry(number: int) -> Any:
    found = queries.entry_numbered(number)
    if found is None:
        raise Http404("There is no such supplier.")
    return found
