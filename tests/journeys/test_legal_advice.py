"""Legal advice in a real browser: a council books, moves and cancels; a lawyer checks, rings with a timer and confirms; on a phone, without script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect

from irhub.accounts.models import Membership
from irhub.accounts.roles import Role
from irhub.legal_advice.models import Appointment, Call
from tests.factories import BodyFactory, MembershipFactory
from tests.journeys.conftest import check_all, follow, look_at, signed_in_context
from tests.legal_advice.factories import (
    AppointmentFactory,
    CorrectionFactory,
    SlotFactory,
    adviser_of,
    begun,
    lawyer_of,
    scheme_of,
    talked,
)
from tests.programmes.factories import WALSALL

pytestmark = [pytest.mark.slow, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])


def client() -> Membership:
    council = BodyFactory(name="Walsall Council", place_code=WALSALL)
    made: Membership = MembershipFactory(person__email="council@example.org", body=council, role=Role.LEAD)
    return made


@SCRIPTS
def test_a_client_books_moves_and_cancels(live_server, browser: Browser, scripts):
    scheme, site = scheme_of(), str(live_server.url)
    for _ in range(2):
        SlotFactory(scheme=scheme)
    page = signed_in_context(
        browser, site, client().person, java_script_enabled=scripts, viewport={"width": 390, "height": 800}
    ).new_page()
    page.goto(site + reverse("legal-mine"))
    expect(page.get_by_text("30 of 30 minutes left, until")).to_be_visible()
    if scripts:
        look_at(page, "a client's minutes")
    follow(page.get_by_role("link", name="Book a lawyer"))
    follow(page.get_by_role("button", name="Book"))
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_role("radio").first.check()
    page.get_by_label("Name of the person the lawyer rings").fill("Pat Example")
    page.get_by_label("Telephone number").fill("0121 496 0001")
    if scripts:
        look_at(page, "booking a lawyer")
    follow(page.get_by_role("button", name="Book"))
    expect(page.get_by_text("Booked for")).to_be_visible()
    expect(page.get_by_text("0 of 30 minutes left")).to_be_visible()
    if scripts:
        look_at(page, "an appointment")
    follow(page.get_by_role("link", name="Move it to another time"))
    page.get_by_role("radio").first.check()
    follow(page.get_by_role("button", name="Move it"))
    expect(page.get_by_text("Moved to")).to_be_visible()
    follow(page.get_by_role("button", name="Cancel this appointment"))
    expect(page.get_by_text("The minutes are free to use again")).to_be_visible()
    assert Appointment.objects.get().sequence == 2


@SCRIPTS
def test_a_lawyers_day(live_server, browser: Browser, scripts):
    made, site = AppointmentFactory(), str(live_server.url)
    soon = timezone.now() - timedelta(minutes=5)
    Appointment._base_manager.filter(pk=made.pk).update(starts_at=soon)
    page = signed_in_context(
        browser, site, lawyer_of(made.firm).person, java_script_enabled=scripts
    ).new_page()  # fmt: skip
    page.goto(site + reverse("legal-day"))
    if scripts:
        look_at(page, "a lawyer's day")
    follow(page.get_by_role("link", name="Walsall"))
    expect(page.get_by_text("Pat Example")).to_have_count(0)
    if scripts:
        look_at(page, "a check of parties")
    page.get_by_label("Clear: we can act").check()
    follow(page.get_by_role("button", name="Answer"))
    expect(page.get_by_text("Pat Example")).to_be_visible()
    expect(page.get_by_text("Part of a minute counts as a whole minute")).to_be_visible()
    if scripts:
        look_at(page, "a call to come")
    follow(page.get_by_role("button", name="Start the timer"))
    begun(Call.objects.get(), 19.98)
    page.reload()
    if scripts:
        expect(page.get_by_text("20 minutes have gone.")).to_be_visible()
        look_at(page, "a timer")
    begun(Call.objects.get(), 27.5)
    page.reload()
    expect(page.get_by_text("28 minutes have gone.")).to_be_visible()
    page.goto(site + reverse("legal-day"))
    follow(page.get_by_role("link", name="Walsall").first)
    follow(page.get_by_role("button", name="Stop the timer"))
    expect(page.get_by_text("The call took 28 minutes")).to_be_visible()
    page.get_by_label("The question was answered").check()
    if scripts:
        look_at(page, "what came of a call")
    follow(page.get_by_role("button", name="Confirm"))
    expect(page.get_by_text("28 minutes. The question was answered.")).to_be_visible()
    follow(page.get_by_role("link", name="Calls for legal advice").first)
    follow(page.get_by_role("link", name="Minutes by month"))
    follow(page.get_by_role("link", name=f"{timezone.localdate():%B %Y}"))
    expect(page.get_by_role("cell", name="28").first).to_be_visible()
    if scripts:
        look_at(page, "a month")


def test_pages_of_the_hub_and_of_a_lawyers_times_hold_at_every_width(live_server, browser: Browser):
    made, site = AppointmentFactory(clear=True), str(live_server.url)
    talked(made, 12)
    waiting = CorrectionFactory(entitlement=made.entitlement)
    SlotFactory(scheme=made.scheme)
    lead = adviser_of(made.body, "lead@example.org", Role.HELPLINE_LEAD)
    page = signed_in_context(browser, site, lead.person).new_page()
    for route, named in (
        ("legal-desk", []), ("legal-book", []), ("legal-client", [made.entitlement.reference]),
        ("legal-appointment", [made.reference]), ("legal-corrections", []), ("legal-decide", [waiting.reference]),
        ("legal-invoices", []), ("legal-invoice", [made.scheme_id, made.firm_id, f"{timezone.localdate():%Y-%m}"]),
    ):  # fmt: skip
        check_all(page, site + reverse(route, args=named), route)
    page.goto(site + reverse("legal-client", args=[made.entitlement.reference]))
    expect(page.get_by_text("18 of 30 minutes left")).to_be_visible()
    lawyer = signed_in_context(browser, site, lawyer_of(made.firm).person).new_page()
    check_all(lawyer, site + reverse("legal-times"), "a lawyer's times")
