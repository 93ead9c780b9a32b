"""Numbers of registers and identifiers made of them, as people type them and spreadsheets change them; and numbers of months."""

from __future__ import annotations

import re
from decimal import Decimal

from irhub.grants.giving360.organisation_ids import CHARITY_NUMBER, COMPANY, COMPANY_NUMBER, number_of, scheme_of
from irhub.grants.giving360.reading.words import Read
from irhub.registers.sources.company_numbers import NO_NUMBER, one_number

_MONTHS = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)\s*(?:months?|mths?|m)?\.?", re.IGNORECASE)
_WHOLE = re.compile(r"\.0+$")


def company_number(text: str) -> Read:
    """A company number as Companies House writes it; spreadsheets drop its first zeros."""
    told = text.strip()
    if COMPANY_NUMBER.fullmatch(told):
        return Read(told)
    if _says_none(told):
        return Read("", "says_none", "This says that there is no number: leave the cell blank.")
    if found := one_number(told):
        return Read(
            found,
            "company_number_mended",
            f"The company number is not written whole: it was read as {found}. Look it up.",
        )
    return Read("", "company_number_not_read", "This is no company number, which has eight signs: look it up.")


def charity_number(text: str) -> Read:
    """A number of the Charity Commission."""
    told = text.strip()
    if CHARITY_NUMBER.fullmatch(told):
        return Read(told)
    if _says_none(told):
        return Read("", "says_none", "This says that there is no number: leave the cell blank.")
    bare = re.sub(r"\s", "", _WHOLE.sub("", told))
    if CHARITY_NUMBER.fullmatch(bare):
        return Read(bare, "charity_number_mended", f"The charity number is not written plainly: it was read as {bare}.")
    return Read("", "charity_number_not_read", "This is no charity number, which has six or seven digits: look it up.")


def organisation_id(text: str) -> Read:
    """An identifier of an organisation. One that is wrong in itself is kept, for the checks to name."""
    told = text.strip()
    upper = told.upper() if re.match(r"[a-z]{2}-[a-z]+-", told) else told
    if scheme_of(upper):
        upper = re.sub(r"\s", "", upper)
    number = number_of(upper)
    whole = upper
    if scheme_of(upper) == COMPANY and not COMPANY_NUMBER.fullmatch(number) and (found := one_number(number)):
        whole = f"{COMPANY}-{found}"
    if whole == told:
        return Read(told)
    return Read(
        whole,
        "organisation_id_mended",
        f"The identifier is not written as its register does: it was read as {whole}. Look it up.",
    )


def months(text: str) -> Decimal | None:
    """A number of months, None if the text says something else."""
    found = _MONTHS.fullmatch(text.strip())
    return Decimal(found[1]) if found else None


def _says_none(text: str) -> bool:
    bare = re.sub(r"[^0-9A-Z]", "", text.upper())
    return not bare or bare in NO_NUMBER or not bare.strip("0")
