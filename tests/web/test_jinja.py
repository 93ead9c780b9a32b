"""Addresses of styles and scripts: a browser keeps what it has until the file changes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

import irhub
from irhub.web.jinja import day, marked


@pytest.mark.django_db
def test_a_page_names_its_styles_by_what_is_in_them_and_they_come_small_and_may_be_kept_for_long():
    client = Client(headers={"host": "localhost"})
    address = re.search(r'href="(/static/irhub/build/irhub\.css\?[0-9a-f]{8})"', client.get("/search/").text)
    assert address
    answer = client.get(address[1])
    assert answer.status_code == 200
    assert "max-age=2592000" in answer.headers["Cache-Control"]
    answer.close()
    small = client.get(address[1], headers={"accept-encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert int(small.headers["Content-Length"]) < int(answer.headers["Content-Length"]) / 4
    small.close()


def test_another_content_is_another_address(tmp_path, monkeypatch):
    monkeypatch.setattr(finders, "find", lambda name: str(tmp_path / name))
    seen = set()
    for content in ("a {}", "b {}"):
        (tmp_path / "some.css").write_text(content)
        marked.cache_clear()
        seen.add(marked("some.css"))
    marked.cache_clear()
    assert len(seen) == 2


def test_the_day_of_a_moment_is_that_of_london():
    after_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert (day(after_midnight), day(after_midnight.date()), day(None)) == ("1 July 2026", "30 June 2026", "not known")


def test_no_page_takes_the_day_of_a_moment_by_another_clock():
    pages = Path(irhub.__file__).parent.rglob("*.html")
    assert [page.name for page in pages if ".date()" in page.read_text()] == []
