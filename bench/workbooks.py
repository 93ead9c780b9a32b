"""The CQC's workbooks at their real size, through the whole command: irhub load of each into an empty data folder.

    python bench/workbooks.py

Prints the size of each file and of its content.xml, the rows, the seconds and processor seconds of the command, and its peak
memory (the largest process, MiB). Every name is invented; the files are made once, into IRHUB_BENCH_CACHE.
"""

from __future__ import annotations

import argparse
import json
import random
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path
from xml.sax.saxutils import XMLGenerator

from timed import cache, timed_load

from irhub.registers.fictional import tables
from irhub.registers.fictional.care import Location, providers_and_locations
from irhub.registers.fictional.headers import LOCATION_HEADER

ON = date(2026, 11, 1)
LOCATIONS, RATINGS, PROVIDER_RATINGS = 57_000, 323_700, 3_000
NAMES = {
    f"xmlns:{prefix}": f"urn:{kind}:1.0"
    for prefix, kind in (
        ("office", "oasis:names:tc:opendocument:xmlns:office"),
        ("table", "oasis:names:tc:opendocument:xmlns:table"),
        ("text", "oasis:names:tc:opendocument:xmlns:text"),
        ("calcext", "org:documentfoundation:names:experimental:calc:xmlns:calcext"),
    )
}
RATINGS_HEADER = (
    "Location ID", "Location ODS Code", "Location Name", "Care Home?", "Location Type",
    "Location Primary Inspection Category", "Location Street Address", "Location Address Line 2", "Location City",
    "Location Post Code", "Location Local Authority", "Location Region", "Location NHS Region",
    "Location ONSPD CCG Code", "Location ONSPD CCG", "Location Commissioning CCG Code",
    "Location Commissioning CCG Name", "Service / Population Group", "Domain", "Latest Rating", "Publication Date",
    "Report Type", "Inherited Rating (Y/N)", "URL", "Provider ID", "Provider Name", "Brand ID", "Brand Name",
)  # fmt: skip
DOMAINS = ("Overall", "Safe", "Effective", "Caring", "Responsive", "Well-led")
GROUPS = ("Overall", "Older people", "People with long-term conditions", "Working age people", "Families")
Row = Iterable[object]


def rating_rows(locations: list[Location]) -> Iterator[Row]:
    """One row for each question of each group of people of each location, as often as it takes to fill a register."""
    for group in GROUPS:
        for place in locations:
            owner = place.provider
            for domain in DOMAINS:
                yield (
                    place.id, "", place.name, "Y" if place.beds else "N", "Social Care Org", "Residential social care",
                    f"{len(place.name)} {place.name.split()[0]} Road", "", place.city, place.postcode, place.council.name,
                    place.council.region.name, place.council.region.name, "E38000238", "NHS Sample CCG", "", "", group,
                    domain, place.rating or "Good", place.rating_date, "Location", "N",
                    f"https://www.cqc.org.uk/location/{place.id}", owner.id, owner.name, "-", "-",
                )  # fmt: skip


def provider_rows(locations: list[Location]) -> Iterator[Row]:
    """The sheet of providers: no location stands in it."""
    for place in locations:
        blank = ("",) * 17
        owner = place.provider
        yield (*blank, "Overall", "Overall", "Good", ON, "Provider", "N", "", owner.id, owner.name, "-", "-")


def write_ods(path: Path, sheets: dict[str, Iterable[Row]]) -> Path:
    """A workbook with every cell written out, dates as cells of dates, and the filler that spreadsheets leave at the end."""
    making = path.with_suffix(".part")
    with zipfile.ZipFile(making, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        with archive.open("content.xml", "w", force_zip64=True) as member:
            xml = XMLGenerator(member, "utf-8", short_empty_elements=True)  # type: ignore[arg-type]
            xml.startDocument()
            xml.startElement("office:document-content", {**NAMES, "office:version": "1.3"})
            xml.startElement("office:body", {})
            xml.startElement("office:spreadsheet", {})
            for name, rows in sheets.items():
                xml.startElement("table:table", {"table:name": name, "table:style-name": "ta1"})
                for row in rows:
                    xml.startElement("table:table-row", {"table:style-name": "ro1"})
                    for value in row:
                        _cell(xml, value)
                    _blank(xml, 16_384)
                    xml.endElement("table:table-row")
                xml.startElement("table:table-row", {"table:number-rows-repeated": "700000"})
                _blank(xml, 16_384)
                xml.endElement("table:table-row")
                xml.endElement("table:table")
            for name in ("office:spreadsheet", "office:body", "office:document-content"):
                xml.endElement(name)
            xml.endDocument()
    return making.rename(path)


def _blank(xml: XMLGenerator, times: int) -> None:
    xml.startElement("table:table-cell", {"table:number-columns-repeated": str(times)})
    xml.endElement("table:table-cell")


def _cell(xml: XMLGenerator, value: object) -> None:
    if value == "":
        xml.startElement("table:table-cell", {"table:style-name": "ce1"})
    else:
        kind, attributes, shown = "string", {}, str(value)
        if isinstance(value, date):
            kind, shown = "date", f"{value:%d/%m/%Y}"
            attributes = {"office:date-value": f"{value}T00:00:00"}
        elif isinstance(value, int | float):
            kind, attributes = "float", {"office:value": str(value)}
        told = {"table:style-name": "ce1", "office:value-type": kind, **attributes, "calcext:value-type": kind}
        xml.startElement("table:table-cell", told)
        xml.startElement("text:p", {})
        xml.characters(shown)
        xml.endElement("text:p")
    xml.endElement("table:table-cell")


def made(folder: Path) -> list[Path]:
    """The workbooks, in the order in which they are loaded."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = f"{ON:%d_%B_%Y}"
    files = [folder / f"{stamp}_HSCA_Active_Locations.ods", folder / f"{stamp}_Latest_ratings.ods"]
    if all(file.exists() for file in files):
        return files
    _, locations = providers_and_locations(30_000, LOCATIONS, random.Random(1), ON)
    readme: list[Row] = [["Care directory with filters"], [f"Source: CQC database as at {ON:%d %B %Y}"]]
    sheet = tables.location_rows(locations)
    write_ods(files[0], {"README": readme, "HSCA_Active_Locations": sheet, "Dual_Registration_Locations": [DUAL]})
    rated = islice(rating_rows(locations), RATINGS)
    of_providers = islice(provider_rows(locations), PROVIDER_RATINGS)
    write_ods(
        files[1],
        {
            "README": readme,
            "Locations": chain([RATINGS_HEADER], rated),
            "Providers": chain([RATINGS_HEADER], of_providers),
        },
    )
    return files


DUAL = (
    "Location ID", "Location Name", "Location HSCA Start Date", "Location Type/Sector", "Provider ID", "Provider Name",
    "Linked Organisation ID", "Linked Organisation Name", "Relationship", "Relationship Start Date", "Primary ID",
)  # fmt: skip
assert len(LOCATION_HEADER) == 122, "the HSCA's sheet has 122 columns"


def main() -> None:
    """Make what is not made, load each, tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=1, help="how often each is loaded; the fastest is told")
    times = options.parse_args().times
    for file in made(cache() / "workbooks"):
        with zipfile.ZipFile(file) as archive:
            content = archive.getinfo("content.xml").file_size
        runs = [timed_load([file]) for _ in range(times)]
        print(
            json.dumps({"file": file.name, "MiB": file.stat().st_size >> 20, "content MiB": content >> 20})[:-1]
            + ", "
            + json.dumps(min(runs, key=lambda run: run["seconds"]))[1:]
        )


if __name__ == "__main__":
    main()
