"""Licences over time: how many providers hold one, the net change of each month, and where most were lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.urls import reverse

from irhub.dashboards.models import PlacePeriod
from irhub.dashboards.pictures import policy
from irhub.dashboards.pictures.figure import (
    LEAST,
    Asked,
    Figure,
    Question,
    Rule,
    broken,
    day,
    named,
    providers,
    survivors,
    too_few,
)
from irhub.dashboards.pictures.scales import Scale, fitted
from irhub.dashboards.pictures.shapes import SMALL, WIDTH, Box, Dot, Drawing, Layer, Line, Words, long, wrapped
from irhub.places import COUNCIL, PARTNERSHIP, REGION
from irhub.web.jinja import query
from irhub.web.listing import Cell, Column, Listing, Where

MONTHS_DRAWN = 12
_LEFT, _RIGHT, _TOP = 44, WIDTH - 14, 26
"""Where a picture with a scale on its left begins and ends."""
_SPAN = 10
"""How many providers the scale of a trend spans at least, or a tenth of the most: one provider fewer of thirty is no cliff."""


@dataclass(frozen=True)
class Month:
    """A month of a place. `before`: how many held a licence at its start. Addresses are blank where nothing lists what is counted."""

    period: PlacePeriod
    before: int
    listed: str
    changes: Mapping[str, str]

    @property
    def net(self) -> int:
        """By how many the licensed providers grew."""
        return self.period.licensed - self.before


def _months(asked: Asked) -> list[Month]:
    periods = asked.periods
    narrowed = {
        COUNCIL: {"council": asked.place.slug},
        REGION: {"region": asked.place.code},
        PARTNERSHIP: {"partnership": asked.place.slug},
    }.get(asked.place.kind, {})
    found = []
    for was, period in pairwise([None, *periods]):
        if period is None:
            continue
        days = {"since": period.begins.isoformat(), "until": period.ends.isoformat()}
        changes = {
            name: reverse("changes") + query(narrowed, kind=kind, **days)
            for name, kind in (
                ("came", "licence_granted"),
                ("left", "licence_removed"),
                ("returned", "licence_returned"),
            )
        }
        then = (
            {"as_at": period.ends.isoformat()}
            if period.ends < (periods[-1].ends if asked.as_at is None else date.max)
            else {}
        )
        listed = (
            asked.providers(**{**then, "licence": "licensed"})
            if asked.first_list and period.ends >= asked.first_list
            else ""
        )
        found.append(Month(period, was.licensed if was else period.licensed, listed, changes))
    return found


def _trend(asked: Asked) -> Figure | None:
    months = _months(asked)
    if len(months) < 2:
        return None
    first, last = months[0].period, months[-1].period
    moved = last.licensed - first.licensed
    how = "as many as" if not moved else f"{abs(moved):,} {'more' if moved > 0 else 'fewer'} than"
    finding = (
        f"{providers(last.licensed)} held a sponsor licence on {day(last.ends)}, {how} on {day(first.ends)}"
        f"{f' ({first.licensed:,})' if moved else ''}."
        if first.licensed or last.licensed
        else f"No provider held a sponsor licence on {day(first.ends)} or on {day(last.ends)}."
    )
    known = [*survivors(first.ends, asked), *broken(last.ends, asked)]
    if max(month.period.licensed for month in months) < LEAST:
        return Figure(finding, months, notes=[too_few("licensed providers"), *known])
    rules = policy.between(first.ends, last.ends)
    drawing, scale = _line(months, rules, finding)
    notes = [] if not scale.low else [f"The scale begins at {scale.low:,.0f}, not at 0."]
    return Figure(finding, months, drawing, [*notes, *known], rules)


def _line(months: Sequence[Month], rules: Sequence[Rule], says: str) -> tuple[Drawing, Scale]:
    periods = [month.period for month in months]
    first, last = periods[0].ends, periods[-1].ends
    bottom = _TOP + 190.0
    counts = [period.licensed for period in periods]
    up = fitted(counts, bottom, _TOP, zero=False, span=max(_SPAN, max(counts) / 10))
    across = Scale(first.toordinal(), last.toordinal(), _LEFT + 6, _RIGHT - 10 - long(f"{periods[-1].licensed:,}", 17))
    run = [(across.at(period.ends.toordinal()), up.at(period.licensed)) for period in periods]
    end = run[-1]
    marks = [(across.at(on.toordinal()), letter) for on, letter in {rule.day: rule.letter for rule in rules}.items()]
    days = _days(first, last)
    key, y = [], bottom + 46
    for rule in rules:
        for line in wrapped(f"{rule.letter}  {day(rule.day)}: {rule.words}", WIDTH, SMALL):
            key.append(Words(0, y, line))
            y += 17
    return (
        Drawing(
            y - 10 if rules else bottom + 30,
            [
                _grid(up),
                Layer("axis", lines=[Line(_LEFT, bottom, _RIGHT, bottom)]),
                Layer("mark", lines=[Line(x, _TOP - 6, x, bottom) for x, _ in marks]),
                Layer("line", runs=[run]),
                Layer("dot-own", dots=[Dot(*end, 4)]),
                Layer("badge", dots=[Dot(x, _TOP - 14, 10) for x, _ in marks]),
                Layer("badged", words=[Words(x, _TOP - 9, letter, "middle") for x, letter in marks]),
                Layer(
                    "small",
                    words=[
                        *(Words(_LEFT - 6, up.at(tick) + 4, f"{tick:,.0f}", "end") for tick in up.ticks),
                        *(Words(across.at(on.toordinal()), bottom + 20, text, anchor) for on, text, anchor in days),
                        *key,
                    ],
                ),
                Layer("strong", words=[Words(end[0] + 8, end[1] + 5, f"{periods[-1].licensed:,}")]),
            ],
            f"Line of licensed providers at the end of each month. {says}",
        ),
        up,
    )


def _days(first: date, last: date) -> list[tuple[date, str, str]]:
    """Days to name below a line: its two ends, and new years between that leave them room."""
    room = (last - first) / 5
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    return [
        (first, f"{first:%b %Y}", "start"),
        *((on, str(on.year), "middle") for on in years if first + room <= on <= last - room),
        (last, f"{last:%b %Y}", "middle"),
    ]


def _grid(up: Scale) -> Layer:
    return Layer("grid", lines=[Line(_LEFT, up.at(tick), _RIGHT, up.at(tick)) for tick in up.ticks])


def _net(asked: Asked) -> Figure | None:
    months = _months(asked)[1:]
    if not months:
        return None
    drawn = months[-MONTHS_DRAWN:]
    first, last = drawn[0], drawn[-1].period
    moved = {name: sum(getattr(month.period, name) for month in drawn) for name in _MOVED}
    net = last.licensed - first.before
    grew = f"grew by {net:,}" if net > 0 else f"fell by {-net:,}" if net < 0 else "did not change"
    finding = (
        f"Between {day(first.period.begins)} and {day(last.ends)} the number of licensed providers {grew}:"
        f" {_why(moved)}."
    )
    known = [*survivors(first.period.begins, asked), *broken(last.ends, asked)]
    if sum(moved.values()) < LEAST:
        return Figure(finding, months, notes=[too_few("changes"), *known])
    notes = [] if (last.ends + timedelta(days=1)).day == 1 else [f"{last.ends:%B}: to the {_nth(last.ends.day)} only."]
    return Figure(finding, months, _bars(drawn, finding), [*notes, *known])


_MOVED = {
    "gained": "joined the sponsor register",
    "lost": "left it",
    "unclear": "may have left it, or be on it under another name",
    "opened": "began care here with a licence",
    "closed": "ended care here with one",
}
"""Why the number of licensed providers moves."""
_WHOLE = {
    "lost": "left the sponsor register",
    "unclear": "may have left the sponsor register, or be on it under another name",
    "closed": "ended care here with a licence",
}
"""The same where it stands first, or without what it leans on."""


def _why(moved: Mapping[str, int]) -> str:
    """What moved it, without what did not."""
    told: list[str] = []
    for name, words in _MOVED.items():
        if moved[name]:
            leans = "opened" if name == "closed" else "gained"
            told.append(f"{moved[name]:,} {words if moved[leans] else _WHOLE.get(name, words)}")
    return named(told) if told else "no provider came or went"


def _nth(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _bars(months: Sequence[Month], says: str) -> Drawing:
    bottom = _TOP + 170.0
    up = fitted([month.net for month in months], bottom, _TOP)
    room = (_RIGHT - _LEFT) / len(months)
    wide = min(44.0, room * 0.66)
    nought = up.at(0)
    boxes: dict[str, list[Box]] = {"bar": [], "bar-fall": []}
    told = []
    for number, month in enumerate(months):
        middle, y = round(_LEFT + (number + 0.5) * room, 1), up.at(month.net)
        if month.net:
            look = "bar" if month.net > 0 else "bar-fall"
            boxes[look].append(
                Box(round(middle - wide / 2, 1), min(y, nought), round(wide, 1), round(abs(y - nought), 1))
            )
        text = f"+{month.net:,}" if month.net > 0 else f"−{-month.net:,}" if month.net else "0"
        told.append(Words(middle, y + (15 if month.net < 0 else -5), text, "middle"))
    named_months = []
    soon = 1 in [month.period.ends.month for month in months[:3]]
    for number, month in enumerate(months):
        x = round(_LEFT + (number + 0.5) * room, 1)
        named_months.append(Words(x, bottom + 34, f"{month.period.ends:%b}", "middle"))
        if month.period.ends.month == 1 or (number == 0 and not soon):
            named_months.append(Words(x, bottom + 50, str(month.period.ends.year), "middle"))
    return Drawing(
        bottom + 58,
        [
            _grid(up),
            *(Layer(look, boxes=drawn) for look, drawn in boxes.items()),
            Layer("axis", lines=[Line(_LEFT, nought, _RIGHT, nought)]),
            Layer(
                "small",
                words=[
                    *(
                        Words(_LEFT - 6, up.at(tick) + 4, f"{tick:+,.0f}".replace("-", "−") if tick else "0", "end")
                        for tick in up.ticks
                    ),
                    *named_months,
                    *told,
                ],
            ),
        ],
        f"Bars of the net change of each month. {says}",
    )


def _number(key: str, title: str, means: str, *, of: str = "", where: Where = Where.BOTH) -> Column[Month]:
    def cell(row: Month) -> Cell:
        figure = getattr(row.period, of or key)
        return Cell(f"{figure:,}", row.changes.get(key, "") if figure else "")

    return Column(
        key, title, means, value=lambda row: int(getattr(row.period, of or key)), cell=cell, numeric=True, where=where
    )


_UP_TO: Column[Month] = Column(
    "up_to", "Up to", "The last day of the month, or the newest edition of the sponsor register.",
    value=lambda row: row.period.ends, heads=True, look="irhub-nowrap",
)  # fmt: skip
_FROM: Column[Month] = Column(
    "begins", "From", "The first day that is counted.", value=lambda row: row.period.begins, where=Where.FILES
)
_LICENSED: Column[Month] = Column(
    "licensed", "Licensed at the end", "Providers here that held a sponsor licence on the last day.",
    value=lambda row: row.period.licensed, cell=lambda row: Cell(f"{row.period.licensed:,}", row.listed if row.period.licensed else ""),
    numeric=True,
)  # fmt: skip
NONE_HELD = "The sponsor register is held of one day alone: changes show from its second edition."
TREND_ROWS: Listing[Month] = Listing(
    name="licences",
    told_apart_by=("up_to",),
    caption="Licensed providers, and entries of the sponsor register, by month",
    noun=("month", "months"),
    none_at_all=NONE_HELD,
    none_fits=NONE_HELD,
    size=600,
    columns=(
        _UP_TO,
        _FROM,
        _LICENSED,
        _number(
            "came",
            "Register entries added",
            "Entries of the sponsor register, linked to providers here, that came onto it in the month.",
        ),
        _number(
            "left",
            "Register entries removed",
            "Entries linked to providers here that left it in the month; a provider may have several, and one may come back.",
        ),
        _number(
            "returned", "Register entries back", "Entries linked to providers here that came back to it in the month."
        ),
    ),
)
NET_ROWS: Listing[Month] = Listing(
    name="net-change",
    told_apart_by=("up_to",),
    caption="Licensed providers at the start and end of each month, and why the number moved",
    noun=("month", "months"),
    none_at_all=NONE_HELD,
    none_fits=NONE_HELD,
    size=600,
    columns=(
        _UP_TO,
        _FROM,
        Column("before", "Licensed at the start", "Providers here that held a licence on the last day of the month before.", numeric=True),
        _number("gained", "+ joined the register", "Providers here that held no licence then and hold one at the end."),
        _number("opened", "+ began care here", "Providers that held a licence then and give care here at the end, but did not then."),
        _number("lost", "− left the register", "Providers that held a licence then and hold none at the end."),
        _number("unclear", "− not clear", "Providers that held a licence then and hold none that is linked at the end, while a sponsor of the same or a similar name is on the register: whether they left is not known."),
        _number("closed", "− ended care here", "Providers that still hold a licence at the end, but no longer give care here."),
        _LICENSED,
        Column("net", "Net change", "At the end less at the start.", cell=lambda row: Cell(f"{row.net:+,}".replace("-", "−") if row.net else "0"), look="govuk-table__cell--numeric"),
    ),
)  # fmt: skip
LEAVING = (
    " Leaving the register is no proof that a licence was revoked. Before the CQC’s first list that is held, providers are those on that list; links are"
    " those known today."
)
TREND = Question(
    "licensed",
    "Providers with a sponsor licence",
    "Care providers with a location here, of which a linked sponsor was on the register of licensed sponsors on the last day of each"
    " month: “Licensed at the end” counts these providers. “Register entries” are lines of the sponsor register that are linked to them, and"
    " are added, removed or back within the month. A provider may have several entries, and may begin or end care here, so entries do not add up"
    " to the change in providers: “Net change each month” has that sum. Marked days are those from which a rule changed whom care providers may sponsor."
    + LEAVING,
    TREND_ROWS,
    _trend,
    newest_last=True,
    by_month=True,
)
NET = Question(
    "net-change",
    "Net change each month",
    "How many more or fewer care providers here held a licence at the end of a month than at its start. Providers are counted, not"
    " entries of the sponsor register: start, plus those that joined and began, less those that left, are not clear and ended, is the end."
    + LEAVING,
    NET_ROWS,
    _net,
    newest_last=True,
    by_month=True,
)
