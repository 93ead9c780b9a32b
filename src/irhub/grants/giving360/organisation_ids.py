"""Identifiers of organisations: a list's code and the number on that list, as org-id.guide names them and 360Giving asks for."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from irhub.grants.giving360.awards import Nature, Organisation
from irhub.places.geography import current_code
from irhub.registers.sources.company_numbers import PATTERN

COMPANY, CHARITY, COUNCIL = "GB-COH", "GB-CHC", "GB-LAE"
OWN = "360G"
"""How a publisher's own identifiers begin: of grants, and of organisations that are on no register."""
COMPANY_NUMBER = re.compile(PATTERN.strip("^$"))
CHARITY_NUMBER = re.compile(r"\d{6,7}(?:-\d{1,3})?")
_SCHEMES = {
    COMPANY: COMPANY_NUMBER,
    CHARITY: CHARITY_NUMBER,
    COUNCIL: re.compile(r"[A-Z]{3}"),
    "GB-SC": re.compile(r"SC\d{6}"),
    "GB-NIC": re.compile(r"1\d{5}"),
    "GB-LAS": re.compile(r"[A-Z]{3}"),
    "GB-PLA": re.compile(r"[A-Z]{3}"),
    "GB-LANI": re.compile(r"[A-Z]{3}"),
    "GB-UKPRN": re.compile(r"1\d{7}"),
    "GB-EDU": re.compile(r"\d{5,6}"),
    "GB-NHS": re.compile(r"[A-Z0-9]{3,6}"),
    "GB-GOR": re.compile(r"[A-Z]{1,3}\d{1,5}"),
    "GB-MPR": re.compile(r"[A-Z0-9]{4,8}"),
    "GB-REV": re.compile(r"[A-Z]{1,2}\d{1,6}"),
    "XI-GRID": re.compile(r"grid\.\d+\.[0-9a-f]+"),
}
_PARTS = re.compile(r"([A-Z]{2,3}-[A-Z0-9]+)-(.+)")
_OWN_SHAPE = re.compile(r"360G-[A-Za-z0-9_]+[-:][^\s/\\]+")
_RUNS = ("0123456789", "9876543210")
_CHARITIES = (CHARITY, "GB-SC", "GB-NIC")
_COUNCILS = (COUNCIL, "GB-LAS", "GB-PLA", "GB-LANI")


@cache
def council_ids() -> dict[str, str]:
    """By the ONS code of a council with adult social care, its identifier. Source and doubts: `data/LICENCE.txt`."""
    text = files(__package__).joinpath("data", "council_ids.csv").read_text(encoding="utf-8")
    return {row["code"]: row["identifier"] for row in csv.DictReader(text.splitlines())}


def identifiers(*, company_number: str = "", charity_number: str = "", council_code: str = "") -> tuple[str, ...]:
    """The identifiers that numbers of registers make, best first: the council's, the company's, the charity's.

    `council_code`: an ONS code of today or of a year before. Numbers are as the registers write them.
    """
    council = council_ids().get(current_code(council_code), "") if council_code else ""
    company = f"{COMPANY}-{company_number}" if company_number else ""
    charity = f"{CHARITY}-{charity_number}" if charity_number else ""
    return tuple(filter(None, (council, company, charity)))


def of_registers(
    name: str, *, company_number: str = "", charity_number: str = "", council_code: str = "", postcode: str = ""
) -> Organisation:
    """An organisation as the registers know it, with its identifiers and what it is."""
    found = identifiers(company_number=company_number, charity_number=charity_number, council_code=council_code)
    return Organisation(name, found, nature_of(found), company_number, charity_number, postcode)


def scheme_of(identifier: str) -> str:
    """The code of the list that an identifier is from, such as GB-COH; "" if it has none."""
    parts = _PARTS.fullmatch(identifier)
    return parts[1] if parts else ""


def number_of(identifier: str) -> str:
    """The number on its list; "" if the identifier is of no list."""
    parts = _PARTS.fullmatch(identifier)
    return parts[2] if parts else ""


def on_register(found: Iterable[str]) -> bool:
    """Whether one of the identifiers is well formed and of a register that holds bodies alone."""
    return any(scheme_of(one) in _SCHEMES and not fault_of(one) for one in found)


def is_body(organisation: Organisation) -> bool:
    """Whether it is known that an organisation is no person: somebody says what it is, or a register of bodies has its number."""
    if organisation.nature is Nature.UNKNOWN:
        return on_register(organisation.identifiers)
    return organisation.nature is not Nature.PERSON


def nature_of(found: Iterable[str]) -> Nature:
    """What an organisation is by its identifiers: the first that tells."""
    for one in found:
        scheme = scheme_of(one)
        if scheme == COMPANY:
            return Nature.COMPANY
        if scheme in _CHARITIES:
            return Nature.CHARITY
        if scheme in _COUNCILS:
            return Nature.COUNCIL
    return Nature.UNKNOWN


def fault_of(identifier: str) -> str:
    """What is wrong with an identifier, as the end of a sentence that begins with it; "" if nothing can be seen."""
    if identifier.startswith(OWN):
        return "" if _OWN_SHAPE.fullmatch(identifier) else "is not the prefix of a publisher, a hyphen and a number"
    scheme, number = scheme_of(identifier), number_of(identifier)
    if not scheme:
        return "does not begin with the code of a list, such as GB-COH- or GB-CHC-"
    if scheme not in _SCHEMES:
        return f"begins with {scheme}, which is no list that the hub knows"
    if not _SCHEMES[scheme].fullmatch(number):
        return f"has a number that {scheme} does not have"
    digits = re.sub(r"\D", "", number)
    if len(digits) >= 6 and (len(set(digits)) == 1 or any(digits in run for run in _RUNS)):
        return "has a number that looks made up"
    if scheme == COUNCIL and _is_no_council(identifier):
        return "has a code that the hub knows of no council with adult social care"
    return ""


def _is_no_council(identifier: str) -> bool:
    return identifier not in council_ids().values()
