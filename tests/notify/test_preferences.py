"""People choose what they hear of and how often, see what the next message would say, and end it by one click."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts import messages
from irhub.accounts.access import working
from irhub.accounts.models import AuditEvent, Membership
from irhub.accounts.notices import SECURITY
from irhub.accounts.roles import Kind as BodyKind
from irhub.accounts.roles import Role
from irhub.accounts.row_security import Acting, acting
from irhub.accounts.views import messages as views
from irhub.notify import preferences
from irhub.notify.kinds import Chosen, Digest, Every, Kind
from irhub.notify.models import Message, Preference
from irhub.operations import running
from tests.factories import BodyFactory, MembershipFactory, PersonFactory, PreferenceFactory, signed_in
from tests.post import delivered

pytestmark = pytest.mark.django_db
HUB = "https://hub.example.org"


def write(held: Preference, site: str) -> Digest | None:
    """The news of a day, told to whoever was not told of it."""
    if held.told_until >= localdate():
        return None
    return Digest(localdate(), f"News for body {held.body_id}", f"Since {held.told_until} this is new: {site}/news/")


NEWS = Kind("news", "News of your providers", chosen=Chosen(route="my-providers", begins=localdate, write=write))


@pytest.fixture(autouse=True)
def news(monkeypatch, settings):
    settings.IRHUB_SITE = HUB
    for module in (preferences, messages):
        monkeypatch.setattr(module, "kinds", lambda: {NEWS.name: NEWS, SECURITY.name: SECURITY})
    monkeypatch.setattr(views, "title_of", lambda _: NEWS.title)


@pytest.fixture
def officer() -> Membership:
    return MembershipFactory(person__email="officer@example.org", body=BodyFactory(), role=Role.VIEWER)


def page(client: Client, **asked: str) -> str:
    return " ".join(unescape(client.get(reverse("what-we-write"), asked).content.decode()).split())


def post_digests(day: date | None = None) -> int:
    with working("digests"):
        return preferences.post_digests(
            today=day or localdate(),
            site=HUB,
            address_of=lambda _: "officer@example.org",
            told=lambda *_: None,
            may=lambda _: True,
        )


def test_a_person_chooses_for_a_body_what_they_hear_of_and_it_is_kept_in_the_trail(officer):
    client = signed_in(officer.person)
    assert "News of your providers" in page(client)
    wrong = client.post(reverse("what-we-write"), {"news": "hourly"})
    assert "Select" in wrong.content.decode()
    for _ in range(2):
        client.post(reverse("what-we-write"), {"news": "week"})
    assert Preference.objects.get().every == Every.WEEK
    assert Preference.objects.get().told_until == localdate(), "of nothing from before"
    event = AuditEvent.objects.get(what="chose what is written to them")
    assert (event.who, event.detail) == ("officer@example.org", {"kind": "news", "every": "week"})


def test_whoever_may_not_open_the_page_that_it_tells_of_is_not_offered_it():
    firm = BodyFactory(kind=BodyKind.PROVIDER, name="Quillmoor Care Ltd")
    speaker = PersonFactory(email="speaker@example.org", roles=[(firm, Role.ADMINISTRATOR)])
    told = page(signed_in(speaker))
    assert "In this role there is nothing to choose" in told
    assert SECURITY.title in told
    signed_in(speaker).post(reverse("what-we-write"), {"news": "day"})
    assert not Preference.objects.exists()


def test_what_nobody_can_switch_off_is_named_and_cannot_be_chosen(officer):
    assert SECURITY.title in page(signed_in(officer.person))
    signed_in(officer.person).post(reverse("what-we-write"), {"news": "day", "security": "never"})
    assert Preference.objects.get().kind == "news"
    for every in Every:
        with pytest.raises(ValueError, match="not chosen"):
            preferences.choose(SECURITY, every, person=officer.person_id, body=officer.body_id)


def test_what_a_person_chose_is_theirs_alone_to_see(officer):
    PreferenceFactory(person=officer.person, body=officer.body, kind="news")
    other = MembershipFactory(person__email="other@example.org", body=officer.body, role=Role.ADMINISTRATOR)
    with acting(Acting(person=other.person_id, body=officer.body_id, role="administrator")):
        assert not Preference.objects.exists()
    with acting(Acting(person=officer.person_id)):
        assert Preference.objects.count() == 1


def test_a_digest_is_posted_and_told_of_once_and_its_day_moves_with_it(officer):
    held = PreferenceFactory(
        person=officer.person, body=officer.body, kind="news", told_until=localdate() - timedelta(days=9)
    )
    assert running.run("digests") == "1 people were written to about what they chose to hear of."
    held.refresh_from_db()
    assert held.told_until == localdate()
    assert post_digests() == 0
    (told,) = delivered()
    assert told.to == ["officer@example.org"]
    assert f"{HUB}/news/" in told.body
    assert AuditEvent.objects.get(what="was written to of what they chose").detail["kind"] == "news"


def test_whoever_has_another_role_by_now_in_which_the_page_is_closed_is_told_nothing_more(officer):
    PreferenceFactory(
        person=officer.person,
        body=officer.body,
        kind="news",
        every=Every.DAY,
        told_until=localdate() - timedelta(days=9),
    )
    Membership.objects.filter(pk=officer.pk).update(until=localdate())
    MembershipFactory(person=officer.person, body=officer.body, role=Role.GRANTS_OFFICER)
    with working("digests"):
        assert messages.post_digests() == 0
        assert not Message.objects.exists()
    MembershipFactory(person=officer.person, body=officer.body, role=Role.ANALYST)
    with working("digests"):
        assert messages.post_digests() == 1


def test_if_it_cannot_be_posted_the_person_counts_as_not_told(officer, monkeypatch):
    held = PreferenceFactory(
        person=officer.person, body=officer.body, kind="news", told_until=localdate() - timedelta(days=9)
    )

    def stop(*_: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError), working("digests"):
        preferences.post_digests(
            today=localdate(), site=HUB, address_of=lambda _: "officer@example.org", told=stop, may=lambda _: True
        )
    held.refresh_from_db()
    assert (held.told_until, Message.objects.count()) == (localdate() - timedelta(days=9), 0)
    assert post_digests() == 1


@pytest.mark.parametrize(
    ("every", "days", "posted"), [("day", 1, 1), ("week", 6, 0), ("week", 7, 1), ("never", 40, 0), ("day", 0, 0)]
)
def test_each_hears_as_often_as_they_chose(officer, every, days, posted):
    since = localdate() - timedelta(days=days)
    PreferenceFactory(person=officer.person, body=officer.body, kind="news", every=every, told_until=since)
    assert post_digests() == posted


def test_the_page_shows_what_the_next_message_would_say(officer):
    client = signed_in(officer.person)
    shown = page(client, preview="news")
    assert "it would have said of the last week" in shown
    assert f"Since {localdate() - timedelta(days=7)} this is new" in shown
    PreferenceFactory(person=officer.person, body=officer.body, kind="news", told_until=localdate() - timedelta(days=2))
    assert f"Since {localdate() - timedelta(days=2)} this is new" in page(client, preview="news")
    assert Message.objects.count() == 0
    Preference.objects.update(told_until=localdate())
    assert "nothing is new" in page(client, preview="news")


def test_the_link_in_a_message_ends_it_without_signing_in_and_reading_it_does_not(officer):
    PreferenceFactory(person=officer.person, body=officer.body, kind="news", told_until=localdate() - timedelta(days=2))
    post_digests()
    (told,) = delivered()
    header = told.extra_headers["List-Unsubscribe"]
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = header.strip("<>").removeprefix(HUB)
    assert address in told.body
    anybody = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    asks = anybody.get(address).content.decode()
    assert "Stop these messages?" in asks
    assert "officer" not in asks
    assert Preference.objects.get().every == "day"
    for _ in range(2):
        done = anybody.post(address, {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
    assert "You will get no more" in done.content.decode()
    assert Preference.objects.get().every == "never"
    event = AuditEvent.objects.get(what="stopped messages by the link in one")
    assert event.who == "officer@example.org"


def test_a_link_that_was_altered_or_cut_stops_nothing_and_says_so(officer):
    held = PreferenceFactory(person=officer.person, body=officer.body, kind="news")
    address = preferences.stop_address(held)
    anybody = Client(headers={"host": "localhost"})
    for wrong in (address[:-9] + "/", address.replace("stop/", "stop/x"), reverse("stop-mail", args=["nothing"])):
        answer = anybody.post(wrong)
        assert answer.status_code == 404
        assert "stops nothing" in answer.content.decode()
    assert Preference.objects.get().every == "day"
