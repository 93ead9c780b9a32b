"""Which locations are adult social care, told in the plainest way: what statements select is held against it."""

from __future__ import annotations

from irhub.registers.models import LocationSpan
from irhub.registers.sources.care_services import CARE_SERVICES


def care_locations() -> list[int]:
    """Numbers of the spans of care locations."""
    told = LocationSpan.objects.values_list("pk", "service_types", "inspection_directorate", "location_type")
    return [
        number
        for number, services, directorate, sector in told
        if (
            any(service in CARE_SERVICES for service in services.split(" | "))
            if services
            else directorate == "Adult social care" or sector == "Social Care Org"
        )
    ]
