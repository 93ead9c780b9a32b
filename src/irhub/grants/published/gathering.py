"""From grants of the room to what a file says of them: who gave, who received, where, when, for what. People are in none of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal

from django.db.models import QuerySet

from irhub.accounts.models import Body
from irhub.grants.giving360 import locations
from irhub.grants.giving360.awards import Award as Told
from irhub.grants.giving360.awards import Location as Where
from irhub.grants.giving360.awards import Nature, Organisation, Period, Programme
from irhub.grants.giving360.organisation_ids import COMPANY, nature_of, of_registers
from irhub.grants.models import Application, Award
from irhub.grants.position import Position, sums_by
from irhub.grants.published.models import PublicDetails, Publisher, Recipient
from irhub.grants.workflows import NOT_ACCEPTED
from irhub.places.place import COUNCIL, place_of_code
from irhub.registers.models import CompanySpan, Location
from irhub.web.addresses import whole_address
from irhub.web.london import LONDON

_MOST_PLACES = 3
"""Councils in which a provider has locations, up to which they are named as where those live who benefit; of more, the call's area is."""


@dataclass(frozen=True)
class Gathered:
    """A grant, what a file says of it, and what its funder said otherwise for that."""

    award: Award
    told: Told
    details: PublicDetails | None


def accepted_awards(body: Body) -> QuerySet[Award]:
    """The grants of a body whose agreement both signed, whatever became of them since: those that can be published."""
    return _accepted().filter(body=body).order_by("granted_on", "pk")


def accepted_award(number: int) -> Award | None:
    """A grant whose agreement both signed."""
    return _accepted().filter(pk=number).first()


def _accepted() -> QuerySet[Award]:
    return Award.objects.exclude(state__in=NOT_ACCEPTED).select_related("application", "call", "public_details")


def gathered(publisher: Publisher) -> list[Gathered]:
    """What the files of a body would say of its grants. Grants to people are among them still (`giving360.writing.to_publish`)."""
    awards = list(accepted_awards(publisher.body))
    funder = funder_of(publisher)
    homes = _homes(award.application.provider_id for award in awards)
    sums = sums_by(award.pk for award in awards)
    return [
        Gathered(award, _told(award, publisher, funder, homes, sums[award.pk]), details_of(award)) for award in awards
    ]


def details_of(award: Award) -> PublicDetails | None:
    """What the funder said of a grant for its publication; None if nothing."""
    return getattr(award, "public_details", None)


def funder_of(publisher: Publisher) -> Organisation:
    """The organisation that gave the grants."""
    own = publisher.identifier
    return Organisation(publisher.name, (own,), nature_of((own,)))


def usual_description(award: Award) -> str:
    """What is published of a grant where its funder wrote nothing else: its title, and what its call is for."""
    return f"{award.application.title}. Awarded under “{award.call.title}”: {award.call.purpose}"


def register_names(told: Iterable[Told]) -> Mapping[str, str]:
    """The names of companies on their register, by organisation identifier, of those that the hub holds."""
    numbers = {award.recipient.company_number for award in told} - {""}
    held = CompanySpan.objects.filter(company_number__in=numbers, until=None).values_list(
        "company_number", "company_name"
    )
    return {f"{COMPANY}-{number}": name for number, name in held}


def _homes(providers: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """In which councils providers have locations, by their ids."""
    found = defaultdict[str, set[str]](set)
    rows = Location.objects.filter(provider_id__in={one for one in providers if one}, until=None)
    for provider, code in rows.values_list("provider_id", "council_code").distinct():
        found[provider].add(code)
    return {provider: frozenset(codes) for provider, codes in found.items()}


def _told(
    award: Award, publisher: Publisher, funder: Organisation, homes: Mapping[str, frozenset[str]], at: Position
) -> Told:
    application, call, details = award.application, award.call, details_of(award)
    return Told(
        identifier=f"{publisher.prefix}-{award.reference}",
        title=(details and details.title) or application.title,
        description=(details and details.description) or usual_description(award),
        awarded=_pounds(award.granted),
        applied_for=_pounds(award.asked),
        disbursed=None if at.disbursed is None else _pounds(at.disbursed),
        award_date=award.granted_on,
        recipient=_recipient(application, details, publisher),
        funder=funder,
        planned=Period(application.starts_on, application.ends_on),
        locations=tuple(_where(codes_of(award, homes))),
        programme=Programme(call.title, f"call-{call.pk}", whole_address("grant-call", call.pk)),
        from_open_call=True,
        regrant=details.regrant if details else "",
        source=whole_address("grants-published-of", publisher.body_id),
        modified=_modified(award, details, at),
    )


def _pounds(amount: int) -> Decimal:
    return Decimal(amount) / 100


def _modified(award: Award, details: PublicDetails | None, at: Position) -> datetime | None:
    moved = datetime.combine(at.moved_on, time.min, LONDON) if at.moved_on else None
    return max(filter(None, (award.funder_at, details.kept_at if details else None, moved)), default=None)


def _recipient(application: Application, details: PublicDetails | None, publisher: Publisher) -> Organisation:
    """Who received it, as registers know it. Of who is on none, a person says whether it is a body."""
    said = details.recipient if details else Recipient.NOT_SAID
    found = of_registers(
        application.name, company_number=application.company_number, charity_number=application.charity_number,
        council_code=application.council,
    )  # fmt: skip
    if said == Recipient.PERSON:
        return replace(found, nature=Nature.PERSON)
    if said == Recipient.BODY and not found.identifiers:
        own = f"{publisher.prefix}-org-{application.applicant_id}"
        return replace(found, nature=Nature.OTHER_BODY, identifiers=(own,))
    return found


def codes_of(award: Award, homes: Mapping[str, frozenset[str]]) -> Sequence[str]:
    """ONS codes of the councils in which those live who benefit: as the funder says, the grantee's own, those where it works, else the call's."""
    application, details = award.application, details_of(award)
    if details and details.councils:
        return list(details.councils)
    if application.council:
        return [application.council]
    works = sorted(homes.get(application.provider_id, frozenset()) & set(award.call.councils))
    return works if 0 < len(works) <= _MOST_PLACES else sorted(award.call.councils)


def _where(codes: Iterable[str]) -> Iterable[Where]:
    for code in codes:
        place = place_of_code(code)
        if place is not None and place.kind == COUNCIL:
            yield locations.of_council(place)
