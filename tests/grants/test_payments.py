"""A grant is paid by two people, answered by the bank, reported on, changed, clawed back and closed at zero; each penny has two names."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils.timezone import localdate

from irhub.accounts import keys, proof
from irhub.accounts.acting import acting_in
from irhub.accounts.models import AuditEvent, Membership
from irhub.casework.ledger import unsound
from irhub.files.handed_in import HandedIn
from irhub.grants import bank_answers, bank_details, bank_files, changes, paying, repaying, reports, tracing, watching
from irhub.grants.models import Award, Pot
from irhub.grants.payments.models import Advance, AnswerLine, BankNumbers, Batch, GranteeTask, Payment, Report
from irhub.grants.position import budget_of, ends_on, forecast_of, position_of
from irhub.notify.models import Message
from irhub.web.errors import ActionRefused, StaleVersion
from tests.grants.factories import (
    ApplicantFactory,
    BankDetailsFactory,
    BatchFactory,
    ChangeFactory,
    PaymentFactory,
    RepaymentFactory,
    ReportFactory,
    officer_of,
    running,
    speaker_of,
)
from tests.standing import stand

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TOLD = {"staff": 0, "services": 90_000, "things": 0, "providers": 3, "workers": 20, "story": "We trained.", "risks": "", "forecast": 20_000}  # fmt: skip


@pytest.fixture
def award() -> Award:
    """A grant of £2,000 that runs."""
    return running()


def asks(payment: Payment, by: Membership) -> Payment:
    with acting_in(by):
        found = Payment.objects.get(pk=payment.pk)
        return paying.ask_payment(found, version=found.version, reason="The invoice is in.", by=by)


def releases(payment: Payment, by: Membership) -> Payment:
    with acting_in(by):
        found = Payment.objects.get(pk=payment.pk)
        return paying.release_payment(found, version=found.version, by=by)


def sent(by: Membership) -> Batch:
    """A file of what is released, sent to the bank."""
    with acting_in(by):
        made = bank_files.make_batch(by=by)
        return bank_files.send_batch(made, version=made.version, by=by)


def answer(text: str, by: Membership, name: str = "answer.csv"):
    data = text.encode()
    with acting_in(by):
        return bank_answers.take_answer(HandedIn(name, "text/csv", data, hashlib.sha256(data).hexdigest()), by=by)


def paid(award: Award, amount: int) -> Payment:
    """An instalment that the bank has paid."""
    one, other = officer_of(award.body, "ann"), officer_of(award.body, "bob")
    if not award.bank_details.exists():
        BankDetailsFactory(award=award, agreed=True)
    made = PaymentFactory(award=award, amount=amount)
    asks(made, one)
    releases(made, other)
    sent(other)
    answer(f"reference,outcome,date\n{made.reference},Paid,{localdate().isoformat()}\n", other)
    return Payment.objects.get(pk=made.pk)


def reported(award: Award, **told: object) -> Report:
    speaker, officer = speaker_of(award.applicant), officer_of(award.body)
    made = ReportFactory(award=award, final=True)
    with acting_in(speaker):
        made = reports.hand_in(made, told=TOLD | told, version=made.version, by=speaker)
    with acting_in(officer):
        return reports.accept_report(made, version=made.version, by=officer)


def test_a_grant_is_paid_in_two_instalments_clawed_back_and_closed_at_zero(award):
    one, other = officer_of(award.body, "ann"), officer_of(award.body, "bob")
    pot = Pot.objects.get(pk=award.call.pot_id).amount
    with acting_in(one):
        for _ in range(2):
            paying.plan_payment(award, amount=80_000, due_on=localdate(), what="Half", by=one)
        with pytest.raises(ActionRefused, match="no more than £400 can be planned") as refused:
            paying.plan_payment(award, amount=40_001, due_on=localdate(), what="More", by=one)
        assert refused.value.field == "amount"
    BankDetailsFactory(award=award, agreed=True)
    for payment in Payment.objects.all():
        asks(payment, one)
        releases(payment, other)
    batch = sent(other)
    assert (batch.many, batch.total) == (2, 160_000)
    lines = "".join(f"{each.reference},paid,800.00\n" for each in Payment.objects.all())
    answer(f"Reference,Outcome,Amount\n{lines}", one)
    at = position_of(award)
    assert (at.paid, at.left, at.to_account, at.unspent, at.reconciles) == (160_000, 40_000, 160_000, 160_000, True)
    reported(award)
    with acting_in(one):
        now = Award.objects.get(pk=award.pk)
        with pytest.raises(ActionRefused, match="£700 was paid and is neither spent"):
            repaying.close_award(now, version=now.version, reason="Done.", by=one)
        back = repaying.ask_back(now, amount=70_000, why="Not spent.", due_on=localdate(), by=one)
        with pytest.raises(ActionRefused, match="asked back already"):
            repaying.ask_back(now, amount=160_000, why="Not spent.", due_on=localdate(), by=one)
        with pytest.raises(ActionRefused, match="a colleague records"):
            repaying.receive(back, version=back.version, reason="Statement 3", by=one)
    with acting_in(other):
        repaying.receive(back, version=back.version, reason="Statement 3", by=other)
        closed = repaying.close_award(now, version=now.version, reason="Nine people were trained.", by=other)
    at = position_of(award)
    assert (closed.state, closed.amount, at.spent, at.repaid, at.returned) == ("closed", 0, 90_000, 70_000, 40_000)
    assert at.reconciles
    assert (at.to_account, at.unspent) == (0, 0)
    assert Pot.objects.get(pk=award.call.pot_id).amount == pot + 40_000 + 70_000
    assert not [*unsound(Pot), *unsound(Award), *unsound(Advance)]
    assert not BankNumbers.objects.exists(), "the numbers of its account are gone"
    assert not Award.objects.get(pk=award.pk).entries.filter(who="").exists()


def test_nobody_pays_alone_beyond_their_authority_or_without_account_and_agreement(award):
    one, other = officer_of(award.body, "ann"), officer_of(award.body, "bob")
    payment = PaymentFactory(award=award)
    asks(payment, one)
    with pytest.raises(ActionRefused, match="a colleague releases it"):
        releases(payment, one)
    with pytest.raises(ActionRefused, match="No bank account"):
        releases(payment, other)
    BankDetailsFactory(award=award, agreed=True)
    new = BankDetailsFactory(award=award)
    with pytest.raises(ActionRefused, match="a new bank account: check it"):
        releases(payment, other)
    stand(new, state="refused")
    Pot.objects.update(officer_limit=99_999)
    with pytest.raises(ActionRefused, match=r"You may release up to £999\.99"):
        releases(payment, other)
    stands = Payment.objects.get(pk=payment.pk)
    for wrong in (
        {"state": "released", "released_by": "ANN-of-" + stands.asked_by.partition("-of-")[2], "limit": 10**8},
        {"state": "released", "released_by": "bob@example.org", "limit": 99_999},
        {"state": "paid", "released_by": "", "limit": 10**8},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            stand(stands, **wrong)
    with pytest.raises(IntegrityError, match="never come above it"), transaction.atomic():
        stand(PaymentFactory(award=award, amount=100_001), state="asked", asked_by="x@example.org")
    stand(award, state="signed", funder_at=None)
    with pytest.raises(IntegrityError, match="before both have signed"), transaction.atomic():
        stand(stands, state="released", released_by="bob@example.org", limit=10**8)
    with pytest.raises(ActionRefused, match="before both have signed"):
        releases(payment, other)


def test_what_is_asked_for_is_held_and_free_again_once_sent_back_or_cancelled(award):
    one, other = officer_of(award.body, "ann"), officer_of(award.body, "bob")
    BankDetailsFactory(award=award, agreed=True)
    payment = asks(PaymentFactory(award=award), one)
    assert Award.objects.get().held == 100_000
    with acting_in(other):
        back = paying.send_back(payment, version=payment.version, reason="Where is the invoice?", by=other)
        with pytest.raises(StaleVersion):
            paying.cancel_payment(back, version=1, reason="Not due.", by=other)
    assert (Award.objects.get().held, back.asked_by, back.state) == (0, "", "planned")
    released = releases(asks(back, one), other)
    assert (Award.objects.get().amount, Award.objects.get().held) == (100_000, 0)
    with acting_in(other):
        paying.cancel_payment(released, version=released.version, reason="Not due.", by=other)
    assert Award.objects.get().amount == 200_000
    assert position_of(award).reconciles


def test_the_banks_answer_is_done_once_and_every_row_is_kept_with_what_came_of_it(award):
    one, other = officer_of(award.body, "ann"), officer_of(award.body, "bob")
    BankDetailsFactory(award=award, agreed=True)
    good, bad = PaymentFactory(award=award, amount=50_000), PaymentFactory(award=award, amount=60_000)
    for each in (good, bad):
        releases(asks(each, one), other)
    with acting_in(one):
        batch = bank_files.make_batch(by=one)
    told = (
        f"reference,status,amount,reason\n{good.reference},PAID,£500.00,\n{bad.reference},rejected,600,Account closed\n"
        f"GP-2020-000-000-000,paid,5,\n{good.reference},perhaps,500,\n,paid,,\n"
    )
    with pytest.raises(ActionRefused, match="is not marked as sent"):
        answer(told, one)
    assert not AnswerLine.objects.exists()
    with acting_in(one):
        bank_files.send_batch(batch, version=batch.version, by=one)
    taken = answer(told, one)
    assert list(taken.lines.order_by("row").values_list("row", "came", "came_of")) == [
        (2, True, "Paid."),
        (3, True, "Failed."),
        (4, False, "The hub knows no payment of this reference: ask the bank."),
        (5, False, "This outcome is neither paid nor failed: look at the bank’s website."),
        (6, False, "The hub knows no payment of this reference: ask the bank."),
    ]
    before = (position_of(award), Message.objects.count(), AnswerLine.objects.count())
    assert (before[0].paid, before[0].left) == (50_000, 150_000)
    assert answer(told, other).pk == taken.pk
    assert (position_of(award), Message.objects.count(), AnswerLine.objects.count()) == before
    again = answer(told.replace("£500.00", "500"), other, "the same by another name.csv")
    assert not again.lines.filter(came=True).exists()
    wrong = answer(f"reference,outcome,amount\n{good.reference},paid,1\n", one)
    assert wrong.lines.get().came_of == "The amount is not that of the payment, which is £500: ask the bank."
    late = answer(f"reference,outcome,reason\n{good.reference},returned,No such account\n", one)
    assert late.lines.get().came_of == "Returned by the bank after it was paid."
    at = position_of(award)
    assert (at.paid, at.left, at.to_account, at.reconciles) == (0, 200_000, 0, True)
    with pytest.raises(ActionRefused, match="No column is called “reference”"):
        answer("name,sum\na,1\n", one)
    assert not [*unsound(Award), *unsound(Advance)]


def test_a_file_for_the_bank_is_the_same_whenever_it_is_made_and_holds_what_no_page_shows(award):
    one, other = officer_of(award.body, "ann"), officer_of(award.body, "bob")
    BankDetailsFactory(award=award, agreed=True)
    payment = releases(asks(PaymentFactory(award=award), one), other)
    with acting_in(one):
        batch = bank_files.make_batch(by=one)
        first, again = bank_files.file_of(batch, by=one), bank_files.file_of(batch, by=one)
        assert not BankNumbers.objects.exists(), "no role reads the numbers"
        assert hashlib.sha256(first.content).hexdigest() == batch.sha256 == hashlib.sha256(again.content).hexdigest()
        (row,) = csv.DictReader(io.StringIO(first.content.decode()))
        assert (row["account_number"], row["sort_code"], row["amount"], row["reference"]) == (
            "12345678", "309091", "1000.00", payment.reference,
        )  # fmt: skip
        with pytest.raises(ActionRefused, match="No payment is released"):
            bank_files.make_batch(by=one)
        dropped = bank_files.drop_batch(batch, version=batch.version, reason="The bank was shut.", by=one)
        with pytest.raises(ActionRefused, match="was dropped"):
            bank_files.file_of(dropped, by=one)
        assert bank_files.make_batch(by=one).many == 1
    assert b"12345678" not in bytes(BankNumbers.objects.get().sealed)


def test_a_changed_account_needs_a_call_and_a_second_person_and_the_grantee_is_told(award):
    speaker, one, other = speaker_of(award.applicant), officer_of(award.body, "ann"), officer_of(award.body, "bob")
    old = BankDetailsFactory(award=award, agreed=True)
    given = {"holder": "QUILLMOOR", "sort_code": "200000", "number": "00000042"}
    with acting_in(one), pytest.raises(ActionRefused, match="grantee alone"):
        bank_details.give_details(award, by=one, **given)
    with acting_in(speaker):
        new = bank_details.give_details(award, by=speaker, **given)
        with pytest.raises(ActionRefused, match="is being checked"):
            bank_details.give_details(award, by=speaker, **given)
    assert Message.objects.count() > 0
    with acting_in(one):
        with pytest.raises(ActionRefused, match="whom you called"):
            bank_details.check_details(new, version=new.version, reason="", by=one)
        new = bank_details.check_details(new, version=new.version, reason="Called Pat on the number of 2024.", by=one)
        with pytest.raises(ActionRefused, match="a colleague agrees"):
            bank_details.agree_to_details(new, version=new.version, by=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        stand(new, state="agreed", agreed_by=new.checked_by.upper())
    with acting_in(other):
        bank_details.agree_to_details(new, version=new.version, by=other)
        assert bank_details.account_of(award).ending == "42"
    old.refresh_from_db()
    assert old.state == "replaced"


def test_numbers_of_accounts_outlive_a_change_of_the_signing_key_and_then_need_the_old_one_no_longer(
    award, monkeypatch
):
    old, new = "an old key " * 6, "a new key " * 6
    with override_settings(SECRET_KEY=old):
        held = BankDetailsFactory(award=award)
    with override_settings(SECRET_KEY="a key that is lost " * 4):
        lost = BankDetailsFactory(award=running(applicant=ApplicantFactory(name="Another")))
    monkeypatch.setattr(proof, "keep_up", lambda: True)  # the database learned another key
    with override_settings(SECRET_KEY=new, SECRET_KEY_FALLBACKS=[old]):
        keys.keep_up()
    with override_settings(SECRET_KEY=new):
        assert bank_details.numbers_of(held) == ("309091", "12345678")
        with pytest.raises(ActionRefused, match="have them given again"):
            bank_details.numbers_of(lost)


def test_a_return_is_reminded_of_handed_in_sent_back_and_accepted(award):
    speaker, officer, today = speaker_of(award.applicant), officer_of(award.body), localdate()
    with acting_in(officer):
        made = reports.plan_report(
            award, from_on=today - 30 * DAY, until_on=today - DAY, due_on=today + 10 * DAY, final=False, by=officer
        )
        with pytest.raises(ActionRefused, match="each penny is told once"):
            reports.plan_report(award, from_on=today - 9 * DAY, until_on=today, due_on=today, final=True, by=officer)
    before = Message.objects.count()
    told = [reports.remind(today + days * DAY) for days in (-5, 0, 1, 3, 9, 11, 12)]
    assert told == [0, 1, 1, 1, 1, 1, 1]
    assert Message.objects.count() - before == 4, "in 14, 7 and 1 days, and once it is late"
    with acting_in(officer), pytest.raises(ActionRefused, match="In your role you cannot"):
        reports.hand_in(made, told=TOLD, version=made.version, by=officer)
    with acting_in(speaker):
        with pytest.raises(ActionRefused, match="Leave people out") as refused:
            reports.hand_in(made, told=TOLD | {"story": "Ask ada@example.org"}, version=made.version, by=speaker)
        assert refused.value.field == "story"
        with pytest.raises(ActionRefused, match="£2,000 was awarded"):
            reports.hand_in(made, told=TOLD | {"staff": 110_001}, version=made.version, by=speaker)
        made = reports.hand_in(made, told=TOLD, version=made.version, by=speaker)
    with acting_in(officer):
        made = reports.send_report_back(made, version=made.version, reason="Which providers?", by=officer)
    with acting_in(speaker):
        made = reports.hand_in(made, told=TOLD, version=made.version, by=speaker)
    with acting_in(officer):
        made = reports.accept_report(made, version=made.version, by=officer)
    assert (made.spent, made.note, made.state) == (90_000, "", "accepted")
    forecast = forecast_of(award, [made], ends_on(award))
    assert (forecast.told, forecast.likely) == (20_000, 20_000)
    assert reports.remind(today + 30 * DAY) == 0


def test_time_and_lines_change_as_agreed_and_the_sum_never(award):
    speaker, officer = speaker_of(award.applicant), officer_of(award.body)
    later = ends_on(award) + 20 * DAY
    with acting_in(speaker):
        with pytest.raises(ActionRefused, match="enter a later day"):
            changes.ask_for_time(award, until=ends_on(award), why="Ill.", by=speaker)
        asked = changes.ask_for_time(award, until=later, why="The trainer was ill.", by=speaker)
        with pytest.raises(ActionRefused, match="withdraw that first"):
            changes.ask_for_time(award, until=later + DAY, why="Ill.", by=speaker)
    with acting_in(officer):
        changes.decide_change(asked, agree=True, version=asked.version, reason="", by=officer)
    assert ends_on(award) == later
    with acting_in(speaker):
        assert budget_of(award) == {"staff": 0, "services": 200_000, "things": 0}
        told = {"from_line": "services", "to_line": "staff", "why": "We do it ourselves.", "by": speaker}
        with pytest.raises(ActionRefused, match="has £2,000"):
            changes.ask_to_move(award, amount=200_001, **told)
        asked = changes.ask_to_move(award, amount=50_000, **told)
    with acting_in(officer):
        with pytest.raises(ActionRefused, match="Say why"):
            changes.decide_change(asked, agree=False, version=asked.version, reason="", by=officer)
        changes.decide_change(asked, agree=True, version=asked.version, reason="", by=officer)
    assert budget_of(award) == {"staff": 50_000, "services": 150_000, "things": 0}
    too_late = ChangeFactory(award=award, ends_on=award.call.pot.closes_on + DAY)
    with acting_in(officer), pytest.raises(ActionRefused, match="has to be spent by"):
        changes.decide_change(too_late, agree=True, version=too_late.version, reason="", by=officer)


def test_what_cannot_be_had_is_written_off_by_a_second_person(award):
    paid(award, 100_000)
    back, other = RepaymentFactory(award=award, amount=100_000), officer_of(award.body, "bob")
    with pytest.raises(IntegrityError), transaction.atomic():
        stand(back, state="received", settled_by="ASKER@example.org")
    with acting_in(other):
        repaying.write_off(back, version=back.version, reason="Insolvent; the board agreed on 3 May.", by=other)
        now = Award.objects.get(pk=award.pk)
        repaying.close_award(now, version=now.version, reason="It went insolvent.", by=other)
    at = position_of(award)
    assert (at.written_off, at.spent, at.to_account, at.returned, at.reconciles) == (100_000, 0, 0, 100_000, True)
    assert not [*unsound(Pot), *unsound(Award), *unsound(Advance)]


def test_what_registers_tell_anew_of_a_grantee_opens_one_task_and_stops_nothing(award):
    today, officer = localdate(), officer_of(award.body)
    assert watching.watch(today) >= 1, "the applicant was never checked: all that is to be looked at is new"
    assert watching.watch(today) == 0
    task = GranteeTask.objects.filter(key__startswith="licence").get()
    assert "No sponsor is linked" in task.says
    payment = PaymentFactory(award=award)
    assert asks(payment, officer).state == "asked"
    with acting_in(officer):
        watching.close_task(
            task, version=task.version, reason="Asked them: a charity without sponsored staff.", by=officer
        )
        assert GranteeTask.objects.get(pk=task.pk).done_by == officer.person.email
    assert watching.watch(today + DAY) == 0


def test_one_payment_is_followed_back_to_its_call_with_every_name_and_day(award):
    payment = paid(award, 100_000)
    officer = officer_of(award.body)
    with acting_in(officer):
        steps = tracing.trace(Payment.objects.get(pk=payment.pk))
    told = [f"{each.what} {each.who}" for each in steps]
    wanted = (
        "£50,000 came into the pot", "Opened a call for grants", "Began application", "Submitted it, for £2,000", "Was for an award",
        "Decided: awarded: £2,000, of the £5,000", "went from the pot to grant", "Signed the agreement for the grantee", "Gave the account",
        "Asked for a payment of a grant ann", "Released a payment of a grant bob", "Made file GB-", "Sent it to the bank", "The bank answered",
    )  # fmt: skip
    at = [next(place for place, one in enumerate(told) if each in one) for each in wanted]
    assert at == sorted(at)
    assert all(each.who for each in steps if not each.what.startswith("Signed the agreement for the funder"))
    assert all(each.on for each in steps)


def test_what_is_released_does_not_go_to_an_account_that_its_grantee_replaces(award):
    one, other = officer_of(award.body, "ann"), officer_of(award.body, "bob")
    old = BankDetailsFactory(award=award, agreed=True)
    payment = PaymentFactory(award=award)
    asks(payment, one)
    releases(payment, other)
    with acting_in(other):
        batch = bank_files.make_batch(by=other)
    fresh = BankDetailsFactory(award=award)
    with acting_in(other):
        for tries in (
            lambda: bank_files.file_of(batch, by=other),
            lambda: bank_files.send_batch(batch, version=batch.version, by=other),
        ):
            with pytest.raises(ActionRefused, match=f"Drop this file, and make another one: {payment.reference}"):
                tries()
        bank_files.drop_batch(batch, version=batch.version, reason="Another account.", by=other)
        with pytest.raises(ActionRefused, match="gave another account since"):
            bank_files.make_batch(by=other)
    stand(old, state="replaced")
    stand(fresh, state="agreed", checked_by="checker@example.org", agreed_by="agreer@example.org")
    with acting_in(other), pytest.raises(ActionRefused, match="gave another account since"):
        bank_files.make_batch(by=other)
    with acting_in(one):
        now = Payment.objects.get(pk=payment.pk)
        paying.cancel_payment(now, version=now.version, reason="Another account.", by=one)
    again = PaymentFactory(award=award)
    asks(again, one)
    releases(again, other)
    assert Payment.objects.get(batch=sent(other)).details_id == fresh.pk


def test_who_took_a_file_of_account_numbers_away_is_in_the_audit_trail():
    batch = BatchFactory()
    by = officer_of(batch.body)
    with acting_in(by):
        bank_files.file_of(batch, by=by)
    assert AuditEvent.objects.filter(what="took away a file of payments for the bank", who=by.person.email).count() == 1
