"""What odd rows of a bank’s answer come to: each is told, and none changes what it does not plainly say."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.casework.ledger import book
from irhub.files.handed_in import HandedIn
from irhub.grants import bank_answers, bank_files
from irhub.grants.payments.models import Answer, AnswerLine, Payment
from irhub.web.jinja import day
from tests.grants.factories import BatchFactory, officer_of
from tests.standing import stand

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment() -> Payment:
    """A payment of £1,000 in a file that was sent to the bank."""
    batch = BatchFactory()
    by = officer_of(batch.body)
    with acting_in(by):
        bank_files.send_batch(batch, version=batch.version, by=by)
    made: Payment = Payment.objects.get()
    book(made.award, -made.amount, key="released", why="Released", by="x")
    return made


def answered(payment: Payment, text: str) -> list[str]:
    """What came of each row of an answer. PAYMENT: its reference."""
    data = text.replace("PAYMENT", payment.reference).encode()
    by = officer_of(payment.award.body)
    with acting_in(by):
        file = HandedIn("answer.csv", "text/csv", data, hashlib.sha256(data).hexdigest())
        made: Answer = bank_answers.take_answer(file, by=by)
    payment.refresh_from_db()
    return list(AnswerLine.objects.filter(answer=made).order_by("row").values_list("came_of", flat=True))


@pytest.mark.parametrize(
    "amount", ["Infinity", "NaN", "1000.009", "-1000.00", "(1000.00)", "1e9", "1.000,00", "£999.99", "ten"]
)
def test_another_amount_than_that_of_the_payment_changes_nothing(payment, amount):
    told = answered(payment, f'reference,outcome,amount\nPAYMENT,paid,"{amount}"\n')
    assert (told, payment.state) == (["The amount is not that of the payment, which is £1,000: ask the bank."], "filed")


@pytest.mark.parametrize("amount", ["1000", "£1,000.00", "1000.00 GBP", "1e3", " 1 000.00 ", ""])
def test_an_amount_is_read_as_banks_write_it(payment, amount):
    assert (answered(payment, f'reference,outcome,amount\nPAYMENT,paid,"{amount}"\n'), payment.state) == (
        ["Paid."],
        "paid",
    )


def test_a_date_that_cannot_be_read_or_is_yet_to_come_changes_nothing(payment):
    later = localdate() + timedelta(days=1)
    told = answered(payment, f"reference,outcome,date\nPAYMENT,paid,soon\nPAYMENT,paid,{later:%d/%m/%Y}\n")
    assert told == [
        "Its date, soon, cannot be read: write it as 2026-03-31, and hand the row in again.",
        f"Its date, {day(later)}, is yet to come: ask the bank.",
    ]
    assert payment.state == "filed"
    assert answered(payment, "reference,outcome,date\nPAYMENT,paid,3 March 2026\n") == ["Paid."]
    assert payment.paid_on == date(2026, 3, 3)


def test_our_reference_is_read_where_the_bank_gives_its_own_too(payment):
    text = "Reference,Your reference,Status,Description,Reason\nBNK1,PAYMENT,failed,CREDIT,No such account\n"
    assert answered(payment, text) == ["Failed."]
    assert payment.failed_why == "No such account"


def test_a_row_twice_is_done_once_and_paid_after_it_failed_is_for_a_person(payment):
    told = answered(payment, "reference,outcome\nPAYMENT,failed\nPAYMENT,failed\nPAYMENT,paid\nGP-NONE,paid\n,paid\n")
    assert told == [
        "Failed.",
        "Known already: failed.",
        "It failed before, and its money is in the grant again: ask the bank whether it was paid all the same.",
        "The hub knows no payment of this reference: ask the bank.",
        "The hub knows no payment of this reference: ask the bank.",
    ]


def test_a_payment_of_another_body_is_unknown(payment):
    other = BatchFactory(body__name="Elsewhere Partnership")
    stand(other, state="sent")
    theirs = Payment.objects.get(batch=other)
    told = answered(payment, f"reference,outcome\n{theirs.reference},paid\n")
    assert told == ["The hub knows no payment of this reference: ask the bank."]
    assert Payment.objects.get(pk=theirs.pk).state == "filed"
