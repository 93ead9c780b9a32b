"""A room is found by the names of its modules, and one that is misspelt is told of."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from irhub.web import rooms
from irhub.web.rooms import check, gathered, modules


def test_every_room_that_shows_pages_brings_its_access_and_its_addresses():
    assert set(rooms.modules("urls")) == {name.replace(".access", ".urls") for name in rooms.modules("access")}
    assert "irhub.dashboards.urls" in modules("urls")


def test_rooms_come_in_the_order_of_the_settings(settings):
    order = [f"irhub.{room}.access" for room in settings.ROOMS]
    found = modules("access")
    assert list(found) == [name for name in order if name in found]


def test_what_no_room_can_bring_is_not_asked_for():
    with pytest.raises(KeyError):
        modules("helpers")


def test_a_module_that_lists_nothing_is_an_error_of_the_check(monkeypatch):
    monkeypatch.delattr("irhub.continuity.derived.STEPS")
    (error,) = check()
    assert error.msg == "irhub.continuity.derived lists no STEPS."
    with pytest.raises(SystemCheckError, match="lists no STEPS"):
        call_command("check")
    monkeypatch.undo()
    assert not check()


@pytest.mark.parametrize(("written", "meant"), [("retenion", "retention"), ("acess", "access"), ("job", "jobs")])
def test_a_module_whose_name_is_misspelt_is_an_error_of_the_check(monkeypatch, written, meant):
    names = rooms._names_in("irhub.continuity") | {written}
    before = rooms._names_in
    monkeypatch.setattr(rooms, "_names_in", lambda room: names if room == "irhub.continuity" else before(room))
    (error,) = check()
    assert error.msg == f"irhub.continuity.{written} is found by nobody: a room’s module is named {meant}."


def test_of_a_module_only_what_it_holds_is_gathered():
    places = [place for room in gathered("navigation", "NAVIGATION") for place in room]
    assert ("changes", "Changes") in places
    assert all(len(place) == 2 for place in places)
