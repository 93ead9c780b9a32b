"""Providers of a place apart: by type of service and by rating, with and without a licence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from irhub.dashboards.models import PlaceSplit
from irhub.dashboards.pictures.figure import LEAST, Asked, Figure, Question, named, percent, too_few
from irhub.dashboards.pictures.scales import Scale
from irhub.dashboards.pictures.shapes import WIDTH, Box, Drawing, Layer, Line, Words
from irhub.organisations.providers import RATINGS
from irhub.registers.sources.care_services import CARE_HOME, CARE_SERVICES, HOME_CARE, NURSING_HOME
from irhub.web.listing import Cell, Column, Listing

SERVICES: Mapping[str, str] = {
    NURSING_HOME: "Care homes with nursing",
    CARE_HOME: "Care homes without nursing",
    HOME_CARE: "Home care",
    "Supported living service": "Supported living",
    "Extra Care housing services": "Extra care housing",
    "Shared Lives": "Shared Lives",
}
"""Types of service in the words that people use."""
UNRATED = "No rating"
_LICENCES: Mapping[str, str] = {"licensed": "Licensed", "none": "No licence confirmed", "formerly": "Left the register"}

_THOSE: Mapping[str, str] = {
    "licensed": "the licensed",
    "none": "those without a confirmed licence",
    "formerly": "those that left the register",
}
_HEADS = {"licensed": ("Licensed", ""), "none": ("No licence", "confirmed"), "formerly": ("Left the", "register")}


@dataclass(frozen=True)
class Split:
    """Providers of a service or a rating: how many hold a licence, held one, or have none confirmed. `key`: the CQC's word.

    Addresses are blank where nothing lists what is counted.
    """

    key: str
    title: str
    licensed: int
    formerly: int
    none: int
    listed: str = ""
    listed_licensed: str = ""

    @property
    def providers(self) -> int:
        """All of them."""
        return self.licensed + self.formerly + self.none

    @property
    def share(self) -> float | None:
        """Licensed of all, 0 to 1; None of no provider."""
        return round(self.licensed / self.providers, 4) if self.providers else None


def _split(asked: Asked, by: str, titles: Mapping[str, str], filtered: str) -> list[Split]:
    return [
        Split(
            key,
            title,
            licensed=asked.splits.get((by, key, "licensed"), 0),
            formerly=asked.splits.get((by, key, "formerly"), 0),
            none=asked.splits.get((by, key, "none"), 0),
            listed=asked.providers(**{filtered: key or "unrated"}),
            listed_licensed=asked.providers(**{filtered: key or "unrated", "licence": "licensed"}),
        )
        for key, title in titles.items()
    ]


def _services(asked: Asked) -> Figure | None:
    rows = _split(asked, PlaceSplit.SERVICE, {key: SERVICES[key] for key in CARE_SERVICES}, "service")
    enough = sorted((row for row in rows if row.providers >= LEAST), key=lambda row: -(row.share or 0))
    if not any(row.providers for row in rows):
        return None
    if not enough:
        return Figure(
            "Each type of care has fewer than ten providers here.",
            rows,
            notes=[too_few("providers of each type of care")],
        )
    most, least = enough[0], enough[-1]
    finding = f"{percent(most.licensed, most.providers)}% of providers of {_inside(most.title)} hold a sponsor licence"
    finding += (
        f", and {percent(least.licensed, least.providers)}% of providers of {_inside(least.title)}."
        if most != least
        else "."
    )
    few = [row.title for row in rows if 0 < row.providers < LEAST]
    notes = [f"Not drawn, with fewer than ten providers: {named(few)}."] if few else []
    return Figure(finding, rows, _shares(enough, finding), notes)


def _inside(title: str) -> str:
    """A title as it stands within a sentence."""
    return title if title == SERVICES["Shared Lives"] else f"{title[0].lower()}{title[1:]}"


def _shares(rows: Sequence[Split], says: str) -> Drawing:
    across = Scale(0, 1, 0, WIDTH - 4)
    names, tracks, bars, told = [], [], [], []
    y = 16.0
    for row in rows:
        share = row.share or 0.0
        names.append(Words(0, y, row.title))
        tracks.append(Box(0, y + 7, across.end, 18))
        bars.append(Box(0, y + 7, across.at(share), 18))
        told.append(Words(WIDTH - 4, y, f"{percent(row.licensed, row.providers)}%", "end"))
        y += 48
    ends = [
        Words(0, y - 2, "0%"),
        Words(across.at(0.5), y - 2, "50%", "middle"),
        Words(across.end, y - 2, "100% of its providers", "end"),
    ]
    return Drawing(
        y + 6,
        [
            Layer("track", boxes=tracks),
            Layer("bar", boxes=bars),
            Layer("axis", lines=[Line(across.at(0.5), track.y - 3, across.at(0.5), track.y + 21) for track in tracks]),
            Layer("words", words=names),
            Layer("strong", words=told),
            Layer("small", words=ends),
        ],
        f"Bars of the share of licensed providers by type of service. {says}",
    )


def _ratings(asked: Asked) -> Figure | None:
    """Licensed providers and others are compared among those that have a rating: who is new has none, and of either kind others are new."""
    titles = {rating: rating for rating in reversed(RATINGS)} | {"": UNRATED}
    rows = _split(asked, PlaceSplit.RATING, titles, "rating")
    totals = {licence: sum(getattr(row, licence) for row in rows) for licence in _LICENCES}
    if not sum(totals.values()):
        return None
    rated = [row for row in rows if row.key]
    of_rated = {licence: sum(getattr(row, licence) for row in rated) for licence in _LICENCES}
    panels = [licence for licence, total in of_rated.items() if total >= LEAST]
    told = [
        f"{percent(sum(getattr(row, licence) for row in rated if row.key in RATINGS[:2]), of_rated[licence])}% of {words}"
        for licence, words in _THOSE.items()
        if licence in panels
    ]
    few = [
        f"{_LICENCES[licence].lower()} ({of_rated[licence]:,})"
        for licence, total in totals.items()
        if total and licence not in panels
    ]
    unrated = [
        f"{totals[licence] - of_rated[licence]:,} of {totals[licence]:,} {_THOSE[licence].removeprefix('the ').removeprefix('those ')}"
        for licence in panels
    ]
    notes = [f"No rating yet, and so not in the picture: {named(unrated)}."] if unrated else []
    notes += [f"Not drawn, with fewer than ten that have a rating: {named(few)}."] if few and panels else []
    notes.append(
        "A rating tells of care, a licence of sponsorship: that two go together does not show that one causes the other."
    )
    if not panels:
        return Figure(
            "Fewer than ten providers of each kind have a rating here.",
            rows,
            notes=[too_few("providers of each kind"), notes[-1]],
        )
    finding = f"Of providers that have a rating here, {named(told)} have a location that the CQC rates below Good."
    return Figure(finding, rows, _panels(rated, panels, of_rated, finding), notes)


def _panels(rows: Sequence[Split], panels: Sequence[str], totals: Mapping[str, int], says: str) -> Drawing:
    label, gap = 92.0, 14.0
    room = (WIDTH - label) / len(panels) - gap
    most = max(getattr(row, licence) / totals[licence] for row in rows for licence in panels)
    top = 60.0
    names: list[Words] = []
    heads: list[Words] = []
    bars, told, small, axes = [], [], [], []
    for number, row in enumerate(rows):
        y = top + 18 + number * 42
        parts = row.title.split(" ", 1) if len(row.title) > 12 else [row.title]
        names.extend(Words(0, y + (5 if len(parts) == 1 else -4) + 17 * line, part) for line, part in enumerate(parts))
    for number, licence in enumerate(panels):
        left = label + gap + number * (room + gap)
        across = Scale(0, most, 0, room - 38)
        heads.extend(Words(left, 14 + 17 * line, part) for line, part in enumerate(_HEADS[licence]))
        small.append(Words(left, 14 + 17 * 2, f"{totals[licence]:,} with a rating"))
        axes.append(Line(left, top + 4, left, top + 42 * len(rows)))
        for place, row in enumerate(rows):
            y = top + 8 + place * 42
            share = getattr(row, licence) / totals[licence]
            bars.append(Box(round(left, 1), y, across.at(share), 20))
            told.append(
                Words(
                    round(left + across.at(share) + 4, 1), y + 15, f"{percent(getattr(row, licence), totals[licence])}%"
                )
            )
    return Drawing(
        top + 42 * len(rows) + 6,
        [
            Layer("bar", boxes=bars),
            Layer("axis", lines=axes),
            Layer("words", words=names),
            Layer("strong", words=heads),
            Layer("small", words=[*small, *told]),
        ],
        f"Bars of ratings, one panel for each licence status, in percent of its providers that have one. {says}",
    )


def _listing(name: str, caption: str, first: str, means: str) -> Listing[Split]:
    nothing = "No provider here is on the CQC’s list that is loaded."
    return Listing(
        name=name,
        told_apart_by=("title",),
        caption=caption,
        noun=("row", "rows"),
        none_at_all=nothing,
        none_fits=nothing,
        columns=(
            Column("title", first, means, heads=True),
            Column("providers", "Providers", "Care providers here of this kind.", cell=lambda row: Cell(f"{row.providers:,}", row.listed if row.providers else ""), numeric=True),
            Column("licensed", "Licensed", "Of these, how many have a linked sponsor on the register.", cell=lambda row: Cell(f"{row.licensed:,}", row.listed_licensed if row.licensed else ""), numeric=True),
            Column("formerly", "Left the register", "Of these, how many had linked sponsors that have all left it.", numeric=True),
            Column("none", "None confirmed", "Of these, for how many no licence is confirmed; some may have one under another name.", numeric=True),
            Column("share", "Share licensed", "Licensed of all, from 0 to 1.", cell=lambda row: Cell(f"{percent(row.licensed, row.providers)}%" if row.providers else ""), look="govuk-table__cell--numeric"),
        ),
    )  # fmt: skip


SERVICE_ROWS = _listing("services", "Providers by type of service", "Service", "The type of service.")
RATING_ROWS = _listing(
    "ratings", "Providers by lowest rating here", "Lowest rating here", "The lowest of its ratings here."
)
BY_SERVICE = Question(
    "services",
    "Licensed providers by type of service",
    "Of the care providers here that give a type of service, as the CQC lists it, the share with a linked sponsor on the register of licensed"
    " sponsors. A provider that gives several counts in each. None confirmed does not mean none.",
    SERVICE_ROWS,
    _services,
)
BY_RATING = Question(
    "ratings",
    "Ratings, with and without a licence",
    "The lowest overall CQC rating of each care provider’s locations here, apart for licensed providers, those whose sponsors left the register"
    " and those of which no licence is confirmed. The bars of one panel make 100% of those that have a rating; providers without one are in"
    " the table.",
    RATING_ROWS,
    _ratings,
)
