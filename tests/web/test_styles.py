"""What the style sheet promises those who look at pages with a browser."""

from __future__ import annotations

import re
from pathlib import Path

import irhub.web

SHEET = Path(irhub.web.__file__).parent / "static" / "irhub" / "build" / "irhub.css"
HUB = Path(irhub.web.__file__).parents[1]
PIXELS_PER_EM = 16
NARROWEST = 320


def breakpoints(css: str) -> set[float]:
    """The widths at which styles change, in pixels."""
    found = re.findall(r"\((?:min|max)-width:\s*([\d.]+)(em|rem|px)\)", css)
    return {float(number) * (1 if unit == "px" else PIXELS_PER_EM) for number, unit in found}


def test_no_style_changes_between_the_narrowest_screen_and_a_phone_on_its_side():
    """So that a page that is accessible at 320 pixels is so at 390: the journeys look at one of them."""
    widths = breakpoints(SHEET.read_text())
    assert widths
    assert not {width for width in widths if NARROWEST < width < 640}


def test_a_picture_that_fills_its_figure_leaves_the_marks_of_its_key_small():
    written = "".join(path.read_text() for path in (HUB / "web" / "styles").glob("*.scss"))
    marked = "".join(path.read_text() for path in HUB.rglob("map_parts.html"))
    assert '<svg class="irhub-key__mark' in marked
    wide = [
        rule
        for rule in re.findall(r"([^{}]*svg[^{}]*){[^}]*width: 100%", written)
        if "-tiles" in rule or "-dots" in rule
    ]
    assert wide
    assert all(one.endswith(":not(.irhub-key__mark)") for rule in wide for one in rule.strip().split(",\n"))


def test_every_class_of_the_hub_s_own_that_a_page_bears_is_styled_and_every_style_is_borne():
    """A name that a page bears alone has no look at all: a line drawn by it is filled black."""
    sources = "".join(path.read_text() for path in HUB.rglob("*") if path.suffix in (".html", ".py", ".js"))
    styled = set(re.findall(r"\.(irhub-[\w-]+)", SHEET.read_text()))
    borne = {
        name for told in re.findall(r'class="([^"]*)"', sources) for name in re.findall(r"irhub-[\w-]+(?![\w{-])", told)
    }
    made = tuple(re.findall(r"irhub-[\w-]+--(?=[{\" ])", sources))
    assert {name for name in borne - styled if not name.endswith("--")} == set()
    assert {
        name for name in styled if not re.search(rf"{name}(?![\w-])", sources) and not name.startswith(made)
    } == set()
