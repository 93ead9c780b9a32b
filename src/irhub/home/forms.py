"""What this room's pages ask."""

from __future__ import annotations

from irhub.places.geography import councils_by_name
from irhub.web.listing import FilterForm, choice


class Where(FilterForm):
    """Where somebody is."""

    council = choice("Council", lambda: [(each.slug, each.name) for each in councils_by_name()], "Choose a council")
