"""Whoever needs help says who and where they are, and reads what they can get, how, and until when."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from irhub.accounts.roles import Kind, Role
from irhub.programmes import actions
from tests.factories import BodyFactory, Browser, PersonFactory, signed_in
from tests.programmes.factories import WALSALL, HubFactory, ProgrammeFactory, SchemeFactory, manager_of
from tests.webinars.factories import SessionFactory

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


@pytest.mark.parametrize(
    ("kind", "role", "leads_to"),
    [
        (Kind.DELIVERY_PARTNER, Role.GUIDANCE_EDITOR, ["/guidance-desk/"]),
        (Kind.DELIVERY_PARTNER, Role.HELPLINE_LEAD, ["/support/", "/webinars/desk/"]),
        (Kind.LAW_FIRM, Role.LEGAL_ADVISER, ["/legal-advice/times/", "/legal-advice/months/"]),
        (Kind.SUPPLIER, Role.ADMINISTRATOR, ["/recruiters/applications/", "/people/"]),
    ],
)
def test_the_day_leads_to_each_place_in_which_a_role_works_once_though_nothing_waits(kind, role, leads_to):
    page = read("/today/", signed_in(PersonFactory(roles=[(BodyFactory(kind=kind), role)])))
    works = page[page.index("Where you work") : page.index("</main>")]
    assert [works.count(f'href="{address}"') for address in leads_to] == [1] * len(leads_to)
    assert 'href="/search/"' not in works


def test_a_worker_where_no_hub_is_reads_who_helps_anywhere_and_no_webinar_that_is_for_others():
    page = read("/help/worker/?council=leeds")
    for told in (
        "Modern Slavery and Exploitation Helpline",
        "0800 0121 700",
        "Fair Work Agency",
        "GLAA",
        "Acas",
        "0300 123 1100",
        "call 999",
    ):
        assert told in page, told
    assert "Business Help Desk" in read("/help/provider/?council=leeds")
    SessionFactory(published=True, title="Becoming a sponsor")
    assert "Becoming a sponsor" in read("/help/provider/?council=walsall")
    for audience in ("worker", "partner"):
        page = read(f"/help/{audience}/?council=walsall")
        assert "Becoming a sponsor" not in page, audience
        assert "Fair Work Agency" in page, audience


def test_councils_are_listed_by_name():
    page = read("/help/provider/")
    names = re.findall(r'<option value="[\w-]+"[^>]*>([^<]+)</option>', page)
    assert len(names) > 150
    assert names == sorted(names)


def test_the_privacy_page_tells_of_workers_who_are_passed_on_and_of_colleagues_who_read_a_question():
    page = read("/privacy/")
    assert "the words that you agreed to" in page
    assert "We keep it for one year after you agreed" in page
    assert "Only advisers read it. Councils" not in page
    assert "colleagues of yours who act for your organisation" in page
