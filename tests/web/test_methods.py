"""Whoever only asks whether a page is there (a monitor, a checker of links) is answered as a reader is, without the page."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/changes/", "/search/", "/indicators/", "/data/", "/rules/", "/nowhere/"])
def test_the_head_of_a_page_is_that_of_the_page(address):
    client = Client(headers={"host": "localhost"})
    read, asked = client.get(address), client.head(address)
    assert (asked.status_code, asked.content) == (read.status_code, b"")
    assert asked.headers["Content-Type"] == read.headers["Content-Type"]
