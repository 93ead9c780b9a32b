"""The demo's money of grants: a grant paid in two instalments, a return accepted and one late, money paid back, a change that waits."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Membership
from irhub.files.handed_in import HandedIn
from irhub.grants import bank_answers, bank_details, bank_files, changes, paying, repaying, reports
from irhub.grants.models import Award
from irhub.grants.payments.models import Payment
from irhub.grants.position import ends_on
from irhub.web.listing.writers import File, Told, as_csv

DAY = timedelta(days=1)


def pay_and_report(award: Award, *, grantee: Membership, one: Membership, other: Membership) -> None:
    """A grant from its account to a repayment. `one` asks, `other` releases."""
    today = localdate()
    with acting_in(grantee):
        given = bank_details.give_details(
            award, holder=award.name.upper()[:18].strip(), sort_code="000000", number="00012345", by=grantee
        )
    with acting_in(one):
        given = bank_details.check_details(
            given, version=given.version, reason="Called the registered manager on the CQC’s number.", by=one
        )
    with acting_in(other):
        bank_details.agree_to_details(given, version=given.version, by=other)
    half = award.granted // 2
    for amount, what in ((half, "First half"), (award.granted - half, "Second half")):
        _paid(award, amount, what, one, other)
    told = {"staff": 0, "services": half, "things": 0, "providers": 1, "workers": 4, "forecast": 20_000, "risks": ""}
    with acting_in(one):
        first = reports.plan_report(
            award, from_on=today - 60 * DAY, until_on=today - 31 * DAY, due_on=today - 20 * DAY, final=False, by=one
        )
        reports.plan_report(
            award, from_on=today - 30 * DAY, until_on=today - 8 * DAY, due_on=today - 3 * DAY, final=True, by=one
        )
    with acting_in(grantee):
        first = reports.hand_in(first, told=told | {"story": "Two certificates were assigned, and both nurses have begun."}, version=first.version, by=grantee)  # fmt: skip
    with acting_in(one):
        reports.accept_report(first, version=first.version, by=one)
        back = repaying.ask_back(
            award, amount=20_000, why="One certificate cost less than was applied for.", due_on=today + 20 * DAY, by=one
        )
    with acting_in(other):
        repaying.receive(back, version=back.version, reason="Statement 11, line 4.", by=other)
    with acting_in(grantee):
        changes.ask_for_time(
            award, until=ends_on(award) + 30 * DAY, why="The last nurse begins a month later.", by=grantee
        )


def _paid(award: Award, amount: int, what: str, one: Membership, other: Membership) -> None:
    with acting_in(one):
        payment = paying.plan_payment(award, amount=amount, due_on=localdate(), what=what, by=one)
        payment = paying.ask_payment(payment, version=payment.version, reason="The agreement says so.", by=one)
    with acting_in(other):
        payment = paying.release_payment(payment, version=payment.version, by=other)
        batch = bank_files.make_batch(by=other)
        bank_files.send_batch(batch, version=batch.version, by=other)
    with acting_in(one):
        bank_answers.take_answer(_answer(payment), by=one)


def _answer(payment: Payment) -> HandedIn:
    """What the bank would answer: that it is paid."""
    columns = [Told(name, name, "") for name in ("reference", "outcome", "amount")]
    rows = [(payment.reference, "paid", payment.amount / 100)]
    data = as_csv(File("answer", columns, rows)).content
    return HandedIn(f"answer-{payment.reference}.csv", "text/csv", data, hashlib.sha256(data).hexdigest())
