"""What somebody hears of is chosen, looked at beforehand and ended by the link in a message, on a phone and without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts import messages
from irhub.accounts.access import working
from irhub.accounts.messages import post_digests
from irhub.accounts.roles import Role
from irhub.notify import preferences
from irhub.notify.kinds import Chosen, Digest, Kind
from irhub.notify.models import Message, Preference
from tests.factories import BodyFactory, MessageFactory, PersonFactory
from tests.journeys.conftest import follow, look_at, signed_in_context
from tests.post import delivered

pytestmark = [pytest.mark.slow, pytest.mark.journey]
PHONE = {"width": 390, "height": 900}
TITLE = "What changed about the providers on your body’s list"


def write(held: Preference, site: str) -> Digest:
    """What is told of a day in this test."""
    said = (
        f"Since {held.told_until} this is new.\n\n- Quillmoor Care Ltd left the register.\n\nLook: {site}/my-providers/"
    )
    return Digest(localdate(), "1 change about providers of Sampleham Council", said)


NEWS = Kind("contracted-providers", TITLE, chosen=Chosen(route="my-providers", begins=localdate, write=write))


@pytest.fixture(autouse=True)
def news(monkeypatch):
    for module in (preferences, messages):
        monkeypatch.setattr(module, "kinds", lambda: {NEWS.name: NEWS})


def test_an_officer_chooses_looks_at_the_next_message_and_ends_it_by_the_link_in_one(
    transactional_db, live_server, browser, settings
):
    settings.IRHUB_SITE = live_server.url
    officer = PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.VIEWER)])
    page = signed_in_context(browser, live_server.url, officer, viewport=PHONE).new_page()
    page.goto(f"{live_server.url}/account/")
    follow(page.get_by_role("link", name="What we write to you"))
    page.get_by_label("Once a week").check()
    follow(page.get_by_role("button", name="Save"))
    assert page.get_by_label("Once a week").is_checked()
    follow(page.get_by_role("link", name=TITLE))
    assert page.get_by_text("Quillmoor Care Ltd left the register").is_visible()
    look_at(page, "What we write to you")

    Preference.objects.update(told_until=localdate() - timedelta(days=8))
    with working("digests"):
        assert post_digests() == 1
    link = re.search(r"To stop these messages, without signing in: (\S+)", str(delivered()[0].body))
    assert link
    stranger = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    stranger.goto(link[1])
    assert stranger.get_by_role("heading", level=1).inner_text() == "Stop these messages?"
    follow(stranger.get_by_role("button", name="Stop them"))
    assert stranger.get_by_role("heading", level=1).inner_text() == "You will get no more of these messages"
    assert Preference.objects.get().every == "never"
    page.goto(link[1])
    look_at(page, "Stop these messages")


def test_an_operator_reads_why_a_message_did_not_leave_and_has_it_tried_again(transactional_db, live_server, browser):
    lost = MessageFactory(
        state="failed", reason="The mail server does not take mail for this address: 550 5.1.1 no such user"
    )
    MessageFactory(posted_at=timezone.now() - timedelta(hours=1), reason="The mail server did not answer in time.")
    chief = PersonFactory(email="chief@example.org", is_system_administrator=True)
    page = signed_in_context(browser, live_server.url, chief, viewport=PHONE).new_page()
    page.goto(f"{live_server.url}/operations/")
    look_at(page, "Operations")
    follow(page.get_by_role("link", name="Messages that were not sent"))
    assert page.get_by_text("550 5.1.1 no such user").is_visible()
    look_at(page, "Mail that was not sent")
    follow(page.get_by_role("button", name="Try again to write to pat@example.org"))
    assert Message.objects.get(pk=lost.pk).state == Message.State.WAITING
