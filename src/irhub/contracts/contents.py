"""What the cells of a column look like: names of firms, codes, postcodes, ids. A column is known by this as well as by its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from irhub.contracts.headings import said
from irhub.registers.sources.cqc_numbers import one_number

CQC_ID = re.compile(r"1-\d{5,}|[A-Z][A-Z0-9]{2,5}")
_CQC_NUMBER = re.compile(r"1-\d{6,}")
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
COMPANY_NUMBER = re.compile(r"\d{6,8}|[A-Z]{2}\d{6}")
_LEGAL = re.compile(r"\b(ltd|limited|llp|plc|c\.?i\.?c|cio|inc)\b\.?", re.IGNORECASE)
_ENDS_LEGAL = re.compile(r".*\b(ltd|limited|llp|plc|c\.?i\.?c)\.?\W*", re.IGNORECASE | re.DOTALL)
_OF_FIRMS = re.compile(
    r"\b(care|caring|carers?|homes?|homecare|nursing|support|healthcare|health|lodge|house|court|manor|hall|grange|villa|residential"
    r"|services?|centre|living|hospice|medical|surgery|clinic|dental|school|academy|college|housing|recruitment|staffing|agency|trust"
    r"|charity|society|association|foundation|partnership|group|council|nhs|company|solutions|enterprises|associates|consult\w+)\b"
    r"|& co\b|& sons?\b|\bt/a\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b(road|street|lane|avenue|close|drive|way|crescent|terrace)\b|^\d+[a-z]?\s", re.IGNORECASE)
_NUMBER = re.compile(r"[\d\s,.:/£%()+-]{3,}")
_LONGEST_NAME = 120
_MOST_WORDS = 14
SAMPLE = 400
"""Cells of a column that are looked at."""


def squeezed(text: str) -> str:
    """Text in capitals without blanks: how postcodes are compared."""
    return "".join(text.upper().split())


def is_postcode(cell: str) -> bool:
    """Whether a cell is a whole postcode."""
    return bool(POSTCODE.fullmatch(squeezed(cell)))


def company_number(cell: str) -> str:
    """The company number that a cell means, as Companies House writes it; as it stands if it is none. Spreadsheets drop zeros."""
    number = squeezed(cell).removesuffix(".0")
    return number.zfill(8) if number.isdecimal() and 5 <= len(number) <= 8 else number


def is_firm(cell: str) -> bool:
    """Whether a cell reads as the name of a firm: it bears a legal form, or a word that firms of care bear."""
    return bool(_LEGAL.search(cell) or (_OF_FIRMS.search(cell) and not _ADDRESS.search(cell)))


def is_legal_name(cell: str) -> bool:
    """Whether a cell ends in a legal form."""
    return bool(_ENDS_LEGAL.fullmatch(cell))


def could_be_name(cell: str) -> bool:
    """Whether a cell can be a name at all: letters, not too long, no code, postcode or address of a person's mail."""
    if not any(letter.isalpha() for letter in cell) or len(cell) > _LONGEST_NAME or "@" in cell or "://" in cell:
        return False
    return len(cell.split()) <= _MOST_WORDS and not is_postcode(cell) and not _CQC_NUMBER.fullmatch(one_number(cell))


def is_data(cell: str) -> bool:
    """Whether a cell holds what no heading does: a postcode, an id, a company's whole name, a number."""
    return bool(
        is_postcode(cell) or _CQC_NUMBER.fullmatch(one_number(cell)) or is_legal_name(cell) or _NUMBER.fullmatch(cell)
    )


@dataclass(frozen=True)
class Contents:
    """Of the cells of a column that say anything, the share (0 to 1) that can be names, read as names of firms, and so on.

    `filled`: how many say anything. `varied`: how many different ones there are, as a share of them. `cqc_numbers`: numbers with a
    dash, which nothing else looks like; `cqc_codes`: these, and codes of NHS bodies, which other codes look like.
    """

    filled: int
    varied: float
    names: float
    firms: float
    postcodes: float
    cqc_numbers: float
    cqc_codes: float
    company_numbers: float


def contents_of(cells: Iterable[str]) -> Contents:
    """What a column's cells look like."""
    told = [text for text in map(said, cells) if text]
    many = len(told) or 1

    def share(holds: Sequence[bool]) -> float:
        return sum(holds) / many

    return Contents(
        filled=len(told),
        varied=len({text.casefold() for text in told}) / many,
        names=share([could_be_name(text) for text in told]),
        firms=share([could_be_name(text) and is_firm(text) for text in told]),
        postcodes=share([is_postcode(text) for text in told]),
        cqc_numbers=share([bool(_CQC_NUMBER.fullmatch(one_number(text))) for text in told]),
        cqc_codes=share([bool(CQC_ID.fullmatch(one_number(text))) and any(map(str.isdigit, text)) for text in told]),
        company_numbers=share([bool(COMPANY_NUMBER.fullmatch(company_number(text))) for text in told]),
    )


def sample(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    """Cells of a column, taken evenly over all rows."""
    step = max(1, len(rows) // SAMPLE)
    return [row[column] if column < len(row) else "" for row in rows[::step]]
