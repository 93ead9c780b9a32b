"""The pack for the day of a visit, and what there is to do after one and when a letter comes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.checker.helpline import helpline
from irhub.compliance import actions, queries
from irhub.compliance.forms import NO_NAMES, CheckForm, CloseForm, MatterForm
from irhub.compliance.how_it_stands import standing_of
from irhub.compliance.matters import clock_of, why_of
from irhub.compliance.pack_file import ON_THE_DAY, pdf_of, words_of
from irhub.compliance.questionnaire import NAME, PACK, newest
from irhub.compliance.workflows import ItemState, MatterKind
from irhub.questions.stored import overtaken_at
from irhub.web.forms import posted, refusals_at, status_of


@require_http_methods(["GET", "POST"])
def pack(request: HttpRequest) -> HttpResponse:
    """Who does what on the day, and where things are."""
    by = acting_membership(request)
    sheet = queries.head_of(by.body, PACK)
    at = standing_of(sheet) if sheet else None
    questions = (at.asking if at else newest(PACK)).questions
    form = posted(
        CheckForm,
        request,
        questions=questions,
        before=at.answers if at else {},
        revision=sheet.revision if sheet else 0,
    )
    if form.is_valid():
        with refusals_at(form):
            at = at or standing_of(actions.begin_check(by=by, name=PACK))
            with overtaken_at(form, at.sheet):
                actions.answer(at, questions, form.answers, seen=form.seen, by=by)
                messages.success(request, "Saved.")
                return redirect("visit-pack")
    return render(
        request,
        "compliance/pack.html",
        {
            "form": form,
            "pages": newest(PACK).pages,
            "steps": ON_THE_DAY,
            "begun": sheet is not None,
            "no_names": NO_NAMES,
        },
        status=status_of(form),
    )


@require_safe
def pack_file(request: HttpRequest) -> HttpResponse:
    """The pack as a file to print."""
    by = acting_membership(request)
    pack, check = (queries.head_of(by.body, name) for name in (PACK, NAME))
    words = words_of(
        standing_of(pack) if pack else None, standing_of(check) if check else None,
        provider=by.body.name, on=localdate(), helplines=queries.helplines_of(by.body),
    )  # fmt: skip
    answer = HttpResponse(pdf_of(words), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="visit-pack.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
def matters(request: HttpRequest) -> HttpResponse:
    """The visits and letters of a provider, and a way to note one."""
    by = acting_membership(request)
    form = posted(MatterForm, request)
    if form.is_valid():
        with refusals_at(form):
            made = actions.open_matter(**form.cleaned_data, by=by)
            return redirect("visit", made.pk)
    return render(
        request,
        "compliance/matters.html",
        {"form": form, "matters": queries.matters_of(by.body)},
        status=status_of(form),
    )


@require_safe
def matter(request: HttpRequest, number: int) -> HttpResponse:
    """A visit or letter: by when, whom to call, what there is to do."""
    return _matter(request, number, None)


def _matter(request: HttpRequest, number: int, end: CloseForm | None) -> HttpResponse:
    by, found = acting_membership(request), queries.matter_numbered(number)
    if found is None:
        raise Http404("There is no such visit or letter.")
    clock, steps = clock_of(found.kind, found.dated), queries.steps_of(found)
    form = end or CloseForm(initial={"version": found.version})
    return render(
        request,
        "compliance/matter.html",
        {
            "matter": found,
            "is_visit": found.kind == MatterKind.VISIT,
            "clock": clock,
            "today": localdate(),
            "steps": [(item, why_of(found.kind, item.step)) for item in steps],
            "done": sum(item.state != ItemState.TO_DO for item in steps),
            "helplines": queries.helplines_of(by.body),
            "operators": helpline(),
            "end": form,
        },
        status=status_of(form),
    )


@require_POST
def matter_move(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """Close a visit or letter, or reopen it."""
    found = queries.matter_numbered(number)
    if found is None or what not in ("close", "reopen"):
        raise Http404("There is no such visit or letter.")
    form = posted(CloseForm, request)
    if form.is_valid():
        with refusals_at(form, now=lambda: queries.matter_numbered(number)):
            actions.move_matter(found, what, **form.cleaned_data, by=acting_membership(request))
            messages.success(request, "Saved.")
            return redirect("visit", number)
    return _matter(request, number, form)
