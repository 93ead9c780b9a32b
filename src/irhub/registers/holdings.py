"""What is held of the registers, asked for by date: editions, a register as of a day, changes of a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from irhub.registers.models import SPAN_MODELS, Change, Edition, IssueCount
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Refused
from irhub.registers.wording import KINDS, KindWording, Sentence, describe


@dataclass(frozen=True)
class EditionRow:
    """An edition for a list: its number, what it is and what was judged of it (percentages of the one before)."""

    number: int
    register: str
    date: date
    state: str
    records: int
    lost_percent: float | None
    gained_percent: float | None
    reason: str


@dataclass(frozen=True)
class ToldChange:
    """A change, what its kind is called, and its sentence."""

    change: Change
    wording: KindWording
    sentence: Sentence


@dataclass(frozen=True)
class AsOf:
    """A register as it stood: the date of the edition that says so, column names, and the rows."""

    edition: date
    columns: Sequence[str]
    rows: Iterator[Mapping[str, Any]]


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
            reason=edition.reason,
        )
        for edition in editions
    ]


def quarantined_edition(named: str) -> Edition:
    """The edition of a number, or the quarantined one of REGISTER/DATE. Raises Refused if there is none."""
    register, _, on = named.partition("/")
    try:
        found = (
            Edition.objects.filter(pk=int(named))
            if named.isdigit()
            else Edition.objects.filter(register=register, date=date.fromisoformat(on), state=Edition.State.QUARANTINED)
        )
    except ValueError:
        found = Edition.objects.none()
    edition = found.order_by("-id").first()
    if edition is None:
        raise Refused(f"No edition is called {named}: `irhub editions` lists the numbers.")
    return edition


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
    since: date | None, until: date | None, kinds: Sequence[str] = (), council_code: str | None = None
) -> QuerySet[Change]:
    """Changes seen in editions from `since` to `until`, newest first; of a council, those of its locations and of
    sponsors linked to a provider that has or had a location there."""
    found = Change.objects.order_by("-by", "register", "kind", "name", "id")
    if since:
        found = found.filter(by__gte=since)
    if until:
        found = found.filter(by__lte=until)
    if kinds:
        found = found.filter(kind__in=kinds)
    if council_code:
        found = found.extra(where=[_OF_COUNCIL], params=[council_code, council_code])
    return found


def changes_told(found: Iterable[Change]) -> list[ToldChange]:
    """Changes with their sentences, in the order given."""
    return [
        ToldChange(
            change=change,
            wording=KINDS[change.kind],
            sentence=describe(
                change.kind,
                name=change.name,
                place=change.place,
                old_value=change.old_value,
                new_value=change.new_value,
                after=change.after,
                by=change.by,
                confidence=change.confidence,
            ),
        )
        for change in found
    ]


def is_fictional() -> bool:
    """Whether the registers that are held are invented."""
    return Edition.objects.filter(fictional=True).exists()


def issues_by_rule() -> dict[str, list[tuple[str, str, int]]]:
    """For each register, the values that reading its newest edition altered, doubted or dropped: (field, rule, count)."""
    newest = Edition.objects.order_by("register", "-date", "-id").distinct("register").values_list("pk", flat=True)
    found: dict[str, list[tuple[str, str, int]]] = {}
    counted = IssueCount.objects.filter(edition__in=list(newest)).select_related("edition")
    for count in counted.order_by("edition__register", "field", "rule"):
        found.setdefault(count.edition.register, []).append((count.field, count.rule, count.values))
    return found


_OF_COUNCIL = """(
    (registers_change.register LIKE 'cqc%%' AND registers_change.entity_key IN (
        SELECT location_id FROM registers_locationspan WHERE council_code = %s))
    OR (registers_change.register = 'home_office_sponsors' AND EXISTS (
        SELECT FROM organisations_member sponsor JOIN organisations_member provider USING (organisation_id)
        JOIN registers_locationspan l ON l.provider_id = provider.entity_key
        WHERE sponsor.register = 'home_office_sponsors' AND provider.register = 'cqc_locations'
        AND sponsor.entity_key IN (registers_change.entity_key, registers_change.entity_key_before)
        AND l.council_code = %s))
)"""
