"""Take the pictures of pages that stand in README.md and docs/dashboards.md, of a demo that is served.

    irhub demo --port 8124 & python bench/pictures.py http://127.0.0.1:8124 [NAME ...]

Each is what a screen shows of the page's beginning, in English and without a cursor; NAME: these alone. Prints how large they are.
Needs the extra: pip install irhub[bench].
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, ".")
from tests.browser import chromium

FOLDER = Path(__file__).parents[1] / "docs/images"
DESK, PHONE = (1280, 960), (390, 844)
MOST = 150_000
"""Bytes: a picture is no larger."""


@dataclass(frozen=True)
class Shot:
    """A picture: of which page, from which heading on (blank: its beginning), on what screen, and as whom of the demo's people (blank: nobody)."""

    page: str
    below: str = ""
    screen: tuple[int, int] = DESK
    who: str = ""


PICTURES = {
    "front": Shot("/"),
    "country": Shot("/country/england/"),
    "country-map": Shot("/country/england/map/", "Councils, by share of providers with a licence"),
    "region": Shot("/regions/west-midlands/"),
    "region-map": Shot("/regions/yorkshire-and-the-humber/map/", "Locations"),
    "council": Shot("/councils/herefordshire-county-of/"),
    "council-phone": Shot("/councils/herefordshire-county-of/", screen=PHONE),
    "compare": Shot("/councils/herefordshire-county-of/compare/"),
    "figure": Shot("/country/england/figures/licensed/"),
    "search": Shot("/search/?q=herefrod"),
    "organisation": Shot("", who="Olivia"),
    "own": Shot("/own/", who="Olivia"),
}


def taken(browser: Browser, hub: str, shot: Shot) -> bytes:
    """The picture."""
    width, height = shot.screen
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(120_000)
    if shot.who:
        page.goto(f"{hub}/account/demo/")
        page.get_by_role("button", name=f"Be {shot.who}").first.click()
    if shot.page:
        page.goto(hub + shot.page)
    else:  # the organisation of what deserves attention first
        page.goto(f"{hub}/own/")
        page.get_by_role("main").locator('a[href^="/organisations/"]:not([href*="signals"])').first.click()
        page.wait_for_load_state()
    if shot.below:
        page.get_by_role("heading", name=shot.below, exact=True).evaluate("it => it.scrollIntoView()")
    return in_few_colours(page.screenshot())


def in_few_colours(picture: bytes) -> bytes:
    """The picture with a palette: a third of the bytes, and to the eye the same."""
    made = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(
        made, "PNG", optimize=True
    )
    return made.getvalue()


def main() -> None:
    """Take those that were asked for, or all, and say how large each is."""
    hub, *names = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name in names or PICTURES:
            picture = taken(browser, hub, PICTURES[name])
            assert len(picture) <= MOST, f"{name}: {len(picture):,} bytes"
            (FOLDER / f"{name}.png").write_bytes(picture)
            print(f"{name}.png: {len(picture) / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    main()
