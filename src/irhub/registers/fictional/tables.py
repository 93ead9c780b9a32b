"""Fictional facts under the official column names of each CQC file and of Companies House."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from irhub.registers.fictional.care import DENTIST, DOCTORS, SERVICES, Location, Provider
from irhub.registers.fictional.files import Row
from irhub.registers.fictional.words import form, other_name

LOCATION_HEADER = (
    "Location ID", "Location HSCA start date", "Dormant (Y/N)", "Care home?", "Location Name", "Location ODS Code",
    "Location Telephone Number", "Registered manager", "Location Web Address", "Care homes beds",
    "Location Type/Sector", "Location Inspection Directorate", "Location Primary Inspection Category",
    "Location Latest Overall Rating", "Publication Date", "Inherited Rating (Y/N)", "Location Region",
    "Location NHS Region", "Location Local Authority", "Location ONSPD CCG Code", "Location ONSPD CCG",
    "Location Commissioning CCG Code", "Location Commissioning CCG", "Location Street Address",
    "Location Address Line 2", "Location City", "Location County", "Location Postal Code", "Location PAF ID",
    "Location UPRN ID", "Location Latitude", "Location Longitude", "Location Parliamentary Constituency", "Brand ID",
    "Brand Name", "Provider Companies House Number", "Provider Charity Number", "Provider ID", "Provider Name",
    "Provider HSCA start date", "Provider Type/Sector", "Provider Inspection Directorate",
    "Provider Primary Inspection Category", "Provider Ownership Type", "Provider Telephone Number",
    "Provider Web Address", "Provider Street Address", "Provider Address Line 2", "Provider City", "Provider County",
    "Provider Postal Code", "Provider PAF ID", "Provider UPRN ID", "Provider Local Authority", "Provider Region",
    "Provider NHS Region", "Provider Latitude", "Provider Longitude", "Provider Parliamentary Constituency",
    "Provider Nominated Individual Name", "Provider Main Partner Name",
    "Regulated activity - Accommodation for persons who require nursing or personal care",
    "Regulated activity - Nursing care", "Regulated activity - Personal care",
    "Regulated activity - Treatment of disease, disorder or injury",
    *(f"Service type - {service}" for service in SERVICES), "Service type - Supported living service",
    "Service user band - Dementia", "Service user band - Older People", "Service user band - Younger Adults",
    "Location Dual Registered", "Primary ID (Dual registration locations)",
)  # fmt: skip
DIRECTORY_HEADER = (
    "Name", "Also known as", "Address", "Postcode", "Phone number", "Service's website (if available)",
    "Service types", "Date of latest check", "Specialisms/services", "Provider name", "Local authority", "Region",
    "Location URL", "CQC Location ID (for office use only)", "CQC Provider ID (for office use only)",
)  # fmt: skip
RATINGS_HEADER = (
    "Location ID", "Location Name", "Location Local Authority", "Location Region", "Service / Population Group",
    "Domain", "Latest Rating", "Publication Date", "Inherited Rating (Y/N)", "Provider ID", "Provider Name",
)  # fmt: skip
DEACTIVATED_HEADER = (
    "Location ID", "Location HSCA start date", "Location HSCA End Date", "Location Name", "Location Local Authority",
    "Location Postal Code", "Provider ID", "Provider Name",
)  # fmt: skip
COMPANIES_HEADER = (
    "CompanyName", " CompanyNumber", "RegAddress.AddressLine1", " RegAddress.PostTown", "RegAddress.PostCode",
    "CompanyCategory", "CompanyStatus", "IncorporationDate", "Accounts.NextDueDate", "SICCode.SicText_1",
    "SICCode.SicText_2", "SICCode.SicText_3", "SICCode.SicText_4",
    *(f" PreviousName_{number}.CompanyName" for number in range(1, 11)), "ConfStmtNextDueDate",
)  # fmt: skip
_SECTORS = {DENTIST: "Primary Dental Care", DOCTORS: "Primary Medical Services"}
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
        "Provider Companies House Number": provider.company_number.lstrip("0"),
        "Provider ID": provider.id,
        "Provider Name": provider.name,
        "Provider HSCA start date": provider.start.isoformat(),
        "Provider Type/Sector": "Social Care Org",
        "Provider Ownership Type": {"person": "Individual", "couple": "Partnership"}.get(provider.kind, "Organisation"),
        "Provider City": provider.city,
        "Provider County": provider.town.county,
        "Provider Postal Code": provider.postcode,
        "Provider Local Authority": provider.council.name,
        "Provider Nominated Individual Name": "Example, Alex",
        f"Service type - {location.service}": "Y",
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


def deactivated_rows(gone: Iterable[Location], on: date) -> Iterator[Row]:
    """The sheet of deactivated locations, which left in the month before."""
    yield DEACTIVATED_HEADER
    for place in gone:
        yield (
            place.id, place.start.isoformat(), (on - timedelta(days=10)).isoformat(), place.name, place.council.name,
            place.postcode, place.provider.id, place.provider.name,
        )  # fmt: skip


def company_rows(providers: Iterable[Provider], others: int, chance: random.Random, on: date) -> Iterator[Row]:
    """Companies House: the companies of the providers, and others that matter to nobody here."""
    statuses = ("Active", "Active - Proposal to Strike off", "Liquidation")
    blank = ("",) * 12
    due = (on + timedelta(days=120)).strftime("%d/%m/%Y")
    for owner in providers:
        if not owner.company_number:
            continue
        yield (
            owner.name.upper(), owner.company_number, "1 Example Street", owner.city, owner.postcode, "Private Limited Company",
            chance.choices(statuses, (96, 3, 1))[0], owner.start.strftime("%d/%m/%Y"), due,
            "88100 - Social work activities without accommodation for the elderly and disabled", "", "", "", owner.former.upper(), *blank[:9], due,
        )  # fmt: skip
    for number in range(others):
        yield (
            f"{other_name(chance)} {form(chance)}".upper(), f"{16_000_001 + number:08d}", "2 Example Street", "Exampleton",
            "", "Private Limited Company", "Active", "01/02/2015", due, "56101 - Licensed restaurants", "", "", "",
            *blank[:10], due,
        )  # fmt: skip
