"""A webinar from booking to certificate, on a phone without scripts for whoever books and at a desk for its host."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from irhub.accounts.row_security import system_access
from irhub.programmes.models import Audience
from irhub.web.london import LONDON
from irhub.webinars.actions import bookings, sessions
from irhub.webinars.actions.bookings import Attendee, Employer
from irhub.webinars.models import Certificate
from tests.journeys.conftest import check_all, follow, look_at, signed_in_context
from tests.programmes.factories import WALSALL
from tests.webinars.factories import SessionFactory, host_of
from tests.webinars.logs.made import TEAMS, ZOOM_MEETING

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EARLIER = datetime(2026, 2, 1, tzinfo=LONDON)


def test_somebody_without_an_account_books_on_a_phone_without_scripts(live_server, browser, settings):
    settings.IRHUB_PUBLIC = True
    with system_access("a journey begins"):
        session = SessionFactory(published=True)
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto(live_server.url + reverse("webinars"))
    follow(page.get_by_role("link", name=session.title))
    follow(page.get_by_role("button", name="Book").or_(page.get_by_role("link", name="Book", exact=True)))
    page.get_by_label("Your name").fill("Ada Example")
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_label("A council").check()
    page.get_by_label("Council", exact=True).select_option(WALSALL)
    follow(page.get_by_role("button", name="Book"))
    assert page.get_by_role("heading", name="Check your e-mail").is_visible()
    with system_access("a journey looks"):
        booking = session.bookings.get()
    page.goto(live_server.url + reverse("webinar-booking", args=[booking.lot]))
    follow(page.get_by_role("button", name="Confirm"))
    assert page.get_by_role("link", name="Join the webinar").is_visible()


@pytest.mark.parametrize("report", [TEAMS, ZOOM_MEETING], ids=["Teams", "Zoom"])
def test_a_host_hands_the_report_in_and_whoever_came_has_a_certificate(
    live_server, browser, settings, tmp_path, report
):
    settings.IRHUB_PUBLIC = True
    with system_access("a journey begins"):
        session = SessionFactory(starts_at=datetime(2026, 3, 3, 10, tzinfo=LONDON))
        by = host_of(session.body)
        sessions.publish_session(session=session, version=session.version, by=by, now=EARLIER)
        asked = bookings.book(
            session=session.pk, people=[Attendee("Ada Example", "ada@example.org")], employer=Employer(Audience.COUNCIL, WALSALL),
            by="ada@example.org", now=EARLIER,
        )  # fmt: skip
        bookings.confirm(lot=asked[0].lot, now=EARLIER)
    site = live_server.url
    page = signed_in_context(browser, site, by.person).new_page()
    check_all(page, site + reverse("webinar-desk"), "the desk")
    check_all(page, site + reverse("webinar-session", args=[session.pk]), "the webinar")
    follow(page.get_by_role("button", name="It was held"))
    follow(page.get_by_role("link", name="who came"))
    (tmp_path / "report.csv").write_bytes(report)
    page.get_by_label("Attendance report").set_input_files(tmp_path / "report.csv")
    follow(page.get_by_role("button", name="Read the report"))
    look_at(page, "who came")
    while (left := page.get_by_role("link", name="Settle who")).count():
        follow(left.first)
        follow(page.get_by_role("button", name="Save"))
    follow(page.get_by_role("button", name="This is who came"))
    with system_access("a journey looks"):
        certificate = Certificate.objects.get()
    page.goto(site + reverse("webinar-booking", args=[asked[0].lot]))
    look_at(page, "the booking")
    assert page.get_by_text(certificate.number).is_visible()
    check_all(page, f"{site}{reverse('webinar-certificate-check')}?number={certificate.number}", "the check")
    assert page.get_by_text("This certificate is valid").is_visible()
    check_all(page, site + reverse("webinar", args=[session.pk]), "the public page")
