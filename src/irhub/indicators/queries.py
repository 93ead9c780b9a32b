"""What pages and commands read of indicators: definitions, signals, measures of councils. Every row type is frozen.

Signals come in one order everywhere: the most urgent first (how soon), of these those on which most locations and then beds
hang (how much), then the newest. It is not a score of anybody.

Signals that name people are left out unless `audiences` asks for them: what a visitor may see is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection
from django.db.models import Count, Q

from irhub.accounts.access import shows
from irhub.accounts.policy import Asker
from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.indicator import Audience, Indicator, Of, Severity
from irhub.indicators.models import Signal
from irhub.indicators.paged import CurrentSignals, Paged, PastSignals, SignalFilter
from irhub.indicators.past import signals_as_at
from irhub.indicators.rows import SignalRow

_BY_COUNCIL = """
    SELECT council, severity, count(*) FROM indicators_signal, unnest(councils) AS council
    WHERE organisation_id IS NOT NULL AND severity = ANY(%(severities)s) AND audience = ANY(%(audiences)s)
        AND (%(codes)s::varchar[] IS NULL OR councils && %(codes)s::varchar[] AND council = ANY(%(codes)s))
    GROUP BY council, severity ORDER BY council, severity
"""

_WORKED_OUT = Q(council_code="") | Q(value__isnull=False)

FOR_EVERYBODY = (Audience.PUBLIC,)
FOR_ROLES = (Audience.PUBLIC, Audience.SIGNED_IN)
_PART_FOR = {Audience.SIGNED_IN: "signals-for-roles", Audience.PEOPLE: "signals-for-people"}
"""The part of pages, as in access.py, that signals are which are not for everybody."""


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


def audiences_of(asker: Asker) -> tuple[Audience, ...]:
    """Whose signals somebody may see."""
    return tuple(audience for audience in Audience if audience in FOR_EVERYBODY or shows(_PART_FOR[audience], asker))


def definitions() -> tuple[Indicator, ...]:
    """Every indicator, by question and then by code."""
    return tuple(CATALOGUE.values())


def definition(code: str) -> Indicator | None:
    """The indicator of this code."""
    return CATALOGUE.get(code)


def as_at() -> date | None:
    """The day up to which the signals that are kept were worked out; None if none are."""
    return Signal.objects.values_list("as_at", flat=True).first()


def signals_of_place(
    codes: Collection[str] | None,
    as_at: date | None = None,
    *,
    audiences: Collection[str],
    indicators: Collection[str] = (),
    severities: Collection[str] = (),
) -> Paged:
    """Signals of organisations in councils, or in England (None), now or as at a past day: see SignalFilter.

    Raises NotWorkedOut if nothing is kept of the past day.
    """
    return _found(SignalFilter(codes, audiences, indicators, severities), as_at)


def profile_of_council(code: str, as_at: date | None = None) -> list[SignalRow]:
    """The measures of a council, by their titles, now or as at a past day. Raises NotWorkedOut if nothing is kept of it."""
    found = _found(SignalFilter([code], FOR_EVERYBODY, own=True), as_at)
    return sorted(found[:], key=lambda row: row.indicator.title)


def _found(asked: SignalFilter, as_at: date | None) -> Paged:
    return (
        CurrentSignals(Signal.objects.filter(asked.of_table()))
        if as_at is None
        else PastSignals(as_at, asked.of_file())
    )


def signals_of_organisation(
    organisation_id: str, as_at: date | None = None, *, audiences: Collection[Audience] = FOR_EVERYBODY
) -> list[SignalRow]:
    """The signals of an organisation, now or as at a past day. Raises NotWorkedOut if nothing is kept of that day."""
    for_whom = [str(audience) for audience in audiences]
    if as_at is None:
        return CurrentSignals(Signal.objects.filter(organisation_id=organisation_id, audience__in=for_whom))[:]
    return PastSignals(as_at, (pl.col("organisation_id") == organisation_id) & pl.col("audience").is_in(for_whom))[:]


def signals_of_organisations(
    organisation_ids: Collection[str],
    *,
    severities: Collection[str] = (),
    audiences: Collection[Audience] = FOR_EVERYBODY,
) -> dict[str, list[SignalRow]]:
    """The signals that organisations have now, by organisation, each in the one order; those that have none are not in it."""
    told: dict[str, list[SignalRow]] = {}
    found = Signal.objects.filter(
        organisation_id__in=list(organisation_ids), audience__in=[str(audience) for audience in audiences]
    )
    if severities:
        found = found.filter(severity__in=[str(severity) for severity in severities])
    for row in CurrentSignals(found)[:]:
        told.setdefault(str(row.organisation_id), []).append(row)
    return told


def signals_listed(
    code: str, council_code: str = "", severity: str = "", *, audiences: Collection[Audience] = FOR_EVERYBODY
) -> Paged:
    """Everything that shows an indicator now, of one council or severity if asked, in the one order. Of a severity only
    figures of councils that could be worked out, as counts_by_indicator counts."""
    found = Signal.objects.filter(code=code, audience__in=[str(audience) for audience in audiences])
    if council_code:
        found = found.filter(councils__contains=[council_code])
    if severity:
        found = found.filter(_WORKED_OUT, severity=severity)
    return CurrentSignals(found)


def measures_of_councils(codes: Collection[str] = (), indicator: str = "") -> list[Measure]:
    """The figures of every council, or of these, of every indicator or of one, by indicator and then by council code."""
    measured = [one.code for one in definitions() if one.of is Of.COUNCIL and indicator in ("", one.code)]
    found = Signal.objects.filter(code__in=measured).order_by("code", "council_code")
    if codes:
        found = found.filter(council_code__in=codes)
    columns = ("code", "council_code", "value", "denominator", "low", "high", "severity", "says")
    return [Measure(*row) for row in found.values_list(*columns)]


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
    severities: Collection[str] = (Severity.ACT, Severity.LOOK),
    codes: Collection[str] = (),
    as_at: date | None = None,
) -> dict[str, dict[str, int]]:
    """By council code, of every council or of these: how many signals of organisations with locations there are of each
    of the severities, now or as at a past day. Raises NotWorkedOut if nothing is kept of that day."""
    wanted = [str(severity) for severity in severities]
    for_whom = [str(audience) for audience in FOR_EVERYBODY]
    if as_at is None:
        values = {"severities": wanted, "audiences": for_whom, "codes": list(codes) or None}
        with connection.cursor() as cursor:
            cursor.execute(_BY_COUNCIL, values)
            rows = cursor.fetchall()
    else:
        rows = (
            signals_as_at(as_at)
            .filter(
                pl.col("organisation_id").is_not_null(),
                pl.col("severity").is_in(wanted),
                pl.col("audience").is_in(for_whom),
            )
            .select("severity", council="councils")
            .explode("council", keep_nulls=False, empty_as_null=False)
            .filter(pl.col("council").is_in(list(codes)) if codes else True)
            .group_by("council", "severity")
            .len()
            .collect()
            .rows()
        )
    counted: dict[str, dict[str, int]] = {}
    for code, severity, count in rows:
        counted.setdefault(code, dict.fromkeys(wanted, 0))[severity] = count
    return counted
