"""The lists of published grants, and of those that would be published."""

from __future__ import annotations

from typing import Any

from irhub.grants.money import said
from irhub.places.geography import council_of
from irhub.web.jinja import day
from irhub.web.listing import Cell, Column, FilterForm, Listing, choice, words_field


class GrantFilters(FilterForm):
    """Which published grants somebody looks for."""

    q = words_field("Grantee, project or number")
    council = choice("Council", [], any_of_them="All councils")
    programme = choice("Call", [], any_of_them="All calls")


def places(row: Any) -> str:
    """The councils of a grant by name; how many, where there are many."""
    names = sorted(found.name for code in row.councils if (found := council_of(code)))
    return ", ".join(names) if len(names) <= 3 else f"{len(names)} councils, such as {names[0]}"


GRANTS: Listing[Any] = Listing(
    name="published-grants",
    caption="Published grants, the newest first",
    noun=("grant", "grants"),
    none_at_all="No grant is published at the moment.",
    none_fits="No grant fits.",
    filters=GrantFilters,
    look="irhub-stacked",
    columns=(
        Column("recipient", "Grantee", "The organisation that received the grant.", cell=lambda row: Cell(row.recipient, under=row.title), order=("recipient",), heads=True),
        Column("awarded", "Awarded", "In pounds.", value=lambda row: row.awarded / 100, cell=lambda row: Cell(said(row.awarded)), order=("awarded",), numeric=True),
        Column("awarded_on", "Awarded on", "The day of the award.", cell=lambda row: Cell(day(row.awarded_on)), order=("awarded_on",), falls=True),
        Column("councils", "Where", "The councils in which those live who benefit.", value=places),
        Column("programme", "Call", "From which it came.", order=("programme",)),
        Column("identifier", "Identifier", "Its number in every version.", order=("identifier",)),
    ),
)  # fmt: skip
