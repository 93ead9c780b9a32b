"""Hold, call, entries and invoice tell the same minutes; a month that is closed stays, and figures of few clients are not told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.roles import Role
from irhub.legal_advice import calls, entitlements, invoices
from irhub.legal_advice.invoices import close_month, month_of, unreconciled
from irhub.legal_advice.models import Call, Entitlement, EntitlementEntry, InvoiceLine
from irhub.legal_advice.outcomes import Outcome
from irhub.programmes import months
from irhub.programmes.models import Scheme
from irhub.web.errors import ActionRefused
from irhub.web.working_days import months_after
from tests.factories import signed_in
from tests.legal_advice.factories import (
    AppointmentFactory,
    EntitlementFactory,
    SlotFactory,
    adviser_of,
    lawyer_of,
    scheme_of,
    talked,
)
from tests.programmes.factories import SANDWELL, WALSALL

pytestmark = pytest.mark.django_db
THIS = localdate().replace(day=1)
LAST = months_after(THIS, -1)


def typed(scheme: Scheme, minutes: int, *, days_ago: int, key: str = WALSALL, why: str = "") -> Call:
    made = AppointmentFactory(slot=SlotFactory(scheme=scheme), clear=True, key=key)
    return calls.type_call(
        appointment=made, version=made.version, started_at=timezone.now() - timedelta(days=days_ago), minutes=minutes,
        outcome=Outcome.ANSWERED, goodwill_why=why, by=lawyer_of(scheme.law_firm),
    )  # fmt: skip


def days_into_last_month() -> int:
    return (localdate() - LAST).days - 3


def lead_of(scheme: Scheme):
    return adviser_of(scheme.body, "lead@example.org", Role.HELPLINE_LEAD)


def test_a_month_tells_minutes_and_goodwill_by_client_and_reconciles_with_calls_and_entries():
    scheme = scheme_of(councils=(WALSALL, SANDWELL))
    typed(scheme, 12, days_ago=days_into_last_month())
    typed(scheme, 20, days_ago=days_into_last_month(), why="In mid-sentence")
    typed(scheme, 5, days_ago=days_into_last_month(), key=SANDWELL)
    found = month_of(scheme, scheme.law_firm, LAST)
    assert [(line.client_name, line.calls, line.minutes, line.goodwill, line.billed) for line in found.lines] == [
        ("Sandwell", 1, 5, 0, 5), ("Walsall", 2, 30, 2, 32),
    ]  # fmt: skip
    assert (found.billed, found.invoice) == (37, None)
    assert not month_of(scheme, scheme.law_firm, THIS).lines
    made = close_month(scheme=scheme, first=LAST, by=lead_of(scheme))
    again = month_of(scheme, scheme.law_firm, LAST)
    assert (again.lines, again.invoice) == (found.lines, made)
    assert not list(unreconciled(scheme))


def test_a_closed_month_stays_and_what_comes_late_stands_in_the_first_that_is_open():
    scheme = scheme_of()
    call = typed(scheme, 12, days_ago=days_into_last_month())
    lead = lead_of(scheme)
    with pytest.raises(ActionRefused, match="not over yet"):
        close_month(scheme=scheme, first=THIS, by=lead)
    with pytest.raises(ActionRefused, match="Whoever leads the helpline"):
        close_month(scheme=scheme, first=LAST, by=adviser_of(scheme.body))
    close_month(scheme=scheme, first=LAST, by=lead)
    with pytest.raises(ActionRefused, match="closed already"):
        close_month(scheme=scheme, first=LAST, by=lead)
    typed(scheme, 6, days_ago=days_into_last_month())
    asked = entitlements.ask_correction(
        entitlement=Entitlement.objects.get(), amount=2, why="It rang off", call=call, by=adviser_of(scheme.body)
    )
    entitlements.agree_to_correction(correction=asked, version=asked.version, by=lead)
    assert [line.minutes for line in month_of(scheme, scheme.law_firm, LAST).lines] == [12]
    (line,) = month_of(scheme, scheme.law_firm, THIS).lines
    assert (line.minutes, line.corrected, line.billed) == (6, -2, 4)
    for change in (
        lambda: InvoiceLine.objects.update(minutes=1),
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
        close_month(scheme=scheme, first=LAST, by=lead_of(scheme))
    assert invoices.is_over(LAST)


def test_a_month_in_which_a_scheme_is_not_there_has_no_page():
    scheme = scheme_of()
    lead = signed_in(lead_of(scheme).person)
    for month in ("9999-12", "0001-01", "2020-01"):
        assert lead.get(reverse("legal-invoice", args=[scheme.pk, month])).status_code == 404, month
    assert lead.get(reverse("legal-invoice", args=[scheme.pk, f"{THIS:%Y-%m}"])).status_code == 200


def test_minutes_that_do_not_reconcile_are_told():
    made = AppointmentFactory(clear=True)
    call = talked(made, 7)
    Call.objects.filter(pk=call.pk).update(minutes=9)
    assert list(unreconciled(made.scheme)) == [
        f"Call {call.reference} took 9 minutes; its entries and goodwill tell 7."
    ]


def test_reports_tell_minutes_of_five_clients_and_of_no_fewer():
    held = EntitlementFactory()
    assert minutes(held, THIS) == {
        ("granted", ""): None,
        ("clients", ""): None,
    }
    for number in range(4):
        other = EntitlementFactory(scheme=scheme_of(name=f"Scheme {number}"))
        Scheme._base_manager.filter(pk=other.scheme_id).update(programme=held.scheme.programme)
        Entitlement.objects.filter(pk=other.pk).update(client_key=f"1-{number}")
    assert minutes(held, THIS)["granted", "Walsall"] == minutes(held, THIS)["granted", ""] == 150
    ended = localdate() - timedelta(days=1)
    Scheme._base_manager.update(closes_on=ended)
    assert minutes(held, ended.replace(day=1))["expired", ""] == 150


def minutes(held: Entitlement, month) -> dict:
    """What is told of a month, by figure and council, save what is none."""
    rows = months.told(months.report_named("legal-advice"), held.scheme.programme)
    return {(row.figure.key, row.part): row.value for row in rows if row.month == month and row.value != 0}
