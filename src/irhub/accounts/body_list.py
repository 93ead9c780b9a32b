"""The list of the bodies that take part: its columns and its filter."""

from __future__ import annotations

from django.urls import reverse

from irhub.accounts.bodies import BodyRow
from irhub.web.jinja import day
from irhub.web.listing import Cell, Column, FilterForm, Listing, words_field


class BodyFilters(FilterForm):
    """Which bodies somebody asks for."""

    q = words_field("Name")


BODIES: Listing[BodyRow] = Listing(
    name="bodies",
    caption="Bodies, open ones first",
    noun=("body", "bodies"),
    none_at_all="No body takes part yet. Add the first below.",
    none_fits="No body has this in its name.",
    filters=BodyFilters,
    look="",
    columns=(
        Column(
            "name",
            "Body",
            "Its name, and where it acts or since when it is closed.",
            cell=lambda row: Cell(
                row.name,
                reverse("body", args=[row.pk]),
                under=f"closed on {day(row.closed_on)}" if row.closed_on else row.place_code,
            ),
            by=lambda row: row.name,
            heads=True,
        ),
        Column("kind", "Kind", "What sort of body it is.", by=lambda row: row.kind),
        Column("held", "Roles held", "How many roles people hold in it now.", by=lambda row: row.held, falls=True, numeric=True),
        Column("waiting", "Invited", "How many invitations wait.", by=lambda row: row.waiting, falls=True, numeric=True),
    ),
)  # fmt: skip
