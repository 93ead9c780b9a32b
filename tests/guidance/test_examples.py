"""The demo's pages state rules, show every value, and lead somewhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from irhub.guidance.demo import SCENES
from irhub.guidance.examples import FLAGGED, WAITS, bring_out, examples
from irhub.guidance.models import Version
from irhub.guidance.queries import answer_text, read
from irhub.guidance.teaching import to_check
from tests.factories import signed_in
from tests.guidance.factories import editor
from tests.rulebook.test_wording import ADVICE

pytestmark = pytest.mark.django_db


def test_the_examples_are_brought_out_one_waits_and_one_is_flagged():
    ada, bo = editor("ada"), editor("bo")
    made = bring_out(writer=ada, second=bo)
    assert len(made) == len(examples()) >= 10
    assert [version.title for version in made if version.state == "submitted"] == [WAITS]
    assert [one.taught.title for one in to_check(ada.body)] == [FLAGGED]
    for version in Version.objects.all():
        told = read(version)
        assert not told.problems
        assert told.rules
        assert not ADVICE.search(answer_text(version, whole=True)), version.title
        for address in re.findall(r'href="(/[^"#]*)', told.text.html):
            leads_somewhere(address)


def leads_somewhere(address: str) -> None:
    try:
        resolve(address)
    except Resolver404:
        pytest.fail(f"{address} is no page")
    if address.startswith("/guidance/"):
        assert Client(headers={"host": "localhost"}).get(address).status_code == 200, address


def test_the_demo_plays_them_behind_the_fence_of_its_hub():
    for scene in SCENES:
        scene()
    assert set(Version.objects.values_list("body__name", flat=True)) == {"Midshire Employers"}
    assert Version.objects.filter(state="submitted").count() == 1


def test_no_page_asks_the_database_more_the_more_there_is(django_assert_max_num_queries):
    bring_out(writer=editor("ada"), second=editor("bo"))
    browser = signed_in(editor("bo").person)
    browser.get("/guidance/")
    for address in (
        "/guidance/",
        "/what-changed/",
        "/guidance/a-home-office-visit/",
        "/guidance-desk/",
        "/guidance-desk/check/",
    ):
        with django_assert_max_num_queries(20):
            assert browser.get(address).status_code == 200
