"""The pages that everybody reads: approved recruiters, one of them, frameworks, what is asked, and a form for concerns."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership, membership_of
from irhub.accounts.allauth_internals import within_limit
from irhub.checker.book import current
from irhub.registers import queries as register_queries
from irhub.suppliers import concerns, entries, queries
from irhub.suppliers.clause import Side, Verdict, judged, principles
from irhub.suppliers.frameworks import takes_applications
from irhub.suppliers.letters import basis_words
from irhub.suppliers.lists import SUPPLIERS, SupplierFilters
from irhub.suppliers.method import method, newest, refs
from irhub.suppliers.public_forms import ClauseForm, ConcernForm, UseForm
from irhub.web.forms import posted, refusals_told, status_of
from irhub.web.listing import ask, download, show

_EMBEDDED = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
"""Of the one page that other sites may show within theirs: it has neither forms nor scripts."""
OFTEN = {"supplier-concern": "10/h/ip"}
"""How often one network may raise a concern: each is work for somebody, by a day that is set."""


@require_safe
def suppliers(request: HttpRequest) -> HttpResponse:
    """Approved recruiters, found by name, framework, lot and council; as a page or a file."""
    frameworks = list(queries.public_frameworks())
    form = SupplierFilters(
        request.GET, framework=[(str(one.pk), one.name) for one in frameworks], lot=[(lot, lot) for lot in queries.lots_offered()],
        council=queries.councils_offered(),
    )  # fmt: skip
    asked = ask(request, SUPPLIERS, form=form)
    rows = queries.listed(**asked.filters)
    if asked.format:
        return download(asked, rows, about=["Where a recruiter stands on a list is no judgement of what it did."])
    return render(
        request, "suppliers/suppliers.html",
        {"list": show(asked, rows), "frameworks": frameworks, "fictional": register_queries.is_fictional()},
    )  # fmt: skip


@xframe_options_exempt
@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """The list, for other sites to show within theirs."""
    answer = render(
        request,
        "suppliers/embed.html",
        {
            "rows": list(queries.listed()[:500]),
            "today": localdate(),
            "area": queries.area_words,
            "conditions": queries.condition_words,
            "formerly": queries.former_words,
        },
    )
    answer.headers["Content-Security-Policy"] = _EMBEDDED
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@require_safe
def supplier(request: HttpRequest, number: int) -> HttpResponse:
    """One recruiter: where it stands, for what, its conditions, and where it stood before."""
    return _supplier(request, _entry(number))


@require_http_methods(["GET", "POST"])
def concern(request: HttpRequest, number: int) -> HttpResponse:
    """Tell of something about a recruiter."""
    found, form = _entry(number), posted(ConcernForm, request)
    if form.is_valid() and not within_limit(request, "supplier-concern", OFTEN):
        form.add_error(None, "Too many concerns came from where you are. Try again in an hour.")
    if form.is_valid():
        reference = concerns.raise_concern(found, **form.cleaned_data)
        messages.success(request, f"Thank you. Your reference is {reference}. We do not publish what you told us.")
        return redirect("supplier", number)
    return render(
        request,
        "suppliers/concern.html",
        {"entry": found, "form": form, "heading": f"Raise a concern about {found.name}", "button": "Send"},
        status=status_of(form),
    )


@require_POST
def use(request: HttpRequest, number: int) -> HttpResponse:
    """Note that one's organisation works with a recruiter, or no longer."""
    form = posted(UseForm, request)
    if form.is_valid():
        with refusals_told(request, "Saved. Nobody outside your organisation sees it."):
            entries.note_use(_entry(number), form.cleaned_data["uses"], by=acting_membership(request))
    return redirect("supplier", number)


@require_http_methods(["GET", "POST"])
def clause(request: HttpRequest) -> HttpResponse:
    """Check a repayment clause: what law and Code say of each item, and what is owed by month. Nothing of it is kept."""
    form, book = posted(ClauseForm, request), current()
    told: dict[str, Any] = {"judged": None}
    if form.is_valid():
        found = judged(book, form.amounts, form.days, form.cleaned_data["months"])
        totals = {month: sum(dict(one.owed).get(month, 0) for one in found) for one in found for month, _ in one.owed}
        told = {
            "judged": [("What the law and the sponsor rules say", [one for one in found if one.item.side == Side.LAW]),
                       ("What the Code says", [one for one in found if one.item.side == Side.CODE])],
            "unsettled": [one for one in found if one.verdict in (Verdict.NO_RULE, Verdict.NOT_SETTLED)],
            "principles": principles(book, form.cleaned_data["taken"]), "totals": sorted(totals.items()), "flat": form.cleaned_data["months"] == 0,
            "sources": {one.rule.id: book.sources_of(one.rule) for one in found if one.rule},
        }  # fmt: skip
    return render(request, "suppliers/clause.html", {"form": form} | told, status=status_of(form))


@require_safe
def framework(request: HttpRequest, number: int) -> HttpResponse:
    """What a framework is, in law too, and how to apply."""
    found = _framework(number)
    return render(
        request, "suppliers/framework.html",
        {
            "framework": found, "basis": basis_words(found), "area": queries.area_words(found.councils), "method": method(),
            "open": takes_applications(found, localdate()), "asked": newest(),
        },
    )  # fmt: skip


@require_safe
def questions(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that applicants are asked, to be read before anybody signs in."""
    return render(
        request,
        "suppliers/questions.html",
        {"framework": _framework(number), "asked": newest(), "refs": refs(), "method": method()},
    )


def _supplier(request: HttpRequest, found: Any) -> HttpResponse:
    member = membership_of(request)
    noted = queries.uses(member, found)
    return render(
        request, "suppliers/supplier.html",
        {
            "entry": found, "basis": basis_words(found.framework), "area": queries.area_words(found.councils),
            "history": queries.history_of(found), "conditions": list(found.conditions.order_by("due", "pk")),
            "former": list(found.former_names.order_by("-until", "-pk")), "uses": UseForm(initial={"uses": noted}),
        },
    )  # fmt: skip


def _entry(number: int) -> Any:
    found = queries.public_entry(number)
    if found is None:
        raise Http404("There is no such recruiter.")
    return found


def _framework(number: int) -> Any:
    found = queries.framework_numbered(number)
    if found is None or found.state == "draft":
        raise Http404("There is no such framework.")
    return found
