"""The pages about the bank: all payments of one’s body, files for the bank, and what it answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.files.handed_in import SHEETS, handed_in
from irhub.grants import bank_answers, bank_files
from irhub.grants.forms import MoveForm
from irhub.grants.lists import PAYMENTS
from irhub.grants.money import said
from irhub.grants.payments import queries as found_of
from irhub.grants.payments.forms import AnswerForm, WordsForm
from irhub.grants.payments.models import Answer, Batch
from irhub.grants.position import late_reports, underspend_of
from irhub.grants.queries import pots_of
from irhub.web.forms import Form, posted, refusals_at, refusals_told, status_of
from irhub.web.listing import ask, download, show
from irhub.web.saying import counted


@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """The payments of one’s body, its files for the bank and the answers; as a page or a file."""
    asked = ask(request, PAYMENTS)
    rows = found_of.payments_of(acting_membership(request).body, **asked.filters)
    if asked.format:
        return download(asked, rows)
    return _payments(request, asked, rows, AnswerForm(auto_id="answer-%s"))


@require_POST
def make_batch(request: HttpRequest) -> HttpResponse:
    """Put what is released into a file for the bank."""
    with refusals_told(request):
        made = bank_files.make_batch(by=acting_membership(request))
        messages.success(request, f"File {made.reference} is made, with {counted(made.many, 'payments')}.")
        return redirect("grant-batch", made.pk)
    return redirect("grant-payments")


@require_POST
def add_answer(request: HttpRequest) -> HttpResponse:
    """Read an answer of the bank."""
    form = posted(AnswerForm, request, auto_id="answer-%s")
    by = acting_membership(request)
    if form.is_valid():
        with refusals_at(form, "file"):
            taken = bank_answers.take_answer(handed_in(form.cleaned_data["file"], accepts=SHEETS), by=by)
            messages.success(request, "Read. What came of each row is below.")
            return redirect("grant-answer", taken.pk)
    asked = ask(request, PAYMENTS)
    return _payments(request, asked, found_of.payments_of(by.body, **asked.filters), form)


@require_safe
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """A file for the bank: its payments, total and hash."""
    return _batch(request, _found(Batch, number))


@require_safe
def batch_file(request: HttpRequest, number: int) -> HttpResponse:
    """The file itself, to take to the bank."""
    with refusals_told(request):
        return bank_files.file_of(_found(Batch, number), by=acting_membership(request))
    return redirect("grant-batch", number)


@require_POST
def send_batch(request: HttpRequest, number: int) -> HttpResponse:
    """Mark a file as sent."""
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, "Marked as sent."):
        bank_files.send_batch(_found(Batch, number), version=version, by=acting_membership(request))
    return redirect("grant-batch", number)


@require_POST
def drop_batch(request: HttpRequest, number: int) -> HttpResponse:
    """Drop a file that was not sent."""
    form = posted(WordsForm, request, auto_id="drop-%s", label="Why it is not sent")
    found = _found(Batch, number)
    if form.is_valid():
        with refusals_at(form, "reason", now=lambda: _found(Batch, number)):
            bank_files.drop_batch(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Dropped: its payments go into the next file.")
            return redirect("grant-batch", number)
    return _batch(request, _found(Batch, number), form)


@require_safe
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """An answer of the bank, with what came of each row."""
    found = _found(Answer, number)
    lines = list(found.lines.select_related("payment").order_by("row", "pk"))
    values = {"answer": found, "lines": lines, "unknown": [each for each in lines if each.payment is None]}
    return render(request, "grants/answer.html", values)


def _payments(request: HttpRequest, asked: Any, rows: Any, form: Form) -> HttpResponse:
    body = acting_membership(request).body
    values = {
        "list": show(asked, rows), "said": said, "batches": found_of.batches_of(body), "answers": found_of.answers_of(body), "form": form,
        "making": MoveForm(auto_id="make-%s", initial={"version": 0}), "late": late_reports(body.pk),
        "underspend": [(pot, much) for pot in pots_of(body) if (much := underspend_of(pot)).left],
    }  # fmt: skip
    return render(request, "grants/payments.html", values, status=status_of(form))


def _batch(request: HttpRequest, found: Any, dropping: Form | None = None) -> HttpResponse:
    seen = {"version": found.version}
    values = {
        "batch": found, "said": said, "payments": list(found.payments.select_related("award", "details").order_by("pk")),
        "moving": MoveForm(auto_id="send-%s", initial=seen),
        "dropping": dropping or WordsForm(auto_id="drop-%s", label="Why it is not sent", initial=seen),
    }  # fmt: skip
    return render(request, "grants/batch.html", values, status=status_of(dropping) if dropping else 200)


def _found(model: Any, number: int) -> Any:
    found = found_of.one_of(model, number)
    if found is None:
        raise Http404("There is nothing of this number.")
    return found
