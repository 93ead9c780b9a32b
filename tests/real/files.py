"""The real files, what the hub is to make of each, and how many rows each has, counted without the hub's readers.

The one place with figures: those of `records` and `CHANGES` were measured, the others are counted from the files.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

REAL = Path(os.environ.get("IRHUB_REAL_REGISTERS", Path(__file__).parents[3] / "shared" / "data")) / "real"
LINCOLNSHIRE, HALF, OLD = "Lincolnshire", "England, half", "2021"
WORLDS = (LINCOLNSHIRE, HALF, OLD)
NEW_WEEK = "sponsors/2026-07-03_-_Worker_and_Temporary_Worker.csv.gz"
OLD_WEEK = "sponsors/2026-06-26_-_Worker_and_Temporary_Worker.csv.gz"
LOCATIONS = "cqc/relaid_T00_01_July_2026_HSCA_Active_Locations.ods"
HALF_LOCATIONS = "cqc-half/01_July_2026_HSCA_Active_Locations.xlsx"


@dataclass(frozen=True)
class Expected:
    """What becomes of a file in a world's one load: its outcome, the register and its records, or words of the sentence."""

    worlds: tuple[str, ...]
    outcome: str
    register: str = ""
    records: int = 0
    says: str = ""


SPONSORS, CQC, RATINGS, COMPANIES = "home_office_sponsors", "cqc_locations", "cqc_ratings", "companies_house"
FILES: dict[str, Expected] = {
    OLD_WEEK: Expected((LINCOLNSHIRE,), "applied", SPONSORS, 141_006),
    NEW_WEEK: Expected((LINCOLNSHIRE, HALF), "applied", SPONSORS, 141_163),
    "sponsors/2021-11-02_-_Worker_and_Temporary_Worker.csv.gz": Expected((OLD,), "applied", SPONSORS, 48_561),
    LOCATIONS: Expected((LINCOLNSHIRE,), "quarantined", CQC, 1_780, "fewer than 40,000 is only a part"),
    "cqc/relaid_T00_01_July_2026_Latest_ratings.ods": Expected(
        (LINCOLNSHIRE,), "quarantined", RATINGS, 4_159, "fewer than 200,000 is only a part"
    ),
    HALF_LOCATIONS: Expected((HALF,), "quarantined", CQC, 5_021, "fewer than 40,000 is only a part"),
    "cqc/latest_ratings_lincolnshire_2026-07.csv.gz": Expected((LINCOLNSHIRE,), "refused", says="says one date"),
    "cqc/cqc_search_first500_2025-08.csv.gz": Expected((LINCOLNSHIRE,), "refused", says="lacks the column Address"),
    "cqc/archived_care_homes_2024-05.csv.gz": Expected((LINCOLNSHIRE,), "refused", says="lacks the column Address"),
    "companies_house/BasicCompanyData_sample_11rows_2023-11.csv": Expected(
        (LINCOLNSHIRE,), "refused", COMPANIES, says="of 11 companies, none of which the other registers name"
    ),
    "spend/leeds_spend_2020-06_cp1252.csv.gz": Expected((LINCOLNSHIRE,), "refused", says="none of the registers"),
    "spend/leeds_care_suppliers_2020.csv": Expected((LINCOLNSHIRE,), "refused", says="none of the registers"),
    "fund/figures.csv": Expected((LINCOLNSHIRE,), "refused", says="none of the registers"),
    "boundaries/ONS_CTYUA_December_2024_UK_BUC.geojson.gz": Expected(
        (LINCOLNSHIRE, OLD), "passed over", says="published as .geojson"
    ),
    "360giving/a002400000KeYdsAAF.json.gz": Expected((LINCOLNSHIRE, OLD), "passed over", says="another kind"),
    "360giving/a002400000OiDBQAA3.json.gz": Expected((LINCOLNSHIRE,), "passed over", says="another kind"),
    "README.md": Expected((LINCOLNSHIRE, OLD), "passed over", says="published as .md"),
}
CODES = {LINCOLNSHIRE: 2, HALF: 3, OLD: 0}
"""The exit code of each world's load: of the gravest thing in its folder."""
CHANGES = {
    "licence_granted": 284,
    "licence_removed": 136,
    "moved_town": 122,
    "renamed": 23,
    "route_added": 10,
    "rating_changed": 4,
    "route_removed": 2,
}
"""Between the two weeks of 2026, by kind."""


def of_world(world: str) -> dict[str, Expected]:
    """The files that lie in the folder of a world, by their path below `real`."""
    return {name: expected for name, expected in FILES.items() if world in expected.worlds}


@cache
def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a file, each by the column titles, blank rows left out: read with Python's own libraries."""
    path = REAL / name
    if path.suffix == ".ods":
        tables = list(_of_ods(path))
    elif path.suffix == ".xlsx":
        tables = list(_of_xlsx(path))
    else:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        tables = [list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))]
    table = max(tables, key=len)
    header = next(n for n, row in enumerate(table) if sum(map(bool, row)) > 4)
    titles = [cell.strip() for cell in table[header]]
    return [dict(zip(titles, row, strict=False)) for row in table[header + 1 :] if any(map(str.strip, row))]


_ODS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MANY = 1000
"""Rows or cells that are repeated more often fill the sheet, and hold nothing."""


def _of_ods(path: Path) -> Iterator[list[list[str]]]:
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        for _, node in ElementTree.iterparse(content):
            if node.tag == f"{_ODS}table":
                yield [_cells(row) for row in node.iter(f"{_ODS}table-row")]
                node.clear()


def _cells(row: ElementTree.Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_ODS}table-cell"):
        times = int(cell.get(f"{_ODS}number-columns-repeated", 1))
        cells += ["".join(cell.itertext())] * (times if times < _MANY else 0)
    return cells


_XLSX = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _of_xlsx(path: Path) -> Iterator[list[list[str]]]:
    with zipfile.ZipFile(path) as archive:
        shared = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        texts = ["".join(item.itertext()) for item in shared]
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                rows = ElementTree.fromstring(archive.read(name)).iter(f"{_XLSX}row")
                yield [_values(row, texts) for row in rows]


def _values(row: ElementTree.Element, texts: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_XLSX}c"):
        at = 0
        for letter in re.match(r"[A-Z]+", cell.get("r", "A"))[0]:  # type: ignore[index]
            at = at * 26 + ord(letter) - 64
        cells += [""] * (at - 1 - len(cells))
        value = cell.findtext(f"{_XLSX}v", "")
        cells.append(texts[int(value)] if cell.get("t") == "s" and value else value)
    return cells
