"""Awards and files of the tests: all invented."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from irhub.grants.giving360.awards import Award, Location, Period, Programme, Publication
from irhub.grants.giving360.organisation_ids import of_registers

TODAY = date(2026, 11, 2)
LEEDS = of_registers("Leeds City Council", council_code="E08000035")
ASHGROVE = of_registers("Ashgrove Homecare Ltd", company_number="04815162", postcode="LS1 4AP")
PLAIN = Award(
    identifier="360G-leeds-2026-1",
    title="Housing advice for new care workers",
    description="Advice on tenancies for care workers in their first year, with two drop-in days a week",
    awarded=Decimal("1500.00"),
    award_date=date(2026, 3, 2),
    recipient=ASHGROVE,
    funder=LEEDS,
    applied_for=Decimal(2000),
    disbursed=Decimal("750.50"),
    planned=Period(date(2026, 4, 1), date(2027, 3, 31), Decimal(12)),
    locations=(Location("Leeds", "E08000035", "MD"),),
    programme=Programme("Local projects 2026", "LP26", "https://leeds.example/grants"),
    from_open_call=True,
    source="https://leeds.example/grants/360giving.json",
    modified=datetime(2026, 3, 3, 9, 30, tzinfo=UTC),
)
ABOUT = Publication(
    identifier="360G-leeds-grants",
    title="Grants of Leeds City Council",
    description="Small grants to care providers",
    publisher=LEEDS,
    website="https://leeds.example",
    issued=date(2026, 3, 3),
    modified=datetime(2026, 11, 2, 8, tzinfo=UTC),
    page="https://leeds.example/grants",
    download="https://leeds.example/grants/360giving.json",
)


def other(**changed: Any) -> Award:
    """The plain award with some of its values changed."""
    return replace(PLAIN, **changed)


def csv_of(*rows: Sequence[str]) -> bytes:
    """Rows as CSV; no cell holds a comma or a quote unless it is quoted by whoever asks."""
    return "\n".join(",".join(row) for row in rows).encode()


def workbook_of(**sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook of these sheets; days as real dates."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return kept.getvalue()
