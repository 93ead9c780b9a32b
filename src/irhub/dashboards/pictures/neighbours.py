"""Councils side by side: the share of licensed providers as a dot plot, and how many held a licence over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.urls import reverse

from irhub.dashboards import compare
from irhub.dashboards.council_list import CODE, NAME
from irhub.dashboards.models import PlacePeriod
from irhub.dashboards.pictures.figure import (
    LEAST,
    Asked,
    Figure,
    Question,
    broken,
    day,
    history_of,
    named,
    survivors,
    too_few,
)
from irhub.dashboards.pictures.history import NONE_HELD
from irhub.dashboards.pictures.scales import Scale, fitted
from irhub.dashboards.pictures.shapes import SMALL, WIDTH, Dot, Drawing, Layer, Line, Words, wrapped
from irhub.places import COUNCIL, Council
from irhub.web.listing import Cell, Column, Listing, Where
from irhub.web.saying import agreeing

_NAMES = 148.0
MOST_DRAWN = 40


def rows_of(asked: Asked) -> list[compare.CouncilFigures]:
    """The councils that are compared: a council with those chosen or most like it, itself first; else those of the place."""
    if asked.place.kind == COUNCIL:
        own = asked.place.councils[0]
        return compare.beside(own, asked.beside, asked.as_at) if asked.beside else compare.similar(own, asked.as_at)
    return compare.side_by_side(asked.place, asked.as_at)


def _dots(asked: Asked) -> Figure | None:
    rows = rows_of(asked)
    if not rows:
        return None
    own = asked.place.councils[0] if asked.place.kind == COUNCIL else None
    enough = sorted((row for row in rows if row.figures.providers >= LEAST), key=lambda row: -row.share)
    few = [row.council.name for row in rows if row.figures.providers < LEAST]
    notes = [f"Not drawn, with fewer than ten providers: {named(few)}."] if few else []
    finding = _says(enough, own, rows)
    if not enough or (own and own.name in few) or len(enough) > MOST_DRAWN:
        return Figure(finding, rows, notes=[] if len(enough) > MOST_DRAWN else [too_few("providers")])
    return Figure(finding, rows, _plot(enough, own, finding), notes)


def _says(rows: Sequence[compare.CouncilFigures], own: Council | None, every: Sequence[compare.CouncilFigures]) -> str:
    """What the councils with enough providers show. `every`: with those that have too few."""
    if not rows:
        return "Each of these councils has fewer than ten care providers."
    if own and all(row.council != own for row in rows) and any(row.council == own for row in every):
        return f"{own.name} has fewer than ten care providers: its share says little."
    mine = next((row for row in rows if row.council == own), None)
    others = [row for row in rows if row.council != own]
    if mine is None or not others:
        told = sorted(others or rows, key=lambda row: row.share)
        low, high = told[0], told[-1]
        return f"The share of licensed providers runs from {low.share:.0%} in {low.council.name} to {high.share:.0%} in {high.council.name}."
    above = sum(row.share > mine.share for row in others)
    apart = [row for row in others if row.interval[0] > mine.interval[1] or row.interval[1] < mine.interval[0]]
    sure = (
        "None of them differs by more than chance and unreviewed links may explain."
        if not apart
        else f"Only {named([row.council.name for row in apart])} {agreeing(len(apart), 'differ')} by more than chance and"
        " unreviewed links may explain."
    )
    return (
        f"{mine.share:.0%} of providers in {mine.council.name} hold a sponsor licence; {_of_others(above, len(others))}"
        f" a larger share. {sure}"
    )


def _of_others(some: int, others: int) -> str:
    """How many of the other councils, up to the verb: “none of the 3 other councils shown has”."""
    if others == 1:
        return "the other council shown has" if some else "the other council shown does not have"
    if some == others:
        return f"all {others} other councils shown have"
    return f"{some or 'none'} of the {others} other councils shown {agreeing(some or 1, 'have')}"


def _plot(rows: Sequence[compare.CouncilFigures], own: Council | None, says: str) -> Drawing:
    most = max(row.interval[1] for row in rows)
    across = fitted([100 * most], _NAMES + 8, WIDTH - 44, least=5, steps=5)
    names: list[Words] = []
    bold: list[Words] = []
    numbers: list[Words] = []
    ranges: dict[bool, list[Line]] = {False: [], True: []}
    dots: dict[bool, list[Dot]] = {False: [], True: []}
    y = 16.0
    for row in rows:
        mine = row.council == own
        lines = wrapped(row.council.name, _NAMES)[:2]
        for number, line in enumerate(lines):
            (bold if mine else names).append(Words(0, y + 5 + 17 * number - (8 if len(lines) > 1 else 0), line))
        low, high = (across.at(100 * end) for end in row.interval)
        ranges[mine].append(Line(low, y, high, y))
        dots[mine].append(Dot(across.at(100 * row.share), y, 8 if mine else 5))
        (bold if mine else numbers).append(Words(WIDTH, y + 5, f"{row.share:.0%}", "end"))
        y += 36
    bottom = y - 12
    return Drawing(
        bottom + 26,
        [
            Layer("grid", lines=[Line(across.at(tick), 0, across.at(tick), bottom) for tick in across.ticks]),
            Layer("range", lines=ranges[False]),
            Layer("range-own", lines=ranges[True]),
            Layer("dot", dots=dots[False]),
            Layer("dot-own", dots=dots[True]),
            Layer("words", words=[*names, *numbers]),
            Layer("strong", words=bold),
            Layer(
                "small", words=[Words(across.at(tick), bottom + 18, f"{tick:.0f}%", "middle") for tick in across.ticks]
            ),
        ],
        f"Dot plot of the share of licensed providers in each council, with its range. {says}",
    )


@dataclass(frozen=True)
class Course:
    """How the number of a council's licensed providers went: its history, and by what part it moved since it began."""

    council: Council
    periods: Sequence[PlacePeriod]

    @property
    def first(self) -> int:
        """Licensed on the first day."""
        return self.periods[0].licensed

    @property
    def last(self) -> int:
        """Licensed on the last."""
        return self.periods[-1].licensed

    @property
    def moved(self) -> float | None:
        """By what part of the first it moved; None where it began with fewer than ten."""
        return (self.last - self.first) / self.first if self.first >= LEAST else None

    @property
    def told(self) -> str:
        """The same in words."""
        return "" if self.moved is None else _signed(self.moved)


def _signed(part: float) -> str:
    return f"{100 * part:+.0f}%".replace("-", "−").replace("+0%", "0%").replace("−0%", "0%")


def _moved(course: Course) -> str:
    told = course.told.lstrip("+−")
    if told == "0%":
        return "changed by less than 1%" if course.moved else "did not change"
    return f"{'grew' if (course.moved or 0) > 0 else 'fell'} by {told}"


def _off(tick: float) -> str:
    return f"{abs(tick):.0f}% {'below' if tick < 0 else 'above'}"


def _courses(asked: Asked) -> Figure | None:
    rows = rows_of(asked)
    periods = history_of([row.council.code for row in rows], asked.as_at)
    courses = [
        Course(row.council, periods[row.council.code]) for row in rows if len(periods.get(row.council.code, ())) > 1
    ]
    if not courses:
        return None
    own = asked.place.councils[0] if asked.place.kind == COUNCIL else None
    enough = [course for course in courses if course.moved is not None]
    few = [course.council.name for course in courses if course.moved is None]
    notes = [f"Not drawn, with fewer than ten licensed providers on the first day: {named(few)}."] if few else []
    notes += [*survivors(courses[0].periods[0].ends, asked), *broken(courses[0].periods[-1].ends, asked)]
    if not enough:
        return Figure(
            "Each council began with fewer than ten licensed providers.",
            courses,
            notes=[too_few("licensed providers"), *notes[bool(few) :]],
        )
    by_move = sorted(enough, key=lambda course: course.moved or 0)
    mine = next((course for course in enough if course.council == own), None)
    since = day(courses[0].periods[0].ends)
    ends = f"from {by_move[0].told} in {by_move[0].council.name} to {by_move[-1].told} in {by_move[-1].council.name}"
    finding = (
        f"Since {since} the number of licensed providers in {mine.council.name} {_moved(mine)}; in the councils shown it moved {ends}."
        if mine
        else f"Since {since} the number of licensed providers moved {ends}."
    )
    if len(enough) > MOST_DRAWN:
        return Figure(finding, courses, notes=notes[bool(few) :])
    return Figure(finding, courses, _small(enough, mine, finding), notes)


def _small(courses: Sequence[Course], mine: Course | None, says: str) -> Drawing:
    """A small line for each council on one scale, and the own one's pale behind the others."""
    across, down, wide, high = 2, 132.0, (WIDTH - 24) / 2, 70.0
    parts = [period.licensed / course.first - 1 for course in courses for period in course.periods]
    scale = fitted([100 * part for part in parts], high, 0, steps=4)
    first, last = courses[0].periods[0].ends.toordinal(), courses[0].periods[-1].ends.toordinal()
    words: list[Words] = []
    bold: list[Words] = []
    grid: list[Line] = []
    lines, pale, small, axis = [], [], [], []
    for number, course in enumerate(courses):
        left, top = (number % across) * (wide + 24), 34 + (number // across) * down
        plot = Scale(first, last, left, left + wide - 60)
        run = partial(_run, plot=plot, scale=scale, top=top)
        grid.extend(Line(plot.start, top + scale.at(tick), plot.end, top + scale.at(tick)) for tick in scale.ticks)
        axis.append(Line(plot.start, top + scale.at(0), plot.end, top + scale.at(0)))
        title = wrapped(course.council.name, wide)[:2]
        (bold if course is mine else words).extend(
            Words(left, top - 12 - 17 * (len(title) - 1 - line), text) for line, text in enumerate(title)
        )
        if mine and course is not mine:
            pale.append(run(mine))
        points = run(course)
        lines.append(points)
        bold.append(Words(plot.end + 5, points[-1][1] + 5, course.told))
    rows = -(-len(courses) // across)
    bottom = 34 + rows * down - (down - high)
    ends = " to ".join(_off(tick) for tick in (scale.low, scale.high))
    small.append(Words(0, bottom + 24, f"Each scale runs from {ends} the first day’s number."))
    if mine:
        small.extend(
            Words(0, bottom + 42 + 17 * n, line)
            for n, line in enumerate(wrapped(f"Pale: {mine.council.name}.", WIDTH, SMALL))
        )
    return Drawing(
        bottom + (52 if mine else 32),
        [
            Layer("grid", lines=grid),
            Layer("axis", lines=axis),
            Layer("line-pale", runs=pale),
            Layer("line", runs=lines),
            Layer("words", words=words),
            Layer("strong", words=bold),
            Layer("small", words=small),
        ],
        f"Small lines of the change in licensed providers, one for each council. {says}",
    )


def _run(course: Course, *, plot: Scale, scale: Scale, top: float) -> list[tuple[float, float]]:
    return [
        (plot.at(period.ends.toordinal()), round(top + scale.at(100 * (period.licensed / course.first - 1)), 1))
        for period in course.periods
    ]


BESIDE_ROWS: Listing[compare.CouncilFigures] = Listing(
    name="neighbours",
    told_apart_by=("code",),
    caption="Share of licensed providers in each council",
    noun=("council", "councils"),
    none_at_all="No location here is on the CQC’s list that is loaded.",
    none_fits="No council fits.",
    size=50,
    columns=(
        replace(NAME, cell=lambda row: Cell(row.council.name, reverse("council", args=[row.council.slug]), under=row.why)),
        CODE,
        Column("providers", "Providers", "Care providers with a location there.", value=lambda row: row.figures.providers, numeric=True),
        Column("licensed", "Licensed", "Of these, how many have a linked sponsor on the register.", value=lambda row: row.figures.licensed, numeric=True),
        Column("share", "Share", "Licensed of all, from 0 to 1.", value=lambda row: round(row.share, 4), cell=lambda row: Cell(f"{row.share:.0%}"), look="govuk-table__cell--numeric"),
        Column("low", "Range from", "The low end of the range in which the share may lie.", value=lambda row: round(row.interval[0], 4), cell=lambda row: Cell(f"{row.interval[0]:.0%}"), look="govuk-table__cell--numeric"),
        Column("high", "to", "The high end of that range.", value=lambda row: round(row.interval[1], 4), cell=lambda row: Cell(f"{row.interval[1]:.0%}"), look="govuk-table__cell--numeric"),
        Column("care_homes", "Care homes", "Care homes there.", value=lambda row: row.figures.care_homes, where=Where.FILES),
        Column("beds", "Beds", "Beds in them.", value=lambda row: row.figures.beds, where=Where.FILES),
        Column("home_care", "Home care", "Locations there with home care.", value=lambda row: row.figures.home_care, where=Where.FILES),
    ),
)  # fmt: skip
COURSE_ROWS: Listing[Course] = Listing(
    name="councils-over-time",
    told_apart_by=("code",),
    caption="Licensed providers of each council, then and now",
    noun=("council", "councils"),
    none_at_all=NONE_HELD,
    none_fits="No council fits.",
    size=25,
    columns=(
        NAME,
        CODE,
        Column("since", "From", "The first day of the sponsor register that is held.", value=lambda row: row.periods[0].ends),
        Column("first", "Licensed then", "Care providers of the council that held a licence that day.", numeric=True),
        Column("until", "Up to", "The last day.", value=lambda row: row.periods[-1].ends),
        Column("last", "Licensed now", "Those that held one on the last day.", numeric=True),
        Column("moved", "Change", "By what part of the first number it moved; blank where that is less than ten.", value=lambda row: None if row.moved is None else round(row.moved, 4), cell=lambda row: Cell(row.told), look="govuk-table__cell--numeric"),
    ),
)  # fmt: skip
SIDE_BY_SIDE = Question(
    "neighbours",
    "Councils side by side",
    compare.MEANS,
    BESIDE_ROWS,
    _dots,
)
OVER_TIME = Question(
    "councils-over-time",
    "Each council over time",
    "How many care providers of each council held a sponsor licence at the end of each month, as a change since the first day that is held."
    " Leaving the register is no proof that a licence was revoked.",
    COURSE_ROWS,
    _courses,
    by_month=True,
)
