"""The audit trail as a list: what files hold of each event, and by what it is filtered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from irhub.accounts.models import AuditEvent
from irhub.web.listing import Column, FilterForm, Listing, Where, words_field


class TrailFilters(FilterForm):
    """Which events somebody asks for."""

    who = words_field("Who", "Part of a name or an e-mail address")
    what = words_field("What", "For example: looked, searched, was refused")
    about = words_field("About whom or what", "A person, a body, or a kind such as organisation")


def detail_in_words(detail: Mapping[str, Any]) -> str:
    """What an event keeps besides, in words: "for about: person/3; blind: yes"."""
    words = {True: "yes", False: "no"}
    told = (
        (key.replace("_", " "), words[value] if isinstance(value, bool) else value)
        for key, value in detail.items()
        if value not in ("", None)
    )
    return "; ".join(f"{key}: {value}" for key, value in told)


TRAIL: Listing[AuditEvent] = Listing(
    name="audit",
    told_apart_by=("at", "who", "what", "about"),
    caption="Events, newest first",
    noun=("event", "events"),
    none_at_all="Nothing has been done yet.",
    none_fits="Nothing matches. Use fewer filters, or clear them.",
    filters=TrailFilters,
    sort="when",
    tie=(),
    look="irhub-stacked",
    columns=(
        Column("when", "Who and when", "", own=True, heads=True, order=("-number",), falls=True, where=Where.PAGE),
        Column("done", "What", "", own=True, look="irhub-wrap", labelled=False, where=Where.PAGE),
        Column("concerns", "About", "", own=True, look="irhub-wrap", where=Where.PAGE),
        Column("at", "At", "When it was done.", where=Where.FILES),
        Column("who", "Who", "Who did it; blank of somebody who was not signed in.", where=Where.FILES),
        Column("acting_as", "Acting as", "In which role, and for which body.", where=Where.FILES),
        Column("what", "What", "What was done.", where=Where.FILES),
        Column("about", "About", "Whom or what it concerned.", where=Where.FILES),
        Column("detail", "Detail", "What was kept besides.", value=lambda row: detail_in_words(row.detail), where=Where.FILES),
    ),
)  # fmt: skip
"""The trail of a body. Its files hold no numbers of events, which count up and would tell how much others do."""
WHOLE: Listing[AuditEvent] = replace(
    TRAIL,
    told_apart_by=("number",),
    columns=(Column("number", "Number", "The event’s number in the trail.", where=Where.FILES), *TRAIL.columns),
)
"""The trail of all bodies, with the numbers that `irhub audit verify` tells."""
