"""From an uploaded table to lines: which column is which, and what is wrong with a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from irhub.files.uploads import Row
from irhub.registers.sources.cqc_numbers import one_number

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("provider name", "provider", "supplier name", "supplier", "organisation name", "organisation", "name",
             "care provider", "company name", "company", "contractor"),
    "postcode": ("postcode", "post code", "provider postcode", "postal code"),
    "town": ("town", "city", "town or city", "post town"),
    "cqc_id": ("cqc id", "cqc provider id", "cqc location id", "provider id", "location id", "cqc number", "cqc ref"),
    "reference": ("reference", "contract reference", "contract", "supplier number", "our reference", "ref"),
}  # fmt: skip
"""What each column may be called, the likeliest name first. Case, blanks, dashes and underlines do not matter."""
MOST_LINES = 5_000
_CQC_ID = re.compile(r"1-\d{5,}|[A-Z][A-Z0-9]{2,5}")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")


class NotAList(Exception):
    """The table is not a list of providers. The message is a sentence for the person who handed it in."""


@dataclass(frozen=True)
class Line:
    """One row as it was written: a name, and whatever else was given. `number`: its row, as the file counts them."""

    number: int
    name: str
    postcode: str = ""
    town: str = ""
    cqc_id: str = ""
    reference: str = ""

    @property
    def written(self) -> tuple[str, str, str, str]:
        """What makes it the same line in a later file: name, postcode, town and CQC id, as far as spelling leaves them."""
        return self.name.casefold(), squeezed(self.postcode), self.town.casefold(), one_number(self.cqc_id)


def squeezed(text: str) -> str:
    """Text in capitals without blanks: how postcodes are compared."""
    return "".join(text.upper().split())


def lines_of(table: Sequence[Mapping[str, str]]) -> tuple[list[Line], list[str]]:
    """The lines of a table, and a sentence for each row that says nothing usable or holds an odd value.

    A row needs a name or a CQC id. Raises NotAList if no column can be either, or there are too many rows.
    """
    if len(table) > MOST_LINES:
        raise NotAList(
            f"The file has {len(table):,} rows; a list can hold {MOST_LINES:,}. Leave out what you do not buy from."
        )
    found = _columns(table[0] if table else {})
    if not {"name", "cqc_id"} & set(found):
        titles = ", ".join(table[0]) if table else "none"
        raise NotAList(
            f"No column is called “Provider name” or “CQC id”. The columns found are: {titles[:300]}. Rename one and try again."
        )
    lines, odd = [], []
    for index, row in enumerate(table, 1):
        number = row.number if isinstance(row, Row) else index
        told = {field: " ".join(row[column].split()) for field, column in found.items()}
        line = Line(number, **({"name": ""} | told))
        if not line.name and not line.cqc_id:
            odd.append(f"Row {number} has neither a name nor a CQC id, and was left out.")
            continue
        odd.extend(_oddities(line))
        lines.append(line)
    if not lines:
        raise NotAList("No row has a name or a CQC id.")
    return lines, odd


def _columns(row: Iterable[str]) -> dict[str, str]:
    """Which column of the table holds each field."""
    titles = {re.sub(r"[\s_\-/]+", " ", title).strip().casefold(): title for title in row}
    return {
        field: titles[name]
        for field, names in COLUMNS.items()
        if (name := next((name for name in names if name in titles), None)) is not None
    }


def _oddities(line: Line) -> list[str]:
    told = []
    if line.postcode and not _POSTCODE.fullmatch(squeezed(line.postcode)):
        told.append(f"Row {line.number}: “{line.postcode}” does not look like a postcode.")
    if line.cqc_id and not _CQC_ID.fullmatch(one_number(line.cqc_id)):
        told.append(f"Row {line.number}: “{line.cqc_id}” does not look like a CQC id, such as 1-123456789.")
    return told
