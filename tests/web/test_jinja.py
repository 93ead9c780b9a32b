"""Addresses of styles and scripts: a browser keeps what it has until the file changes."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from jinja2 import DictLoader, Environment

import irhub
from irhub.web import jinja
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


@pytest.fixture
def pages(tmp_path, monkeypatch) -> Callable[..., str]:
    """Renders a template as a new process would; how often one was compiled is in `compiled`."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def rendered(text: str, folder: Path = tmp_path / "kept") -> str:
        kept = jinja.Compiled()
        kept.directory = str(folder)
        env = Environment(autoescape=True, loader=DictLoader({"page.html": text}), bytecode_cache=kept)
        monkeypatch.setattr(
            env,
            "compile",
            lambda *told, **more: rendered.compiled.append(text) or Environment.compile(env, *told, **more),
        )
        return env.get_template("page.html").render(name="Quillmoor")

    rendered.compiled = []
    return rendered


def test_a_page_is_compiled_by_the_first_process_that_shows_it_and_again_when_it_was_changed(pages, tmp_path):
    for text in ("Hello {{ name }}", "Hello {{ name }}", "Goodbye {{ name }}", "Goodbye {{ name }}"):
        assert pages(text) == text.replace("{{ name }}", "Quillmoor")
    assert pages.compiled == ["Hello {{ name }}", "Goodbye {{ name }}"]
    [kept] = (tmp_path / "kept").iterdir()
    kept.write_bytes(kept.read_bytes()[:-9])
    assert pages("Goodbye {{ name }}") == "Goodbye Quillmoor"


def test_a_page_is_shown_where_nothing_can_be_kept(pages, tmp_path):
    (tmp_path / "file").touch()
    assert pages("Hello {{ name }}", tmp_path / "file" / "kept") == "Hello Quillmoor"


def test_the_day_of_a_moment_is_that_of_london():
    after_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert (day(after_midnight), day(after_midnight.date()), day(None)) == ("1 July 2026", "30 June 2026", "not known")


def test_nothing_takes_the_day_of_a_moment_by_another_clock():
    """The database gives moments by UTC: `local_day` tells their day, in code, and the filters `day` and `moment` on pages."""
    source = Path(irhub.__file__).parent
    code = {
        path: re.findall(r"\b(?:\w+_at|now|before|then)\.date\(\)", path.read_text()) for path in source.rglob("*.py")
    }
    assert {str(path): found for path, found in code.items() if found} == {}
    by_itself = re.compile(r'\.date\(\)|(?<!one\.at)\.strftime\("[^"]*%H')  # the one is a time of day, of each week
    assert [page.name for page in source.rglob("*.html") if by_itself.search(page.read_text())] == []
