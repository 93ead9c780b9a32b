"""Who calls: a provider or council found by what they say, and whether a programme is for them today."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.timezone import localdate

from irhub.legal_advice.entitlements import balance_told
from irhub.organisations.models import Member
from irhub.organisations.search import search
from irhub.places import COUNCIL, council_of
from irhub.places.finding import places_named
from irhub.programmes.eligibility import Eligibility, council_eligibility, provider_eligibility
from irhub.programmes.models import Audience, Programme
from irhub.programmes.queries import schemes_for
from irhub.registers.models import Location
from irhub.support.parties import PROVIDERS, key_of

MOST, COUNCILS = 20, 5
_COMPANY = re.compile(r"(?:[A-Z]{2}\d{6}|\d{8})")


@dataclass(frozen=True)
class Caller:
    """A provider or council: `kind` and `key` as cases have them, its name, and where it is."""

    kind: str
    key: str
    name: str
    place: str = ""

    @property
    def party(self) -> str:
        """By what the register of parties knows it."""
        return key_of(self.kind, self.key)


def find_callers(text: str) -> list[Caller]:
    """Who may be meant: by CQC id, company number, name, or postcode, and councils by name, also with a slip; the best first, at most twenty."""
    said = " ".join(text.split())
    if not said:
        return []
    exact = caller(Audience.PROVIDER, said) or caller(Audience.COUNCIL, said)
    if exact:
        return [exact]
    first = [Caller(Audience.COUNCIL, one.code, one.name) for one in places_named(said) if one.kind == COUNCIL][
        :COUNCILS
    ]
    if _COMPANY.fullmatch(said.upper()):
        numbers = Location.objects.filter(company_number=said.upper()).values_list("provider_id", flat=True)
        return [*first, *_providers(list(numbers.distinct()[:MOST]))]
    found = [one.organisation_id for one in search(said, MOST) if one.provider]
    keys = dict(
        Member.objects.filter(register=PROVIDERS, organisation_id__in=found).values_list(
            "entity_key", "organisation_id"
        )
    )
    return [*first, *_providers(sorted(keys, key=lambda key: found.index(keys[key])))][:MOST]


def caller(kind: str, key: str) -> Caller | None:
    """The provider of this CQC id, or the council of this ONS code; None if there is none."""
    if kind == Audience.COUNCIL:
        council = council_of(key)
        return Caller(kind, council.code, council.name) if council else None
    return next(iter(_providers([key])), None) if kind == Audience.PROVIDER else None


def _providers(keys: list[str]) -> list[Caller]:
    known = {one.entity_key: one for one in Member.objects.filter(register=PROVIDERS, entity_key__in=keys)}
    return [Caller(Audience.PROVIDER, key, known[key].name, known[key].place or "") for key in keys if key in known]


def eligibility(programme: Programme, kind: str, key: str) -> Eligibility:
    """Whether a programme is for a client today, as the registers tell, with their rows."""
    ask = council_eligibility if kind == Audience.COUNCIL else provider_eligibility
    return ask(key, councils=frozenset(programme.councils), on=localdate())


def minutes_told(programme: Programme, kind: str, key: str) -> list[str]:
    """What a client has left under each scheme that is for it, a line each: “Free legal advice: 18 of 30 minutes left, until …”."""
    today = localdate()
    return [
        f"{scheme.name}: {balance_told(key, scheme, today)}" for scheme in schemes_for(programme, Audience(kind), today)
    ]
