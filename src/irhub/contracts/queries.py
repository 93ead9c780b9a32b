"""What the pages and alerts read of a body's list of providers. Only the acting body's own ever come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from irhub.accounts.models import Body, Membership
from irhub.accounts.policy import Whose
from irhub.contracts.models import AlertChoice, ContractLine, ContractList
from irhub.indicators.finding import RANK
from irhub.indicators.indicator import SEVERITIES, Audience, Severity
from irhub.indicators.queries import FOR_EVERYBODY, signals_of_organisations
from irhub.indicators.rows import SignalRow
from irhub.registers import queries as register_queries
from irhub.registers.models import Change

ORDER = ("review", "none", "accepted")
"""Lines that need a person come first."""
ASKS = (Severity.ACT, Severity.LOOK)
"""The signals that are counted: those that ask somebody to do something."""
MATCHES = ContractLine.Match.choices
EVERY = AlertChoice.Every.choices


@dataclass(frozen=True)
class ProviderFacts:
    """What the registers say of a CQC provider now.

    `licence`: licensed, formerly (a linked sponsor left by the edition of `left_by`), unclear (it did, but another of its name, or
    perhaps its new name, stands: not reviewed) or none (no sponsor linked).
    `lowest_rating`: of its active locations; blank if none was rated.
    """

    provider_id: str
    organisation_id: str
    name: str
    locations: int
    beds: int
    lowest_rating: str
    licence: str
    left_by: date | None
    place: str


@dataclass(frozen=True)
class ListedLine:
    """A line of the list, and what is known of the provider that it means, or most likely means.

    `signals`: of a matched line, what deserves attention about the provider's organisation, the most urgent first.
    """

    line: ContractLine
    facts: ProviderFacts | None
    signals: list[SignalRow] = field(default_factory=list)


_FACTS = """
    SELECT provider_id, min(organisation_id), min(name), sum(locations)::int, sum(beds)::int,
           coalesce((%(ratings)s::text[])[min(array_position(%(ratings)s::text[], lowest_rating))], ''), min(licence), min(left_by),
           coalesce((SELECT min(city) FROM registers_locationspan l WHERE l.provider_id = p.provider_id AND l.until IS NULL), '')
    FROM organisations_providerincouncil p WHERE as_at IS NULL AND provider_id = ANY(%(providers)s)
    GROUP BY provider_id ORDER BY provider_id
"""
_KEYS = """
    WITH ours AS (
        SELECT DISTINCT organisation_id FROM organisations_member
        WHERE register = 'cqc_locations' AND entity_key = ANY(%s)
    ), records AS (
        SELECT entity_key FROM organisations_member JOIN ours USING (organisation_id)
    )
    SELECT entity_key FROM records
    UNION SELECT location_id FROM registers_locationspan JOIN records ON records.entity_key = provider_id
    UNION SELECT company_number FROM registers_locationspan JOIN records ON records.entity_key = provider_id
    WHERE company_number <> ''
"""


def current_list(body: Body) -> ContractList | None:
    """The body's list: the newest that was not taken back."""
    return ContractList.objects.filter(body=body, taken_back_at=None).order_by("-uploaded_at", "-pk").first()


def taken_back(body: Body) -> ContractList | None:
    """The body's newest upload, if it was taken back: it can be brought back."""
    newest = ContractList.objects.filter(body=body).order_by("-uploaded_at", "-pk").first()
    return newest if newest and newest.taken_back_at else None


def listed(
    contract_list: ContractList, match: str = "", text: str = "", *, audiences: Collection[Audience] = FOR_EVERYBODY
) -> list[ListedLine]:
    """The lines of a list with what is known of each provider.

    Those that need a person come first, then those whose provider asks for attention soonest and most, then by name.
    """
    lines = ContractLine.objects.filter(contract_list=contract_list)
    if match:
        lines = lines.filter(match=match)
    if text:
        lines = lines.filter(Q(name__icontains=text) | Q(postcode__icontains=text) | Q(reference__icontains=text))
    found = list(lines)
    facts = facts_of({line.provider_id for line in found})
    told = signals_of_organisations(
        {known.organisation_id for known in facts.values()}, severities=ASKS, audiences=audiences
    )
    rows = [ListedLine(line, facts.get(line.provider_id)) for line in found]
    return sorted((_with_signals(row, told) for row in rows), key=_place)


def _with_signals(row: ListedLine, told: Mapping[str, list[SignalRow]]) -> ListedLine:
    if row.facts is None or row.line.match != ContractLine.Match.ACCEPTED:
        return row
    return replace(row, signals=told.get(row.facts.organisation_id, []))


def _place(row: ListedLine) -> tuple[object, ...]:
    urgency = [SEVERITIES.index(Severity(signal.severity)) for signal in row.signals]
    most_urgent = min(urgency, default=len(SEVERITIES))
    return (ORDER.index(row.line.match), most_urgent, -len(urgency), row.line.name.casefold(), row.line.number)


def counts_of(contract_list: ContractList) -> dict[str, int]:
    """How many lines are matched, to check, and without a provider."""
    matches = ContractLine.objects.filter(contract_list=contract_list).values_list("match", flat=True)
    told = dict.fromkeys(ORDER, 0)
    for match in matches:
        told[match] += 1
    return told


def line_numbered(number: int) -> ContractLine | None:
    """A line of a body's list as it stands."""
    found = ContractLine.objects.select_related("body").filter(pk=number).first()
    newest = current_list(found.body) if found else None
    return found if newest and found and found.contract_list_id == newest.pk else None


def whose_line(number: int) -> Whose | None:
    """Whose a line is: the body's."""
    found = line_numbered(number)
    return Whose(body=found.body_id) if found else None


def first_to_check(contract_list: ContractList) -> ContractLine | None:
    """The first line of a list that waits for a person."""
    waiting = ContractLine.objects.filter(contract_list=contract_list, match=ContractLine.Match.REVIEW)
    return waiting.order_by("number").first()


def next_to_check(line: ContractLine) -> ContractLine | None:
    """The next line of the list that waits for a person."""
    waiting = ContractLine.objects.filter(
        contract_list_id=line.contract_list_id, match=ContractLine.Match.REVIEW
    ).exclude(pk=line.pk)
    return waiting.filter(number__gt=line.number).order_by("number").first() or waiting.order_by("number").first()


def facts_of(providers: Iterable[str]) -> dict[str, ProviderFacts]:
    """What the registers say of CQC providers now, by id; those that no register holds are not in it."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"providers": sorted(filter(None, providers)), "ratings": list(RANK)})
        return {row[0]: ProviderFacts(*row) for row in cursor.fetchall()}


def providers_of(contract_list: ContractList) -> list[str]:
    """The providers that the list was matched to, each once."""
    matched = ContractLine.objects.filter(contract_list=contract_list, match=ContractLine.Match.ACCEPTED)
    return sorted(set(matched.values_list("provider_id", flat=True)))


def changes_about(providers: Sequence[str], after: date | None) -> QuerySet[Change]:
    """Changes in editions after a day that concern the providers, their locations, companies and linked sponsors."""
    keys = RawSQL(_KEYS, [list(providers)])  # noqa: S611 - a constant with a parameter; the keys are hundreds
    since = after + timedelta(days=1) if after else None
    return register_queries.changes_between(since).filter(Q(entity_key__in=keys) | Q(entity_key_before__in=keys))


def alert_choice(membership: Membership) -> str:
    """How often the person is told what changed."""
    chosen = (
        AlertChoice.objects.filter(body=membership.body, person=membership.person)
        .values_list("every", flat=True)
        .first()
    )
    return chosen or AlertChoice.Every.NEVER
