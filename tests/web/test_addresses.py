"""Addresses on pages: as Django finds them, below where the site begins."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix

from irhub.web.addresses import address


def test_an_address_is_the_one_that_django_finds() -> None:
    assert address("rules") == reverse("rules")
    assert address("organisation", ["ABC"]) == reverse("organisation", args=["ABC"])


def test_a_site_that_begins_below_its_server_is_not_told_addresses_of_another() -> None:
    above, before = address("rules"), get_script_prefix()
    try:
        set_script_prefix("/hub/")
        assert address("rules") == f"/hub{above}"
    finally:
        set_script_prefix(before)


def test_a_page_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        address("no-such-page")
