"""What pages and commands read of indicators: definitions, signals, measures of councils. Every row type is frozen.

Signals come in one order everywhere: the most urgent first (how soon), of these those on which most locations and then beds
hang (how much), then the newest. It is not a score of anybody.

Signals that name people are left out unless `audiences` asks for them: what a visitor may see is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Count, Q, QuerySet

from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.engine import in_order
from irhub.indicators.indicator import Audience, Indicator, Of, Severity
from irhub.indicators.models import Owned, Signal
from irhub.indicators.services import signals_as_at
from irhub.indicators.snapshot import CONTROLLERS

_BY_COUNCIL = """
    SELECT council, severity, count(*) FROM indicators_signal, unnest(councils) AS council
    WHERE organisation_id IS NOT NULL AND severity = ANY(%(severities)s) AND audience = ANY(%(audiences)s) {only}
    GROUP BY council, severity ORDER BY council, severity
"""
_ONLY = "AND councils && %(codes)s::varchar[] AND council = ANY(%(codes)s)"

_WORKED_OUT = Q(council_code="") | Q(value__isnull=False)

FOR_EVERYBODY = (Audience.PUBLIC,)
FOR_ROLES = (Audience.PUBLIC, Audience.SIGNED_IN)
FOR_PEOPLE = tuple(Audience)


@dataclass(frozen=True)
class Evidence:
    """A source row: register, date of the edition, line in it (None: the record is not in it), what the row says."""

    register: str
    date: date
    line: int | None
    says: str


@dataclass(frozen=True)
class SignalRow:
    """A signal as it is shown. `organisation_id` is None of a place; `low` and `high` are the 95% interval of a rate.

    `councils`: codes of the councils that it concerns. `locations` and `beds`: what hangs on the organisation.
    """

    code: str
    version: int
    as_at: date
    organisation_id: str | None
    name: str
    council_code: str
    councils: tuple[str, ...]
    locations: int
    beds: int
    severity: str
    since: date
    value: float | None
    denominator: float | None
    low: float | None
    high: float | None
    says: str
    next_step: str
    evidence: tuple[Evidence, ...]
    link_score: float | None
    link_decided: str
    audience: str

    @property
    def indicator(self) -> Indicator:
        """The definition in force. If `version` is less than its own, the signal was made by an earlier one."""
        return CATALOGUE[self.code]

    @property
    def link_says(self) -> str:
        """How sure the link is on which the signal hangs, in words; blank where it hangs on none."""
        if self.link_score is None:
            return ""
        if self.link_decided:
            return f"The link between licence and care provider was reviewed. {self.link_decided}."
        return (
            "Nobody has reviewed the link between licence and care provider; the hub is"
            f" {min(self.link_score, 0.999):.1%} sure of it."
        )


@dataclass(frozen=True)
class Measure:
    """A figure of a council, of its definition's unit. `value` is None where there are too few to show (see `says`)."""

    code: str
    council_code: str
    value: float | None
    denominator: float
    low: float | None
    high: float | None
    severity: str
    says: str


def definitions() -> tuple[Indicator, ...]:
    """Every indicator, by question and then by code."""
    return tuple(CATALOGUE.values())


def definition(code: str) -> Indicator | None:
    """The indicator of this code."""
    return CATALOGUE.get(code)


def as_at() -> date | None:
    """The day up to which the signals that are kept were worked out; None if none are."""
    return Signal.objects.values_list("as_at", flat=True).first()


def signals_of_council(
    code: str,
    as_at: date | None = None,
    *,
    indicators: Collection[str] = (),
    severities: Collection[str] = (),
    audiences: Collection[Audience] = FOR_EVERYBODY,
) -> list[SignalRow]:
    """The signals that concern a council, its own measures included; now, or as at a day. Filtered if asked."""
    return _signals(as_at, audiences, Q(councils__contains=[code]), pl.col("councils").list.contains(code),
                    indicators, severities)  # fmt: skip


def signals_of_councils(
    codes: Collection[str],
    as_at: date | None = None,
    *,
    indicators: Collection[str] = (),
    severities: Collection[str] = (),
    audiences: Collection[Audience] = FOR_EVERYBODY,
) -> list[SignalRow]:
    """The signals of organisations that concern any of several councils, each once; not the councils' own measures."""
    wanted = list(codes)
    held = pl.col("councils").list.set_intersection(pl.lit(wanted)).list.len() > 0
    return _signals(
        as_at,
        audiences,
        Q(councils__overlap=wanted, organisation__isnull=False),
        held & pl.col("organisation_id").is_not_null(),
        indicators,
        severities,
    )


def signals_of_organisation(
    organisation_id: str, as_at: date | None = None, *, audiences: Collection[Audience] = FOR_EVERYBODY
) -> list[SignalRow]:
    """The signals of an organisation, now or as at a day."""
    return _signals(as_at, audiences, Q(organisation_id=organisation_id), pl.col("organisation_id") == organisation_id)


def signals_of_organisations(
    organisation_ids: Collection[str],
    *,
    severities: Collection[str] = (),
    audiences: Collection[Audience] = FOR_EVERYBODY,
) -> dict[str, list[SignalRow]]:
    """The signals that organisations have now, by organisation, each in the one order; those that have none are not in it."""
    told: dict[str, list[SignalRow]] = {}
    of_these = Q(organisation_id__in=list(organisation_ids))
    held = pl.col("organisation_id").is_in(list(organisation_ids))
    for row in _signals(None, audiences, of_these, held, severities=severities):
        told.setdefault(str(row.organisation_id), []).append(row)
    return told


def signals_listed(
    code: str, council_code: str = "", severity: str = "", *, audiences: Collection[Audience] = FOR_EVERYBODY
) -> QuerySet[Signal]:
    """Everything that shows an indicator now, of one council or severity if asked, in the one order: for paging. Of a severity
    only figures of councils that could be worked out, as counts_by_indicator counts. See as_rows."""
    found = Signal.objects.filter(code=code, audience__in=[str(audience) for audience in audiences])
    if council_code:
        found = found.filter(councils__contains=[council_code])
    if severity:
        found = found.filter(_WORKED_OUT, severity=severity)
    return _ordered(found)


def signals_paged(
    codes: Collection[str] | None,
    *,
    indicators: Collection[str] = (),
    severities: Collection[str] = (),
    audiences: Collection[Audience] = FOR_EVERYBODY,
) -> QuerySet[Signal]:
    """What signals_of_council (of one code) and signals_of_councils (of more; None: of all) give now, for paging."""
    found = Signal.objects.filter(audience__in=[str(audience) for audience in audiences])
    if codes is None or len(codes) != 1:
        found = found.filter(organisation__isnull=False).exclude(councils=[])
    if codes is not None:
        found = found.filter(councils__overlap=list(codes))
    if indicators:
        found = found.filter(code__in=list(indicators))
    if severities:
        found = found.filter(severity__in=[str(severity) for severity in severities])
    return _ordered(found)


def counted_by_severity(signals: QuerySet[Signal]) -> dict[str, int]:
    """How many of the signals there are of each severity."""
    return dict(signals.order_by("severity").values_list("severity").annotate(Count("id")))


def _ordered(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    return signals.order_by("number", "pk")


def as_rows(signals: Iterable[Signal]) -> list[SignalRow]:
    """Signals as they are shown, in the order given."""
    return [_of_model(signal) for signal in signals]


def signals_of_england(as_at: date | None = None) -> list[SignalRow]:
    """The signals that are about England as a whole: the registers themselves."""
    of_none = Q(organisation__isnull=True, council_code="")
    return _signals(
        as_at,
        FOR_EVERYBODY,
        of_none,
        pl.col("organisation_id").is_null() & (pl.col("council_code").fill_null("") == ""),
    )


def measures_of_councils(codes: Collection[str] = ()) -> list[Measure]:
    """The figures of every council, or of these, by indicator and then by council code."""
    measured = [indicator.code for indicator in definitions() if indicator.of is Of.COUNCIL]
    found = Signal.objects.filter(code__in=measured).order_by("code", "council_code")
    if codes:
        found = found.filter(council_code__in=codes)
    columns = ("code", "council_code", "value", "denominator", "low", "high", "severity", "says")
    return [Measure(*row) for row in found.values_list(*columns)]


@dataclass(frozen=True)
class Sister:
    """A provider of a group: the own organisation, or another with the same owner."""

    organisation_id: str
    name: str
    locations: int
    beds: int
    licensed: bool


@dataclass(frozen=True)
class Group:
    """Who owns the company of a provider, with the source rows that say so, and the other providers with that owner: those
    with most locations first. `owns`: the provider's own company is the owner."""

    owner_name: str
    owns: bool
    evidence: tuple[Evidence, ...]
    others: tuple[Sister, ...]


def group_of(organisation_id: str) -> Group | None:
    """The owner of an organisation and whom else it owns, now; None where no owner is known."""
    mine = Owned.objects.filter(organisation_id=organisation_id).first()
    if mine is None:
        return None
    others = Owned.objects.filter(owner_key=mine.owner_key).exclude(pk=mine.pk).order_by("-locations", "-beds", "name")
    columns = ("organisation_id", "name", "locations", "beds", "licensed")
    rows = [Evidence(**{**row, "date": date.fromisoformat(row["date"])}) for row in mine.evidence]
    return Group(
        mine.owner_name,
        all(row.register != CONTROLLERS for row in rows),
        tuple(rows),
        tuple(Sister(*row) for row in others.values_list(*columns)),
    )


def counts_by_indicator() -> dict[str, dict[str, int]]:
    """For each indicator that holds anywhere now: how many signals of each severity. Counts name nobody, so that those
    of every audience are in them; of figures of councils, those that could be worked out."""
    counted: dict[str, dict[str, int]] = {}
    rows = (
        Signal.objects.filter(_WORKED_OUT)
        .order_by("code", "severity")
        .values_list("code", "severity")
        .annotate(Count("id"))
    )
    for code, severity, count in rows:
        counted.setdefault(code, {})[severity] = count
    return counted


def counts_by_council(
    severities: Collection[str] = (Severity.ACT, Severity.LOOK), codes: Collection[str] = ()
) -> dict[str, dict[str, int]]:
    """By council code, of every council or of these: how many signals of organisations with locations there are of each
    of the severities."""
    counted: dict[str, dict[str, int]] = {}
    values = {"severities": [str(severity) for severity in severities], "audiences": [*map(str, FOR_EVERYBODY)]}
    with connection.cursor() as cursor:
        cursor.execute(_BY_COUNCIL.format(only=_ONLY if codes else ""), values | {"codes": list(codes)})
        for code, severity, count in cursor.fetchall():
            counted.setdefault(code, dict.fromkeys(severities, 0))[severity] = count
    return counted


def _signals(
    day: date | None,
    audiences: Collection[Audience],
    stored: Q,
    held: pl.Expr,
    indicators: Collection[str] = (),
    severities: Collection[str] = (),
) -> list[SignalRow]:
    """Signals now (`stored` filters the table) or as at a day (`held` filters the frame); both in the one order."""
    for_whom = [str(audience) for audience in audiences]
    if day is None:
        found = Signal.objects.filter(stored, audience__in=for_whom)
        if indicators:
            found = found.filter(code__in=list(indicators))
        if severities:
            found = found.filter(severity__in=list(severities))
        return as_rows(_ordered(found))
    frame = signals_as_at(day).filter(held & pl.col("audience").is_in(for_whom))
    if indicators:
        frame = frame.filter(pl.col("code").is_in(list(indicators)))
    if severities:
        frame = frame.filter(pl.col("severity").is_in([str(severity) for severity in severities]))
    return [_row(day, values, values["evidence"]) for values in in_order(frame).iter_rows(named=True)]


def _of_model(signal: Signal) -> SignalRow:
    rows = [{**row, "date": date.fromisoformat(row["date"])} for row in signal.evidence]
    return _row(signal.as_at, vars(signal), rows)


def _row(day: date, values: Mapping[str, Any], evidence: Iterable[Mapping[str, Any]]) -> SignalRow:
    plain = (
        "code", "version", "organisation_id", "name", "locations", "beds", "severity", "since", "value", "denominator",
        "low", "high", "says", "next_step", "link_score", "link_decided", "audience",
    )  # fmt: skip
    return SignalRow(
        as_at=day,
        council_code=values["council_code"] or "",
        councils=tuple(values["councils"]),
        evidence=tuple(Evidence(**row) for row in evidence),
        **{name: values[name] for name in plain},
    )
