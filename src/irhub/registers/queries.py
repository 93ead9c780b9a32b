"""What is held of the registers, asked for by date: editions, a register as of a day, changes of a period."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from irhub.registers.deciding import DECISIONS, judgement_told
from irhub.registers.models import SPAN_MODELS, Change, Edition, IssueCount, LocationSpan, SponsorSpan
from irhub.registers.sources import SOURCES
from irhub.registers.wording import KindWording, Sentence, describe, wording_of
from irhub.web.errors import ActionRefused
from irhub.web.saying import agreeing


@dataclass(frozen=True)
class EditionRow:
    """An edition for a list: its number, what it is and what was judged of it (percentages of the one before).

    `reason` names who decided on it; `judgement` says the same without the name.
    """

    number: int
    register: str
    date: date
    state: str
    records: int
    lost_percent: float | None
    gained_percent: float | None
    reason: str
    judgement: str


@dataclass(frozen=True)
class Freshness:
    """The newest accepted edition of a register, its age in days, how many editions are accepted, and how many wait in quarantine.

    `late`: it is older than the register's cadence allows. Fictional registers are never late.
    """

    register: str
    newest: date | None
    age: int | None
    late: bool
    accepted: int
    quarantined: int


@dataclass(frozen=True)
class ToldChange:
    """A change, what its kind is called, and its sentence."""

    change: Change
    wording: KindWording
    sentence: Sentence


@dataclass(frozen=True)
class ChangeGroup:
    """Changes of one kind seen by one edition: what must not be concluded from them is said once."""

    by: date
    wording: KindWording
    changes: list[ToldChange]


@dataclass(frozen=True)
class AsOf:
    """A register as it stood: the date of the edition that says so, column names, and the rows."""

    edition: date
    columns: Sequence[str]
    rows: Iterator[Mapping[str, Any]]


@dataclass(frozen=True)
class Held:
    """What is held of a register: how many editions, the date of the newest, and those that wait for somebody to check."""

    editions: int
    newest: date
    waiting: list[Edition]


def held() -> dict[str, Held]:
    """What is held, by register."""
    waiting: dict[str, list[Edition]] = {}
    for edition in Edition.objects.filter(state=Edition.State.QUARANTINED).order_by("-date", "-id"):
        waiting.setdefault(edition.register, []).append(edition)
    counted = Edition.objects.values("register").annotate(editions=Count("pk"), newest=Max("date"))
    return {row["register"]: Held(row["editions"], row["newest"], waiting.get(row["register"], [])) for row in counted}


def editions_in(register: str, state: str = "") -> QuerySet[Edition]:
    """The editions of a register, those of a state or all."""
    found = Edition.objects.filter(register=register)
    return found.filter(state=state) if state else found


def editions_listed(register: str | None = None) -> list[EditionRow]:
    """All editions that are held, of one register or of each, newest first."""
    editions = Edition.objects.order_by("-date", "register", "-id")
    if register:
        editions = editions.filter(register=register)
    return [
        EditionRow(
            number=edition.pk,
            register=edition.register,
            date=edition.date,
            state=edition.state,
            records=edition.record_count,
            lost_percent=None if edition.lost_percent is None else round(edition.lost_percent, 2),
            gained_percent=None if edition.gained_percent is None else round(edition.gained_percent, 2),
            reason=judgement_told(edition),
            judgement=judgement_told(edition, named=False),
        )
        for edition in editions
    ]


def edition_to(decision: str, named: str) -> Edition:
    """The edition that a person names to decide on it: by its number, or as REGISTER/DATE.

    `decision`: one of deciding.DECISIONS; of a date, an edition that waits is meant before others on which it can be taken.
    Raises ActionRefused if there is none, or more than one.
    """
    found = _named(named)
    found = [edition for edition in found if edition.state in DECISIONS[decision]] or found
    return _only([edition for edition in found if edition.state == Edition.State.QUARANTINED] or found, named)


def edition_named(named: str) -> Edition:
    """The edition of a number, or the one of REGISTER/DATE. Raises ActionRefused if there is none, or more than one."""
    return _only(_named(named), named)


def _named(named: str) -> list[Edition]:
    if named.isascii() and named.isdigit() and len(named) < 10:
        return list(Edition.objects.filter(pk=int(named)))
    register, _, on = named.partition("/")
    try:
        day = date.fromisoformat(on)
    except ValueError:
        return []
    return list(Edition.objects.filter(register=register, date=day).order_by("id"))


def _only(found: list[Edition], named: str) -> Edition:
    if not found:
        raise ActionRefused(f"No edition is called {named}: `irhub editions` lists the numbers.")
    if len(found) > 1:
        numbers = ", ".join(f"{edition.pk} ({edition.state})" for edition in found)
        raise ActionRefused(f"{len(found)} editions are called {named}. Name one by its number: {numbers}.")
    return found[0]


def edition_numbered(register: str, on: date, number: int) -> Edition | None:
    """One edition by its number, if it is one of a register and date."""
    return Edition.objects.filter(pk=number, register=register, date=on).first()


def register_as_of(register: str, day: date) -> AsOf | None:
    """A register as its newest accepted edition of `day` or before said; None if no such edition is held.

    `since` and `line` of a row name the edition and the line where the record was first seen as it then stood.
    """
    accepted = Edition.objects.filter(register=register, state=Edition.State.ACCEPTED, date__lte=day)
    newest = accepted.order_by("-date").values_list("date", flat=True).first()
    if newest is None:
        return None
    columns = [*(column.field for column in SOURCES[register].columns), "since", "line"]
    standing = (
        SPAN_MODELS[register]
        ._base_manager.filter(Q(until__isnull=True) | Q(until__gt=newest), since__lte=newest)
        .order_by(*SOURCES[register].record_key)
        .values(*columns)
    )
    return AsOf(newest, columns, iter(standing.iterator(chunk_size=5000)))


def changes_between(
    since: date | None = None,
    until: date | None = None,
    kinds: Sequence[str] = (),
    registers: Sequence[str] = (),
    named: str = "",
) -> QuerySet[Change]:
    """Changes seen in editions from `since` to `until`, newest first; of these kinds and registers, if any are given,
    and with `named` somewhere in a name."""
    found = Change.objects.order_by("-by", "register", "kind", "name", "id")
    if since:
        found = found.filter(by__gte=since)
    if until:
        found = found.filter(by__lte=until)
    if kinds:
        found = found.filter(kind__in=kinds)
    if registers:
        found = found.filter(register__in=registers)
    if named:
        found = found.filter(Q(name__icontains=named) | Q(old_value__icontains=named) | Q(new_value__icontains=named))
    return found


def changes_told(found: Iterable[Change], beside: Container[int]) -> list[ToldChange]:
    """Changes with their sentences, in the order given. `beside`: the ids of those whose provider had another entry on the register
    (organisations.queries.beside_others)."""
    return [
        ToldChange(
            change=change,
            wording=wording_of(change.kind, change.confidence, change.pk in beside),
            sentence=describe(
                change.kind,
                name=change.name,
                place=change.place,
                old_value=change.old_value,
                new_value=change.new_value,
                after=change.after,
                by=change.by,
                confidence=change.confidence,
                beside=change.pk in beside,
            ),
        )
        for change in found
    ]


def changes_grouped(found: Iterable[Change], beside: Container[int]) -> list[ChangeGroup]:
    """Changes with their sentences in the order given, neighbours of one kind and edition together: those that are told as their kind is
    before the others. `beside`: as of changes_told."""
    kinds = groupby(changes_told(found, beside), key=lambda told: (told.change.by, told.change.kind))
    ordered = [told for _, group in kinds for told in sorted(group, key=_otherwise)]
    groups = groupby(ordered, key=lambda told: (told.change.by, told.wording))
    return [ChangeGroup(by, wording, list(together)) for (by, wording), together in groups]


def _otherwise(told: ToldChange) -> bool:
    return told.wording != wording_of(told.change.kind, None)


def is_fictional() -> bool:
    """Whether the registers that are held are invented."""
    return Edition.objects.filter(fictional=True).exists()


def newest_date() -> date | None:
    """The date of the newest accepted edition of any register: what the pages call now."""
    accepted = Edition.objects.filter(state=Edition.State.ACCEPTED)
    return accepted.order_by("-date").values_list("date", flat=True).first()


def span_of(register: str) -> tuple[date | None, date | None]:
    """The dates of the first and of the newest accepted edition of a register."""
    found = Edition.objects.filter(register=register, state=Edition.State.ACCEPTED).aggregate(Min("date"), Max("date"))
    return found["date__min"], found["date__max"]


def editions_loaded_since(moment: datetime) -> list[tuple[str, date]]:
    """Register and date of the accepted editions that were taken in, or accepted by a person, after a moment."""
    accepted = Edition.objects.filter(Q(loaded_at__gt=moment) | Q(decided_at__gt=moment), state=Edition.State.ACCEPTED)
    return list(accepted.order_by("register", "date").values_list("register", "date"))


def editions_telling_of(day: date) -> dict[str, date]:
    """For each register that is held so far back, the date of its newest accepted edition of `day` or before."""
    accepted = Edition.objects.filter(state=Edition.State.ACCEPTED, date__lte=day)
    found = dict(accepted.order_by("register").values_list("register").annotate(Max("date")))
    return {name: found[name] for name in SOURCES if name in found}


def freshness(today: date) -> list[Freshness]:
    """How fresh each register is that was ever loaded, in the order of `SOURCES`."""
    counted = Edition.objects.order_by("register").values("register")
    held = {
        row["register"]: row
        for row in counted.annotate(
            newest=Max("date", filter=Q(state=Edition.State.ACCEPTED)),
            accepted=Count("id", filter=Q(state=Edition.State.ACCEPTED)),
            quarantined=Count("id", filter=Q(state=Edition.State.QUARANTINED)),
            fictional=BoolOr("fictional"),
        )
    }
    found = []
    for name, source in SOURCES.items():
        if row := held.get(name):
            age = (today - row["newest"]).days if row["newest"] else None
            late = age is not None and age > source.late_after_days and not row["fictional"]
            found.append(Freshness(name, row["newest"], age, late, row["accepted"], row["quarantined"]))
    return found


@dataclass(frozen=True)
class CheckRow:
    """What one check of an edition found: its figure and limit in words, whether the edition passed, and if not, what was said."""

    check: str
    figure: str
    limit: str
    outcome: str
    sentence: str


def checks_of(edition: Edition) -> list[CheckRow]:
    """What each check of an edition found when it was loaded, in the order in which they were made."""
    return [
        CheckRow(
            kept["name"],
            _amount(kept["figure"], kept["unit"]),
            f"{'at least' if kept['least'] else 'at most'} {_amount(kept['limit'], kept['unit'])}",
            "passed" if kept["held"] else "failed",
            "" if kept["held"] else kept["sentence"],
        )
        for kept in edition.checks
    ]


def _amount(figure: float, unit: str) -> str:
    return f"{figure:.2f}%" if unit == "%" else f"{figure:,.0f} {agreeing(round(figure), unit)}"


def editions_of(register: str, on: date) -> list[Edition]:
    """The editions of one date, the accepted one first, with what reading did to their values."""
    found = Edition.objects.filter(register=register, date=on).prefetch_related(
        Prefetch("issue_counts", IssueCount.objects.order_by("field", "rule"))
    )
    return sorted(found, key=lambda edition: (edition.state, edition.pk))


def neighbours(register: str, on: date) -> tuple[date | None, date | None]:
    """The dates of the editions before and after a date."""
    dates = Edition.objects.filter(register=register).order_by("date").values_list("date", flat=True)
    return dates.filter(date__lt=on).last(), dates.filter(date__gt=on).first()


def newest_issues() -> dict[str, list[IssueCount]]:
    """For each register, the values that reading its newest accepted edition altered, doubted or dropped."""
    accepted = Edition.objects.filter(state=Edition.State.ACCEPTED)
    newest = accepted.order_by("register", "-date", "-id").distinct("register").values_list("pk", flat=True)
    found: dict[str, list[IssueCount]] = {}
    counted = IssueCount.objects.filter(edition__in=list(newest)).select_related("edition")
    for count in counted.order_by("edition__register", "field", "rule"):
        found.setdefault(count.edition.register, []).append(count)
    return found


def unplaced() -> list[tuple[str, int]]:
    """Local authority names on the CQC's newest list that mean no council with adult social care, and how many
    locations bear each."""
    standing = LocationSpan._base_manager.filter(until=None, council_code="").order_by("local_authority")
    return list(standing.values_list("local_authority").annotate(Count("id")))


def sponsors_moved(made: Collection[int]) -> set[str] | None:
    """Keys of the sponsors whose spans or changes are others than when exactly the editions of these numbers were accepted.

    None where more may be: an edition went, or one came that is of another register or is not the newest of its own.
    """
    held = Edition.objects.filter(state=Edition.State.ACCEPTED).values_list("pk", "register", "date")
    accepted = {number: (register, on) for number, register, on in held}
    new = [accepted[number] for number in accepted.keys() - set(made)]
    before = [accepted[number] for number in made if number in accepted]
    if not new or len(before) < len(made) or any(register != "home_office_sponsors" for register, _ in new):
        return None
    days = [on for _, on in new]
    if any(register == "home_office_sponsors" and on >= min(days) for register, on in before):
        return None
    moved = SponsorSpan.objects.filter(Q(since__in=days) | Q(until__in=days))
    return set(moved.values_list("sponsor_key", flat=True).distinct())
