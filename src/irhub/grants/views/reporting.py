"""The pages on which a grantee looks at its grant’s money, gives its account, hands in returns and asks for changes; and returns for the funder."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.grants import bank_details, changes, queries, reports
from irhub.grants.forms import MoveForm
from irhub.grants.money import said
from irhub.grants.payments import queries as found_of
from irhub.grants.payments.forms import BankForm, LinesForm, ReportForm, TimeForm, WordsForm
from irhub.grants.payments.models import Change
from irhub.grants.position import budget_of, ends_on, line_titles, sums_of, whole_of
from irhub.web.forms import Form, posted, refusals_at, refusals_told, status_of

_TOLD = ("staff", "services", "things", "providers", "workers", "story", "risks", "forecast")


@require_safe
def own(request: HttpRequest, number: int) -> HttpResponse:
    """The money of one’s own grant."""
    return _own(request, _award(number))


@require_POST
def give_account(request: HttpRequest, number: int) -> HttpResponse:
    """Give the account to which a grant is paid."""
    found, form = _award(number), posted(BankForm, request, auto_id="bank-%s")
    if form.is_valid():
        with refusals_at(form):
            bank_details.give_details(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Thank you. We call you back before we pay to it.")
            return redirect("grant-own", number)
    return _own(request, found, bank=form)


@require_POST
def ask_time(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for more time."""
    found, form = _award(number), posted(TimeForm, request, auto_id="time-%s")
    if form.is_valid():
        with refusals_at(form, "why"):
            data = form.cleaned_data
            changes.ask_for_time(found, until=data["ends_on"], why=data["why"], by=acting_membership(request))
            messages.success(request, "Asked for. We write to you when it is decided.")
            return redirect("grant-own", number)
    return _own(request, found, time=form)


@require_POST
def ask_move(request: HttpRequest, number: int) -> HttpResponse:
    """Ask to move money between lines of the budget."""
    found = _award(number)
    form = posted(LinesForm, request, auto_id="lines-%s", lines=_lines(found))
    if form.is_valid():
        with refusals_at(form, "why"):
            changes.ask_to_move(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Asked for. We write to you when it is decided.")
            return redirect("grant-own", number)
    return _own(request, found, lines=form)


@require_POST
def withdraw_change(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a request."""
    found = found_of.one_of(Change, number)
    if found is None:
        raise Http404("There is no such request.")
    with refusals_told(request, "Withdrawn."):
        changes.withdraw_change(found, version=_version(request), by=acting_membership(request))
    return redirect("grant-own", found.award_id)


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, number: int) -> HttpResponse:
    """A return: its grantee hands it in here, its funder reads it."""
    found = _report(number)
    mine = found.applicant_id == acting_membership(request).body_id
    told = {key: getattr(found, key) for key in _TOLD} if found.in_by else {}
    form = posted(ReportForm, request, titles=line_titles(found.award), initial=told | {"version": found.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_at(form, now=lambda: _report(number)):
            reports.hand_in(
                found, told={key: data[key] for key in _TOLD}, version=data["version"], by=acting_membership(request)
            )
            messages.success(request, "Handed in. Thank you.")
            return redirect("grant-own", found.award_id)
    return _page(request, _report(number), mine, form)


@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Accept a return."""
    with refusals_told(request, "Accepted."):
        reports.accept_report(_report(number), version=_version(request), by=acting_membership(request))
    return redirect("grant-report", number)


@require_POST
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send a return back."""
    return _words(
        request, number, "back", "What is missing: the grantee reads it", reports.send_report_back, "Sent back."
    )


@require_POST
def call_off(request: HttpRequest, number: int) -> HttpResponse:
    """Call off a return."""
    return _words(request, number, "off", "Why it is not needed", reports.call_off_report, "Called off.")


def _words(request: HttpRequest, number: int, key: str, label: str, does: Any, done: str) -> HttpResponse:
    found, form = _report(number), posted(WordsForm, request, auto_id=f"{key}-%s", label=label)
    if form.is_valid():
        with refusals_at(form, "reason", now=lambda: _report(number)):
            does(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, done)
            return redirect("grant-report", number)
    return _page(request, _report(number), False, None, **{key: form})


def _page(request: HttpRequest, found: Any, mine: bool, form: Form | None, **bound: Form) -> HttpResponse:
    seen = {"version": found.version}
    asked = mine and found.state == "due" and localdate() >= found.until_on
    values = {
        "report": found, "award": found.award, "said": said, "mine": mine, "form": form if asked else None, "titles": line_titles(found.award),
        "budget": budget_of(found.award), "late": found.state == "due" and found.due_on < localdate(), "bound": list(bound.values()),
        "moving": MoveForm(auto_id="accept-%s", initial=seen),
        "back": WordsForm(auto_id="back-%s", label="What is missing: the grantee reads it", initial=seen),
        "off": WordsForm(auto_id="off-%s", label="Why it is not needed", initial=seen),
    } | bound  # fmt: skip
    shown = [*bound.values(), *([form] if form is not None and asked else [])]
    return render(request, "grants/report.html", values, status=max(map(status_of, shown), default=200))


def _lines(award: Any) -> list[tuple[str, str]]:
    titles = line_titles(award)
    return [(key, f"{titles[key]}, {said(much)}") for key, much in budget_of(award).items()]


def _own(request: HttpRequest, award: Any, **bound: Form) -> HttpResponse:
    award = whole_of(award)
    asked = sorted(award.changes.all(), key=lambda each: each.pk)
    waits = next((each for each in asked if each.state == "asked"), None)
    accounts = {each.state: each for each in sorted(award.bank_details.all(), key=lambda each: each.pk)}
    forms = {
        "bank": BankForm(auto_id="bank-%s"), "time": TimeForm(auto_id="time-%s"), "lines": LinesForm(auto_id="lines-%s", lines=_lines(award)),
    } | bound  # fmt: skip
    values = {
        "award": award, "said": said, "at": sums_of(award), "payments": found_of.payments_told(award), "last": ends_on(award),
        "repayments": found_of.repayments_told(award), "reports": sorted(award.reports.all(), key=lambda each: (each.due_on, each.pk)), "change": waits,
        "changes": [each for each in reversed(asked) if each is not waits], "account": accounts.get("agreed"),
        "waiting": accounts.get("given") or accounts.get("checked"), "forms": forms, "bound": list(bound.values()), "today": localdate(),
        "moving": MoveForm(auto_id="withdraw-%s", initial={"version": waits.version}) if waits else None, "titles": line_titles(award),
        "budget": budget_of(award),
        "refused": accounts.get("refused"),
    }  # fmt: skip
    return render(request, "grants/own_money.html", values, status=max(map(status_of, bound.values()), default=200))


def _version(request: HttpRequest) -> int:
    form = posted(MoveForm, request)
    return int(form.cleaned_data["version"]) if form.is_valid() else -1


def _award(number: int) -> Any:
    found = queries.award_numbered(number)
    if found is None:
        raise Http404("There is no such grant.")
    return found


def _report(number: int) -> Any:
    found = found_of.report_numbered(number)
    if found is None:
        raise Http404("There is no such return.")
    return found
