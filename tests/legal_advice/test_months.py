"""Hold, call, entries and invoice tell the same minutes; a month that is closed stays, and figures of few clients are not told."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from irhub.accounts.roles import Role
from irhub.legal_advice import calls, entitlements, invoices
from irhub.legal_advice.invoices import close_month, month_of, months_of, reckonings, unreconciled
from irhub.legal_advice.models import Call, Correction, Entitlement, EntitlementEntry, Invoice, InvoiceLine
from irhub.legal_advice.outcomes import Outcome
from irhub.programmes import months
from irhub.programmes.models import Scheme
from irhub.web.errors import ActionRefused
from irhub.web.london import local_day
from irhub.web.working_days import months_after
from tests.examples import tried
from tests.factories import signed_in
from tests.legal_advice.factories import (
    AppointmentFactory,
    EntitlementFactory,
    SlotFactory,
    adviser_of,
    firm_named,
    lawyer_of,
    scheme_of,
    talked,
)
from tests.programmes.factories import SANDWELL, WALSALL

pytestmark = pytest.mark.django_db


def this() -> date:
    return localdate().replace(day=1)


def last() -> date:
    return months_after(this(), -1)


def typed(scheme: Scheme, minutes: int, *, days_ago: int, key: str = WALSALL, why: str = "") -> Call:
    made = AppointmentFactory(slot=SlotFactory(scheme=scheme), clear=True, key=key)
    return calls.type_call(
        appointment=made, version=made.version, minutes=minutes,
        started_at=timezone.now() - timedelta(days=days_ago, minutes=minutes + 1),
        outcome=Outcome.ANSWERED, goodwill_why=why, by=lawyer_of(scheme.law_firm),
    )  # fmt: skip


def days_into_last_month() -> int:
    return (localdate() - last()).days - 3


def agreed(asked: Correction) -> None:
    lead = adviser_of(asked.body, "lead@example.org", Role.HELPLINE_LEAD)
    entitlements.agree_to_correction(correction=asked, version=asked.version, by=lead)


def lead_of(scheme: Scheme):
    return adviser_of(scheme.body, "lead@example.org", Role.HELPLINE_LEAD)


def test_a_month_tells_minutes_and_goodwill_by_client_and_reconciles_with_calls_and_entries():
    scheme = scheme_of(councils=(WALSALL, SANDWELL))
    typed(scheme, 12, days_ago=days_into_last_month())
    typed(scheme, 20, days_ago=days_into_last_month(), why="In mid-sentence")
    typed(scheme, 5, days_ago=days_into_last_month(), key=SANDWELL)
    found = month_of(scheme, scheme.law_firm, last())
    assert [(line.client_name, line.calls, line.minutes, line.goodwill, line.billed) for line in found.lines] == [
        ("Sandwell", 1, 5, 0, 5), ("Walsall", 2, 30, 2, 32),
    ]  # fmt: skip
    assert (found.billed, found.invoice) == (37, None)
    assert not month_of(scheme, scheme.law_firm, this()).lines
    with pytest.raises(ActionRefused, match="Goodwill of a call waits for a second person"):
        close_month(scheme=scheme, firm=scheme.law_firm, first=last(), by=lead_of(scheme))
    agreed(Correction.objects.get())
    made = close_month(scheme=scheme, firm=scheme.law_firm, first=last(), by=lead_of(scheme))
    again = month_of(scheme, scheme.law_firm, last())
    assert (again.lines, again.invoice) == (found.lines, made)
    assert not list(unreconciled(scheme))


def test_goodwill_of_a_call_that_is_refused_stands_with_the_call_and_on_no_invoice():
    scheme = scheme_of()
    call = typed(scheme, 34, days_ago=days_into_last_month(), why="In mid-sentence")
    asked = Correction.objects.get()
    lead = lead_of(scheme)
    entitlements.refuse_correction(correction=asked, version=asked.version, reason="It could have waited", by=lead)
    call.refresh_from_db()
    assert (call.minutes, call.goodwill, call.unpaid) == (34, 0, 4)
    (line,) = month_of(scheme, scheme.law_firm, last()).lines
    assert (line.minutes, line.goodwill, line.billed) == (30, 0, 30)
    assert [one.billed for one in months_of(scheme.body, localdate()) if one.first == last()] == [30]
    close_month(scheme=scheme, firm=scheme.law_firm, first=last(), by=lead)
    assert not list(unreconciled(scheme))
    assert [one.unreconciled for one in reckonings(scheme.body, months_of(scheme.body, localdate()))] == [0]
    page = signed_in(lawyer_of(scheme.law_firm).person).get(reverse("legal-call", args=[call.appointment.reference]))
    assert "4 of them refused as goodwill" in page.content.decode()


def test_a_closed_month_stays_and_what_comes_late_stands_in_the_first_that_is_open():
    scheme = scheme_of()
    call = typed(scheme, 12, days_ago=days_into_last_month())
    lead = lead_of(scheme)
    with pytest.raises(ActionRefused, match="not over yet"):
        close_month(scheme=scheme, firm=scheme.law_firm, first=this(), by=lead)
    with pytest.raises(ActionRefused, match="Whoever leads the helpline"):
        close_month(scheme=scheme, firm=scheme.law_firm, first=last(), by=adviser_of(scheme.body))
    close_month(scheme=scheme, firm=scheme.law_firm, first=last(), by=lead)
    with pytest.raises(ActionRefused, match="closed already"):
        close_month(scheme=scheme, firm=scheme.law_firm, first=last(), by=lead)
    typed(scheme, 6, days_ago=days_into_last_month())
    asked = entitlements.ask_correction(
        entitlement=Entitlement.objects.get(), amount=2, why="It rang off", call=call, by=adviser_of(scheme.body)
    )
    entitlements.agree_to_correction(correction=asked, version=asked.version, by=lead)
    assert [line.minutes for line in month_of(scheme, scheme.law_firm, last()).lines] == [12]
    late, own = month_of(scheme, scheme.law_firm, this()).lines
    assert (late.month, late.minutes, late.corrected) == (last(), 6, 0)
    assert (own.month, own.minutes, own.corrected) == (this(), 0, -2)
    for change in (
        lambda: InvoiceLine.objects.update(minutes=1),
        lambda: InvoiceLine._base_manager.all().delete(),
        lambda: Invoice._base_manager.all()._raw_delete("default"),
        lambda: Call.objects.filter(pk=call.pk).update(minutes=1),
        lambda: EntitlementEntry.objects.update(amount=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_month_with_a_call_that_nobody_confirmed_is_not_closed():
    scheme = scheme_of()
    made = AppointmentFactory(slot=SlotFactory(scheme=scheme), clear=True)
    began = timezone.now() - timedelta(days=days_into_last_month())
    Call.objects.create(
        body=scheme.body, appointment=made, scheme=scheme, firm=scheme.law_firm, lawyer=lawyer_of(scheme.law_firm),
        started_by="x", typed=True, started_at=began, stopped_at=began,
    )  # fmt: skip
    with pytest.raises(ActionRefused, match="not confirmed yet"):
        close_month(scheme=scheme, firm=scheme.law_firm, first=last(), by=lead_of(scheme))
    assert invoices.is_over(last())


def test_a_month_in_which_a_scheme_is_not_there_has_no_page():
    scheme = scheme_of()
    lead = signed_in(lead_of(scheme).person)
    for month in ("9999-12", "0001-01", "2020-01"):
        assert lead.get(reverse("legal-invoice", args=[scheme.pk, scheme.law_firm_id, month])).status_code == 404, month
    assert (
        lead.get(reverse("legal-invoice", args=[scheme.pk, scheme.law_firm_id, f"{this():%Y-%m}"])).status_code == 200
    )


def test_minutes_of_a_firm_that_went_and_of_a_scheme_that_was_withdrawn_stand_on_an_invoice():
    scheme = scheme_of()
    first = scheme.law_firm
    this = local_day(timezone.now() - timedelta(minutes=7)).replace(
        day=1
    )  # in its first minutes a call began in the month before
    last = months_after(this, -1)
    typed(scheme, 12, days_ago=(localdate() - last).days - 3)
    Scheme._base_manager.filter(pk=scheme.pk).update(law_firm=firm_named("Larkspur Law LLP"))
    scheme = Scheme.objects.get(pk=scheme.pk)
    typed(scheme, 6, days_ago=0)
    Scheme._base_manager.filter(pk=scheme.pk).update(state="withdrawn")
    told = [(one.first, one.firm, one.billed) for one in months_of(scheme.body, localdate())]
    assert told == [(this, scheme.law_firm, 6), (last, first, 12)]
    assert [one.billed for one in months_of(first, localdate())] == [12], "the firm that went sees its own"
    lead = signed_in(lead_of(scheme).person)
    address = [scheme.pk, first.pk, f"{last:%Y-%m}"]
    lead.post(reverse("legal-close", args=address))
    page = lead.get(reverse("legal-invoice", args=address)).content.decode()
    assert "Closed as IN-" in page
    (reckoning,) = reckonings(scheme.body, months_of(scheme.body, localdate()))
    assert (reckoning.used, reckoning.invoiced, reckoning.waiting, reckoning.unreconciled) == (18, 12, 6, 0)
    assert "0 minutes are unreconciled" in lead.get(reverse("legal-invoices")).content.decode()
    lawyer = signed_in(lawyer_of(first, "of-the-first@example.org").person)
    assert lawyer.get(reverse("legal-invoice", args=address)).status_code == 200
    assert "unreconciled" not in lawyer.get(reverse("legal-invoices")).content.decode()
    other = [scheme.pk, scheme.law_firm_id, f"{this:%Y-%m}"]
    assert lawyer.get(reverse("legal-invoice", args=other)).status_code in (403, 404)
    EntitlementEntry._base_manager.create(
        balance=Entitlement.objects.get(), amount=-3, key="call of nobody", who="x", why="x"
    )
    assert "3 minutes are unreconciled" in lead.get(reverse("legal-invoices")).content.decode()
    other = EntitlementFactory(scheme=scheme_of(scheme.body, name="Another"))
    EntitlementEntry._base_manager.create(balance=other, amount=3, key="call of nobody", who="x", why="x")
    page = lead.get(reverse("legal-invoices")).content.decode()
    assert "6 minutes are unreconciled" in page, "what is too much here does not make up for what is too little there"


class Months(RuleBasedStateMachine):
    """Everything that can come between a call and its invoice: late calls, corrections, closings in any order, another firm, withdrawal."""

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        self.scheme = scheme_of(councils=(WALSALL, SANDWELL))
        self.firms = [self.scheme.law_firm, firm_named("Larkspur Law LLP")]
        self.lead, self.adviser = lead_of(self.scheme), adviser_of(self.scheme.body)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.within.__exit__(None, None, None)

    @precondition(lambda self: self.scheme.state == "published")
    @rule(minutes=st.integers(1, 40), months_ago=st.integers(0, 3), key=st.sampled_from((WALSALL, SANDWELL)))
    def talks(self, minutes: int, months_ago: int, key: str) -> None:
        days_ago = (localdate() - months_after(this(), -months_ago)).days
        try:
            typed(self.scheme, minutes, days_ago=days_ago, key=key, why="It mattered")
        except ActionRefused:  # no minutes are left to book
            assert Call.objects.exists()

    @precondition(lambda _: Call.objects.exists())
    @rule(data=st.data(), amount=st.integers(-9, 9).filter(bool))
    def corrects(self, data, amount: int) -> None:
        call = data.draw(st.sampled_from(list(Call.objects.order_by("pk"))))
        held = call.appointment.entitlement
        made = entitlements.ask_correction(entitlement=held, amount=amount, why="x", call=call, by=self.adviser)
        with suppress(ActionRefused):
            entitlements.agree_to_correction(correction=made, version=made.version, by=self.lead)

    @precondition(lambda _: Correction.objects.filter(goodwill=True, state="asked").exists())
    @rule(refuses=st.booleans())
    def decides_of_goodwill(self, refuses: bool) -> None:
        asked = Correction.objects.filter(goodwill=True, state="asked").order_by("pk").first()
        told = {"correction": asked, "version": asked.version, "by": self.lead}
        if refuses:
            entitlements.refuse_correction(**told, reason="It could have waited")
        else:
            entitlements.agree_to_correction(**told)

    @rule(months_ago=st.integers(1, 3), firm=st.integers(0, 1))
    def closes(self, months_ago: int, firm: int) -> None:
        first = months_after(this(), -months_ago)
        with suppress(ActionRefused):  # it is closed already, or goodwill waits
            close_month(scheme=self.scheme, firm=self.firms[firm], first=first, by=self.lead)

    @rule(firm=st.integers(0, 1))
    def has_a_firm(self, firm: int) -> None:
        self.changed(law_firm=self.firms[firm])

    @rule(state=st.sampled_from(("published", "withdrawn")))
    def stands(self, state: str) -> None:
        self.changed(state=state)

    def changed(self, **columns) -> None:
        Scheme._base_manager.filter(pk=self.scheme.pk).update(**columns)
        self.scheme = Scheme.objects.get(pk=self.scheme.pk)

    @invariant()
    def every_minute_stands_on_one_invoice_or_in_one_open_month(self) -> None:
        found = months_of(self.scheme.body, localdate())
        called = sum(call.minutes - call.unpaid for call in Call.objects.all())
        corrected = sum(one.amount for one in Correction.objects.filter(state="booked", goodwill=False))
        assert sum(one.billed for one in found) == called - corrected
        for one in found:
            whole = month_of(one.scheme, one.firm, one.first)
            assert (whole.billed, whole.invoice) == (one.billed, one.invoice)
            assert all(line.month <= one.first for line in whole.lines)
        used = -sum(EntitlementEntry.objects.filter(kind="use").values_list("amount", flat=True))
        for one in reckonings(self.scheme.body, found):
            assert (one.used, one.unreconciled) == (used, 0)
        assert not list(unreconciled(self.scheme))


@pytest.mark.slow
def test_whatever_comes_between_a_call_and_its_invoice_each_minute_stands_once():
    run_state_machine_as_test(Months, settings=tried(5, stateful_step_count=12))
    assert not Call.objects.exists(), "what was tried is taken back"


def test_minutes_that_do_not_reconcile_are_told():
    made = AppointmentFactory(clear=True)
    call = talked(made, 7)
    Call.objects.filter(pk=call.pk).update(minutes=9)
    assert list(unreconciled(made.scheme)) == [
        f"Call {call.reference} took 9 minutes; its entries and goodwill tell 7."
    ]


def test_reports_tell_minutes_of_five_clients_and_of_no_fewer():
    held = EntitlementFactory()
    assert minutes(held, this()) == {
        ("granted", ""): None,
        ("clients", ""): None,
    }
    for number in range(4):
        other = EntitlementFactory(scheme=scheme_of(name=f"Scheme {number}"))
        Scheme._base_manager.filter(pk=other.scheme_id).update(programme=held.scheme.programme)
        Entitlement.objects.filter(pk=other.pk).update(client_key=f"1-{number}")
    assert minutes(held, this())["granted", "Walsall"] == minutes(held, this())["granted", ""] == 150
    ended = localdate() - timedelta(days=1)
    Scheme._base_manager.update(closes_on=ended)
    assert in_all(held, "expired", localdate()) == 150
    for each in Entitlement.objects.all():  # a call of the last day that is confirmed weeks later
        later = timezone.now() + timedelta(days=40)
        EntitlementEntry._base_manager.create(balance=each, amount=-10, at=later, key="call CL-1", who="x", why="x")
    told = [in_all(held, key, later.date()) for key in ("granted", "used", "expired")]
    assert told == [150, 50, 100], "what was granted is used or expired"
    assert in_all(held, "expired", localdate()) == 150, "and the months before stay as they were"


def in_all(held: Entitlement, key: str, today) -> float:
    """A figure of every month to a day."""
    rows = months.told(months.report_named("legal-advice"), held.scheme.programme, today)
    return sum(row.value for row in rows if (row.figure.key, row.part) == (key, ""))


def minutes(held: Entitlement, month) -> dict:
    """What is told of a month, by figure and council, save what is none."""
    rows = months.told(months.report_named("legal-advice"), held.scheme.programme)
    return {(row.figure.key, row.part): row.value for row in rows if row.month == month and row.value != 0}
