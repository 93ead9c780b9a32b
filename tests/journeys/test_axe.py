"""What every page is held against finds what it should, also where the colours of a page were read before."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import check, look_at

pytestmark = [pytest.mark.slow, pytest.mark.journey]
PAGE = """<!doctype html><html lang="en"><head><title>A page</title><style>
    body {{ color: #000; background: #fff; font-family: system-ui }} .dark {{ background: #111 }} .pale {{ color: #ccc }} .over {{ position: absolute }}
    .desk {{ display: none }} @media (min-width: 800px) {{ .desk {{ display: block }} }} .striped {{ background: linear-gradient(#fff, #eee) }}
    .white {{ background: #fff }} .hidden {{ position: absolute; clip: rect(0 0 0 0) }} a {{ color: #333 }} .bare {{ text-decoration: none }}
    @media (min-width: 800px) {{ .bare-at-a-desk {{ text-decoration: none }} .small-at-a-desk {{ overflow: auto; width: 9em; height: 3em }} }}
</style></head><body><main><h1>A page</h1>{}</main></body></html>"""
GOOD = (
    '<p>Black on white</p><p class="dark"><span class="pale">Pale on dark</span></p><p class="striped pale">Stripes</p><p class="striped pale">S</p>'
    '<p>A <a href="#a">link</a> with a line</p><p><a class="bare" href="#a">A link by itself</a></p><p><span class="hidden pale">Unseen</span></p>'
    '<svg role="img" aria-label="A picture"><text class="pale" y="9">Drawn</text></svg>'
)
BAD = [
    '<p class="pale">Pale on white</p>',
    '<p class="dark">Black on dark</p>',
    '<p class="dark" style="height: 9em"><span class="over">Black, over something that it may not be in</span></p>',
    '<div class="desk"><p class="pale">Pale on white at a desk</p></div>',
    '<img src="data:," />',
    '<div class="desk"><input></div>',
    '<p class="striped"><span class="white pale">Pale on white before stripes</span></p>',
    '<p class="striped"><span class="white pale">P</span> <span class="white pale">Pale beside a single letter</span></p>',
    '<p>A link <a class="bare" href="#a">without a line</a> among words</p>',
    '<p>At a desk a link <a class="bare-at-a-desk" href="#a">without a line</a> among words</p>',
    '<div class="small-at-a-desk"><p>Words that only a mouse can reach at a desk, because what holds them is small, and cannot be come to by Tab</p></div>',
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
