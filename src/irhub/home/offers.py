"""What somebody can get from the hubs, where they are, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind
from irhub.guidance import queries as guidance
from irhub.guidance.models import Version
from irhub.organisations.models import ProviderInCouncil
from irhub.places.geography import Council, council_of
from irhub.programmes import queries as programmes
from irhub.programmes.eligibility import councils_of_client
from irhub.programmes.hours import say_week
from irhub.programmes.models import AUDIENCE_OF, Audience, Closure, ContactPoint, Programme, Scheme, Stage
from irhub.programmes.workflows import ProgrammeState
from irhub.webinars import queries as webinars
from irhub.webinars.models import Session

SOON = timedelta(days=14)
"""How long before a closure its page tells of it."""
FEW = 5


@dataclass(frozen=True)
class Told:
    """How an audience is spoken to: who they are, what there is for them, and the heading of their page."""

    name: str
    gets: str
    heading: str


WHO: Mapping[Audience, Told] = {
    Audience.PROVIDER: Told(
        "I work for a care provider",
        "Free legal and HR help with sponsorship, webinars, guidance and checkers.",
        "Help for care providers",
    ),
    Audience.COUNCIL: Told(
        "I work for a council",
        "Help when a provider loses its licence, guidance on your duties, and the registers of your area.",
        "Help for councils",
    ),
    Audience.WORKER: Told(
        "I am a care worker",
        "Where to turn to if your employer lost its licence, or treats you unfairly. You do not need an account.",
        "Help for care workers",
    ),
    Audience.PARTNER: Told(
        "I support workers or providers",
        "How to reach the hub of your area, and what it does.",
        "For partners",
    ),
}


@dataclass(frozen=True)
class Offer:
    """What a programme gives to an audience: schemes with what can be done with each on the day, hours of the week, where to turn to,
    the closures that last or come soon, and the webinars that it can book."""

    programme: Programme
    ended: bool
    schemes: list[tuple[Scheme, Stage]]
    week: list[tuple[str, str]]
    contacts: list[ContactPoint]
    closures: list[Closure]
    webinars: list[Session]


def audience_of(word: str) -> Audience | None:
    """The audience that an address names."""
    return Audience(word) if word in Audience.values else None


def offers(audience: Audience, council: Council, on: date) -> list[Offer]:
    """What the programmes that cover a council give, those that are open first."""
    return [_offer(one, audience, council, on) for one in programmes.programmes_covering(council.code)]


def _offer(programme: Programme, audience: Audience, council: Council, on: date) -> Offer:
    schemes = programmes.schemes_for(programme, audience, on)
    return Offer(
        programme,
        programme.state == ProgrammeState.ENDED,
        [(one, one.stage(on)) for one in schemes if council.code in one.councils],
        say_week(programme.hours.all()),
        list(programmes.contacts_for(programme, audience)),
        [one for one in programmes.closures_from(programme, on) if one.first <= on + SOON],
        list(webinars.to_come().filter(programme=programme, audience__contains=[audience])[:FEW]),
    )


def to_read(audience: Audience) -> QuerySet[Version]:
    """The guidance for an audience, a few pages."""
    return guidance.published(audience=audience)[:FEW]


def own_councils(membership: Membership) -> list[Council]:
    """Where somebody's body is: a council itself, the councils in which a provider has care locations; none of others."""
    codes = councils_of_client(membership.body.kind, membership.body.place_code)
    return [found for code in codes if (found := council_of(code))]


def own_audience(membership: Membership) -> Audience | None:
    """As which audience somebody's body uses the hubs' help; None of bodies that give it, or watch."""
    return AUDIENCE_OF.get(Kind(membership.body.kind))


def own_organisation(membership: Membership) -> str:
    """The organisation that somebody's provider is; blank of other bodies."""
    place = membership.body.place_code
    if membership.body.kind != Kind.PROVIDER or not place:
        return ""
    found = ProviderInCouncil.objects.filter(as_at=None, provider_id=place).values_list("organisation_id", flat=True)
    return found.first() or ""
