"""The script that says who else is writing, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

import irhub.casework

pytestmark = pytest.mark.slow
SCRIPT = Path(irhub.casework.__file__).parent / "static/casework/writing.js"
CASE = f"""<!DOCTYPE html><html lang="en"><title>A case</title><main>
<div role="status" data-writing="/writing/" hidden></div>
<form><input type="hidden" name="csrfmiddlewaretoken" value="token"><input type="hidden" name="sent_for" value="7">
<label>Reply <textarea></textarea></label></form></main><script>{SCRIPT.read_text()}</script></html>"""


def test_who_types_says_so_once_and_is_shown_who_else_does(browser_page: Page) -> None:
    asked: list[str] = []

    def answered(route: Route) -> None:
        if route.request.method == "POST":
            asked.append(route.request.post_data or "")
            route.fulfill(body="Sam is writing now.", content_type="text/plain")
        else:
            route.fulfill(body=CASE, content_type="text/html")

    browser_page.route("**/*", answered)
    browser_page.goto("http://hub.example/case/")
    expect(browser_page.get_by_role("status")).to_be_hidden()
    browser_page.get_by_label("Reply").press_sequentially("We wrote to them.")
    expect(browser_page.get_by_role("status")).to_have_text("Sam is writing now.")
    assert len(asked) == 1
    for name, value in (("csrfmiddlewaretoken", "token"), ("sent_for", "7"), ("writes", "on")):
        assert f'name="{name}"\r\n\r\n{value}' in asked[0]
