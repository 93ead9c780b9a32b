"""People of the demo are for everybody to be, where the demo serves, and nowhere else."""

from __future__ import annotations

import json

import pytest

from irhub.accounts.acting import acting_in
from irhub.accounts.demo import cast
from irhub.accounts.models import Person
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import acting_now
from irhub.cli import scenes
from tests.factories import Browser, MembershipFactory

pytestmark = pytest.mark.django_db


def somebody():
    return cast("Amina Example", Role.ADVISER, kind=Kind.DELIVERY_PARTNER, body="Midshire Employers")


def test_one_click_signs_in_as_somebody_of_the_demo_in_their_role(settings):
    settings.IRHUB_DEMO = True
    held, browser = somebody(), Browser(headers={"host": "localhost"})
    for page in ("/account/demo/", "/account/sign-in/"):
        text = browser.get(page).content.decode()
        assert "Amina Example" in text
        assert "answers calls to the helpline" in text
        assert f'action="/account/demo/{held.pk}/"' in text
    assert browser.post(f"/account/demo/{held.pk}/").status_code == 302
    assert "Amina Example, adviser, Midshire Employers" in browser.get("/account/").content.decode()


def test_whoever_tries_the_demo_finds_the_people_of_a_council_first(settings):
    settings.IRHUB_DEMO = True
    somebody()
    cast("Olivia Example", Role.LEAD, kind=Kind.COUNCIL, body="Wold (example)")
    text = Browser(headers={"host": "localhost"}).get("/account/demo/").content.decode()
    assert text.index("Olivia Example") < text.index("Amina Example")


def test_without_the_demo_there_is_no_such_page_and_nobody_is_signed_in(settings):
    held, browser = somebody(), Browser(headers={"host": "localhost"})
    assert browser.get("/account/demo/").status_code == 404
    assert "Amina Example" not in browser.get("/account/sign-in/").content.decode()
    assert browser.post(f"/account/demo/{held.pk}/").status_code == 404
    assert "_auth_user_id" not in browser.session


def test_nobody_else_can_be_signed_in_by_one_click(settings):
    settings.IRHUB_DEMO = True
    other, browser = MembershipFactory(), Browser(headers={"host": "localhost"})
    assert browser.post(f"/account/demo/{other.pk}/").status_code == 404
    assert "_auth_user_id" not in browser.session


def test_nobody_of_the_demo_has_a_password():
    assert not somebody().person.has_usable_password()


def test_who_is_cast_twice_is_one_person_in_one_role():
    assert somebody() == somebody()
    assert Person.objects.filter(name="Amina Example").count() == 1


def test_a_scene_is_played_behind_the_fence_of_whoever_acts_in_it():
    held = somebody()
    with acting_in(held):
        assert (acting_now().body, acting_now().side) == (held.body_id, "advice")


def test_a_scene_is_played_once_and_one_that_fails_leaves_nothing_and_is_played_again(tmp_path, monkeypatch):
    played, fails = [], [True]

    def good():
        """something"""
        played.append("good")

    def bad():
        """something that fails at first"""
        somebody()
        if fails:
            raise RuntimeError(fails.pop())
        played.append("bad")

    monkeypatch.setattr(scenes, "gathered", lambda *_: iter([(good, bad)]))
    told = tmp_path / "scenes.json"
    with pytest.raises(RuntimeError):
        scenes.play(told)
    assert not Person.objects.filter(name="Amina Example").exists()
    scenes.play(told)
    scenes.play(told)
    assert played == ["good", "bad"]
    assert len(json.loads(told.read_text())) == 2
