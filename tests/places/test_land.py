"""Where the councils lie."""

from __future__ import annotations

import shapely

from irhub.places import councils
from irhub.places.land import land, middle


def test_every_council_of_today_has_land_of_its_own():
    assert set(land()) == {council.code for council in councils()}
    middles = {code: shapely.Point(middle(here)) for code, here in land().items()}
    for code, here in land().items():
        assert here.contains(middles[code])
        assert not any(here.contains(at) for other, at in middles.items() if other != code), code
