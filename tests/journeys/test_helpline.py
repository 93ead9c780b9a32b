"""The helpline in a real browser: a call at a desk, a provider who asks on a phone without scripts, a council by keyboard, the last night of a scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from irhub.legal_advice.models import Appointment, Call
from irhub.programmes.models import Programme, Scheme
from irhub.support import neutral
from irhub.support.models import Case, Declined
from irhub.support.neutral import NEUTRAL
from irhub.web.london import LONDON
from tests.factories import NAME, PROVIDER, OrganisationFactory
from tests.journeys.conftest import check_all, follow, look_at, press, signed_in_context, tab_to
from tests.journeys.hand import Hand
from tests.legal_advice.factories import AppointmentFactory, SlotFactory, lawyer_of, scheme_of, talked
from tests.programmes.factories import SANDWELL, WALSALL
from tests.support.factories import PAT, CaseFactory, adviser_of, council_of, programme_of, provider_of

pytestmark = [pytest.mark.slow, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def desk() -> Programme:
    """A hub's programme, and a provider that the registers know."""
    OrganisationFactory()
    return programme_of()


def test_a_telephone_call_is_logged_and_closed_in_less_than_two_minutes_of_hand(
    live_server, browser: Browser, desk, record_property
):
    site, hand = str(live_server.url), Hand()
    page = signed_in_context(browser, site, adviser_of(desk.body).person).new_page()
    check_all(page, site + reverse("support"), "the queue")
    hand.write(page.get_by_label("Who calls?"), PROVIDER)
    hand.follow(page.get_by_role("button", name="Find the caller"))
    look_at(page, "who calls")
    hand.follow(page.get_by_role("link", name="Log the call"))
    look_at(page, "a call")
    hand.write(page.get_by_label("Who calls?"), "Pat Example")
    hand.write(page.get_by_label("Telephone number"), "0121 496 0001")
    hand.select(page.get_by_label("What is it about?"), "Certificates of sponsorship")
    hand.write(page.get_by_label("What do they ask, in a line?"), "How many certificates can they ask for?")
    hand.write(
        page.get_by_label("What did you tell them?"), "As many as they can show work for; where the form stands."
    )
    hand.click(page.get_by_label("That answers it, and I close the case"))
    hand.follow(page.get_by_role("button", name="Log the call"))
    expect(page.get_by_text("The call is logged as HL-")).to_be_visible()
    look_at(page, "a case")
    assert Case.objects.get().outcome == "answered"
    told = f"a call logged and closed: {hand.clicks} clicks, {hand.fields} fields, {hand.keys} keys, {hand.pages} pages, {hand.seconds:.0f} seconds"
    record_property("measured", told)
    assert hand.seconds < 120, told


def test_a_provider_asks_and_is_answered_on_a_phone_without_scripts(live_server, browser: Browser, desk):
    site = str(live_server.url)
    page = signed_in_context(browser, site, provider_of().person, java_script_enabled=False, **PHONE).new_page()
    page.goto(site + reverse("help-questions"))
    page.goto(site + reverse("help-ask", args=[desk.slug]))
    follow(page.get_by_role("button", name="Send your question"))
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("What is it about?").select_option(label="Certificates of sponsorship")
    page.get_by_label("What do you ask, in a line?").fill("A visit on Monday")
    page.get_by_label("Your question").fill("What should be ready?")
    follow(page.get_by_role("button", name="Send your question"))
    expect(page.get_by_text("Your question is with us.").first).to_be_visible()
    adviser = signed_in_context(browser, site, adviser_of(desk.body).person).new_page()
    adviser.goto(site + reverse("support"))
    follow(adviser.get_by_role("link", name=NAME))
    adviser.get_by_label("Your reply").fill("Contracts, rotas, payslips and checks.")
    follow(adviser.get_by_role("button", name="Send the reply"))
    page.reload()
    expect(page.get_by_text("Contracts, rotas, payslips and checks.")).to_be_visible()
    page.get_by_label("Your answer").fill("Thank you, all is there.")
    follow(page.get_by_role("button", name="Send"))
    expect(page.get_by_text("Your answer is with us.")).to_be_visible()
    with_scripts = signed_in_context(browser, site, provider_of().person).new_page()
    for address, what in (
        (page.url, "a thread"),
        (site + reverse("help-questions"), "questions"),
        (site + reverse("help-ask", args=[desk.slug]), "asking"),
    ):
        check_all(with_scripts, address, what)


def asks_by_keyboard(page: Page, site: str, programme: Programme, about: str) -> str:
    """Ask with Tab, letters and Enter alone. Returns the address of the thread."""
    page.goto(site + reverse("help-ask", args=[programme.slug]))
    for label, words in (
        ("What is it about?", "Something"), ("What do you ask, in a line?", "May we end a contract early?"), ("Your question", "What is known of them?"),
        ("Is it about another organisation? (optional)", about),
    ):  # fmt: skip
        tab_to(page, label)
        page.keyboard.type(words)
    press(page, "Send your question")
    return page.url


def test_a_council_that_asks_about_a_client_is_refused_as_anybody_is_by_keyboard_alone(
    live_server, browser: Browser, desk
):
    """The line of Day 1, 11:00: a neutral refusal, and nothing of the provider's case."""
    site = str(live_server.url)
    CaseFactory(body=desk.body, contact=PAT)
    page = signed_in_context(browser, site, council_of("Walsall Council", WALSALL).person).new_page()
    adviser = signed_in_context(browser, site, adviser_of(desk.body).person).new_page()
    for about, reason in ((PROVIDER, "Another client is on the other side"), ("", "We have no time for it")):
        address = asks_by_keyboard(page, site, desk, about)
        expect(page.get_by_text("Your question is with us.").first).to_be_visible()
        reference = Case.objects.filter(client_type="council").latest("opened_at").reference
        adviser.goto(site + reverse("support-case", args=[reference]))
        expect(adviser.get_by_text("Possible conflict")).to_have_count(1 if about else 0)
        if about:
            look_at(adviser, "a possible conflict")
        follow(adviser.get_by_role("link", name="The helpline cannot act"))
        adviser.get_by_label(reason).check()
        follow(adviser.get_by_role("button", name="Do not act"))
        page.goto(address)
        expect(page.get_by_text("We cannot take this matter on.")).to_have_count(0)
        neutral.send_neutral(Declined.objects.get(case__reference=reference).send_at)
        page.goto(address)
        expect(page.get_by_text(NEUTRAL.split("\n")[0])).to_be_visible()
        expect(page.get_by_text(NAME)).to_have_count(0)
    look_at(page, "a refusal")


def test_an_operator_sees_what_a_caller_has_left_or_that_it_has_ended(live_server, browser: Browser):
    """The line of Day 1, 10:00: 18 minutes left before the last day, “ended” after it."""
    made, site = AppointmentFactory(clear=True), str(live_server.url)
    talked(made, 12)
    page = signed_in_context(browser, site, adviser_of(made.body).person).new_page()
    page.goto(site + reverse("support"))
    page.get_by_label("Who calls?").fill("Walsall")
    follow(page.get_by_role("button", name="Find the caller"))
    follow(page.get_by_role("link", name="Log the call"))
    expect(page.get_by_text("18 of 30 minutes left, until")).to_be_visible()
    Scheme._base_manager.update(closes_on=timezone.localdate() - timedelta(days=1))
    page.reload()
    expect(page.get_by_text("Ended on")).to_be_visible()
    expect(page.get_by_text("minutes left")).to_have_count(0)


@pytest.fixture
def clock(monkeypatch) -> Iterator[Callable[[datetime], None]]:
    """Sets the clock of the database and of the hub; connections that are made from now on ask this one."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA shifted")
        cursor.execute("GRANT USAGE ON SCHEMA shifted TO PUBLIC")
        cursor.execute(
            f'ALTER DATABASE "{connection.settings_dict["NAME"]}" SET search_path = shifted, pg_catalog, public'
        )
    now = timezone.now

    def set_to(moment: datetime) -> None:
        ahead = moment - now()
        monkeypatch.setattr(timezone, "now", lambda: now() + ahead)
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION shifted.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS "
                f"$$ SELECT pg_catalog.clock_timestamp() + interval '{ahead.total_seconds()} seconds' $$"
            )

    yield set_to
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{connection.settings_dict["NAME"]}" RESET search_path')
        cursor.execute("DROP SCHEMA shifted CASCADE")


def test_a_call_that_begins_at_23_59_of_the_last_day_in_london_counts_and_one_after_midnight_is_refused(
    live_server, browser: Browser, clock
):
    site, today = str(live_server.url), datetime.now(LONDON).date()
    scheme = scheme_of(councils=(WALSALL, SANDWELL))
    last, late = (
        AppointmentFactory(slot=SlotFactory(scheme=scheme), key=key, clear=True) for key in (WALSALL, SANDWELL)
    )
    midnight = datetime.combine(today + timedelta(days=1), time(0), LONDON)
    Appointment._base_manager.update(starts_at=midnight - timedelta(minutes=30))
    Scheme._base_manager.update(closes_on=today)
    clock(midnight - timedelta(seconds=40))
    page = signed_in_context(browser, site, lawyer_of(scheme.law_firm).person).new_page()
    page.goto(site + reverse("legal-call", args=[last.reference]))
    follow(page.get_by_role("button", name="Start the timer"))
    expect(page.get_by_text("The timer is running.")).to_be_visible()
    clock(midnight + timedelta(minutes=2))
    page.goto(site + reverse("legal-call", args=[last.reference]))
    follow(page.get_by_role("button", name="Stop the timer"))
    page.get_by_label("The question was answered").check()
    follow(page.get_by_role("button", name="Confirm"))
    expect(page.get_by_text("minutes. The question was answered.")).to_be_visible()
    page.goto(site + reverse("legal-call", args=[late.reference]))
    follow(page.get_by_role("button", name="Start the timer"))
    expect(page.get_by_text("No call begins after the last day of").first).to_be_visible()
    assert Call.objects.get().appointment == last
