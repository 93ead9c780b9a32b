"""The two sides of a pair: the newest row of a sponsor, and of a CQC provider's locations."""

from __future__ import annotations

from collections.abc import Collection

from irhub.registers.models import Location, SponsorSpan

SPONSOR_FIELDS = ("name", "town", "county", "type_and_rating", "route")
"""What a decision keeps of the sponsor's row."""

PROVIDER_FIELDS = (
    "provider_name", "location_id", "location_name", "street", "city", "county", "postcode", "company_number",
    "provider_city", "provider_postcode", "register",
)  # fmt: skip
"""What a decision keeps of the row of one of the provider's locations."""


def newest_sponsor(sponsor_key: str) -> SponsorSpan | None:
    """The row that shows the sponsor as it last stood."""
    return SponsorSpan.objects.filter(sponsor_key=sponsor_key).order_by("-since", "line").first()


def newest_sponsors(sponsor_keys: Collection[str]) -> list[SponsorSpan]:
    """The row that shows each of these sponsors as it last stood."""
    spans = SponsorSpan.objects.filter(sponsor_key__in=sponsor_keys).order_by("sponsor_key", "-since", "line")
    return list(spans.distinct("sponsor_key"))


def newest_location(provider_id: str) -> Location | None:
    """The row of a location that shows the provider as it last stood; of the workbook if it ever stood there."""
    return Location.objects.filter(provider_id=provider_id).order_by("-register", "-since", "line").first()
