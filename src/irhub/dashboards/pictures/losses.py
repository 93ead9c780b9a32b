"""Where licences were lost: the councils of a place by how many of their providers left the register in a quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum
from django.urls import reverse

from irhub.dashboards.models import PlacePeriod
from irhub.dashboards.pictures.figure import LEAST, Asked, Figure, Question, day, named, too_few
from irhub.dashboards.pictures.history import LEAVING, NONE_HELD
from irhub.dashboards.pictures.scales import fitted
from irhub.dashboards.pictures.shapes import WIDTH, Box, Drawing, Layer, Words
from irhub.places import COUNTRY, PARTNERSHIP, REGION, Council
from irhub.web.listing import Cell, Column, Listing, Where

QUARTER = timedelta(days=89)
_RANKED, _LEADING = 10, 3


@dataclass(frozen=True)
class Lost:
    """What a council lost in a quarter: providers that left the register, of how many that held a licence at its start; what joined."""

    council: Council
    lost: int
    gained: int
    before: int
    since: date
    until: date


def _quarter(asked: Asked) -> tuple[date, date] | None:
    """The last three months or a little more, between two ends of months that are held; all there is where that is less."""
    ends = [period.ends for period in asked.periods]
    if len(ends) < 2:
        return None
    return max((end for end in ends if end <= ends[-1] - QUARTER), default=ends[0]), ends[-1]


def _losses(asked: Asked) -> Figure | None:
    between = _quarter(asked)
    if between is None:
        return None
    since, until = between
    codes = [council.code for council in asked.place.councils]
    found = PlacePeriod.objects.filter(place_code__in=codes)
    within, at_start = Q(ends__gt=since), Q(ends=since)
    summed = found.filter(ends__range=(since, until)).order_by("place_code").values_list("place_code")
    moved = {
        code: (lost or 0, gained or 0, before or 0)
        for code, lost, gained, before in summed.annotate(
            gone=Sum("lost", filter=within), joined=Sum("gained", filter=within), then=Sum("licensed", filter=at_start)
        )
    }
    rows = [
        Lost(council, *moved[council.code], since, until)
        for council in asked.place.councils
        if any(moved.get(council.code, ()))
    ]
    rows.sort(key=lambda row: (-row.lost, row.council.name))
    total = sum(row.lost for row in rows)
    when = f"between {day(since)} and {day(until)}"
    if not total:
        return Figure(f"No provider of these councils left the sponsor register {when}.", rows)
    finding = f"{_most(rows)} {when}. {total:,} were lost in all councils together."
    notes = ["A council with more licensed providers will lose more: the table has how many there were."]
    if total < LEAST:
        return Figure(finding, rows, notes=[too_few("licences lost"), *notes])
    if len(_leading(rows)) < _LEADING:
        return Figure(finding, rows, notes=["No picture: nearly all councils lost the same number.", *notes])
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
        return f"Most licences were lost in {told}"
    alike = sum(lost == others[0] for lost in others)
    each = f"{alike} councils lost {others[0]} each"
    return f"Most licences were lost in {told}; then {each}" if told else f"No council stands out: {each}"


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
        f"Bars of licences lost in each council. {says}",
    )


LOST_ROWS: Listing[Lost] = Listing(
    name="licences-lost",
    told_apart_by=("code",),
    caption="Licences lost in each council",
    noun=("council", "councils"),
    none_at_all=NONE_HELD,
    none_fits=NONE_HELD,
    size=25,
    columns=(
        Column("council", "Council", "The council.", value=lambda row: row.council.name, cell=lambda row: Cell(row.council.name, reverse("council", args=[row.council.slug])), heads=True),
        Column("code", "Code", "The council’s code of the Office for National Statistics.", value=lambda row: row.council.code, where=Where.FILES),
        Column("lost", "Left the register", "Providers of the council that held a licence at the end of one month and none at the end of the next.", numeric=True),
        Column("gained", "Joined it", "Providers of the council that held none and then one.", numeric=True),
        Column("before", "Licensed at the start", "Providers of the council that held a licence on the first day.", numeric=True),
        Column("since", "From", "The first day of the time that is counted.", where=Where.FILES),
        Column("until", "Up to", "Its last day.", where=Where.FILES),
    ),
)  # fmt: skip
LOSSES = Question(
    "licences-lost",
    "Where licences were lost this quarter",
    "Care providers of each council that held a licence at the end of one month and none at the end of the next, over the last three"
    " months or a little more. A provider with care in several councils counts in each." + LEAVING,
    LOST_ROWS,
    _losses,
    of=frozenset({COUNTRY, REGION, PARTNERSHIP}),
)
