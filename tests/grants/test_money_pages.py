"""Pages about the money of grants: what an officer, a grantee and an auditor see and can do there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.roles import Role
from irhub.grants.models import Award
from irhub.grants.my_work import WAITING
from irhub.grants.payments.models import BankDetails, Payment, Report
from tests.factories import Browser, signed_in
from tests.grants.factories import (
    BankDetailsFactory,
    BatchFactory,
    ChangeFactory,
    GranteeTaskFactory,
    PaymentFactory,
    RepaymentFactory,
    ReportFactory,
    member_of,
    officer_of,
    running,
    speaker_of,
)
from tests.standing import stand

pytestmark = pytest.mark.django_db


def opened(client: Browser, route: str, *args: object) -> str:
    """The page at an address, which opens with at most 20 queries."""
    answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200, (route, answer.status_code)
    return answer.content.decode()


def sent(client: Browser, route: str, *args: object, status: int = 302, **data: object) -> str:
    answer = client.post(reverse(route, args=args), data)
    assert answer.status_code == status, (route, answer.status_code, answer.content.decode()[:3000])
    return answer.content.decode()


def day(name: str, on: object) -> dict[str, object]:
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}  # type: ignore[attr-defined]


def version_of(model, **told: object) -> int:
    return model.objects.get(**told).version


def test_a_grant_is_paid_by_two_officers_from_its_page_to_the_banks_answer(django_assert_max_num_queries):
    award = running()
    ann, bob = (signed_in(officer_of(award.body, name).person) for name in ("ann", "bob"))
    grantee, today = signed_in(speaker_of(award.applicant).person), localdate()
    assert "Give your account" in opened(grantee, "grant-own", award.pk)
    assert "Enter six digits" in sent(
        grantee, "grant-account-give", award.pk, status=400, holder="Quillmoor", sort_code="1", number="12345678"
    )
    sent(grantee, "grant-account-give", award.pk, holder="Quillmoor & Co", sort_code="30-90-91", number="12345678")
    details = BankDetails.objects.get()
    assert details.holder == "QUILLMOOR & CO"
    assert "ending in 78" in opened(ann, "grant-money", award.pk)
    sent(ann, "grant-account-check", details.pk, version=1, reason="Called Pat on the number of the register.")
    sent(bob, "grant-account-agree", details.pk, version=2)
    sent(ann, "grant-payment-plan", award.pk, amount="1,250.50", what="First half", **day("due_on", today))
    payment = Payment.objects.get()
    assert payment.amount == 125_050
    assert "no more than £749.50" in sent(
        ann, "grant-payment-plan", award.pk, status=400, amount="1000", what="More", **day("due_on", today)
    )
    sent(ann, "grant-payment-ask", payment.pk, version=1, reason="The invoice is in.")
    sent(ann, "grant-payment-release", payment.pk, version=2)
    assert Payment.objects.get().state == "asked"
    sent(bob, "grant-payment-release", payment.pk, version=2)
    sent(bob, "grant-batch-make", version=0)
    batch = Payment.objects.get().batch
    assert "SHA-256" in opened(ann, "grant-batch", batch.pk)
    file = ann.get(reverse("grant-batch-file", args=[batch.pk]))
    assert b"309091,12345678,1250.50" in file.content
    sent(bob, "grant-batch-sent", batch.pk, version=1)
    answer = SimpleUploadedFile("answer.csv", f"reference,outcome\n{payment.reference},paid\nXX,paid\n".encode())
    assert "Choose the file" in sent(ann, "grant-answer-add", status=400)
    sent(ann, "grant-answer-add", file=answer)
    page = opened(ann, "grant-answer", Payment.objects.get().answers.get().answer_id)
    assert "1 of 2 rows changed a payment" in page
    assert "XX" in page
    auditor = signed_in(member_of(award.body, Role.AUDITOR, "auditor").person)
    with django_assert_max_num_queries(20):
        page = opened(auditor, "grant-payment", payment.pk)
    for told in (
        "From the pot to the bank",
        "came into the pot",
        "ann-of-",
        "bob-of-",
        "The bank answered",
        "Called Pat",
    ):
        assert told in page
    assert "12345678" not in page + opened(auditor, "grant-money", award.pk)
    assert auditor.get(reverse("grant-batch-file", args=[batch.pk])).status_code == 403
    told = opened(grantee, "grant-own", award.pk)
    assert "Paid to you" in told
    assert "ann-of-" not in told, "nobody of the funder is named"


def test_a_grantee_reports_and_asks_for_changes_and_the_officer_answers():
    award, today = running(), localdate()
    ann, grantee = signed_in(officer_of(award.body, "ann").person), signed_in(speaker_of(award.applicant).person)
    past = today - timedelta(days=40)
    sent(ann, "grant-report-plan", award.pk, **day("from_on", past), **day("until_on", today - timedelta(days=10)), **day("due_on", today - timedelta(days=1)))  # fmt: skip
    made = Report.objects.get()
    assert "Late" in opened(ann, "grant-money", award.pk)
    assert "1 return is late" in [each.urgent(officer_of(award.body, "ann")) for each in WAITING]
    assert "1 return to hand in, 1 of them late" in [each.told(speaker_of(award.applicant)) for each in WAITING]
    assert "Hand it in" in opened(grantee, "grant-report", made.pk)
    told = {
        "staff": "0",
        "services": "900",
        "things": "0",
        "providers": 3,
        "workers": 20,
        "risks": "",
        "forecast": "200",
        "version": 1,
    }
    assert "Leave people out" in sent(grantee, "grant-report", made.pk, status=400, story="Ask a@example.org", **told)
    sent(grantee, "grant-report", made.pk, story="We trained twenty.", **told)
    assert "We trained twenty." in opened(ann, "grant-report", made.pk)
    sent(ann, "grant-report-back", made.pk, version=2, reason="Which providers?")
    assert "Which providers?" in opened(grantee, "grant-report", made.pk)
    sent(grantee, "grant-report", made.pk, story="We trained twenty of three.", **told | {"version": 3})
    sent(ann, "grant-report-accept", made.pk, version=4)
    page = opened(ann, "grant-money", award.pk)
    assert "£900 of £2,000" in page
    assert "is likely to be left" in opened(ann, "grant-payments")
    assert "by the newest returns of 1 of 1 running grant" in " ".join(
        opened(ann, "grant-pot", award.call.pot_id).split()
    )
    sent(
        grantee,
        "grant-change-lines",
        award.pk,
        from_line="services",
        to_line="staff",
        amount="100",
        why="We do it ourselves.",
    )
    change = award.changes.get()
    assert "You asked for" in opened(grantee, "grant-own", award.pk)
    assert "Say why" in sent(ann, "grant-change-decide", change.pk, status=400, agree="no", reason="", version=1)
    sent(ann, "grant-change-decide", change.pk, agree="yes", reason="", version=1)
    assert "£100 from training and services to people’s time" in opened(grantee, "grant-own", award.pk)
    late = award.call.pot.closes_on
    sent(grantee, "grant-change-time", award.pk, why="The trainer was ill.", **day("ends_on", late))
    sent(grantee, "grant-change-withdraw", award.changes.get(state="asked").pk, version=1)


def test_money_comes_back_a_task_is_closed_and_the_grant_closes():
    award = running()
    ann, bob = (signed_in(officer_of(award.body, name).person) for name in ("ann", "bob"))
    task, back = GranteeTaskFactory(award=award), RepaymentFactory(award=award)
    page = opened(ann, "grant-money", award.pk)
    assert "Look at this" in page
    assert "Write in a few words" in sent(ann, "grant-task-close", task.pk, status=400, version=1, reason="")
    sent(ann, "grant-task-close", task.pk, version=1, reason="Asked them.")
    assert "Asked them." in opened(ann, "grant-money", award.pk)
    assert "of which £0 is asked back" not in sent(
        ann, "grant-ask-back", award.pk, status=400, amount="5", why="So.", **day("due_on", localdate())
    )
    assert "asked back has not come" in sent(
        bob, "grant-close", award.pk, status=400, version=award.version, reason="Done."
    )
    sent(bob, "grant-repaid", back.pk, outcome="withdraw", version=1, reason="A mistake.")
    sent(bob, "grant-close", award.pk, version=award.version, reason="Nothing came of it.")
    assert Award.objects.get().state == "closed"
    assert "Close this grant" not in opened(ann, "grant-money", award.pk)


def test_pages_open_with_everything_that_waits_on_them(django_assert_max_num_queries):
    batch = BatchFactory()
    award = batch.payments.get().award
    for make in (BankDetailsFactory, ReportFactory, ChangeFactory, RepaymentFactory, GranteeTaskFactory):
        make(award=award)
    stand(PaymentFactory(award=award), state="asked", asked_by="x@example.org")
    ann = signed_in(officer_of(award.body, "ann").person)
    with django_assert_max_num_queries(20):
        assert "I called them" in opened(ann, "grant-money", award.pk)
    assert "Drop this file" in opened(ann, "grant-batch", batch.pk)
    sent(ann, "grant-batch-drop", batch.pk, version=1, reason="The bank was shut.")
    page = opened(ann, "grant-payment", award.payments.get(state="asked").pk)
    assert "Look first" in page
    sent(ann, "grant-payment-back", award.payments.get(state="asked").pk, version=1, reason="Which invoice?")
    sent(ann, "grant-payment-cancel", award.payments.get(state="planned").pk, version=2, reason="Not due.")
    sent(ann, "grant-account-refuse", award.bank_details.get(state="given").pk, version=1, reason="Another name.")
    sent(ann, "grant-report-off", award.reports.get().pk, version=1, reason="Not needed.")
    assert award.reports.get().state == "called off"
    assert version_of(Payment, state="cancelled") == 3
