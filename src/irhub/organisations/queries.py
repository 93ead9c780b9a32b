"""What an organisation's page reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from irhub.organisations.models import Member, Organisation
from irhub.registers.models import Change, Correction, LocationSpan, SponsorSpan


@dataclass(frozen=True)
class Profile:
    """What the registers say of an organisation: its records, spans now and formerly, changes, corrections."""

    id: str
    name: str
    members: list[Member]
    sponsor_spans: list[SponsorSpan]
    location_spans: list[LocationSpan]
    changes: list[Change]
    corrections: list[Correction]


def redirect_of(organisation_id: str) -> str | None:
    """The id that took this one in, if it was taken in."""
    return Organisation.objects.filter(pk=organisation_id).values_list("redirect_to_id", flat=True).first()


def profile(organisation_id: str) -> Profile | None:
    """All that is known of an organisation; None if no record belongs to the id now."""
    members = list(Member.objects.filter(organisation_id=organisation_id).order_by("register", "entity_key"))
    if not members:
        return None
    sponsors = [member.entity_key for member in members if member.register == "home_office_sponsors"]
    providers = [member.entity_key for member in members if member.register == "cqc_locations"]
    locations = list(
        LocationSpan.objects.filter(provider_id__in=providers).order_by("location_name", "location_id", "since")
    )
    keys = [*sponsors, *{span.location_id for span in locations}]
    return Profile(
        id=organisation_id,
        name=members[0].name,
        members=members,
        sponsor_spans=list(SponsorSpan.objects.filter(sponsor_key__in=sponsors).order_by("name", "route", "since")),
        location_spans=locations,
        changes=list(
            Change.objects.filter(Q(entity_key__in=keys) | Q(entity_key_before__in=keys)).order_by("-by", "kind", "id")
        ),
        corrections=list(
            Correction.objects.filter(entity_key__in=[*keys, *providers], withdrawn_at=None).order_by("-made_at")
        ),
    )
