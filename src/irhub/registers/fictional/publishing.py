"""Writing an edition of each register as its publisher does: name of the file, sheets, preamble, columns, quotes and dates.

What was read of real files, and what only described, is told in docs/data-sources.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from irhub.registers.fictional import files, headers, tables
from irhub.registers.fictional.care import Location, Provider, closed_long_ago
from irhub.registers.fictional.files import Row
from irhub.registers.fictional.ods import write_ods
from irhub.registers.fictional.sponsors import Sponsor

_CLOSED = 30
"""So many locations have closed before for each that closed in the month before: the file tells of all years."""
_BLANK_ROWS = 6
"""Above the header of the CQC's workbooks of before 2026."""


def write_sponsors(folder: Path, day: date, standing: Iterable[Sponsor], *, blank_lines: bool = False) -> Path:
    """The register of sponsors: a row for each route, quotes only where they are needed; at times blank lines between rows."""
    rows = ((s.name, s.town, s.county, s.rating, route) for s in standing for route in s.routes)
    text = files.csv_text(headers.SPONSOR_HEADER, rows)
    if blank_lines:
        text = text.replace("\r\n", "\r\n\r\n", 3)
    path = folder / f"{day:%Y-%m-%d}_-_Worker_and_Temporary_Worker.csv"
    path.write_bytes(text.encode())
    return path


def write_cqc(
    folder: Path,
    on: date,
    locations: Sequence[Location],
    gone: Sequence[Location],
    providers: Sequence[Provider],
    *,
    older: bool = False,
) -> list[Path]:
    """The CQC's four files of a month, without the deactivated locations if there are none; `older`: as before 2026."""
    stamp = f"{on:%d_%B_%Y}"
    about = "Active locations for providers registered under the Health and Social Care Act (HSCA)"
    active = {
        "HSCA_Active_Locations": tables.location_rows(locations),
        "Dual_Registration_Locations": tables.dual_rows(locations),
    }
    ratings = {
        "Locations": tables.rating_rows(locations),
        "Providers": tables.provider_rating_rows(providers, on),
    }
    lately = [(place, on - timedelta(days=10)) for place in gone]
    deactivated = {
        "Deactivated_Locations": tables.deactivated_rows([*closed_long_ago(_CLOSED * len(gone), on), *lately])
    }
    return [
        _workbook(folder / f"{stamp}_HSCA_Active_Locations", about, on, active, older=older),
        _directory(folder, stamp, on, locations, zipped=not older),
        _workbook(folder / f"{stamp}_Latest_ratings", "Latest ratings", on, ratings, older=older, banner=older),
        *(
            [
                _workbook(
                    folder / f"{stamp}_Deactivated_Locations", "Deactivated locations", on, deactivated, older=older
                )
            ]
            if gone
            else []
        ),
    ]


def _workbook(
    path: Path, title: str, on: date, sheets: Mapping[str, Iterable[Row]], *, older: bool, banner: bool = False
) -> Path:
    readme: Mapping[str, Iterable[Row]] = {
        "README": [
            [title],
            [f"Source: CQC database as at {files.long_date(on)}"],
            ["Every name in this file is invented."],
        ]
    }
    if not older:
        return write_ods(path.with_suffix(".ods"), {**readme, **sheets})
    above = [[f"{title} as at {files.long_date(on)}"], []] if banner else [[]] * _BLANK_ROWS
    shown = {name: [*above, *rows] for name, rows in sheets.items()}
    return files.write_xlsx(path.with_suffix(".xlsx"), {**readme, **shown})


def _directory(folder: Path, stamp: str, on: date, locations: Iterable[Location], *, zipped: bool) -> Path:
    """Four lines above the header, each as wide as it."""
    padding = [""] * (len(headers.DIRECTORY_HEADER) - 1)
    preamble = [
        [line, *padding] for line in ("CQC Locations data", "", f"This data was produced on {files.long_date(on)}", "")
    ]
    text = files.csv_text(preamble[0], [*preamble[1:], headers.DIRECTORY_HEADER, *tables.directory_rows(locations)])
    if zipped:
        return files.write_zip(folder / f"{stamp}_CQC_directory.zip", {f"{stamp}_CQC_directory.csv": text})
    path = folder / f"{stamp}_CQC_directory.csv"
    path.write_bytes(text.encode())
    return path


def write_companies(folder: Path, on: date, rows: Iterable[Row]) -> Path:
    """Companies House's basic data: a header with blanks before some names, then every cell in quotes."""
    name = f"BasicCompanyDataAsOneFile-{on:%Y-%m-%d}"
    text = files.csv_text(headers.COMPANIES_HEADER, rows, quote_all=True)
    return files.write_zip(folder / f"{name}.zip", {f"{name}.csv": text})


def write_controllers(folder: Path, on: date, lines: Iterable[str]) -> Path:
    """The snapshot of people with significant control: a JSON object a line."""
    name = f"persons-with-significant-control-snapshot-{on:%Y-%m-%d}"
    return files.write_zip(folder / f"{name}.zip", {f"{name}.txt": "\n".join([*lines, ""])})


def write_recruiters(folder: Path, on: date, rows: Iterable[Row]) -> Path:
    """The list of ethical recruiters, as a person makes it of the publisher's page."""
    path = folder / f"{on:%Y-%m-%d}_Ethical_Recruiters_List.csv"
    path.write_bytes(files.csv_text(headers.RECRUITERS_HEADER, rows).encode())
    return path
