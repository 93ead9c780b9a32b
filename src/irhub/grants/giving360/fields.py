"""The columns of the standard that the hub writes and reads, each once: its place in the JSON, its title in spreadsheets, and other words for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

VERSION = "1.4"
"""Of the standard, as a file names it."""


class Kind(StrEnum):
    """How a value is written."""

    TEXT = "text"
    AMOUNT = "amount"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes or no"
    URL = "address"
    POSTCODE = "postcode"
    PERSONAL = "personal"


class Field(NamedTuple):
    """A column. `path`: its place in a grant's JSON, where `/0` is the first of a list. `said`: what councils' own sheets call it."""

    key: str
    path: str
    title: str
    kind: Kind = Kind.TEXT
    said: tuple[str, ...] = ()


_T, _A, _N, _D, _U = Kind.TEXT, Kind.AMOUNT, Kind.NUMBER, Kind.DATE, Kind.URL
FIELDS = (
    Field("identifier", "id", "Identifier", _T, ("grant id", "grant ref", "grant reference", "reference", "ref", "award id", "application id", "grant number")),
    Field("title", "title", "Title", _T, ("project", "project title", "project name", "grant title")),
    Field("description", "description", "Description", _T, ("purpose", "purpose of grant", "project description", "summary", "details", "what it is for")),
    Field("currency", "currency", "Currency"),
    Field("applied_for", "amountAppliedFor", "Amount Applied For", _A, ("amount requested", "amount asked for", "requested")),
    Field("awarded", "amountAwarded", "Amount Awarded", _A, ("amount", "grant amount", "award amount", "award", "grant", "grant awarded", "amount of grant", "value", "grant value", "total awarded")),
    Field("disbursed", "amountDisbursed", "Amount Disbursed", _A, ("amount paid", "paid", "paid to date", "total paid")),
    Field("award_date", "awardDate", "Award Date", _D, ("date awarded", "date of award", "decision date", "date of decision", "date approved", "date")),
    Field("url", "url", "URL", _U),
    Field("planned_start", "plannedDates/0/startDate", "Planned Dates:Start Date", _D, ("start date", "start", "project start", "planned start")),
    Field("planned_end", "plannedDates/0/endDate", "Planned Dates:End Date", _D, ("end date", "end", "finish date", "project end", "planned end")),
    Field("planned_months", "plannedDates/0/duration", "Planned Dates:Duration (months)", _N, ("duration", "duration months", "months", "length in months")),
    Field("actual_start", "actualDates/0/startDate", "Actual Dates:Start Date", _D, ("actual start", "actual start date")),
    Field("actual_end", "actualDates/0/endDate", "Actual Dates:End Date", _D, ("actual end", "actual end date")),
    Field("actual_months", "actualDates/0/duration", "Actual Dates:Duration (months)", _N),
    Field("recipient_id", "recipientOrganization/0/id", "Recipient Org:Identifier", _T, ("recipient id", "organisation id", "organisation identifier", "org id")),
    Field("recipient_name", "recipientOrganization/0/name", "Recipient Org:Name", _T, ("recipient", "recipient name", "recipient organisation", "organisation", "organisation name", "name of organisation", "grantee", "applicant", "provider", "provider name", "name of provider", "awarded to", "paid to")),
    Field("recipient_type", "recipientOrganization/0/organisationType", "Recipient Org:Organisation Type", _T, ("organisation type", "type of organisation")),
    Field("recipient_company", "recipientOrganization/0/companyNumber", "Recipient Org:Company Number", _T, ("company number", "company no", "companies house number", "company registration number")),
    Field("recipient_charity", "recipientOrganization/0/charityNumber", "Recipient Org:Charity Number", _T, ("charity number", "charity no", "registered charity number", "charity registration number")),
    Field("recipient_postcode", "recipientOrganization/0/postalCode", "Recipient Org:Postal Code", Kind.POSTCODE, ("postcode", "post code", "postal code")),
    Field("recipient_town", "recipientOrganization/0/addressLocality", "Recipient Org:City", _T, ("town", "city", "town city")),
    Field("recipient_website", "recipientOrganization/0/url", "Recipient Org:Web Address", _U, ("website", "web site", "web address")),
    Field("funder_id", "fundingOrganization/0/id", "Funding Org:Identifier", _T, ("funder id",)),
    Field("funder_name", "fundingOrganization/0/name", "Funding Org:Name", _T, ("funder", "funder name", "funding organisation", "funding body", "awarding body")),
    Field("funder_type", "fundingOrganization/0/organisationType", "Funding Org:Organisation Type"),
    Field("funder_company", "fundingOrganization/0/companyNumber", "Funding Org:Company Number"),
    Field("funder_charity", "fundingOrganization/0/charityNumber", "Funding Org:Charity Number"),
    Field("funder_postcode", "fundingOrganization/0/postalCode", "Funding Org:Postal Code", Kind.POSTCODE),
    Field("programme_code", "grantProgramme/0/code", "Grant Programme:Code"),
    Field("programme_title", "grantProgramme/0/title", "Grant Programme:Title", _T, ("programme", "grant programme", "scheme", "grant scheme", "fund", "fund name")),
    Field("programme_url", "grantProgramme/0/url", "Grant Programme:URL", _U),
    Field("open_call", "fromOpenCall", "From An Open Call?", Kind.YES_NO, ("open call", "from open call")),
    Field("related", "relatedActivity/0", "Related Activity"),
    Field("modified", "dateModified", "Last Modified", Kind.MOMENT, ("date modified", "last updated")),
    Field("source", "dataSource", "Data Source", _U),
    Field("regrant", "regrantType", "For Regrant Type"),
    Field("location_name", "beneficiaryLocation/0/name", "Beneficiary Location:Name", _T, ("area", "location", "council", "local authority", "council area")),
    Field("location_code", "beneficiaryLocation/0/geoCode", "Beneficiary Location:Geographic Code", _T, ("council code", "area code", "ons code", "gss code")),
    Field("location_kind", "beneficiaryLocation/0/geoCodeType", "Beneficiary Location:Geographic Code Type"),
)  # fmt: skip
LOCATION_KEYS = ("location_name", "location_code", "location_kind")
PERSONAL = (
    Field("contact", "recipientOrganization/0/contactName", "Recipient Org:Contact Name", Kind.PERSONAL, ("contact", "contact name", "main contact", "lead contact", "applicant name")),
    Field("email", "recipientOrganization/0/email", "Recipient Org:Email", Kind.PERSONAL, ("email", "e mail", "email address", "contact email")),
    Field("telephone", "recipientOrganization/0/telephone", "Recipient Org:Phone Number", Kind.PERSONAL, ("telephone", "phone", "phone number", "mobile", "contact number")),
    Field("funder_contact", "fundingOrganization/0/contactName", "Funding Org:Contact Name", Kind.PERSONAL),
    Field("funder_email", "fundingOrganization/0/email", "Funding Org:Email", Kind.PERSONAL),
    Field("funder_telephone", "fundingOrganization/0/telephone", "Funding Org:Phone Number", Kind.PERSONAL),
    Field("person_id", "recipientIndividual/id", "Recipient Ind:Identifier", Kind.PERSONAL),
    Field("person_name", "recipientIndividual/name", "Recipient Ind:Name", Kind.PERSONAL),
)  # fmt: skip
"""Columns of the standard, and of councils' sheets, that tell of people: never written, and never read."""
OF_A_PERSON = ("person_id", "person_name")
_AT = re.compile(r"(?<=[/:])(\d+)(?=[/:]|$)")


class Meant(NamedTuple):
    """What a heading means: a field, and which of a list it is, counted from 0."""

    field: Field
    at: int
    standard: bool


@cache
def by_key() -> dict[str, Field]:
    """The fields that are written, by key."""
    return {field.key: field for field in FIELDS}


def plain(heading: str) -> str:
    """A heading without case, signs and needless blanks."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.replace("&", " and ").casefold()).split())


@lru_cache(maxsize=4096)
def meaning(heading: str) -> Meant | None:
    """The field that a heading names: by the standard's title or its place in the JSON, numbered or not, or in other words."""
    told = heading.strip()
    numbers = _AT.findall(told)
    at = int(numbers[0]) if numbers and len(numbers[0]) < 4 else 0
    key = plain(_AT.sub("", told))
    if found := _standard().get(key):
        return Meant(found, at, True)
    if found := _said().get(key):
        return Meant(found, 0, False)
    return None


@cache
def _standard() -> dict[str, Field]:
    everything = (*FIELDS, *PERSONAL)
    paths = {plain(_AT.sub("", field.path)): field for field in everything}
    return {plain(field.title): field for field in everything} | paths


@cache
def _said() -> dict[str, Field]:
    return {said: field for field in (*FIELDS, *PERSONAL) for said in field.said}


def title_at(field: Field, at: int) -> str:
    """The title of a field of a list, numbered as the standard asks: `Beneficiary Location:1:Name`."""
    whole, _, part = field.title.partition(":")
    return f"{whole}:{at}:{part}"


def named(keys: Iterable[str]) -> str:
    """The titles of fields, for a sentence."""
    return ", ".join(by_key()[key].title for key in keys)
