"""What the style sheet promises those who look at pages with a browser."""

from __future__ import annotations

import re
from pathlib import Path

import irhub.web

SHEET = Path(irhub.web.__file__).parent / "static" / "irhub" / "build" / "irhub.css"
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
