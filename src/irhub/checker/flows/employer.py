"""The employer's registration with the Care Quality Commission, taken from the linked record and never guessed."""

from __future__ import annotations

from dataclasses import dataclass

from irhub.organisations.models import Member
from irhub.organisations.queries import redirect_of
from irhub.registers.models import Location
from irhub.web.listing import FilterForm, words_field


class FindEmployer(FilterForm):
    """By what the employer is looked up."""

    q = words_field(
        "Name of the employer, or a whole postcode",
        "Registers hold legal names, which can differ from the name on the door.",
    )


LISTED = "cqc_locations"
MOST_SHOWN = 5


@dataclass(frozen=True)
class Registration:
    """What the CQC's newest list says of an organisation: its locations now, and which of them work.

    `locations` come working ones first, then by name. A dormant location carries on no regulated activity now.
    """

    organisation_id: str
    name: str
    locations: tuple[Location, ...]

    @property
    def working(self) -> tuple[Location, ...]:
        """The locations that are not dormant."""
        return tuple(span for span in self.locations if not span.dormant)

    @property
    def shown(self) -> tuple[Location, ...]:
        """The first few locations, which are enough to show where the answer comes from."""
        return self.locations[:MOST_SHOWN]


def registration(organisation_id: str) -> Registration | None:
    """What is held of an organisation's registration; None if no record belongs to the id, or to the one that took it in."""
    taken_in_by = redirect_of(organisation_id) or organisation_id
    members = list(Member.objects.filter(organisation_id=taken_in_by).order_by("register", "entity_key"))
    if not members:
        return None
    providers = [member.entity_key for member in members if member.register == LISTED]
    standing = Location.objects.filter(provider_id__in=providers, until=None)
    spans = sorted(standing, key=lambda span: (bool(span.dormant), span.location_name, span.location_id))
    return Registration(taken_in_by, members[0].name, tuple(spans))
