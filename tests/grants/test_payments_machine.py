"""However officers plan, ask, release, cancel, file, are answered by the bank, ask back and close, the sums agree, and nothing is above award,
pot or authority; also when they come at once, and when a process is killed in the middle of a release."""

from __future__ import annotations

import hashlib
import signal
from typing import Any

import pytest
from django.db.models import Sum
from django.utils.timezone import localdate
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from irhub.casework.ledger import unsound
from irhub.files.handed_in import HandedIn
from irhub.grants import bank_answers, bank_files, money, paying, repaying
from irhub.grants.models import Award, Pot
from irhub.grants.payments.models import Advance, Payment, Repayment
from irhub.grants.position import position_of
from irhub.web.errors import ActionRefused
from tests.casework.at_once import at_once
from tests.examples import TIMES
from tests.grants.factories import (
    ApplicantFactory,
    ApplicationFactory,
    BankDetailsFactory,
    CallFactory,
    PaymentFactory,
    PotFactory,
    ReportFactory,
    officer_of,
    running,
)
from tests.place import place
from tests.standing import stand

LIMIT = 60_000
PICK, OFFICER = st.integers(0, 10_000), st.sampled_from(["ann", "bob", "cat"])


def grant(call, name: str, asked: int = 200_000) -> Award:
    """A grant that runs, with an account to which two people agreed."""
    applicant = ApplicantFactory(name=name)
    made = running(application=ApplicationFactory(call=call, applicant=applicant, asked=asked, state="decision"))
    BankDetailsFactory(award=made, agreed=True)
    return made


def answered(rows: str, by) -> None:
    data = f"reference,outcome\n{rows}\n".encode()
    bank_answers.take_answer(HandedIn("answer.csv", "text/csv", data, hashlib.sha256(data).hexdigest()), by=by)


def reconciled(pot: Pot, funded: int) -> None:
    """What came into a pot is in it, in awards, on its way, with grantees, spent or written off; each penny that left has two names."""
    awards = list(Award.objects.filter(call__pot=pot))
    at = [position_of(each) for each in awards]
    assert all(each.reconciles for each in at), at
    with_grantees = sum(each.under_way + each.to_account + each.spent + each.written_off + each.left for each in at)
    assert Pot.objects.get(pk=pot.pk).amount + with_grantees == funded
    out = Payment.objects.filter(award__in=awards, state__in=("released", "filed", "paid"))
    for each in out:
        assert each.asked_by
        assert each.released_by.lower() not in ("", each.asked_by.lower())
        assert each.amount <= each.limit
    for each in awards:
        whole = out.filter(award=each).aggregate(all=Sum("amount"))["all"] or 0
        assert whole <= each.granted
        for entry in each.entries.filter(key__startswith="hold"):
            hold = each.holds.get(pk=int(entry.key.removeprefix("hold ")))
            assert hold.held_by.lower() != entry.who.lower(), "whoever asks holds it, whoever releases books it"
    assert not [*unsound(Pot), *unsound(Award), *unsound(Advance)]


class Payments(RuleBasedStateMachine):
    """Two grants of £2,000 from one pot, from which officers release up to £600, and all that can be done with their money."""

    def __init__(self) -> None:
        super().__init__()
        self.pot = PotFactory(name=f"Pot {Pot.objects.count()}", inside=1_000_000)
        self.funded = 1_000_000
        call = CallFactory(open=True, pot=self.pot, title=f"Call {self.pot.pk}", body=self.pot.body)
        self.awards = [grant(call, f"{name} {self.pot.pk}") for name in ("One", "Two")]
        Pot.objects.filter(pk=self.pot.pk).update(officer_limit=LIMIT)

    def by(self, name: str) -> Any:
        return officer_of(self.pot.body, name)

    def payments(self, *states: str) -> list[Payment]:
        return list(Payment.objects.filter(award__in=self.awards, state__in=states).order_by("pk"))

    def tried(self, does: Any, row: Any, officer: str, **told: Any) -> bool:
        try:
            does(row, version=row.version, by=self.by(officer), **told)
        except ActionRefused:
            return False
        return True

    @rule(pick=PICK, amount=st.integers(1, 90_000), officer=OFFICER)
    def plan(self, pick: int, amount: int, officer: str) -> None:
        """An instalment is planned if it fits the grant."""
        award = Award.objects.get(pk=self.awards[pick % 2].pk)
        live = sum(each.amount for each in award.payments.exclude(state__in=("failed", "cancelled")))
        told = {"amount": amount, "due_on": localdate(), "what": "Part", "by": self.by(officer)}
        if award.state == "active" and live + amount <= award.granted:
            paying.plan_payment(award, **told)
        else:
            with pytest.raises(ActionRefused):
                paying.plan_payment(award, **told)

    @precondition(lambda self: self.payments("planned"))
    @rule(pick=PICK, officer=OFFICER)
    def ask(self, pick: int, officer: str) -> None:
        """Somebody asks for one."""
        found = self.payments("planned")
        assert self.tried(paying.ask_payment, found[pick % len(found)], officer, reason="Due.")

    @precondition(lambda self: self.payments("asked"))
    @rule(pick=PICK, officer=OFFICER)
    def release(self, pick: int, officer: str) -> None:
        """Another person releases one, within authority."""
        found = self.payments("asked")
        one = found[pick % len(found)]
        may = one.asked_by != self.by(officer).person.email and one.amount <= LIMIT
        assert self.tried(paying.release_payment, one, officer) == may

    @precondition(lambda self: self.payments("planned", "asked", "released"))
    @rule(pick=PICK, officer=OFFICER)
    def cancel(self, pick: int, officer: str) -> None:
        """One is cancelled: its money is free, or back in the grant."""
        found = self.payments("planned", "asked", "released")
        assert self.tried(paying.cancel_payment, found[pick % len(found)], officer, reason="Not due.")

    @precondition(lambda self: self.payments("released"))
    @rule(officer=OFFICER, drops=st.booleans())
    def files(self, officer: str, drops: bool) -> None:
        """What is released goes into a file, which is sent, or dropped."""
        made = bank_files.make_batch(by=self.by(officer))
        if drops:
            bank_files.drop_batch(made, version=made.version, reason="Wrong.", by=self.by(officer))
        else:
            bank_files.send_batch(made, version=made.version, by=self.by(officer))

    @precondition(lambda self: self.payments("filed", "paid"))
    @rule(pick=PICK, word=st.sampled_from(["paid", "failed"]), officer=OFFICER)
    def bank(self, pick: int, word: str, officer: str) -> None:
        """The bank answers, twice, also about what it answered before."""
        found = self.payments("filed", "paid")
        for _ in range(2):
            answered(f"{found[pick % len(found)].reference},{word}", self.by(officer))

    @rule(pick=PICK, amount=st.integers(1, 60_000), officer=OFFICER, ends=st.sampled_from(["receive", "write off"]))
    def back(self, pick: int, amount: int, officer: str, ends: str) -> None:
        """Money is asked back, and comes, or is written off: by another person alone."""
        award = self.awards[pick % 2]
        has = position_of(award).to_account
        runs = Award.objects.get(pk=award.pk).state == "active"
        try:
            made = repaying.ask_back(award, amount=amount, why="Not spent.", due_on=localdate(), by=self.by("ann"))
        except ActionRefused:
            assert amount > has or not runs
            return
        assert amount <= has
        does = repaying.receive if ends == "receive" else repaying.write_off
        assert self.tried(does, made, officer, reason="Statement") == (officer != "ann")
        if officer == "ann":
            assert self.tried(repaying.withdraw_repayment, Repayment.objects.get(pk=made.pk), officer, reason="No.")

    @rule(pick=PICK, spent=st.integers(0, 120_000))
    def close(self, pick: int, spent: int) -> None:
        """A grant is closed if everything is accounted for."""
        award = Award.objects.get(pk=self.awards[pick % 2].pk)
        if award.state == "active" and not award.reports.exists():
            stand(ReportFactory(award=award), state="accepted", services=spent)
        at = position_of(award)
        way = award.payments.filter(state__in=("planned", "asked", "released", "filed")).exists()
        may = award.state == "active" and not way and at.to_account <= at.reported
        assert self.tried(repaying.close_award, award, "bob", reason="Done.") == may

    @invariant()
    def sums_agree(self) -> None:
        """At every step."""
        reconciled(self.pot, self.funded)


@pytest.mark.django_db
def test_the_money_of_grants_reconciles_whatever_happens_in_which_order():
    run_state_machine_as_test(
        Payments, settings=examples(max_examples=4 * TIMES, stateful_step_count=20, deadline=None)
    )
    assert Payment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_officers_who_ask_release_and_cancel_at_once_each_payment_is_released_once_and_none_above_the_grant():
    pot = PotFactory(inside=300_000)
    award = grant(CallFactory(open=True, pot=pot, body=pot.body), "One")
    ann, bob, cat = (officer_of(pot.body, name) for name in ("ann", "bob", "cat"))
    payments = [PaymentFactory(award=award, amount=80_000) for _ in range(3)]

    def ask(number: int) -> Payment:
        one = payments[number % 3]
        return paying.ask_payment(Payment.objects.get(pk=one.pk), version=1, reason="Due.", by=(ann, bob)[number % 2])

    asked = at_once(ask, 6)
    assert sum(isinstance(each, Payment) for each in asked) == 2, (
        "£2,400 were planned past the plan, and £2,000 granted"
    )

    def release(number: int) -> Payment:
        one = Payment.objects.get(pk=payments[number % 3].pk)
        by = (ann, bob, cat)[number // 3]
        if number == 8:
            return paying.cancel_payment(one, version=one.version, reason="Not due.", by=by)
        return paying.release_payment(one, version=one.version, by=by)

    at_once(release, 9)
    at = position_of(Award.objects.get(pk=award.pk))
    released = Payment.objects.filter(state="released").count()
    assert at.under_way == released * 80_000
    assert released >= 1
    reconciled(pot, 300_000)
    batches = [
        each
        for each in at_once(lambda number: bank_files.make_batch(by=(ann, bob)[number]), 2)
        if not isinstance(each, ActionRefused)
    ]
    assert sum(each.many for each in batches) == released, "each payment is in one file"
    money.put_in(Pot.objects.get(pk=pot.pk), 1, version=Pot.objects.get(pk=pot.pk).version, reason="A letter", by=ann)
    reconciled(pot, 300_001)


BEGIN = """
import time
from irhub.accounts.models import Membership
from irhub.accounts.row_security import system_access
from irhub.grants import paying
from irhub.grants.models import Pot
from irhub.grants.payments.models import Payment
from tests.grants.test_payments_machine import PaymentFactory, grant, officer_of, reconciled
from tests.grants.factories import CallFactory, PotFactory
def people(): return [officer_of(Pot.objects.get().body, name) for name in ("ann", "bob")]
"""
MADE = f"""{BEGIN}
with system_access("a test"):
    pot = PotFactory(inside=300_000)
    payment = PaymentFactory(award=grant(CallFactory(open=True, pot=pot, body=pot.body), "One"))
    paying.ask_payment(payment, version=payment.version, reason="Due.", by=people()[0])
"""
RELEASES = f"""{BEGIN}
def look():
    reconciled(Pot.objects.get(), 300_000)
    one = Payment.objects.select_related("award").get()
    print(one.state, one.released_by == "", one.award.amount, one.award.held)
def held_still(*_, **__):
    print("in the middle", flush=True)
    time.sleep(60)
if sys.argv[1] == "killed":
    paying.settle = held_still
with system_access("a test"):
    if sys.argv[1] != "killed":
        look()
    payment = Payment.objects.get()
    paying.release_payment(payment, version=payment.version, by=people()[1])
    look()
"""


@pytest.mark.slow
def test_a_release_that_is_killed_in_the_middle_never_happened_and_is_done_once_when_it_is_tried_again(tmp_path):
    with place(tmp_path) as where:
        where.run("migrate")  # the copied database learns the key of this place
        told = where.python(MADE).communicate()[1]
        assert told == "", told[-1500:]
        working = where.python(RELEASES, "killed")
        assert working.stdout is not None
        assert working.stdout.readline().strip() == "in the middle"
        working.send_signal(signal.SIGKILL)
        working.communicate()
        told = "asked True 200000 100000\nreleased False 100000 0\n"
        assert where.python(RELEASES, "again").communicate() == (told, "")
