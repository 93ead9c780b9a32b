"""Small worlds for indicators, made by hand: who stood on which register when, as a snapshot. Every name is invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import polars as pl

from irhub.indicators.snapshot import Snapshot

TODAY = date(2026, 11, 20)
START = date(2025, 6, 2)
LONG_AGO = date(2015, 1, 5)
_SPAN = {"since": pl.Date, "until": pl.Date, "line": pl.Int64}
_TEXT = pl.String
SCHEMAS: dict[str, dict[str, Any]] = {
    "editions": {"register": _TEXT, "date": pl.Date, "state": _TEXT, "fictional": pl.Boolean, "late_after": pl.Int64},
    "sponsors": dict.fromkeys(
        ("organisation_id", "sponsor_key", "name_key", "name", "town", "route", "rating"), _TEXT
    ) | _SPAN,
    "locations": dict.fromkeys(
        ("organisation_id", "location_id", "location_name", "provider_id", "provider_name", "council_code", "service_types",
         "overall_rating", "ownership_type", "company_number", "charity_number", "brand_id", "brand_name", "postcode",
         "street", "provider_postcode", "nominated_individual"), _TEXT
    ) | {"care_home": pl.Boolean, "dormant": pl.Boolean, "beds": pl.Int64, "rating_date": pl.Date,
         "inherited_rating": pl.Boolean, "location_start": pl.Date, "provider_start": pl.Date, "social_care": pl.Boolean}
      | _SPAN,
    "provider_ratings": {"organisation_id": _TEXT, "provider_id": _TEXT, "provider_name": _TEXT, "rating": _TEXT,
                         "rating_date": pl.Date} | _SPAN,
    "deactivated": {"organisation_id": _TEXT, "location_id": _TEXT, "name": _TEXT, "provider_id": _TEXT,
                    "location_end": pl.Date} | _SPAN,
    "companies": {"company_number": _TEXT, "company_name": _TEXT, "previous_names": _TEXT, "company_status": _TEXT, "postcode": _TEXT,
                  "address1": _TEXT, "incorporated": pl.Date, "accounts_due": pl.Date, "confirmation_due": pl.Date} | _SPAN,
    "controllers": dict.fromkeys(
        ("company_number", "kind", "name", "person_key", "middle_initial", "owner_number", "natures"), _TEXT
    ) | {"birth_year": pl.Int64, "birth_month": pl.Int64, "ceased_on": pl.Date} | _SPAN,
    "changes": dict.fromkeys(
        ("kind", "entity_key", "entity_key_before", "name", "town", "old_value", "new_value"), _TEXT
    ) | {"after": pl.Date, "by": pl.Date, "line_before": pl.Int64, "line_after": pl.Int64, "confidence": pl.Float64},
    "links": {"sponsor_key": _TEXT, "provider_id": _TEXT, "organisation_id": _TEXT, "score": pl.Float64, "band": _TEXT,
              "basis": _TEXT},
    "namesakes": {"organisation_id": _TEXT, "sponsor_key": _TEXT},
    "sponsor_companies": {"sponsor_key": _TEXT, "company_number": _TEXT, "score": pl.Float64, "link_basis": _TEXT},
}  # fmt: skip


class World:
    """A world to which records are added; each method returns the world. An organisation's id is a short word."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
        self.lines = iter(range(2, 1_000_000))
        monthly = [date(2025 + (month - 1) // 12, (month - 1) % 12 + 1, 1) for month in range(6, 24)]
        self.editions("home_office_sponsors", [START + timedelta(days=n) for n in range((TODAY - START).days + 1)])
        for register in ("cqc_locations", "cqc_ratings", "cqc_deactivated", "companies_house", "companies_house_psc"):
            self.editions(register, monthly)

    def _add(self, table: str, **row: Any) -> World:
        self.rows[table].append(row)
        return self

    def editions(self, register: str, dates: Iterable[date], state: str = "accepted") -> World:
        for day in dates:
            self._add("editions", register=register, date=day, state=state, fictional=False, late_after=45)
        return self

    def without_editions(self, register: str, since: date, until: date) -> World:
        self.rows["editions"] = [
            row for row in self.rows["editions"] if row["register"] != register or not since <= row["date"] <= until
        ]
        return self

    def sponsor(self, who: str, since: date = START, until: date | None = None, **facts: Any) -> World:
        row = {
            "organisation_id": who, "sponsor_key": f"{who}|leeds", "name_key": who, "name": f"{who.title()} Care Ltd",
            "town": "Leeds", "route": "Skilled Worker", "rating": "A", "since": since, "until": until,
            "line": next(self.lines),
        } | facts  # fmt: skip
        self._add("sponsors", **row)
        return self._add(
            "links", sponsor_key=row["sponsor_key"], provider_id=who, organisation_id=who, score=0.97, band="accepted",
            basis="legal_name",
        )  # fmt: skip

    def left(self, who: str, by: date, since: date = START) -> World:
        """It stood until the edition before, and no other name took its place."""
        self.sponsor(who, since, by)
        return self._add(
            "changes", kind="licence_removed", entity_key=f"{who}|leeds", entity_key_before=f"{who}|leeds",
            name=f"{who.title()} Care Ltd", town="Leeds", old_value="", new_value="", after=by - timedelta(days=1), by=by,
            line_before=next(self.lines),
        )  # fmt: skip

    def namesake(self, who: str, sponsor_key: str) -> World:
        """A sponsor may be its own, and nobody reviewed it."""
        return self._add("namesakes", organisation_id=who, sponsor_key=sponsor_key)

    def location(
        self, who: str, number: int = 1, since: date = START, until: date | None = None, **facts: Any
    ) -> World:
        row = {
            "organisation_id": who, "location_id": f"1-{who}-{number}", "location_name": f"{who.title()} House {number}",
            "provider_id": who, "provider_name": f"{who.title()} Care Ltd", "council_code": "E08000035",
            "service_types": "Domiciliary care service", "overall_rating": "Good", "rating_date": LONG_AGO,
            "ownership_type": "Organisation", "company_number": f"{who}-co", "charity_number": "", "brand_id": "-",
            "brand_name": "", "postcode": f"LS{number} 1AA", "street": "", "provider_postcode": f"{who} office",
            "nominated_individual": "", "care_home": False, "dormant": False, "beds": None, "inherited_rating": False,
            "location_start": LONG_AGO, "provider_start": LONG_AGO, "social_care": True, "since": since, "until": until,
            "line": next(self.lines),
        } | facts  # fmt: skip
        return self._add("locations", **row)

    def company(self, who: str, since: date = START, until: date | None = None, **facts: Any) -> World:
        row = {
            "company_number": f"{who}-co", "company_name": f"{who.upper()} CARE LTD", "previous_names": "", "company_status": "Active",
            "postcode": "", "address1": "", "incorporated": LONG_AGO, "accounts_due": TODAY + timedelta(days=90),
            "confirmation_due": TODAY + timedelta(days=90), "since": since, "until": until, "line": next(self.lines),
        } | facts  # fmt: skip
        return self._add("companies", **row)

    def controller(self, who: str, since: date = START, until: date | None = None, **facts: Any) -> World:
        """Robin Sample, born in May 1970, controls its company."""
        row = {
            "company_number": f"{who}-co", "kind": "individual-person-with-significant-control", "name": "Ms Robin Sample",
            "person_key": "robinsample", "middle_initial": "", "birth_year": 1970, "birth_month": 5, "ceased_on": None,
            "owner_number": "", "natures": "ownership-of-shares-75-to-100-percent", "since": since, "until": until, "line": next(self.lines),
        } | facts  # fmt: skip
        return self._add("controllers", **row)

    def owner(self, who: str, number: str = "00000123", name: str = "Example Holdings Ltd", **facts: Any) -> World:
        """A company controls its company."""
        corporate = {"kind": "corporate-entity-person-with-significant-control", "name": name, "person_key": "",
                     "birth_year": None, "birth_month": None, "owner_number": number}  # fmt: skip
        return self.controller(who, **corporate | facts)

    def is_company(self, who: str, number: str, score: float = 0.9) -> World:
        """A sponsor most likely is this company."""
        return self._add(
            "sponsor_companies", sponsor_key=f"{who}|leeds", company_number=number, score=score, link_basis="legal_name"
        )

    def provider_rating(self, who: str, rating: str, on: date, since: date = START) -> World:
        return self._add(
            "provider_ratings", organisation_id=who, provider_id=who, provider_name=f"{who.title()} Care Ltd", rating=rating,
            rating_date=on, since=since, line=next(self.lines),
        )  # fmt: skip

    def deactivated(self, who: str, number: int, on: date) -> World:
        return self._add(
            "deactivated", organisation_id=who, location_id=f"1-{who}-{number}", name=f"{who.title()} House {number}",
            provider_id=who, location_end=on, since=date(2026, 11, 1), line=next(self.lines),
        )  # fmt: skip

    def changed_hands(self, location: str, former: str, by: date, after: date) -> World:
        return self._add(
            "changes", kind="provider_changed", entity_key=location, entity_key_before=location, name=location, town="",
            old_value=former, new_value="", after=after, by=by, line_before=next(self.lines), line_after=next(self.lines),
        )  # fmt: skip

    def waiting(self, sponsor: str, provider: str, score: float = 0.6) -> World:
        return self._add(
            "links", sponsor_key=f"{sponsor}|leeds", provider_id=provider, organisation_id=provider, score=score,
            band="review", basis="",
        )  # fmt: skip

    def care(self, who: str, **facts: Any) -> World:
        """A licensed provider with one location and a company: the plainest case, of which nothing is to be said."""
        return self.sponsor(who).location(who, **facts).company(who)

    def snapshot(self, as_at: date = TODAY) -> Snapshot:
        frames = {
            name: pl.DataFrame(
                [{column: row.get(column) for column in schema} for row in self.rows[name]], schema=schema
            )
            for name, schema in SCHEMAS.items()
        }
        return Snapshot(as_at=as_at, **frames)
