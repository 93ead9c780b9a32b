"""The profile of a council: its measures as a list. They are facts about an area and ask nobody to act."""

from __future__ import annotations

from django.urls import reverse

from irhub.indicators.indicator import Severity
from irhub.indicators.rows import SignalRow
from irhub.web.listing import Cell, Column, Listing, Where

TOO_FEW = "Too few to say"


def _figure(row: SignalRow) -> str:
    if row.value is None:
        return TOO_FEW
    unit = row.indicator.unit
    return f"{row.value:.1f}%" if unit == "percent" else f"{row.value:.1f} {unit}"


def _range(row: SignalRow) -> str:
    return "" if row.low is None or row.high is None else f"{row.low:.1f} to {row.high:.1f}"


def _title(row: SignalRow) -> Cell:
    stands_out = row.severity != Severity.KNOW
    return Cell(
        row.indicator.title,
        href=reverse("indicator", args=[row.code]),
        under=f"Stands out: {row.indicator.severities[Severity(row.severity)]}" if stands_out else "",
    )


MEASURES: Listing[SignalRow] = Listing(
    name="profile",
    told_apart_by=("code",),
    caption="Measures of the council",
    noun=("measure", "measures"),
    none_at_all="No measure could be worked out: no location here is on the CQC’s list that is loaded.",
    none_fits="No measure fits.",
    look="irhub-stacked",
    columns=(
        Column("code", "Measure", "What is measured: the code of its definition.", cell=_title, heads=True),
        Column("title", "Title", "The measure in words.", value=lambda row: row.indicator.title, where=Where.FILES),
        Column("value", "Here", "The measure, in its unit; blank where there are too few to say.", cell=lambda row: Cell(_figure(row)), look="govuk-table__cell--numeric"),
        Column("unit", "Unit", "What the value counts.", value=lambda row: row.indicator.unit, where=Where.FILES),
        Column("low", "Low end", "The low end of the 95% range; blank where it is not the share of a sample.", where=Where.FILES),
        Column("high", "High end", "The high end of that range.", where=Where.FILES),
        Column("range", "95% range", "The range in words.", cell=lambda row: Cell(_range(row)), where=Where.PAGE),
        Column("denominator", "Out of", "How many there are in all.", value=lambda row: int(row.denominator or 0), numeric=True),
        Column("says", "In words", "The measure in a sentence."),
    ),
)  # fmt: skip
"""Its columns."""
