"""The list of what a programme did by month."""

from __future__ import annotations

from irhub.programmes.months import WHOLE, Told
from irhub.web.listing import Cell, Column, FilterForm, Listing, Where, choice

HIDDEN = "under 5, or hidden with one"


class FigureFilters(FilterForm):
    """Which figures somebody asks for."""

    figure = choice("Figure")
    part = choice("Where or what", any_of_them="Everything")
    month = choice("Month")


def part_told(row: Told) -> str:
    """For what part a figure stands."""
    return "The whole area" if row.part == WHOLE else row.part


def _value(row: Told) -> float | None:
    return int(row.value) if row.value is not None and row.value == int(row.value) else row.value


def _shown(row: Told) -> Cell:
    return Cell(HIDDEN if row.value is None else f"{_value(row):,}")


def _state(row: Told) -> str:
    if not row.frozen:
        return "May still change"
    return "Kept" if row.number == 1 else f"Corrected, version {row.number}"


FIGURES: Listing[Told] = Listing(
    name="figures",
    told_apart_by=("code", "month", "part", "state",),
    caption="Figures by month, the newest first",
    noun=("figure", "figures"),
    none_at_all="Nothing was counted yet.",
    none_fits="No figure fits what you ask for.",
    filters=FigureFilters,
    look="irhub-stacked",
    size=60,
    columns=(
        Column("figure", "Figure", "What is counted; its definition is on the page.", value=lambda row: row.figure.title, heads=True),
        Column("code", "Code", "The figure’s code.", value=lambda row: row.figure.key, where=Where.FILES),
        Column("month", "Month", "The month, by London’s time.", value=lambda row: f"{row.month:%B %Y}"),
        Column("part", "Where or what", "The council of the client, a theme, or the whole area.", value=part_told),
        Column("value", "Count", "How many. Empty in files where it is under five, or hidden so that such a one cannot be worked out.", value=_value, cell=_shown, numeric=True),
        Column("state", "State", "Whether the month is kept, and so never changes; may still change; or was counted again, and which version this is.", value=_state),
    ),
)  # fmt: skip
