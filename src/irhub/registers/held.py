"""What the public registers say of people, and who decided of their editions: see web/held_tables.py."""

from __future__ import annotations

from irhub.registers.models import (
    Change,
    CompanySpan,
    ControllerSpan,
    Correction,
    DeactivatedSpan,
    Derivation,
    DirectoryLocation,
    DirectorySpan,
    Edition,
    IssueCount,
    Location,
    LocationSpan,
    RatingSpan,
    RecruiterSpan,
    SponsorSpan,
)
from irhub.web.held_tables import Held

HELD = (
    *(
        Held(LocationSpan, ("location_id", "location_name", "provider_id", "since", "until"), names=(column,))
        for column in ("registered_manager", "nominated_individual", "provider_name")
    ),
    Held(SponsorSpan, ("town", "county", "route", "rating", "since", "until"), names=("name",)),
    Held(RecruiterSpan, ("website", "since", "until"), names=("name",)),
    Held(
        ControllerSpan,
        ("company_number", "kind", "address", "birth_year", "birth_month", "natures", "notified_on", "ceased_on", "since", "until"),
        names=("name",),
    ),
    Held(Edition, ("register", "date", "decided_at", "decided_because"), emails=("decided_by",)),
    Held(Correction, ("register", "field", "reason", "made_at"), emails=("made_by",)),
)  # fmt: skip
NOBODY = {
    "says again what the CQC’s register of locations says, which is told, without its people": (
        DirectorySpan, DirectoryLocation, RatingSpan, DeactivatedSpan, Location,
    ),
    "companies, which are no persons": (CompanySpan,),
    "how editions differ, of the rows that are told, and what was made when": (Change, IssueCount, Derivation),
}  # fmt: skip
