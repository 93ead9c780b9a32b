"""Fictional facts under the official column names of each CQC file and of Companies House."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from irhub.registers.fictional.care import DENTIST, DOCTORS, Location, Provider
from irhub.registers.fictional.controllers import Owner
from irhub.registers.fictional.files import Row
from irhub.registers.fictional.headers import (
    COMPANIES_HEADER,
    DEACTIVATED_HEADER,
    DUAL_HEADER,
    LOCATION_HEADER,
    PROVIDER_RATINGS_HEADER,
    RATINGS_HEADER,
)
from irhub.registers.fictional.words import form, other_name

_SECTORS = {DENTIST: "Primary Dental Care", DOCTORS: "Primary Medical Services"}
AGENCY = "Community health care services - Nurses Agency only"
_QUESTION = "Domain (formerly Key Question)"
_DOMAINS = ("Safe", "Effective", "Caring", "Responsive", "Well-led", "Overall")


_TWICE = 500
"""One location in so many is registered for two bodies."""


def _row(header: Sequence[str], facts: Mapping[str, object]) -> Row:
    """What is known, under the columns of the header; the rest is blank. Raises ValueError of a column that is not there."""
    if strange := facts.keys() - set(header):
        raise ValueError(f"There is no column {', '.join(sorted(strange))}.")
    return [facts.get(column, "") for column in header]


def _street(location: Location) -> str:
    return f"{len(location.name)} {location.name.split()[0][:20]} Road"


def _location_row(location: Location, *, twice: bool = False) -> Row:
    provider, home = location.provider, location.beds > 0
    facts: dict[str, object] = {
        "Location ID": location.id,
        "Location HSCA start date": location.start,
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
        "Publication Date": location.rating_date if location.rating else "",
        "Inherited Rating (Y/N)": "N" if location.rating else "",
        "Location Region": location.council.region.name,
        "Location Local Authority": location.council.name,
        "Location Street Address": _street(location),
        "Location Address Line 2": location.town.quarter,
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
        "Provider HSCA start date": provider.start,
        "Provider Type/Sector": "Social Care Org",
        "Provider Ownership Type": {"person": "Individual", "couple": "Partnership"}.get(provider.kind, "Organisation"),
        "Provider Address Line 2": provider.town.quarter,
        "Provider City": provider.city,
        "Provider County": provider.town.county,
        "Provider Postal Code": provider.postcode,
        "Provider Local Authority": provider.council.name,
        "Provider Nominated Individual Name": provider.individual,
        f"Service type - {location.service}": "Y",
        **({f"Service type - {AGENCY}": "Y"} if location.agency else {}),
        "Regulated activity - Personal care": "" if home else "Y",
        "Regulated activity - Accommodation for persons who require nursing or personal care": "Y" if home else "",
        "Service user band - Older People": "Y",
        "Location Dual Registered": "Dual Registration" if twice else "",
        "Primary ID (Dual registration locations)": location.id if twice else "",
    }
    return _row(LOCATION_HEADER, facts)


def location_rows(locations: Sequence[Location]) -> Iterator[Row]:
    """The HSCA sheet: one row a location, but two for one in five hundred that is registered twice."""
    yield LOCATION_HEADER
    twice = set(_twice(locations))
    for location in locations:
        yield _location_row(location, twice=location in twice)
        if location in twice:
            yield _location_row(location, twice=True)


def _twice(locations: Sequence[Location]) -> Sequence[Location]:
    return locations[_TWICE - 1 :: _TWICE]


def dual_rows(locations: Sequence[Location]) -> Iterator[Row]:
    """The sheet that lists the locations that are registered twice."""
    yield DUAL_HEADER
    for place in _twice(locations):
        yield _row(DUAL_HEADER, {
            "Location ID": place.id, "Location Name": place.name, "Location HSCA Start Date": place.start,
            "Location Type/Sector": "Social Care Org", "Provider ID": place.provider.id,
            "Provider Name": place.provider.name, "Linked Organisation ID": place.id,
            "Linked Organisation Name": place.name, "Relationship": "Dual Registration",
            "Relationship Start Date": place.start, "Primary ID": place.id,
        })  # fmt: skip


def directory_rows(locations: Iterable[Location]) -> Iterator[Row]:
    """The directory's rows below its header: lines of an address joined by commas, moments to the minute."""
    for place in locations:
        yield (
            place.name, "", f"{_street(place)},{place.town.quarter},{place.city}", place.postcode, "", "", place.service,
            f"{place.rating_date:%d/%b/%Y} - 00:00", "Caring for adults over 65 yrs|Dementia", place.provider.name,
            place.council.name, place.council.region.name, f"https://www.cqc.org.uk/location/{place.id}", place.id,
            place.provider.id,
        )  # fmt: skip


def rating_rows(locations: Iterable[Location]) -> Iterator[Row]:
    """The sheet of ratings of locations: a row for each question of each rated location."""
    yield RATINGS_HEADER
    for place in locations:
        owner = place.provider
        facts: dict[str, object] = {
            "Location ID": place.id, "Location Name": place.name, "Care Home?": "Y" if place.beds else "N",
            "Location Type": _SECTORS.get(place.service, "Social Care Org"), "Location Street Address": _street(place),
            "Location City": place.city, "Location Post Code": place.postcode,
            "Location Local Authority": place.council.name, "Location Region": place.council.region.name,
            "Service / Population Group": "Overall", "Latest Rating": place.rating, "Publication Date": place.rating_date,
            "Report Type": "Location", "Inherited Rating (Y/N)": "N",
            "URL": f"http://www.cqc.org.uk/location/{place.id}", "Provider ID": owner.id, "Provider Name": owner.name,
            **_brand(owner),
        }  # fmt: skip
        for domain in _DOMAINS if place.rating else ():
            yield _row(RATINGS_HEADER, {**facts, _QUESTION: domain})


def _brand(owner: Provider) -> dict[str, object]:
    return {"Brand ID": "-", "Brand Name": f"BRAND {owner.brand}" if owner.brand else "-"}


def provider_rating_rows(providers: Iterable[Provider], on: date) -> Iterator[Row]:
    """The sheet of providers that were rated as a whole: one row each, with no location."""
    yield PROVIDER_RATINGS_HEADER
    for owner in providers:
        if owner.rating:
            yield _row(PROVIDER_RATINGS_HEADER, {
                "Provider ID": owner.id, "Provider Name": owner.name, "Provider Type": "Social Care Org",
                "Provider Address Line 2": owner.town.quarter, "Provider City": owner.city, "Provider Post Code": owner.postcode,
                "Provider Local Authority": owner.council.name, "Provider Region": owner.council.region.name,
                "Service / Population Group": "Overall", _QUESTION: "Overall", "Latest Rating": owner.rating,
                "Publication Date": on - timedelta(days=20), "Report Type": "Provider", "Inherited Rating (Y/N)": "N",
                "URL": f"http://www.cqc.org.uk/provider/{owner.id}", **_brand(owner),
            })  # fmt: skip


def deactivated_rows(gone: Iterable[tuple[Location, date]]) -> Iterator[Row]:
    """The sheet of deactivated locations, each with the day on which it left."""
    yield DEACTIVATED_HEADER
    for place, left in gone:
        owner = place.provider
        yield _row(DEACTIVATED_HEADER, {
            "Location ID": place.id, "Location Name": place.name,
            "Location Status (Inactive-Dereg, Removed)": "Inactive-Dereg", "Location HSCA start date": place.start,
            "Location HSCA End Date": left, "Care home?": "Y" if place.beds else "N",
            "Care homes beds at point location de-activated": place.beds or "", "Location Type/Sector": "Social Care Org",
            "Location Region": place.council.region.name, "Location Local Authority": place.council.name,
            "Location Street Address": _street(place), "Location City": place.city,
            "Location County": place.town.county, "Location Postal Code": place.postcode, "Provider ID": owner.id,
            "Provider Name": owner.name, "Provider HSCA start date": owner.start,
        })  # fmt: skip


_COUNTS = (
    "Mortgages.NumMortCharges", "Mortgages.NumMortOutstanding", "Mortgages.NumMortPartSatisfied",
    "Mortgages.NumMortSatisfied", "LimitedPartnerships.NumGenPartners", "LimitedPartnerships.NumLimPartners",
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
    due = on + timedelta(days=120)
    for owner in providers:
        if not owner.company_number:
            continue
        status = _status(owner, chance)
        if not owner.listed[month]:
            continue
        yield _company(
            owner.name, owner.company_number, owner.city, due, status=owner.status or status, postcode=owner.postcode,
            street="1 Example Street", incorporated=owner.incorporated or owner.start,
            accounts=owner.accounts_due or due, confirmation=owner.confirmation_due or due, former=owner.former,
            trade="88100 - Social work activities without accommodation for the elderly and disabled",
        )  # fmt: skip
    given = {owner.company_number for owner in providers}
    for name, company in sorted({(owner.name, owner.number) for owner in owners if owner.number not in given}):
        trade = "64209 - Activities of other holding companies"
        yield _company(name, company, "Exampleton", due, street="3 Example Street", trade=trade)
    for number in range(others):
        name = f"{other_name(chance)} {form(chance)}"
        yield _company(name, f"{16_000_001 + number:08d}", "Exampleton", due, trade="56101 - Licensed restaurants")


_LONG_AGO = date(2015, 2, 1)


def _company(
    name: str, number: str, town: str, due: date, *, street: str = "2 Example Street", postcode: str = "", trade: str,
    status: str = "Active", incorporated: date = _LONG_AGO, accounts: date | None = None, confirmation: date | None = None,
    former: str = "",
) -> Row:  # fmt: skip
    return _row(COMPANIES_HEADER, {
        "CompanyName": name.upper(), " CompanyNumber": number, "RegAddress.AddressLine1": street,
        "RegAddress.PostTown": town, "RegAddress.Country": "ENGLAND", "RegAddress.PostCode": postcode,
        "CompanyCategory": "Private Limited Company", "CompanyStatus": status, "CountryOfOrigin": "United Kingdom",
        "IncorporationDate": _day(incorporated), "Accounts.AccountRefDay": "31", "Accounts.AccountRefMonth": "3",
        "Accounts.NextDueDate": _day(accounts or due), "Accounts.AccountCategory": "TOTAL EXEMPTION FULL",
        **dict.fromkeys(_COUNTS, "0"), "SICCode.SicText_1": trade,
        "URI": f"http://business.data.gov.uk/id/company/{number}",
        "PreviousName_1.CONDATE": _day(_LONG_AGO) if former else "", " PreviousName_1.CompanyName": former.upper(),
        "ConfStmtNextDueDate": _day(confirmation or due),
    })  # fmt: skip
