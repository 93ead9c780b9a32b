"""Where licences were lost: the councils of a place by how many of their providers left the register in a quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from irhub.dashboards.compare import figures_by_code
from irhub.dashboards.council_list import CODE, NAME
from irhub.dashboards.pictures.figure import LEAST, Asked, Figure, Question, day, named, too_few
from irhub.dashboards.pictures.history import NONE_HELD
from irhub.dashboards.pictures.scales import fitted
from irhub.dashboards.pictures.shapes import WIDTH, Box, Drawing, Layer, Words
from irhub.dashboards.quarter import left_since, this_quarter
from irhub.organisations.models import ProviderInCouncil
from irhub.places import COUNTRY, PARTNERSHIP, REGION, Council
from irhub.web.jinja import query
from irhub.web.listing import Cell, Column, Listing, Where

_RANKED, _LEADING = 10, 3


@dataclass(frozen=True)
class Lost:
    """A council, how many of its providers left the register in the quarter, and how many there hold a licence. `wanted`: of its list of
    providers, those that left."""

    council: Council
    lost: int
    licensed: int
    since: date
    until: date
    wanted: str

    @property
    def listed(self) -> str:
        """The address of the list of those that left."""
        return reverse("place-providers", args=["councils", self.council.slug]) + self.wanted


def _losses(asked: Asked) -> Figure | None:
    quarter = this_quarter(asked.as_at, asked.sponsors_held)
    if quarter is None:
        return None
    since, until = quarter
    left = left_since(since, asked.as_at, asked.place.council_codes)
    lost = Counter(code for _, code in left)
    figures = figures_by_code(asked.place.councils, asked.as_at) if asked.figures is None else asked.figures
    wanted = query(asked.then, licence=ProviderInCouncil.Licence.FORMERLY, left_since=since.isoformat())
    rows = [
        Lost(
            council,
            lost[council.code],
            figures[council.code].licensed,
            since,
            until,
            wanted,
        )
        for council in asked.place.councils
        if council.code in figures
    ]
    rows.sort(key=lambda row: (-row.lost, row.council.name))
    total = len({provider for provider, _ in left})
    when = f"between {day(since)} and {day(until)}"
    if not total:
        return Figure(f"No provider of these councils left the sponsor register {when}.", rows)
    finding = f"{_most(rows)} {when}. {total:,} left in all of them together."
    notes = [
        "A council with more licensed providers will lose more: the table has how many there are.",
        "A provider with care in several councils counts in each, and once in all of them together.",
    ]
    if total < LEAST:
        return Figure(finding, rows, notes=[too_few("providers that left"), *notes])
    if not _leading(rows):
        return Figure(finding, rows, notes=["No picture: no council lost more providers than others.", *notes])
    return Figure(finding, rows, _ranked([row for row in rows if row.lost][:_RANKED], finding), notes)


def _leading(rows: Sequence[Lost]) -> list[Lost]:
    """The three councils that lost most, of rows in that order; fewer where the next lost as many as the last of them."""
    lost = [row for row in rows if row.lost]
    last = lost[_LEADING].lost if len(lost) > _LEADING else 0
    return [row for row in lost[:_LEADING] if row.lost > last]


def _most(rows: Sequence[Lost]) -> str:
    leading = _leading(rows)
    others = [row.lost for row in rows if row.lost and row not in leading]
    told = named([f"{row.council.name} ({row.lost:,})" for row in leading]) if leading else ""
    if len(leading) == _LEADING or not others:
        return f"Most providers left the sponsor register in {told}"
    alike = sum(lost == others[0] for lost in others)
    each = f"{alike} councils lost {others[0]} each"
    return (
        f"Most providers left the sponsor register in {told}; then {each}" if told else f"No council stands out: {each}"
    )


def _of_which(drawn: int) -> str:
    return "the ten councils that lost most" if drawn == _RANKED else "each council that lost some"


def _ranked(rows: Sequence[Lost], says: str) -> Drawing:
    across = fitted([row.lost for row in rows], 0, WIDTH - 60, steps=3)
    names, bars, told = [], [], []
    y = 16.0
    for row in rows:
        names.append(Words(0, y, row.council.name))
        length = max(1.0, across.at(row.lost))
        bars.append(Box(0, y + 6, length, 16))
        told.append(Words(length + 6, y + 19, f"{row.lost:,}"))
        y += 42
    return Drawing(
        y - 14,
        [Layer("words", words=names), Layer("bar", boxes=bars), Layer("strong", words=told)],
        f"Bars of the providers that left in {_of_which(len(rows))}. {says}",
    )


LOST_ROWS: Listing[Lost] = Listing(
    name="licences-lost",
    told_apart_by=("code",),
    caption="Providers that left the sponsor register in each council",
    noun=("council", "councils"),
    none_at_all=NONE_HELD,
    none_fits=NONE_HELD,
    size=25,
    columns=(
        replace(NAME, cell=lambda row: Cell(row.council.name, reverse("council", args=[row.council.slug]))),
        CODE,
        Column("lost", "Left the register", "Care providers of the council whose last linked sponsor left the register in the quarter and that hold no licence now.", numeric=True, cell=lambda row: Cell(f"{row.lost:,}", row.listed if row.lost else "")),
        Column("licensed", "Licensed now", "Care providers of the council that hold a licence.", numeric=True),
        Column("since", "From", "The first day of the time that is counted.", where=Where.FILES),
        Column("until", "Up to", "Its last day.", where=Where.FILES),
    ),
)  # fmt: skip
LOSSES = Question(
    "licences-lost",
    "Where providers left the register this quarter",
    "Care providers of each council of which the last linked sponsor left the register since the quarter of the year began, or since the"
    " first edition that is held if that is later, and that hold no licence now. Those of which a sponsor of the same or a similar name is still"
    " on the register are left out: whether they left is not clear. Leaving the register is no proof that a licence was revoked.",
    LOST_ROWS,
    _losses,
    of=frozenset({COUNTRY, REGION, PARTNERSHIP}),
)
