"""Which care providers of a programme's councils a hub's webinars reached, and which never: by name for its helpline lead, as counts for
whoever pays, where those under five are hidden (web/suppression.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from irhub.accounts.models import Membership
from irhub.accounts.policy import Whose
from irhub.accounts.row_security import system_access
from irhub.organisations.models import ProviderInCouncil
from irhub.organisations.providers import LICENCE_IN_WORDS
from irhub.places.geography import council_of
from irhub.programmes.models import Programme
from irhub.programmes.queries import programme_at
from irhub.web.suppression import hidden_pairs, total_tells
from irhub.webinars.models import Attendance, Came

SIZES = {"one": "1 location", "few": "2 to 5 locations", "many": "6 locations or more"}
SERVICES = {"home": "Home care", "beds": "Care homes", "both": "Home care and care homes", "other": "Other care"}


@dataclass(frozen=True)
class ReachRow:
    """A provider of the area. `council`: where most of its locations here are; `locations`, `beds`: in all councils of the programme.

    `size`, `service`: keys of SIZES and SERVICES; `licence`: as in LICENCE_IN_WORDS; `came`: whether somebody of it ever attended.
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
    came: bool


def whose_reach(slug: str) -> Whose | None:
    """Whose a programme's reach is by name: the body's that runs it."""
    found = programme_at(slug)
    return Whose(body=found.body_id) if found else None


def whose_counts(slug: str) -> Whose | None:
    """Whose the counts of a programme's reach are: the body's that pays for it."""
    found = programme_at(slug)
    return Whose(body=found.commissioned_by_id) if found and found.commissioned_by_id else None


def commissioned(membership: Membership) -> list[Programme]:
    """The programmes for which a body pays."""
    return list(Programme.objects.filter(commissioned_by=membership.body_id).order_by("name"))


def providers(programme: Programme) -> list[ReachRow]:
    """Every care provider of the programme's councils, by name, with whether its webinars reached it. For those who run it: the database
    gives attendance to them alone."""
    came = set(
        Attendance.objects.filter(came=Came.CAME, booking__session__programme=programme)
        .exclude(booking__provider_id="")
        .values_list("booking__provider_id", flat=True)
    )
    here: dict[str, list[ProviderInCouncil]] = {}
    found = ProviderInCouncil.objects.filter(as_at=None, adult_social_care=True, council_code__in=programme.councils)
    for row in found.order_by("provider_id", "-locations", "council_code"):
        here.setdefault(row.provider_id, []).append(row)
    return sorted(
        (_row(rows, number in came) for number, rows in here.items()), key=lambda row: (row.name, row.provider_id)
    )


def _row(rows: list[ProviderInCouncil], came: bool) -> ReachRow:
    first = rows[0]
    locations, beds, home = (sum(getattr(row, name) for row in rows) for name in ("locations", "beds", "home_care"))
    council = council_of(first.council_code)
    return ReachRow(
        first.provider_id, first.name, first.organisation_id, council.name if council else "", first.council_code, locations, beds,
        "one" if locations == 1 else "few" if locations <= 5 else "many",
        "both" if home and beds else "home" if home else "beds" if beds else "other", first.licence, came,
    )  # fmt: skip


def never_reached(
    programme: Programme, q: str = "", council: str = "", size: str = "", service: str = "", licence: str = ""
) -> list[ReachRow]:
    """The providers of which nobody ever attended; those that fit."""
    asked = {"council_code": council, "size": size, "service": service, "licence": licence}
    return [
        row
        for row in providers(programme)
        if not row.came
        and q.casefold() in row.name.casefold()
        and all(not value or getattr(row, name) == value for name, value in asked.items())
    ]


@dataclass(frozen=True)
class Table:
    """Counts by one thing: a row for each value with how many providers there are, were reached and were not; None where it is hidden."""

    title: str
    rows: list[tuple[str, int | None, int | None, int | None]]


_BY: Mapping[str, Callable[[ReachRow], str]] = {
    "Council": lambda row: row.council or "Not known",
    "Size": lambda row: SIZES[row.size],
    "Service": lambda row: SERVICES[row.service],
    "Sponsor licence": lambda row: LICENCE_IN_WORDS[row.licence],
}


def tables(rows: Iterable[ReachRow], *, hide: bool) -> list[Table]:
    """Reach by council, size, service and licence. `hide`: counts under five, all and none of a row, and others from which they could be worked out.

    How many providers a row has, everybody can count in the register. So what one table tells of all of them must not narrow a small count of
    another, of which nothing is told: then none is.
    """
    rows = list(rows)
    counted = {title: _pairs(rows, key) for title, key in _BY.items()}
    apart = {title: hidden_pairs(list(pairs.values())) if hide else set() for title, pairs in counted.items()}
    nothing = hide and any(
        total_tells(list(pairs.values())) for title, pairs in counted.items() if len(apart[title]) == len(pairs)
    )
    return [
        Table(
            title,
            [
                (name, sum(pair), *((None, None) if nothing or at in apart[title] else pair))
                for at, (name, pair) in enumerate(pairs.items())
            ],
        )
        for title, pairs in counted.items()
    ]


def _pairs(rows: list[ReachRow], key: Callable[[ReachRow], str]) -> dict[str, tuple[int, int]]:
    """How many providers were reached and were not, by the values of one thing, in their order."""
    counts = Counter((key(row), row.came) for row in rows)
    return {name: (counts[name, True], counts[name, False]) for name in sorted({name for name, _ in counts})}


def counts_for_whoever_pays(programme: Programme) -> list[Table]:
    """The same as counts, of which nobody can be told: names and addresses do not leave this function."""
    with system_access("counts of who was reached, hidden under five, for the body that pays for the programme"):
        return tables(providers(programme), hide=True)
