"""Whoever only asks whether a page is there (a monitor, a checker of links) is answered as a reader is, without the page."""

from __future__ import annotations

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/changes/", "/search/", "/indicators/", "/data/", "/rules/", "/nowhere/"])
def test_the_head_of_a_page_is_that_of_the_page(address):
    client = Client(headers={"host": "localhost"})
    read, asked = client.get(address), client.head(address)
    assert (asked.status_code, asked.content) == (read.status_code, b"")
    assert asked.headers["Content-Type"] == read.headers["Content-Type"]


def test_nothing_but_the_head_goes_out_with_the_length_of_the_page():
    """Asked as a server asks it: the test client would take the page away itself."""

    def answered(method: str) -> tuple[dict[str, str], bytes]:
        heads: list[tuple[str, str]] = []
        asked = RequestFactory(headers={"host": "localhost"}).generic(method, "/search/").environ
        body = WSGIHandler()(asked, lambda status, headers: heads.extend(headers))
        return dict(heads), b"".join(body)

    (read, page), (head, nothing) = answered("GET"), answered("HEAD")
    assert nothing == b""
    assert head["Content-Length"] == read["Content-Length"] == str(len(page))
