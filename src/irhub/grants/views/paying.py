"""The pages on which a funder pays a grant, and follows its money: instalments, accounts, returns, changes, repayments, tasks, the close."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.grants import bank_details, changes, paying, queries, repaying, reports, watching
from irhub.grants.forms import MoveForm
from irhub.grants.money import said
from irhub.grants.payments import queries as found_of
from irhub.grants.payments.forms import (
    AskBackForm,
    DecideChangeForm,
    PaymentForm,
    RepaidForm,
    ReportPlanForm,
    WordsForm,
)
from irhub.grants.payments.models import BankDetails, Change, GranteeTask, Payment, Repayment
from irhub.grants.position import budget_of, ends_on, forecast_of, line_titles, sums_of, whole_of
from irhub.grants.tracing import trace
from irhub.web.forms import Form, posted, refusals_at, refusals_told, status_of


@require_safe
def money(request: HttpRequest, number: int) -> HttpResponse:
    """The money of a grant: where it stands, and all that can be done with it."""
    return _money(request, _award(number))


@require_POST
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Plan an instalment."""
    form = posted(PaymentForm, request, auto_id="plan-%s")
    return _done(request, number, form, "plan", paying.plan_payment, "Planned.", of=_award(number))


@require_POST
def plan_report(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a return."""
    form = posted(ReportPlanForm, request, auto_id="return-%s")
    return _done(
        request, number, form, "return", reports.plan_report, "Asked for: the grantee is reminded.", of=_award(number)
    )


@require_POST
def ask_back(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for money back."""
    form = posted(AskBackForm, request, auto_id="back-%s")
    return _done(
        request, number, form, "back", repaying.ask_back, "Asked back: the grantee is written to.", of=_award(number)
    )


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a grant."""
    form = posted(WordsForm, request, auto_id="close-%s", label="What came of the grant, in a sentence")
    return _done(request, number, form, "close", repaying.close_award, "Closed, at zero.", of=_award(number))


@require_POST
def check_account(request: HttpRequest, number: int) -> HttpResponse:
    """Record that one called back about an account."""
    found = _one(BankDetails, number)
    form = posted(WordsForm, request, auto_id="check-%s", label="Whom you called, and where you found the number")
    return _done(
        request, found.award_id, form, "check", bank_details.check_details, "Kept. A colleague agrees to it.", of=found
    )


@require_POST
def agree_account(request: HttpRequest, number: int) -> HttpResponse:
    """Agree to an account."""
    found, version = _one(BankDetails, number), _version(request)
    with refusals_told(request, "Agreed to: the grant is paid to this account."):
        bank_details.agree_to_details(found, version=version, by=acting_membership(request))
    return redirect("grant-money", found.award_id)


@require_POST
def refuse_account(request: HttpRequest, number: int) -> HttpResponse:
    """Refuse an account."""
    found = _one(BankDetails, number)
    form = posted(WordsForm, request, auto_id="refuse-%s", label="What is wrong with it: the grantee reads it")
    return _done(request, found.award_id, form, "refuse", bank_details.refuse_details, "Refused.", of=found)


@require_POST
def decide_change(request: HttpRequest, number: int) -> HttpResponse:
    """Decide on a request to change a grant."""
    found = _one(Change, number)
    form = posted(DecideChangeForm, request, auto_id="change-%s", label="Why, if you refuse: the grantee reads it")

    def decide(change: Change, *, agree: str, **told: Any) -> Change:
        return changes.decide_change(change, agree=agree == "yes", **told)

    return _done(request, found.award_id, form, "change", decide, "Decided: the grantee is written to.", of=found)


@require_POST
def repaid(request: HttpRequest, number: int) -> HttpResponse:
    """Record what became of money that was asked back."""
    found = _one(Repayment, number)
    form = posted(
        RepaidForm, request, auto_id=f"repaid-{number}-%s", label="Reference and day on the bank statement, or why"
    )
    does = {"receive": repaying.receive, "write off": repaying.write_off, "withdraw": repaying.withdraw_repayment}

    def settle(repayment: Repayment, *, outcome: str, **told: Any) -> Repayment:
        return does[outcome](repayment, **told)

    return _done(request, found.award_id, form, f"repaid-{number}", settle, "Recorded.", of=found)


@require_POST
def close_task(request: HttpRequest, number: int) -> HttpResponse:
    """Close a task about a grantee."""
    found = _one(GranteeTask, number)
    form = posted(WordsForm, request, auto_id=f"task-{number}-%s", label="What was done")
    return _done(request, found.award_id, form, f"task-{number}", watching.close_task, "Closed.", of=found)


@require_safe
def payment(request: HttpRequest, number: int) -> HttpResponse:
    """A payment, followed back to its call and pot."""
    return _payment(request, _found_payment(number))


@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a payment."""
    form = posted(WordsForm, request, auto_id="ask-%s", label="Why it is due, and on which evidence")
    return _moved(request, number, form, "ask", paying.ask_payment, "Asked for: a colleague releases it.")


@require_POST
def release(request: HttpRequest, number: int) -> HttpResponse:
    """Release a payment."""
    with refusals_told(request, "Released: it goes into the next file for the bank."):
        paying.release_payment(_found_payment(number), version=_version(request), by=acting_membership(request))
    return redirect("grant-payment", number)


@require_POST
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send a payment back to whoever asked for it."""
    form = posted(WordsForm, request, auto_id="back-%s", label="What has to be put right first")
    return _moved(request, number, form, "back", paying.send_back, "Sent back.")


@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Cancel a payment."""
    form = posted(WordsForm, request, auto_id="cancel-%s", label="Why it is cancelled")
    return _moved(request, number, form, "cancel", paying.cancel_payment, "Cancelled.")


def _done(
    request: HttpRequest, award: int, form: Form, key: str, does: Callable[..., Any], done: str, *, of: Any
) -> HttpResponse:  # fmt: skip
    """Do what a form of the page of a grant's money asks for; the page with what is wrong if it is refused."""
    if form.is_valid():
        now = (lambda: _one(type(of), of.pk)) if "version" in form.fields else None
        with refusals_at(form, "reason", now=now):
            does(of, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, done)
            return redirect("grant-money", award)
    return _money(request, _award(award), **{key: form})


def _moved(
    request: HttpRequest, number: int, form: Form, key: str, does: Callable[..., Any], done: str
) -> HttpResponse:
    found = _found_payment(number)
    if form.is_valid():
        with refusals_at(form, "reason", now=lambda: _found_payment(number)):
            does(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, done)
            return redirect("grant-payment", number)
    return _payment(request, _found_payment(number), **{key: form})


def _money(request: HttpRequest, award: Any, **bound: Form) -> HttpResponse:
    award = whole_of(award)
    told = sorted(award.reports.all(), key=lambda each: (each.until_on, each.pk))
    repayments, tasks = (
        sorted(award.repayments.all(), key=_number),
        sorted(award.tasks.all(), key=_number, reverse=True),
    )
    accounts, asked = {each.state: each for each in award.bank_details.all()}, sorted(award.changes.all(), key=_number)
    waiting = accounts.get("given") or accounts.get("checked")
    change = next((each for each in asked if each.state == "asked"), None)
    last = ends_on(award)
    forms: dict[str, Form] = {
        "plan": PaymentForm(auto_id="plan-%s"), "return": ReportPlanForm(auto_id="return-%s"), "back": AskBackForm(auto_id="back-%s"),
        "close": WordsForm(auto_id="close-%s", label="What came of the grant, in a sentence", initial=_seen(award)),
    }  # fmt: skip
    if waiting is not None:
        forms |= {
            "check": WordsForm(auto_id="check-%s", label="Whom you called, and where you found the number", initial=_seen(waiting)),
            "refuse": WordsForm(auto_id="refuse-%s", label="What is wrong with it: the grantee reads it", initial=_seen(waiting)),
            "agree": MoveForm(auto_id="agree-%s", initial=_seen(waiting)),
        }  # fmt: skip
    if change is not None:
        words = "Why, if you refuse: the grantee reads it"
        forms["change"] = DecideChangeForm(auto_id="change-%s", label=words, initial=_seen(change))
    for each in repayments:
        words = "Reference and day on the bank statement, or why"
        forms[f"repaid-{each.pk}"] = RepaidForm(auto_id=f"repaid-{each.pk}-%s", label=words, initial=_seen(each))
    for each in tasks:
        forms[f"task-{each.pk}"] = WordsForm(auto_id=f"task-{each.pk}-%s", label="What was done", initial=_seen(each))
    values = {
        "award": award, "said": said, "at": sums_of(award), "payments": sorted(award.payments.all(), key=lambda each: (each.due_on, each.pk)), "reports": told,
        "account": accounts.get("agreed"), "waiting": waiting, "change": change, "repayments": repayments, "tasks": tasks, "last": last,
        "changes": [each for each in reversed(asked) if each is not change], "forecast": forecast_of(award, told, last), "budget": budget_of(award),
        "titles": line_titles(award), "today": localdate(), "forms": forms | bound, "bound": list(bound.values()),
        "spent": {key: sum(getattr(each, key) for each in told if each.state == "accepted") for key in ("staff", "services", "things")},
    }  # fmt: skip
    return render(request, "grants/money.html", values, status=max(map(status_of, bound.values()), default=200))


def _payment(request: HttpRequest, found: Payment, **bound: Form) -> HttpResponse:
    seen, award, waits = _seen(found), found.award, found.state in ("planned", "asked")
    prefetch_related_objects([award], "reports")
    forms: dict[str, Form] = {
        "ask": WordsForm(auto_id="ask-%s", label="Why it is due, and on which evidence", initial=seen),
        "release": MoveForm(auto_id="release-%s", initial=seen),
        "back": WordsForm(auto_id="back-%s", label="What has to be put right first", initial=seen),
        "cancel": WordsForm(auto_id="cancel-%s", label="Why it is cancelled", initial=seen),
    }
    values = {
        "payment": found, "award": award, "said": said, "steps": trace(found), "forms": forms | bound, "bound": list(bound.values()),
        "other_account": found.state == "released" and bool(bank_details.unsettled([found])),
        "tasks": list(award.tasks.filter(state="open").order_by("pk")) if waits else [], "account": bank_details.account_of(award) if waits else None,
        "late": sum(each.state == "due" and each.due_on < localdate() for each in award.reports.all()),
    }  # fmt: skip
    return render(request, "grants/payment.html", values, status=max(map(status_of, bound.values()), default=200))


def _number(row: Any) -> int:
    return int(row.pk)


def _seen(row: Any) -> dict[str, int]:
    return {"version": row.version}


def _version(request: HttpRequest) -> int:
    form = posted(MoveForm, request)
    return int(form.cleaned_data["version"]) if form.is_valid() else -1


def _award(number: int) -> Any:
    found = queries.award_numbered(number)
    if found is None:
        raise Http404("There is no such grant.")
    return found


def _found_payment(number: int) -> Payment:
    found = found_of.payment_numbered(number)
    if found is None:
        raise Http404("There is no such payment.")
    return found


def _one(model: Any, number: int) -> Any:
    found = found_of.one_of(model, number)
    if found is None:
        raise Http404("There is nothing of this number.")
    return found
