"""What the page of a pair reads: both sides, their differences, where they lie, who else it may be, what others decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate

from irhub.organisations.companies import LikelyCompany, likely_companies
from irhub.organisations.decisions import newest_of_others, standing
from irhub.organisations.models import Decision, Link
from irhub.organisations.sides import newest_sponsor, newest_sponsors
from irhub.registers.models import CompanySpan, Location, SponsorSpan
from irhub.review.compare import Line, line, location_names, words_of
from irhub.review.places import Where, where
from irhub.review.scope import Scope

MOST_LOCATIONS = 6
MOST_GROUP = 25


@dataclass(frozen=True)
class Candidate:
    """Another provider that the sponsor may be. `score`: None where the linker does not tell it."""

    provider_id: str
    name: str
    place: str
    locations: int
    score: float | None


@dataclass(frozen=True)
class Verdict:
    """What somebody decided of the pair, and why."""

    who: str
    body: str
    verdict: str
    on: date
    why: str


@dataclass(frozen=True)
class Namesake:
    """Another sponsor record that waits for the same provider, which can be decided in one go."""

    sponsor_key: str
    name: str
    place: str


@dataclass(frozen=True)
class Pair:
    """A sponsor and a CQC provider side by side. `seen`: number of the newest decision by others that is shown, 0 for none.

    `likely`: the company that the sponsor's name is.
    `locations` are those that stand, else those that stood; `hidden`: how many more there are than are compared.
    """

    sponsor: SponsorSpan
    routes: list[SponsorSpan]
    locations: list[Location]
    hidden: int
    company: CompanySpan | None
    likely: LikelyCompany | None
    link: Link | None
    lines: list[Line]
    where: Where
    candidates: list[Candidate]
    verdicts: list[Verdict]
    mine: Verdict | None
    namesakes: list[Namesake]
    seen: int
    provider: Location = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "provider", self.locations[0])

    @property
    def beds(self) -> int:
        """Beds of the locations that are shown or hidden."""
        return sum(span.beds or 0 for span in self.locations)


def pair(sponsor_key: str, provider_id: str, who: str, scope: Scope) -> Pair | None:
    """Everything about a pair; None if one side is not held. `scope`: of the other sponsors that wait for the provider."""
    sponsor = newest_sponsor(sponsor_key)
    every = list(Location.objects.filter(provider_id=provider_id).order_by("-since", "location_name", "line"))
    if sponsor is None or not every:
        return None
    newest = {span.location_id: span for span in reversed(every)}
    stand = [span for span in newest.values() if span.until is None] or list(newest.values())
    stand.sort(key=lambda span: (-(span.beds or 0), span.location_name, span.location_id))
    routes = list(SponsorSpan.objects.filter(sponsor_key=sponsor_key).order_by("until", "route", "since"))
    number = next((span.company_number for span in stand if span.company_number), "")
    company = CompanySpan.objects.filter(company_number=number).order_by("-since").first() if number else None
    links = list(Link.objects.filter(sponsor_key=sponsor_key).order_by("-score", "provider_id"))
    verdicts = _verdicts(sponsor_key, provider_id)
    newest_other = newest_of_others(sponsor_key, provider_id, who)
    return Pair(
        sponsor=sponsor,
        routes=routes,
        locations=stand,
        hidden=max(0, len(stand) - MOST_LOCATIONS),
        company=company,
        likely=next(iter(likely_companies({sponsor_key: sponsor.name})), None),
        link=next((link for link in links if link.provider_id == provider_id), None),
        lines=_lines(sponsor, stand, company),
        where=where(sponsor, stand),
        candidates=_candidates(links, provider_id),
        verdicts=[told for told in verdicts if told.who != who],
        mine=next((told for told in reversed(verdicts) if told.who == who), None),
        namesakes=_namesakes(sponsor_key, provider_id, scope),
        seen=newest_other.pk if newest_other else 0,
    )


def _lines(sponsor: SponsorSpan, locations: list[Location], company: CompanySpan | None) -> list[Line]:
    called = set(words_of(sponsor.name))
    some = sorted(locations, key=lambda span: -len(called & set(words_of(span.location_name))))[:MOST_LOCATIONS]
    provider = locations[0]
    told = [
        line("Name", [sponsor.name], [provider.provider_name]),
        location_names(sponsor.name, [span.location_name for span in some]),
        line("Town", [sponsor.town], [provider.provider_city, *(span.city for span in some)]),
        line("County", [sponsor.county], [provider.provider_county, *(span.county for span in some)]),
    ]
    if company:
        names = [company.company_name, *(company.previous_names or "").split(" | ")]
        told.append(line("Company names", [sponsor.name], names))
    return told


def _candidates(links: list[Link], provider_id: str) -> list[Candidate]:
    scores: dict[str, float | None] = {}
    for link in links:
        scores.setdefault(link.provider_id, link.score or None)
        for other in link.others:
            scores.setdefault(other["provider_id"], other["score"])
    scores.pop(provider_id, None)
    spans: dict[str, list[Location]] = {}
    for span in Location.objects.filter(provider_id__in=scores).order_by("-register", "-since", "line"):
        spans.setdefault(span.provider_id, []).append(span)
    return [
        Candidate(
            key, held[0].provider_name, held[0].provider_city or held[0].city,
            len({span.location_id for span in held if span.until is None}), score,
        )
        for key, score in sorted(scores.items(), key=lambda told: (-(told[1] or 0), told[0]))
        if (held := spans.get(key))
    ]  # fmt: skip


def _verdicts(sponsor_key: str, provider_id: str) -> list[Verdict]:
    """What each person said last of a pair, oldest first; a skip says nothing."""
    latest = {
        made.who: made
        for made in standing()
        .filter(sponsor_key=sponsor_key, provider_id=provider_id)
        .exclude(verdict=Decision.Verdict.SKIP)
        .order_by("at", "pk")
    }
    return [
        Verdict(made.who, made.body, made.get_verdict_display(), localdate(made.at), made.why)
        for made in sorted(latest.values(), key=lambda made: made.pk)
    ]


def _namesakes(sponsor_key: str, provider_id: str, scope: Scope) -> list[Namesake]:
    waiting = Link.objects.filter(provider_id=provider_id, band=Link.Band.REVIEW).exclude(sponsor_key=sponsor_key)
    told = waiting.order_by("-score", "sponsor_key").values_list("sponsor_key", "councils")
    keys = [key for key, councils in told if scope.covers(councils)][:MOST_GROUP]
    held = {span.sponsor_key: span for span in newest_sponsors(keys)}
    return [Namesake(key, held[key].name, held[key].town) for key in keys if key in held]
