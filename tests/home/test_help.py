"""Whoever needs help says who and where they are, and reads what they can get, how, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from irhub.accounts.roles import Kind, Role
from irhub.programmes import actions
from tests.factories import BodyFactory, Browser, PersonFactory, signed_in
from tests.programmes.factories import WALSALL, HubFactory, ProgrammeFactory, SchemeFactory, manager_of

pytestmark = pytest.mark.django_db


def read(address: str, browser=None) -> str:
    return (browser or Browser(headers={"host": "localhost"})).get(address).content.decode()


def test_who_somebody_is_leads_to_what_there_is_for_them():
    page = read("/help/")
    for audience, told in (
        ("provider", "care provider"),
        ("council", "council"),
        ("worker", "care worker"),
        ("partner", "support"),
    ):
        assert f'href="/help/{audience}/"' in page
        assert told in page
    assert Browser(headers={"host": "localhost"}).get("/help/nonsense/").status_code == 404


def test_what_one_can_get_depends_on_where_one_is():
    today = localdate()
    SchemeFactory(published=True, opens_on=today - timedelta(days=9), closes_on=today + timedelta(days=9))
    page = read("/help/provider/?council=walsall")
    for told in ("Help for care providers in Walsall", "Sampleshire recruitment hub", "0121 496 0000", "9am to 5pm",
                 "Free legal advice", "Talk with a lawyer for 30 minutes", "paid for by Sampleshire Council"):  # fmt: skip
        assert told in page
    assert 'href="/helpline/sampleshire-recruitment-hub/ask/"' in page
    assert "Sampleshire recruitment hub" not in read("/help/provider/?council=leeds")
    assert "No hub has published help in Leeds" in read("/help/provider/?council=leeds")
    assert "Free legal advice" not in read("/help/council/?council=walsall")
    assert "Choose the council" in read("/help/provider/")


def test_what_has_ended_or_is_not_open_yet_says_so_with_what_to_do_instead():
    today = localdate()
    ended = SchemeFactory(published=True, opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    assert "It ended on" in read("/help/provider/?council=walsall")
    assert "Ask the national helpline." in read("/help/provider/?council=walsall")
    SchemeFactory(
        published=True, name="Next year", programme=ended.programme, opens_on=today + timedelta(days=1), closes_on=today + timedelta(days=9),
    )  # fmt: skip
    assert "It opens on" in read("/help/provider/?council=walsall")
    programme = ended.programme
    actions.end_programme(
        programme=programme, version=programme.version, instead="Ring the region", by=manager_of(programme.body)
    )
    page = read("/help/provider/?council=walsall")
    assert "Ring the region" in page
    assert "Free legal advice" not in page


def test_a_draft_is_nobodys_offer_and_a_closure_is_told_before_it_comes():
    made = ProgrammeFactory(body=HubFactory())
    assert made.name not in read("/help/provider/?council=walsall")
    opened = ProgrammeFactory(body=made.body, open=True)
    today = localdate()
    for first, why in ((today + timedelta(days=3), "Stocktaking"), (today + timedelta(days=60), "Long from now")):
        actions.add_closure(
            programme=opened, version=opened.version, first=first, last=first, why=why, by=manager_of(opened.body)
        )
    page = read("/help/provider/?council=walsall")
    assert "Stocktaking" in page
    assert "Long from now" not in page


def test_each_role_lands_on_its_own_day():
    ProgrammeFactory(body=HubFactory(), open=True)
    council = BodyFactory(kind=Kind.COUNCIL, name="Walsall", place_code=WALSALL)
    officer = signed_in(PersonFactory(email="officer@example.org", roles=[(council, Role.VIEWER)]))
    page = read("/today/", officer)
    assert "Nothing is waiting for you." in page
    assert 'href="/councils/walsall/"' in page
    assert "Sampleshire recruitment hub" in page
    adviser = signed_in(PersonFactory(email="adviser@example.org", roles=[(HubFactory(), Role.ADVISER)]))
    assert "Sampleshire recruitment hub" not in read("/today/", adviser)
    assert signed_in(PersonFactory(email="none@example.org")).get("/today/").headers["Location"] == "/account/"
