"""What a programme did, counted month by month: one way for every room that counts (its module `monthly`, `MONTHLY`).

A month is frozen 31 days after its end, and before retention removes what was counted: then it never changes. Whoever leads the helpline can count it
again, with a reason, as a further version, as long as everything of it is still kept. Counts that are small, and others from which they could be
worked out, leave this module for nobody (web/suppression.py): the tables of each month are looked at by themselves, so that no later month gives
an earlier one away. Those who do not run the programme see kept months alone: two copies of a month never differ by a client or two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.row_security import system_access
from irhub.organisations.models import ProviderInCouncil
from irhub.places.geography import council_of
from irhub.programmes.models import Audience, CountedMonth, FrozenMonth, Programme
from irhub.programmes.workflows import ProgrammeState
from irhub.web.errors import ActionRefused
from irhub.web.london import LONDON
from irhub.web.rooms import gathered
from irhub.web.suppression import FEWEST, hidden_parts, shown
from irhub.web.working_days import months_after

SETTLES = timedelta(days=31)
"""So long after its end a month still changes: first replies, answers and confirmations come in."""
FRESH = timedelta(hours=2)
"""So long a page takes what was counted of a month that still changes; the job comes every half hour."""
WHOLE = ""
"""The part that is the whole programme."""
NOT_KNOWN = "Council not known"


@dataclass(frozen=True)
class Figure:
    """Something that is counted. `means`: its definition, a sentence or two.

    `table`: names figures of the same cases, whose parts are hidden together; `adds`: whether those that say so come to all the cases.
    """

    key: str
    title: str
    means: str
    table: str = ""
    adds: bool = False


@dataclass(frozen=True)
class Count:
    """A figure of a month. `part`: the council or theme, WHOLE for all. `behind`: how many clients stand behind it, by which it is told whether
    it is too small to be shown; None if it says nothing about any client. A share has the fewer of the clients of whom it is true and of whom it is
    not (`of_a_share`)."""

    figure: str
    part: str
    value: float
    behind: int | None


@dataclass(frozen=True)
class Monthly:
    """What a room counts. `count`: of a programme, from a day to before another; `first`: when there is something to count, None for never.

    `kept`: for how many days what is counted is kept at least, so that a month can be counted again.
    """

    name: str
    title: str
    about: str
    figures: Sequence[Figure]
    count: Callable[[Programme, date, date], Iterable[Count]]
    first: Callable[[Programme], date | None]
    kept: int


@dataclass(frozen=True)
class Told:
    """A figure of a month as it is told. `value`: None where it is hidden; `frozen`: whether it stays; `number`: of its version."""

    month: date
    figure: Figure
    part: str
    value: float | None
    frozen: bool
    number: int


def reports() -> list[Monthly]:
    """What every room counts."""
    return [one for room in gathered("monthly", "MONTHLY") for one in room]


def report_named(name: str) -> Monthly | None:
    """What a room counts, by its name."""
    return next((one for one in reports() if one.name == name), None)


def told(report: Monthly, programme: Programme, today: date | None = None, *, kept_only: bool = False) -> list[Told]:
    """Every figure of every month, the newest month first, without those that are too small. Whoever calls it says who may see it.

    `kept_only`: without months that still change, for those who do not run the programme.
    """
    with system_access("counts of a programme by month, without those that are small"):
        newest, so_far = _newest(report, programme), _so_far(report, programme)
        found: list[Told] = []
        for month in reversed(list(_months(report, programme, today or localdate()))):
            kept = newest.get(month)
            if kept_only and not kept:
                continue
            counted = kept or so_far.get(month)
            counts = [Count(**one) for one in counted.counts] if counted else _counted(report, programme, month)
            found += _shown(report, month, counts, kept)
    return found


def corrections(report: Monthly, programme: Programme) -> list[FrozenMonth]:
    """The months that were counted again: when and why, the newest first."""
    with system_access("which months of a programme were counted again, and why"):
        again = FrozenMonth.objects.filter(programme=programme, report=report.name, number__gt=1)
        return list(again.order_by("-at").only("month", "number", "why", "at"))


def freeze(report: Monthly, today: date | None = None) -> int:
    """Keep every month that is settled and not kept yet, of every programme. Returns how many. As the system role."""
    day, made = today or localdate(), 0
    for programme in Programme.objects.exclude(state=ProgrammeState.DRAFT).order_by("pk"):
        newest = _newest(report, programme)
        for month in _months(report, programme, day):
            if month not in newest and months_after(month, 1) + SETTLES <= day:
                _keep(report, programme, month, number=1, why="", who="the hub")
                made += 1
    return made


def count_so_far(report: Monthly, today: date | None = None) -> int:
    """Count every month that still changes, of every programme, so that pages need not. Returns how many. As the system role."""
    day, made = today or localdate(), 0
    for programme in Programme.objects.exclude(state=ProgrammeState.DRAFT).order_by("pk"):
        changing = set(_months(report, programme, day)) - set(_newest(report, programme))
        CountedMonth.objects.filter(programme=programme, report=report.name).exclude(month__in=changing).delete()
        for month in sorted(changing):
            at, counts = timezone.now(), [asdict(one) for one in _counted(report, programme, month)]
            CountedMonth.objects.update_or_create(
                programme=programme, report=report.name, month=month,
                defaults={"body_id": programme.body_id, "counts": counts, "at": at},
            )  # fmt: skip
            made += 1
    return made


def frozen_first(name: str, does: Callable[[datetime], int]) -> Callable[[datetime], int]:
    """What retention does, after the months that it would take from have been kept."""

    def whole(before: datetime) -> int:
        report = report_named(name)
        assert report is not None, name
        freeze(report)
        return does(before)

    return whole


@transaction.atomic
def count_again(report: Monthly, programme: Programme, month: date, *, why: str, by: Membership) -> FrozenMonth:
    """Count a frozen month again: a further version. Raises ActionRefused without a reason, for a month that is not frozen, for one of
    which something may have been removed, and where a figure would move by fewer than five clients."""
    if not why.strip():
        raise ActionRefused("Say why the month is counted again.", "why")
    with system_access("a month of a programme is counted again"):
        Programme.objects.select_for_update().get(pk=programme.pk)
        last = _newest(report, programme).get(month)
        if last is None:
            raise ActionRefused("This month is not kept yet: it still changes by itself.", "month")
        if month < localdate() - timedelta(days=report.kept):
            raise ActionRefused(
                "What was counted of this month is no longer kept, so that it cannot be counted again.", "month"
            )
        counts = _counted(report, programme, month)
        if _moved_a_little([Count(**one) for one in last.counts], counts):
            raise ActionRefused(
                "A figure of this month would change by fewer than five clients, so that both versions together would tell of them. "
                "The month stays as it is kept.",
                "month",
            )
        made = _keep(report, programme, month, number=last.number + 1, why=why.strip(), who=by.person.email)
    record("counted a month again", by=by, about=f"programme/{programme.pk}", report=report.name, month=str(month))
    return made


def frozen_months(report: Monthly, programme: Programme) -> list[date]:
    """The months that are kept, the newest first."""
    with system_access("which months of a programme are kept"):
        return sorted(_newest(report, programme), reverse=True)


def moments(first: date, end: date) -> tuple[datetime, datetime]:
    """When a day begins, and when another does, by the clock in London."""
    return datetime.combine(first, time.min, LONDON), datetime.combine(end, time.min, LONDON)


def councils_of(clients: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The council of each client, by its key: that in which a provider has most care locations today, or the council itself.

    `clients`: kind (Audience) and key of each.
    """
    asked = dict(sorted((key, kind) for kind, key in clients if key))
    care = ProviderInCouncil.objects.filter(as_at=None, adult_social_care=True, provider_id__in=asked)
    found = {
        row.provider_id: row.council_code
        for row in care.order_by("locations", "-council_code").only("provider_id", "council_code", "locations")
    }
    codes = {key: key if kind == Audience.COUNCIL else found.get(key, "") for key, kind in asked.items()}
    return {key: council.name if (council := council_of(code)) else NOT_KNOWN for key, code in codes.items()}


def by_council(figure: str, rows: Iterable[tuple[str, str, float]]) -> list[Count]:
    """Sums of a figure by council and in all. `rows`: council, key of a client, and how much."""
    sums: dict[str, float] = {WHOLE: 0}
    clients: dict[str, set[str]] = {WHOLE: set()}
    for council, key, much in rows:
        for part in (WHOLE, council or NOT_KNOWN):
            sums[part] = sums.get(part, 0) + much
            clients.setdefault(part, set()).add(key)
    return [Count(figure, part, value, len(clients[part])) for part, value in sorted(sums.items())]


def of_a_share(true: set[str], not_true: set[str]) -> int:
    """How many clients stand behind a share: the fewer, of whom it is true or is not. All or none tells of each of them, and so counts as one."""
    return max(1, min(len(true), len(not_true)))


def _newest(report: Monthly, programme: Programme) -> dict[date, FrozenMonth]:
    kept = FrozenMonth.objects.filter(programme=programme, report=report.name).order_by("number")
    return {one.month: one for one in kept}


def _so_far(report: Monthly, programme: Programme) -> dict[date, CountedMonth]:
    """What the job counted of late; where it has not, pages count for themselves."""
    fresh = CountedMonth.objects.filter(programme=programme, report=report.name, at__gte=timezone.now() - FRESH)
    return {one.month: one for one in fresh}


def _months(report: Monthly, programme: Programme, today: date) -> Iterator[date]:
    """The months from the first of which something is known, or kept, to this one."""
    kept = FrozenMonth.objects.filter(programme=programme, report=report.name).order_by("month").first()
    known = [day for day in (report.first(programme), kept and kept.month) if day]
    at = min(known).replace(day=1) if known else months_after(today.replace(day=1), 1)
    while at <= today:
        yield at
        at = months_after(at, 1)


def _counted(report: Monthly, programme: Programme, month: date) -> list[Count]:
    return list(report.count(programme, month, months_after(month, 1)))


def _moved_a_little(before: Sequence[Count], after: Sequence[Count]) -> bool:
    """Whether a figure changed, but by fewer clients than are shown."""
    old, new = ({(one.figure, one.part): one for one in counts} for counts in (before, after))
    none = Count("", "", 0, 0)
    pairs = [(old.get(key, none), new.get(key, none)) for key in old.keys() | new.keys()]
    return any(
        abs(now.behind - was.behind) < FEWEST
        for was, now in pairs
        if was != now and was.behind is not None and now.behind is not None
    )


def _keep(report: Monthly, programme: Programme, month: date, *, number: int, why: str, who: str) -> FrozenMonth:
    counts = [asdict(one) for one in _counted(report, programme, month)]
    return FrozenMonth.objects.create(
        body_id=programme.body_id, programme=programme, report=report.name, month=month, number=number, counts=counts, why=why, who=who
    )  # fmt: skip


def _shown(report: Monthly, month: date, counts: Sequence[Count], kept: FrozenMonth | None) -> Iterator[Told]:
    wholes = {one.figure: _behind(one) for one in counts if one.part == WHOLE}
    together = [one.key for one in report.figures if one.adds]
    lost = {key for key in wholes if shown(wholes[key]) is None}
    if hidden_parts([[wholes.get(key, 0) for key in together]]):
        lost |= set(together)
    for figure in report.figures:
        apart = _hidden(report, figure, lost, counts)
        for one in counts:
            if one.figure != figure.key or (one.part != WHOLE and apart is None):
                continue
            hides = one.figure in lost if one.part == WHOLE else one.part in (apart or ())
            yield Told(
                month, figure, one.part, None if hides else one.value, kept is not None, kept.number if kept else 0
            )


def _hidden(report: Monthly, figure: Figure, lost: set[str], counts: Sequence[Count]) -> set[str] | None:
    """The parts of a figure that are hidden; None where none is told, not even how many there are."""
    beside = {one.key for one in report.figures if one == figure or (figure.table and one.table == figure.table)}
    found = {
        (one.figure, one.part): _behind(one) for one in counts if one.part != WHOLE and one.figure in beside - lost
    }
    parts = sorted({part for _, part in found})
    hidden = hidden_parts([[found.get((key, part), 0) for part in parts] for key in sorted({key for key, _ in found})])
    return None if figure.key in lost or (parts and len(hidden) == len(parts)) else {parts[at] for at in hidden}


def _behind(one: Count) -> int:
    return FEWEST if one.behind is None else one.behind
