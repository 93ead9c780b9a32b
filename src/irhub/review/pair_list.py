"""The queue as a list: its columns, and by what it is narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from irhub.review import queue
from irhub.review.queue import Listed
from irhub.web.listing import Cell, Column, FilterForm, Listing, choice


class QueueFilters(FilterForm):
    """What a reviewer wants to see; the councils that are theirs are given when it is made."""

    reason = choice("Show", queue.REASONS[1:], any_of_them=queue.REASONS[0][1])
    council = choice("Council", any_of_them="All councils")
    sure = choice("How sure the hub is", queue.SURE[1:])


def _sees_scores(request: HttpRequest) -> bool:
    return not request.session.get(BLIND)


BLIND = "review-blind"
"""The session's name for the blind mode, in which scores and what others decided are hidden."""
PAIRS: Listing[Listed] = Listing(
    name="pairs",
    caption="Pairs that wait",
    noun=("pair", "pairs"),
    none_at_all="Nothing waits here.",
    none_fits="Nothing waits here.",
    size=25,
    look="irhub-stacked",
    columns=(
        Column(
            "sponsor",
            "Sponsor",
            "The entry of the register of licensed sponsors.",
            cell=lambda row: Cell(
                row.sponsor_name,
                reverse("review-pair", args=[row.pair.provider_id, row.pair.sponsor_key]),
                under=row.sponsor_place,
            ),
            heads=True,
        ),
        Column(
            "provider",
            "Care provider",
            "The provider on the CQC’s list.",
            cell=lambda row: Cell(row.provider_name, under=row.provider_place),
            labelled=False,
        ),
        Column("why", "Why it waits", "Why somebody should look.", own=True, look="irhub-waits", labelled=False, seen_by=_sees_scores),
        Column("locations", "Locations", "Care locations that the provider runs.", numeric=True),
        Column("beds", "Beds", "Care home beds of these.", numeric=True),
    ),
)  # fmt: skip


def filters_of(given: Mapping[str, Any], councils: list[tuple[str, str]], blind: bool) -> QueueFilters:
    """The filters as they are asked for. Blind, how sure the hub is cannot be asked; one council need not be."""
    form = QueueFilters(given, council=councils)
    for name, hidden in (("council", len(councils) < 2), ("sure", blind)):
        if hidden:
            del form.fields[name]
    return form
