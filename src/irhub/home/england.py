"""England in three numbers: who is licensed, who left this quarter and where, and how many beds rest on a licence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from irhub.dashboards.compare import figures_of
from irhub.dashboards.models import PlaceFigures, PlacePeriod
from irhub.dashboards.pictures.figure import Asked, survivors
from irhub.dashboards.quarter import left_since, quarter_of, this_quarter
from irhub.places import england, tiles
from irhub.registers import queries as register_queries


@dataclass(frozen=True)
class Numbers:
    """What the registers that are held say of England, as at `day`, that of the newest edition of sponsors.

    `since`: first day of its quarter, or the first edition that is held if that is later. `left`: how many providers left the register since then; None while one edition is held, from which no
    change can be told. `councils`: in how many councils these give care. `marks`: column, row and whether one left, of every council's tile.
    `periods`: the history of England; `line`: "x,y" points of its licensed providers, in parts of 100 across and 30 down;
    `caveat`: whom its beginning leaves out.
    """

    day: date
    since: date
    figures: PlaceFigures
    left: int | None
    councils: int
    marks: Sequence[tuple[int, int, bool]]
    periods: Sequence[PlacePeriod]
    line: str
    caveat: str


def numbers() -> Numbers | None:
    """England's numbers; None before both registers are held."""
    first, newest = register_queries.span_of("home_office_sponsors")
    figures = figures_of(england())
    if first is None or newest is None or figures is None:
        return None
    quarter = this_quarter()
    first_list, _ = register_queries.span_of("cqc_locations")
    since = quarter[0] if quarter else max(quarter_of(newest), first)
    rows = left_since(since)
    touched = {code for _, code in rows}
    periods = list(PlacePeriod.objects.filter(as_at=None, place_code=england().code).order_by("ends"))
    return Numbers(
        newest,
        since,
        figures,
        len({provider for provider, _ in rows}) if quarter else None,
        len(touched),
        [(tile.column, tile.row, tile.council.code in touched) for tile in tiles()],
        periods,
        _line([period.licensed for period in periods]),
        " ".join(survivors(periods[0].ends, Asked(england(), first_list=first_list))) if periods else "",
    )


def _line(counts: Sequence[int]) -> str:
    most = max(counts, default=0)
    if len(counts) < 2 or not most:
        return ""
    return " ".join(
        f"{100 * number / (len(counts) - 1):.1f},{29 - 27 * count / most:.1f}" for number, count in enumerate(counts)
    )
