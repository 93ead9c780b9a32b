"""What the pages and alerts read of a body's list of providers. Only the acting body's own ever come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from irhub.accounts.models import Body
from irhub.accounts.policy import Whose
from irhub.contracts.contents import COMPANY_NUMBER, company_number
from irhub.contracts.models import ContractLine, ContractList
from irhub.contracts.told import places_told
from irhub.indicators.finding import RANK
from irhub.indicators.indicator import SEVERITIES, Audience, Severity
from irhub.indicators.queries import FOR_EVERYBODY, signals_of_organisations
from irhub.indicators.rows import SignalRow
from irhub.organisations.models import Member
from irhub.organisations.providers import LICENCE_IN_WORDS
from irhub.organisations.search import search
from irhub.registers import queries as register_queries
from irhub.registers.models import Change, Location
from irhub.registers.sources.cqc_numbers import one_number
from irhub.web.saying import counted

LEFT, LICENSED, UNCLEAR, NO_SPONSOR = "formerly", "licensed", "unclear", "none"
LICENCES = tuple((licence, LICENCE_IN_WORDS[licence]) for licence in (LEFT, LICENSED, UNCLEAR, NO_SPONSOR))
"""What the licence of a provider can be, and what a list is asked for."""
MOST_FOUND = 10
_ROWS_TOLD = 3
ASKS = (Severity.ACT, Severity.LOOK)
"""The signals that are counted: those that ask somebody to do something."""
MATCHES = ContractLine.Match.choices


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

    @property
    def where(self) -> str:
        """The rows of the file that are this line; blank where the list is of an older version."""
        return places_told(self.line.places, _ROWS_TOLD)

    @property
    def licence(self) -> str:
        """What the licence of a matched provider is (LICENCES); "" of any other line."""
        return self.facts.licence if self.facts and self.line.match == ContractLine.Match.ACCEPTED else ""


_FACTS = """
    SELECT provider_id, min(organisation_id), min(name), sum(locations)::int, sum(beds)::int,
           coalesce((%(ratings)s::text[])[min(array_position(%(ratings)s::text[], lowest_rating))], ''), min(licence), min(left_by),
           coalesce((SELECT min(city) FROM registers_location l WHERE l.provider_id = p.provider_id AND l.until IS NULL), '')
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
    UNION SELECT location_id FROM registers_location JOIN records ON records.entity_key = provider_id
    UNION SELECT company_number FROM registers_location JOIN records ON records.entity_key = provider_id
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
    contract_list: ContractList,
    match: str = "",
    licence: str = "",
    text: str = "",
    *,
    facts: Mapping[str, ProviderFacts],
    also: int = 0,
    audiences: Collection[Audience] = FOR_EVERYBODY,
) -> list[ListedLine]:
    """The lines of a list with what is known of each provider (`facts`: facts_in); the line numbered `also` whatever is asked for.

    First those whose provider's licence left, then lines to be checked, then those whose provider asks for attention soonest and
    most, then lines without a provider.
    """
    wanted = Q(match=match) if match else Q()
    if text:
        wanted &= Q(name__icontains=text) | Q(postcode__icontains=text) | Q(reference__icontains=text)
    found = list(ContractLine.objects.filter(Q(pk=also) | wanted if wanted else wanted, contract_list=contract_list))
    rows = [ListedLine(line, facts.get(line.provider_id)) for line in found]
    rows = [row for row in rows if not licence or row.line.pk == also or row.licence == licence]
    ids = {row.facts.organisation_id for row in rows if row.facts}
    told = signals_of_organisations(ids, severities=ASKS, audiences=audiences)
    return sorted((_with_signals(row, told) for row in rows), key=_place)


def _with_signals(row: ListedLine, told: Mapping[str, list[SignalRow]]) -> ListedLine:
    if row.facts is None or row.line.match != ContractLine.Match.ACCEPTED:
        return row
    return replace(row, signals=told.get(row.facts.organisation_id, []))


def _place(row: ListedLine) -> tuple[object, ...]:
    urgency = [SEVERITIES.index(Severity(signal.severity)) for signal in row.signals]
    most_urgent = min(urgency, default=len(SEVERITIES))
    first = _FIRST.get(row.line.match, 2) if row.licence != LEFT else 0
    return (first, most_urgent, -len(urgency), row.line.name.casefold(), row.line.sheet, row.line.number)


_FIRST = {ContractLine.Match.REVIEW: 1, ContractLine.Match.NONE: 3}


def counts_of(contract_list: ContractList) -> dict[str, int]:
    """How many lines are matched, to check, and without a provider."""
    told: dict[str, int] = dict.fromkeys(dict(MATCHES), 0)
    for match in ContractLine.objects.filter(contract_list=contract_list).values_list("match", flat=True):
        told[match] += 1
    return told


def on_several_lines(
    contract_list: ContractList, facts: Mapping[str, ProviderFacts]
) -> list[tuple[ProviderFacts, list[ContractLine]]]:
    """The providers that more than one line of a list is matched to, by name, each with its lines in the order of the file. `facts`: facts_in."""
    matched = ContractLine.objects.filter(contract_list=contract_list, match=ContractLine.Match.ACCEPTED)
    several = matched.values("provider_id").annotate(lines=Count("pk")).filter(lines__gt=1)
    lines = defaultdict[str, list[ContractLine]](list)
    for line in matched.filter(provider_id__in=several.values("provider_id")).order_by("sheet", "number"):
        lines[line.provider_id].append(line)
    told = [facts[provider] for provider in lines if provider in facts]
    return [
        (one, lines[one.provider_id]) for one in sorted(told, key=lambda one: (one.name.casefold(), one.provider_id))
    ]


def summary(made: ContractList) -> str:
    """What came of reading a list, in a sentence or two."""
    counts = counts_of(made)
    rows = sum(one["rows"] for one in made.read["lists"])
    total = sum(counts.values())
    said = f"{counted(rows, 'rows name')} a provider"
    said += f", {counted(total, 'different ones')}" if total != rows else ""
    return (
        f"{said}: {counts['accepted']:,} matched, {counts['review']:,} to check, {counts['none']:,} without a provider."
    )


def licences_of(providers: Iterable[str], facts: Mapping[str, ProviderFacts]) -> dict[str, int]:
    """How many of the providers of a list, each counted once, hold a licence, lost one and so on (LICENCES); `gone`: no register that
    is held lists them now. `facts`: facts_in."""
    told = dict.fromkeys([*dict(LICENCES), "gone"], 0)
    for provider in providers:
        told[facts[provider].licence if provider in facts else "gone"] += 1
    return told


def find_providers(text: str) -> list[ProviderFacts]:
    """CQC providers that somebody may mean: by a CQC id of theirs or of a location, a company number, a postcode, or a name."""
    number = one_number(text)
    company = company_number(text)
    spans = Location.objects.filter(until=None)
    asked = Q(provider_id=number) | Q(location_id=number)
    if COMPANY_NUMBER.fullmatch(company):
        asked |= Q(company_number=company)
    named = set(spans.filter(asked).exclude(provider_id="").values_list("provider_id", flat=True)[:MOST_FOUND])
    if found := facts_of(named):
        return list(found.values())
    places = {found.organisation_id: at for at, found in enumerate(search(text)) if found.provider}
    members = Member.objects.filter(register="cqc_locations", organisation__in=places)
    ordered = sorted(members.values_list("entity_key", "organisation_id"), key=lambda row: (places[row[1]], row[0]))
    facts = facts_of([provider for provider, _ in ordered])
    return [facts[provider] for provider, _ in ordered if provider in facts][:MOST_FOUND]


def line_numbered(number: int) -> ContractLine | None:
    """A line of a body's list as it stands."""
    found = ContractLine.objects.select_related("body").filter(pk=number).first()
    newest = current_list(found.body) if found else None
    return found if newest and found and found.contract_list_id == newest.pk else None


def whose_line(number: int) -> Whose | None:
    """Whose a line is: the body's."""
    found = line_numbered(number)
    return Whose(body=found.body_id) if found else None


def next_to_settle(contract_list: ContractList, line: ContractLine | None = None) -> ContractLine | None:
    """The line after one, or the first, that waits for a person: those to be checked, then those of which no provider was found."""
    waiting = ContractLine.objects.filter(contract_list=contract_list, decided_by="").order_by("sheet", "number")
    for match in (ContractLine.Match.REVIEW, ContractLine.Match.NONE):
        here = waiting.filter(match=match)
        after = here.filter(Q(sheet=line.sheet, number__gt=line.number) | Q(sheet__gt=line.sheet)) if line else here
        found: ContractLine | None = after.first() or here.exclude(pk=line.pk if line else None).first()
        if found:
            return found
    return None


def facts_of(providers: Iterable[str]) -> dict[str, ProviderFacts]:
    """What the registers say of CQC providers now, by id; those that no register holds are not in it."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"providers": sorted(filter(None, providers)), "ratings": list(RANK)})
        return {row[0]: ProviderFacts(*row) for row in cursor.fetchall()}


def facts_in(contract_list: ContractList) -> dict[str, ProviderFacts]:
    """What the registers say now of every provider that a line of a list means, or most likely means."""
    return facts_of(set(ContractLine.objects.filter(contract_list=contract_list).values_list("provider_id", flat=True)))


def providers_of(contract_list: ContractList) -> list[str]:
    """The providers that the list was matched to, each once."""
    matched = ContractLine.objects.filter(contract_list=contract_list, match=ContractLine.Match.ACCEPTED)
    return sorted(set(matched.values_list("provider_id", flat=True)))


def changes_about(providers: Sequence[str], after: date | None) -> QuerySet[Change]:
    """Changes in editions after a day that concern the providers, their locations, companies and linked sponsors."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [list(providers)])
        found = [key for (key,) in cursor.fetchall()]
    keys = RawSQL("SELECT unnest(%s::text[])", [found])
    since = after + timedelta(days=1) if after else None
    return register_queries.changes_between(since).filter(Q(entity_key__in=keys) | Q(entity_key_before__in=keys))
