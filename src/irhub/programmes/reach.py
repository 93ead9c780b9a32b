"""Which care providers of a programme's councils were ever in touch with it, in any way that a room counts (its module `in_touch`), and which never:
by name for its helpline lead, and as counts without small ones, of which an edition is kept each month.

Whoever pays reads kept editions alone, so that no figure in a report changes silently. A row that moved by fewer than five providers since it
was last told stays as it was told, with others from which its move could be worked out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from irhub.accounts.row_security import system_access
from irhub.organisations.models import ProviderInCouncil
from irhub.organisations.providers import LICENCE_IN_WORDS
from irhub.places.geography import council_of
from irhub.programmes.models import FrozenMonth, Programme
from irhub.programmes.workflows import ProgrammeState
from irhub.web.rooms import gathered
from irhub.web.suppression import hidden_pairs, hidden_parts, total_tells

SIZES = {"one": "1 location", "few": "2 to 5 locations", "many": "6 locations or more"}
SERVICES = {"home": "Home care", "beds": "Care homes", "both": "Home care and care homes", "other": "Other care"}
REPORT = "reach"
"""The name under which editions are kept among the months."""
Pair = tuple[int, int]
"""How many providers were in touch, and how many never."""
Counted = Mapping[str, Mapping[str, Pair]]
"""Pairs by what is counted by (a key of BY) and by its values, in their order."""


@dataclass(frozen=True)
class InTouch:
    """A way in which providers are in touch with a programme. `means`: its definition, a sentence; `providers`: their CQC ids, as far as whoever
    acts may know of them."""

    title: str
    means: str
    providers: Callable[[Programme], Iterable[str]]


@dataclass(frozen=True)
class ReachRow:
    """A provider of the area. `council`: where most of its locations here are; `locations`, `beds`: in all councils of the programme.

    `size`, `service`: keys of SIZES and SERVICES; `licence`: as in LICENCE_IN_WORDS; `reached`: whether it ever was in touch.
    """

    provider_id: str
    name: str
    organisation_id: str
    council: str
    council_code: str
    locations: int
    beds: int
    size: str
    service: str
    licence: str
    reached: bool


BY: Mapping[str, Callable[[ReachRow], str]] = {
    "Council": lambda row: row.council or "Not known",
    "Size": lambda row: SIZES[row.size],
    "Service": lambda row: SERVICES[row.service],
    "Sponsor licence": lambda row: LICENCE_IN_WORDS[row.licence],
}


@dataclass(frozen=True)
class ReachTold:
    """A row as it is told. `providers`: how many there are in all; `reached`, `never`: None where they are hidden; `edition`: the month of the
    edition that told them first, None where none did."""

    by: str
    name: str
    providers: int
    reached: int | None
    never: int | None
    edition: date | None


def ways() -> list[InTouch]:
    """Every way in which a provider can be in touch with a programme."""
    return [one for room in gathered("in_touch", "IN_TOUCH") for one in room]


def providers(programme: Programme) -> list[ReachRow]:
    """Every care provider of the programme's councils, by name, with whether it was ever in touch, as far as whoever acts may know."""
    reached = {key for way in ways() for key in way.providers(programme) if key}
    here: dict[str, list[ProviderInCouncil]] = {}
    found = ProviderInCouncil.objects.filter(as_at=None, adult_social_care=True, council_code__in=programme.councils)
    for row in found.order_by("provider_id", "-locations", "council_code"):
        here.setdefault(row.provider_id, []).append(row)
    return sorted(
        (_row(rows, number in reached) for number, rows in here.items()), key=lambda row: (row.name, row.provider_id)
    )


def _row(rows: list[ProviderInCouncil], reached: bool) -> ReachRow:
    first = rows[0]
    locations, beds, home = (sum(getattr(row, name) for row in rows) for name in ("locations", "beds", "home_care"))
    council = council_of(first.council_code)
    return ReachRow(
        first.provider_id, first.name, first.organisation_id, council.name if council else "", first.council_code, locations, beds,
        "one" if locations == 1 else "few" if locations <= 5 else "many",
        "both" if home and beds else "home" if home else "beds" if beds else "other", first.licence, reached,
    )  # fmt: skip


def never_reached(
    rows: Iterable[ReachRow], q: str = "", council: str = "", size: str = "", service: str = "", licence: str = ""
) -> list[ReachRow]:
    """Of these the providers that never were in touch and fit."""
    asked = {"council_code": council, "size": size, "service": service, "licence": licence}
    return [
        row
        for row in rows
        if not row.reached
        and q.casefold() in row.name.casefold()
        and all(not value or getattr(row, name) == value for name, value in asked.items())
    ]


def counted(rows: Iterable[ReachRow]) -> dict[str, dict[str, Pair]]:
    """How many providers were in touch and how many never, by council, size, service and licence; nothing is hidden."""
    rows = list(rows)
    return {title: _pairs(rows, key) for title, key in BY.items()}


def _pairs(rows: Sequence[ReachRow], key: Callable[[ReachRow], str]) -> dict[str, Pair]:
    counts = Counter((key(row), row.reached) for row in rows)
    return {name: (counts[name, True], counts[name, False]) for name in sorted({name for name, _ in counts})}


def keep_editions(today: date | None = None) -> int:
    """Keep the edition of this month of every open programme that has none, as things stand. Returns how many. As the system role."""
    month, made = (today or localdate()).replace(day=1), 0
    for programme in Programme.objects.filter(state=ProgrammeState.OPEN).order_by("pk"):
        if FrozenMonth.objects.filter(programme=programme, report=REPORT, month=month).exists():
            continue
        found = counted(providers(programme))
        counts = [[title, name, *pair] for title, pairs in found.items() for name, pair in pairs.items()]
        if counts:  # without a list of the CQC there is nothing to count
            edition = FrozenMonth(
                body_id=programme.body_id,
                programme=programme,
                report=REPORT,
                month=month,
                counts=counts,
                who="the hub",
            )
            FrozenMonth.objects.bulk_create([edition], ignore_conflicts=True)
            made += 1
    return made


def editions(programme: Programme) -> list[FrozenMonth]:
    """The editions that are kept of a programme, the newest first."""
    with system_access("editions of who was reached, of which small counts are hidden before anybody sees them"):
        return list(FrozenMonth.objects.filter(programme=programme, report=REPORT).order_by("-month"))


def told(kept: Iterable[FrozenMonth], month: date | None = None) -> list[ReachTold]:
    """The rows of an edition without small counts: the newest, or that of a month. `kept`: what `editions` gives."""
    known = sorted((one for one in kept if month is None or one.month <= month), key=lambda one: one.month)
    return as_told([(one.month, _read(one)) for one in known])


def _read(edition: FrozenMonth) -> Counted:
    found: dict[str, dict[str, Pair]] = {}
    for title, name, reached, never in edition.counts:
        found.setdefault(title, {})[name] = (reached, never)
    return found


def as_told(kept: Sequence[tuple[date, Counted]]) -> list[ReachTold]:
    """The rows of the last of these editions, the oldest first, as whoever read all before may read it.

    How many providers a row has, everybody can count in the register. So what one table tells of all of them must not narrow a small count of
    another, of which nothing is told: then none is.
    """
    last: dict[tuple[str, str], tuple[Pair, date]] = {}
    before: Counted = {}
    for month, counts in kept:
        for title, pairs in counts.items():
            stays = _hidden(counts)[title] | _moved_a_little(pairs, before.get(title), last, title)
            last |= {(title, name): (pair, month) for name, pair in pairs.items() if name not in stays}
        before = counts
    found = []
    for title, pairs in before.items():
        for name, now in pairs.items():
            if (title, name) in last:
                (reached, never), month = last[title, name]
                found.append(ReachTold(title, name, reached + never, reached, never, month))
            else:
                found.append(ReachTold(title, name, sum(now), None, None, None))
    return found


def _hidden(counts: Counted) -> dict[str, set[str]]:
    """By table the rows that an edition by itself cannot tell."""
    apart = {title: hidden_pairs(list(pairs.values())) for title, pairs in counts.items()}
    nothing = any(
        total_tells(list(pairs.values())) for title, pairs in counts.items() if len(apart[title]) == len(pairs)
    )
    return {
        title: {name for at, name in enumerate(pairs) if nothing or at in apart[title]}
        for title, pairs in counts.items()
    }


def _moved_a_little(
    pairs: Mapping[str, Pair],
    before: Mapping[str, Pair] | None,
    last: Mapping[tuple[str, str], tuple[Pair, date]],
    title: str,
) -> set[str]:
    """The rows that moved by fewer than five providers since they were last told, and others from which such a move could be worked out."""
    if before is None:
        return set()
    names = list(pairs)
    since = [last[title, name][0] if (title, name) in last else before.get(name, (0, 0)) for name in names]
    moves = [[abs(pairs[name][side] - was[side]) for name, was in zip(names, since, strict=True)] for side in (0, 1)]
    return {names[at] for at in hidden_parts(moves)}
