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
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path

from timed import cache, timed_load

from irhub.registers.fictional import tables
from irhub.registers.fictional.care import Location, providers_and_locations
from irhub.registers.fictional.headers import DUAL_HEADER, PROVIDER_RATINGS_HEADER, RATINGS_HEADER
from irhub.registers.fictional.ods import write_ods

ON = date(2026, 11, 1)
LOCATIONS, RATINGS, PROVIDER_RATINGS = 57_000, 323_700, 3_000
DOMAINS = ("Overall", "Safe", "Effective", "Caring", "Responsive", "Well-led")
GROUPS = ("Overall", "Older people", "People with long-term conditions", "Working age people", "Families")
Row = Sequence[object]


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
        owner = place.provider
        yield (
            owner.id, "", owner.name, "Social Care Org", "Residential social care", "", "", place.city, place.postcode,
            place.council.name, place.council.region.name, place.council.region.name, "Overall", "Overall", "Good", ON,
            "Provider", "N", "", "-", "-",
        )  # fmt: skip


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
    write_ods(
        files[0], {"README": readme, "HSCA_Active_Locations": sheet, "Dual_Registration_Locations": [DUAL_HEADER]}
    )
    rated = islice(rating_rows(locations), RATINGS)
    of_providers = islice(provider_rows(locations), PROVIDER_RATINGS)
    write_ods(
        files[1],
        {
            "README": readme,
            "Locations": chain([RATINGS_HEADER], rated),
            "Providers": chain([PROVIDER_RATINGS_HEADER], of_providers),
        },
    )
    return files


def main() -> None:
    """Make what is not made, load each, tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=1, help="how often each is loaded; the fastest is told")
    times = options.parse_args().times
    for file in made(cache() / "workbooks"):
        with zipfile.ZipFile(file) as archive:
            content = archive.getinfo("content.xml").file_size
        runs = [timed_load([file]) for _ in range(times)]
        fastest = min(runs, key=lambda run: run["seconds"])
        print(json.dumps({"file": file.name, "MiB": file.stat().st_size >> 20, "content MiB": content >> 20} | fastest))


if __name__ == "__main__":
    main()
