"""What an organisation's page reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum

from irhub.organisations.companies import LikelyCompany, likeliest, links_to_companies, spans_of_companies
from irhub.organisations.licences import Licence, licence_of
from irhub.organisations.members import NO_LONGER, PROVIDERS, SPONSORS
from irhub.organisations.models import Link, Member, Move, Namesake, Organisation, ProviderInCouncil
from irhub.organisations.timeline import Stood, Timeline, timeline
from irhub.organisations.who_it_is import (
    Record,
    SponsorEntry,
    address_of,
    all_names,
    location_records,
    sponsor_entries,
)
from irhub.registers.directory_locations import BesideDirectory, beside_of
from irhub.registers.models import (
    Change,
    CompanySpan,
    Correction,
    DeactivatedSpan,
    DirectorySpan,
    Location,
    RatingSpan,
    SponsorSpan,
)
from irhub.registers.newest_editions import Newest, newest_of_each
from irhub.registers.wording import BESIDE

SPONSOR_LANE, CARE_LANE = "On the sponsor register", "On the CQC’s list"


@dataclass(frozen=True)
class MoveTold:
    """A record that came to the organisation, or left it (`came`), on a day, from or to another, and why.

    `no_longer`: it was held to be the organisation's, and nothing shows that any more: told to those who review alone (ADR 25).
    """

    came: bool
    on: date
    name: str
    register: str
    other_id: str
    other_name: str
    because: str
    no_longer: bool


@dataclass(frozen=True)
class Profile:
    """What the registers say of an organisation: its records, spans now and formerly, changes, corrections.

    Of `locations` and `sponsors`, the spans that stand come first. `names`: all by which registers call it, but for `name`. `ratings` (by location) and `also_known_as` are those
    that stand. `newest`: the newest edition of each register. `links`: by sponsor key, how sure its link is and what speaks against it.
    `namesakes`: where the `licence` is unclear, the sponsors that stand and may be its own (see models.Namesake).
    `likely_companies`: of records without a number. `other_company`: they speak against a link of one of the sponsors.
    `moves`: records that came or left, newest first. `timeline` is None where all that is held is a single edition.
    """

    id: str
    name: str
    names: list[str]
    members: list[Member]
    sponsors: list[SponsorSpan]
    locations: list[Location]
    beside_directory: BesideDirectory
    ratings: dict[str, list[RatingSpan]]
    also_known_as: list[DirectorySpan]
    deactivated: list[DeactivatedSpan]
    companies: list[CompanySpan]
    changes: list[Change]
    corrections: list[Correction]
    timeline: Timeline | None = field(repr=False)
    links: dict[str, Link]
    namesakes: list[SponsorSpan]
    likely_companies: list[LikelyCompany]
    moves: list[MoveTold]
    licence: Licence
    newest: list[Newest]

    @property
    def routes(self) -> list[SponsorSpan]:
        """The routes on which it stands on the sponsor register now."""
        return [span for span in self.sponsors if span.until is None]

    @property
    def active(self) -> list[Location]:
        """The locations that stand: on the CQC's newest workbook, or in its newer directory alone."""
        return [span for span in self.locations if span.until is None]

    @property
    def beds(self) -> int:
        """The beds of the active locations."""
        return sum(span.beds or 0 for span in self.active)

    @property
    def sponsor_entries(self) -> list[SponsorEntry]:
        """Its entries on the sponsor register, each once."""
        return sponsor_entries(self.sponsors)

    @property
    def location_records(self) -> list[Record[Location]]:
        """Its locations, each once."""
        return location_records(self.locations)

    @property
    def providers(self) -> list[str]:
        """Its numbers as a provider at the CQC."""
        return [member.entity_key for member in self.members if member.register == PROVIDERS]

    @property
    def address(self) -> str:
        """Where it is: of its only location the street too, else town and postcode of its office; blank if no register tells."""
        if len(self.active) == 1:
            only = self.active[0]
            return address_of(only.street, only.address2, only.city, only.postcode)
        for span in self.active or self.locations:
            if told := address_of(span.provider_city, span.provider_postcode):
                return told
        return address_of(self.sponsors[0].town, self.sponsors[0].county) if self.sponsors else ""


@dataclass(frozen=True)
class Located:
    """An organisation and the spans of its locations, by name: all that the page of its people needs."""

    id: str
    name: str
    locations: list[Location]

    @property
    def active(self) -> list[Location]:
        """The locations that stand: on the CQC's newest workbook, or in its newer directory alone."""
        return [span for span in self.locations if span.until is None]


def redirect_of(organisation_id: str) -> str | None:
    """The id that took this one in, if it was taken in."""
    return Organisation.objects.filter(pk=organisation_id).values_list("redirect_to_id", flat=True).first()


def located(organisation_id: str) -> Located | None:
    """An organisation with its locations; None if no record belongs to the id now."""
    members = list(Member.objects.filter(organisation_id=organisation_id).order_by("register", "entity_key"))
    return Located(organisation_id, members[0].name, _locations(members)) if members else None


def organisations_of(changes: Iterable[Change]) -> dict[int, str]:
    """The organisations that changes of sponsors and of locations are about, by the ids of the changes."""
    key_of = {change.pk: change.entity_key for change in changes}
    keys = set(key_of.values())
    provider_of = dict(
        Location.objects.filter(location_id__in=keys).order_by("since").values_list("location_id", "provider_id")
    )
    belongs = dict(
        Member.objects.filter(
            register__in=(SPONSORS, PROVIDERS), entity_key__in=keys | set(provider_of.values())
        ).values_list("entity_key", "organisation_id")
    )
    found = {pk: belongs.get(provider_of.get(key, key)) for pk, key in key_of.items()}
    return {pk: organisation_id for pk, organisation_id in found.items() if organisation_id}


def beside_others(changes: Iterable[Change]) -> set[int]:
    """The ids of changes by which an entry of the sponsor register came or left while another of the same organisation was there: as it left,
    by the edition without it; as it came, by the edition before."""
    moved = {change.pk: change for change in changes if change.kind in BESIDE}
    asked = Member.objects.filter(register=SPONSORS, entity_key__in={change.entity_key for change in moved.values()})
    of = dict(
        Member.objects.filter(register=SPONSORS, organisation_id__in=asked.values("organisation_id")).values_list(
            "entity_key", "organisation_id"
        )
    )
    entries: dict[str, list[SponsorSpan]] = {}
    for span in SponsorSpan.objects.filter(sponsor_key__in=of):
        entries.setdefault(of[span.sponsor_key], []).append(span)

    def another(change: Change) -> bool:
        day = change.by if change.kind == "licence_removed" else change.after
        return any(
            span.sponsor_key != change.entity_key and span.since <= day and (span.until is None or span.until > day)
            for span in entries.get(of.get(change.entity_key, ""), ())
        )

    return {pk for pk, change in moved.items() if another(change)}


@dataclass(frozen=True)
class CareHere:
    """How many care locations and beds of an organisation are in some councils."""

    locations: int
    beds: int


def care_here(
    organisation_ids: Iterable[str], councils: Iterable[str], as_at: date | None = None
) -> dict[str, CareHere]:
    """Of each organisation that has care locations in these councils, how much of its care that is, now or as at a kept past day."""
    rows = ProviderInCouncil.objects.filter(
        as_at=as_at,
        adult_social_care=True,
        organisation_id__in=list(organisation_ids),
        council_code__in=list(councils),
    )
    summed = rows.order_by("organisation_id").values_list("organisation_id").annotate(Sum("locations"), Sum("beds"))
    return {found: CareHere(locations, beds) for found, locations, beds in summed}


def profile(organisation_id: str) -> Profile | None:
    """All that is known of an organisation; None if no record belongs to the id now."""
    members = list(Member.objects.filter(organisation_id=organisation_id).order_by("register", "entity_key"))
    if not members:
        return None
    sponsor_keys = [member.entity_key for member in members if member.register == "home_office_sponsors"]
    providers = [member.entity_key for member in members if member.register == "cqc_locations"]
    sponsors = list(SponsorSpan.objects.filter(sponsor_key__in=sponsor_keys).order_by("name", "route", "since"))
    locations = _locations(members)
    location_ids = sorted({span.location_id for span in locations})
    numbers = {span.company_number for span in locations} - {""}
    likely = links_to_companies([member.entity_key for member in members])
    companies = spans_of_companies(numbers | {link.company_number for link in likely})
    licence, newest = licence_of(organisation_id), newest_of_each()
    keys = [*sponsor_keys, *location_ids, *providers, *numbers]
    links = list(Link.objects.filter(sponsor_key__in=sponsor_keys, band=Link.Band.ACCEPTED))
    listed = DirectorySpan.objects.filter(location_id__in=location_ids, until=None).order_by("also_known_as")
    standing = {span.location_id: span.provider_id for span in locations if span.until is None}
    in_directory = {span.location_id: (span.provider_id, span.provider_name) for span in listed}
    rated: dict[str, list[RatingSpan]] = {}
    for rating in RatingSpan.objects.filter(rated_id__in=location_ids, until=None).order_by("rated_id", "line"):
        rated.setdefault(rating.rated_id, []).append(rating)
    return Profile(
        id=organisation_id,
        name=members[0].name,
        names=all_names(
            members[0].name, sponsors, locations, listed, [one for one in companies if one.company_number in numbers]
        ),
        members=members,
        sponsors=sorted(sponsors, key=lambda span: span.until is not None),
        locations=sorted(locations, key=lambda span: span.until is not None),
        beside_directory=beside_of(standing, in_directory, newest),
        ratings=rated,
        also_known_as=[span for span in listed if span.also_known_as],
        deactivated=list(DeactivatedSpan.objects.filter(provider_id__in=providers, until=None).order_by("name")),
        companies=[span for span in companies if span.company_number in numbers],
        changes=list(
            Change.objects.filter(Q(entity_key__in=keys) | Q(entity_key_before__in=keys)).order_by("-by", "kind", "id")
        ),
        corrections=list(Correction.objects.filter(entity_key__in=keys, withdrawn_at=None).order_by("-made_at")),
        timeline=_timeline(sponsors, locations, newest),
        links={link.sponsor_key: link for link in links},
        namesakes=_namesakes(organisation_id) if licence.unclear else [],
        likely_companies=likeliest({member.entity_key: member.name for member in members}, likely, companies),
        moves=_moves(organisation_id, members),
        licence=licence,
        newest=newest,
    )


def _namesakes(organisation_id: str) -> list[SponsorSpan]:
    """A row of each sponsor that stands and may be the organisation's, by name and town."""
    keys = Namesake.objects.filter(organisation_id=organisation_id).values("sponsor_key")
    standing = SponsorSpan.objects.filter(sponsor_key__in=keys, until=None).order_by("sponsor_key", "line")
    return sorted(standing.distinct("sponsor_key"), key=lambda span: (span.name, span.town))


def _locations(members: list[Member]) -> list[Location]:
    """The spans of the members' locations, by name."""
    providers = [member.entity_key for member in members if member.register == "cqc_locations"]
    found = Location.objects.filter(provider_id__in=providers)
    return list(found.order_by("location_name", "location_id", "since"))


def _moves(organisation_id: str, members: list[Member]) -> list[MoveTold]:
    here = {(member.register, member.entity_key) for member in members}
    moves = list(
        Move.objects.filter(Q(came_from=organisation_id) | Q(went_to=organisation_id))
        .select_related("came_from", "went_to")
        .order_by("-on", "-pk")
    )
    others = {move.came_from if move.went_to_id == organisation_id else move.went_to for move in moves}
    anchors = Member.objects.filter(entity_key__in=[other.entity_key for other in others])
    names = {(member.register, member.entity_key): member.name for member in anchors}

    def told(move: Move) -> MoveTold:
        came = move.went_to_id == organisation_id
        other = move.came_from if came else move.went_to
        other_name = names.get((other.register, other.entity_key), "an organisation no longer held")
        gone = came and (move.register, move.entity_key) not in here
        no_longer = gone or move.because == NO_LONGER
        return MoveTold(came, move.on, move.name, move.register, other.pk, other_name, move.because, no_longer)

    return [told(move) for move in moves]


def _timeline(sponsors: list[SponsorSpan], locations: list[Location], newest: list[Newest]) -> Timeline | None:
    """When it was on each of the two registers, whatever its entries and locations were called: two lanes are read at a glance."""
    held = {one.register: one.first for one in newest}
    last = max((one.date for one in newest), default=date.min)
    stood = [Stood(SPONSOR_LANE, held[SPONSORS], span.since, span.until) for span in sponsors]
    stood += [Stood(CARE_LANE, held[PROVIDERS], span.since, span.until) for span in locations]
    return timeline(stood, last)
