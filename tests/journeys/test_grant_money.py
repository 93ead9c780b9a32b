"""The money of a grant in a real browser: a grantee reports on a phone without scripts; an auditor follows one payment back to its call."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from irhub.accounts.roles import Role
from irhub.accounts.row_security import system_access
from irhub.grants.payments.models import Report
from irhub.web.saying import say_day
from tests.grants.factories import (
    BankDetailsFactory,
    BatchFactory,
    ChangeFactory,
    GranteeTaskFactory,
    RepaymentFactory,
    ReportFactory,
    member_of,
    officer_of,
    speaker_of,
)
from tests.journeys.conftest import check_all, follow, look_at, signed_in_context

pytestmark = [pytest.mark.slow, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}


def test_a_grantee_reports_and_an_auditor_follows_one_payment_back_to_its_call(live_server, browser: Browser):
    site = str(live_server.url)
    with system_access("a journey begins"):
        batch = BatchFactory()
        payment = batch.payments.select_related("award__call__pot").get()
        award = payment.award
        report = ReportFactory(award=award)
        for make in (BankDetailsFactory, ChangeFactory, RepaymentFactory, GranteeTaskFactory):
            make(award=award)
        grantee, officer = speaker_of(award.applicant), officer_of(award.body)
        auditor = member_of(award.body, Role.AUDITOR, "auditor")
    page = signed_in_context(browser, site, grantee.person, **PHONE).new_page()
    page.goto(site + reverse("grant-agreement", args=[award.pk]))
    follow(page.get_by_role("link", name="Payments, bank account, returns and changes"))
    follow(page.get_by_role("link", name=f"{say_day(report.from_on)} to"))
    for label, text in (
        ("Spent on people’s time", "0"), ("Spent on training and services", "900"), ("Spent on goods and travel", "0"),
        ("Care providers reached in this time", "3"), ("Workers reached in this time", "20"),
        ("What you did, and what came of it", "We trained twenty nurses of three homes."),
    ):  # fmt: skip
        page.get_by_label(label).fill(text)
    follow(page.get_by_role("button", name="Hand it in"))
    expect(page.get_by_role("link", name="Enter an amount")).to_be_visible()
    page.get_by_label("How much of the grant do you expect to have left at the end?").fill("200")
    follow(page.get_by_role("button", name="Hand it in"))
    expect(page.get_by_text("Handed in. Thank you.")).to_be_visible()
    with system_access("a journey looks"):
        assert Report.objects.get(pk=report.pk).spent == 90_000
    desk = signed_in_context(browser, site, grantee.person).new_page()
    check_all(desk, site + reverse("grant-own", args=[award.pk]), "the money of one’s grant")
    runs = signed_in_context(browser, site, officer.person).new_page()
    for route, number in (
        ("grant-money", award.pk),
        ("grant-report", report.pk),
        ("grant-batch", batch.pk),
        ("grant-payments", 0),
    ):
        check_all(runs, site + reverse(route, args=[number] if number else []), route)
    page = signed_in_context(browser, site, auditor.person).new_page()
    page.goto(site + reverse("grant-payments"))
    follow(page.get_by_role("link", name=award.name))
    look_at(page, "a payment followed back")
    for told in (
        "£50,000 came into the pot",
        "Opened a call for grants",
        "asker@example.org",
        "releaser@example.org",
        batch.sha256,
    ):
        expect(page.get_by_text(told).first).to_be_visible()
    follow(page.get_by_role("link", name="£50,000 came into the pot"))
    expect(page.get_by_role("heading", name=award.call.pot.name)).to_be_visible()
