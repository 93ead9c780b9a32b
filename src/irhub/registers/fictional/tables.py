"""Fictional facts under the official column names of each CQC file and of Companies House."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from irhub.registers.fictional.care import DENTIST, DOCTORS, Location, Provider
from irhub.registers.fictional.controllers import Owner
from irhub.registers.fictional.files import Row
from irhub.registers.fictional.headers import (
    DEACTIVATED_HEADER,
    LOCATION_HEADER,
    RATINGS_HEADER,
)
from irhub.registers.fictional.words import form, other_name

_SECTORS = {DENTIST: "Primary Dental Care", DOCTORS: "Primary Medical Services"}
AGENCY = "Community health care services - Nurses Agency only"
_DOMAINS = ("Safe", "Effective", "Caring", "Responsive", "Well-led", "Overall")


def _location_row(location: Location) -> Row:
    provider, home = location.provider, location.beds > 0
    facts: dict[str, object] = {
        "Location ID": location.id,
        "Location HSCA start date": location.start.isoformat(),
        "Dormant (Y/N)": "Y" if location.dormant else "N",
        "Care home?": "Y" if home else "N",
        "Location Name": location.name,
        "Registered manager": "Sample, Pat",
        "Care homes beds": location.beds or "",
        "Location Type/Sector": _SECTORS.get(location.service, "Social Care Org"),
        "Location Inspection Directorate": "Primary medical services"
        if location.service in _SECTORS
        else "Adult social care",
        "Location Primary Inspection Category": "Residential social care"
        if home
        else "Community based adult social care",
        "Location Latest Overall Rating": location.rating,
        "Publication Date": location.rating_date.strftime("%d/%m/%Y") if location.rating else "",
        "Inherited Rating (Y/N)": "N" if location.rating else "",
        "Location Region": location.council.region.name,
        "Location Local Authority": location.council.name,
        "Location Street Address": f"{len(location.name)} {location.name.split()[0]} Road",
        "Location City": location.city,
        "Location County": location.town.county,
        "Location Postal Code": location.postcode,
        "Location Latitude": location.latitude,
        "Location Longitude": location.longitude,
        "Brand ID": "-",
        "Brand Name": f"BRAND {provider.brand}" if provider.brand else "-",
        "Provider Companies House Number": (
            provider.company_number if provider.told_number is None else provider.told_number
        ).lstrip("0"),
        "Provider ID": provider.id,
        "Provider Name": provider.name,
        "Provider HSCA start date": provider.start.isoformat(),
        "Provider Type/Sector": "Social Care Org",
        "Provider Ownership Type": {"person": "Individual", "couple": "Partnership"}.get(provider.kind, "Organisation"),
        "Provider City": provider.city,
        "Provider County": provider.town.county,
        "Provider Postal Code": provider.postcode,
        "Provider Local Authority": provider.council.name,
        "Provider Nominated Individual Name": provider.individual,
        f"Service type - {location.service}": "Y",
        f"Service type - {AGENCY}": "Y" if location.agency else "",
        "Regulated activity - Personal care": "" if home else "Y",
        "Regulated activity - Accommodation for persons who require nursing or personal care": "Y" if home else "",
        "Service user band - Older People": "Y",
    }
    return [facts.get(column, "") for column in LOCATION_HEADER]


def location_rows(locations: Iterable[Location]) -> Iterator[Row]:
    """The HSCA sheet: one row a location, but two for one in five hundred that is registered twice."""
    yield LOCATION_HEADER
    for number, location in enumerate(locations):
        yield _location_row(location)
        if number % 500 == 499:
            yield _location_row(location)


def directory_rows(locations: Iterable[Location]) -> Iterator[Row]:
    """The directory's rows below its header."""
    for place in locations:
        yield (
            place.name, "", f"1 {place.name.split()[0]} Road, {place.city}", place.postcode, "", "",
            place.service, place.rating_date.isoformat(), "Caring for adults over 65 yrs|Dementia", place.provider.name,
            place.council.name, place.council.region.name, f"https://www.cqc.org.uk/location/{place.id}", place.id,
            place.provider.id,
        )  # fmt: skip


def rating_rows(locations: Iterable[Location]) -> Iterator[Row]:
    """The ratings sheet: a row for each question of each rated location."""
    yield RATINGS_HEADER
    for place in locations:
        for domain in _DOMAINS if place.rating else ():
            yield (
                place.id, place.name, place.council.name, place.council.region.name, "Overall", domain, place.rating,
                place.rating_date.isoformat(), "N", place.provider.id, place.provider.name,
            )  # fmt: skip


def provider_rating_rows(providers: Iterable[Provider], on: date) -> Iterator[Row]:
    """The sheet of providers that were rated as a whole: one row each, with no location."""
    yield RATINGS_HEADER
    for owner in providers:
        if owner.rating:
            yield (
                "", "", "", "", "Overall", "Overall", owner.rating, (on - timedelta(days=20)).isoformat(), "N", owner.id,
                owner.name,
            )  # fmt: skip


def deactivated_rows(gone: Iterable[Location], on: date) -> Iterator[Row]:
    """The sheet of deactivated locations, which left in the month before."""
    yield DEACTIVATED_HEADER
    for place in gone:
        yield (
            place.id, place.start.isoformat(), (on - timedelta(days=10)).isoformat(), place.name, place.council.name,
            place.postcode, place.provider.id, place.provider.name,
        )  # fmt: skip


def _day(value: date) -> str:
    return value.strftime("%d/%m/%Y")


def _status(owner: Provider, chance: random.Random) -> str:
    """A company's own status, which few change in a month."""
    own = random.Random(owner.company_number) if chance.random() > 0.003 else chance
    return own.choices(("Active", "Active - Proposal to Strike off", "Liquidation"), (96, 3, 1))[0]


def company_rows(
    providers: Sequence[Provider],
    others: int,
    chance: random.Random,
    on: date,
    month: int,
    owners: Iterable[Owner] = (),
) -> Iterator[Row]:
    """Companies House: the companies of the providers, those that own them, and others that matter to nobody here. `month`: 0
    or 1."""
    blank = ("",) * 12
    due = on + timedelta(days=120)
    for owner in providers:
        if not owner.company_number:
            continue
        status = _status(owner, chance)
        if not owner.listed[month]:
            continue
        yield (
            owner.name.upper(), owner.company_number, "1 Example Street", owner.city, owner.postcode, "Private Limited Company",
            owner.status or status, _day(owner.incorporated or owner.start), _day(owner.accounts_due or due),
            "88100 - Social work activities without accommodation for the elderly and disabled", "", "", "",
            owner.former.upper(), *blank[:9], _day(owner.confirmation_due or due),
        )  # fmt: skip
    given = {owner.company_number for owner in providers}
    for name, company in sorted({(owner.name, owner.number) for owner in owners if owner.number not in given}):
        yield (
            name.upper(), company, "3 Example Street", "Exampleton", "", "Private Limited Company", "Active", "01/02/2015",
            _day(due), "64209 - Activities of other holding companies", "", "", "", *blank[:10], _day(due),
        )  # fmt: skip
    for number in range(others):
        yield (
            f"{other_name(chance)} {form(chance)}".upper(), f"{16_000_001 + number:08d}", "2 Example Street", "Exampleton",
            "", "Private Limited Company", "Active", "01/02/2015", _day(due), "56101 - Licensed restaurants", "", "", "",
            *blank[:10], _day(due),
        )  # fmt: skip
