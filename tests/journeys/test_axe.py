"""What every page is held against finds what it should, also where the colours of a page were read before."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import check, look_at

pytestmark = [pytest.mark.slow, pytest.mark.journey]
PAGE = """<!doctype html><html lang="en"><head><title>A page</title><style>
    body {{ color: #000; background: #fff; font-family: system-ui }} .dark {{ background: #111 }} .pale {{ color: #ccc }} .over {{ position: absolute }}
    .desk {{ display: none }} @media (min-width: 800px) {{ .desk {{ display: block }} }}
</style></head><body><main><h1>A page</h1>{}</main></body></html>"""
GOOD = '<p>Black on white</p><p class="dark"><span class="pale">Pale on dark</span></p>'
BAD = [
    '<p class="pale">Pale on white</p>',
    '<p class="dark">Black on dark</p>',
    '<p class="dark" style="height: 9em"><span class="over">Black, over something that it may not be in</span></p>',
    '<div class="desk"><p class="pale">Pale on white at a desk</p></div>',
    '<img src="data:," />',
]


def shows(page: Page, content: str) -> Page:
    page.set_content(PAGE.format(content))
    return page


def test_a_page_with_colours_that_were_read_before_holds_and_one_with_others_does_not(browser_page):
    look_at(shows(browser_page, GOOD), "good")
    for bad in BAD * 2:
        with pytest.raises(AssertionError):
            look_at(shows(browser_page, GOOD + bad), bad)
    look_at(shows(browser_page, GOOD), "good again")


def test_a_page_that_is_wider_than_the_screen_does_not_hold(browser_page):
    with pytest.raises(AssertionError, match="too wide"):
        check(shows(browser_page, '<p style="width: 700px">Wide</p>'), 320, "wide")
