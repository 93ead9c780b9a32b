"""Companies House at its real size, through the whole command: 5.5 million rows, 2.6 GB, beside the CQC's locations.

    python bench/companies_house.py

Prints seconds and processor seconds of `irhub load`, and its peak memory (the largest process, MiB). Every name is invented; the
file is made once, into IRHUB_BENCH_CACHE.
"""

from __future__ import annotations

import argparse
import json
import random
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import workbooks
from timed import cache, timed_load

from irhub.registers.fictional.care import providers_and_locations
from irhub.registers.fictional.headers import COMPANIES_HEADER
from irhub.registers.sources.companies_house import SOURCE

ROWS, BATCH = 5_500_000, 100_000
_USUAL = {
    "RegAddress.Country": "UNITED KINGDOM", "RegAddress.PostCode": "ZZ1 1ZZ", "RegAddress.PostTown": "SAMPLEHAM",
    "CompanyCategory": "Private Limited Company", "CompanyStatus": "Active", "CountryOfOrigin": "United Kingdom",
    "IncorporationDate": "01/02/2015", "Accounts.AccountRefDay": "30", "Accounts.AccountRefMonth": "6",
    "Accounts.NextDueDate": "31/03/2027", "Accounts.LastMadeUpDate": "30/06/2025", "Returns.NextDueDate": "01/03/2017",
    "Accounts.AccountCategory": "TOTAL EXEMPTION FULL", "SICCode.SicText_1": "99999 - Dormant Company",
    "Mortgages.NumMortCharges": "0", "Mortgages.NumMortOutstanding": "0", "Mortgages.NumMortPartSatisfied": "0",
    "Mortgages.NumMortSatisfied": "0", "LimitedPartnerships.NumGenPartners": "0",
    "LimitedPartnerships.NumLimPartners": "0", "ConfStmtNextDueDate": "15/02/2027",
}  # fmt: skip
_WORDS = np.array(
    [f"{a}{b}" for a in ("QUILL", "TANSY", "SAMPLE", "EXAM", "BRAM") for b in ("MOOR", "FORD", "HAM", "PLE")]
)
_TRADES = np.array(["TRADING", "PROPERTIES", "CONSULTING", "TRANSPORT", "FOODS", "BUILDERS", "MEDIA", "& SONS"])


def frame(first: int, rows: int, companies: list[tuple[str, str]], dice: np.random.Generator) -> pl.DataFrame:
    """Rows of companies numbered from `first`, of which the first are these (name, number)."""
    number = np.char.zfill((6_000_000 + first + np.arange(rows)).astype(str), 8)
    made = pl.DataFrame({"a": dice.choice(_WORDS, rows), "b": dice.choice(_TRADES, rows), "number": number})
    name = made.select(pl.format("{} {} {} LIMITED", "a", "b", pl.col("number").str.slice(3))).to_series()
    names, numbers = [list(told) for told in zip(*companies, strict=True)] if companies else ([], [])
    name = pl.concat([pl.Series(names, dtype=pl.String), name[len(names) :]])
    number = pl.concat([pl.Series(numbers, dtype=pl.String), made["number"][len(names) :]])
    former = pl.Series(dice.random(rows) < 0.1)
    told = {
        **{title: pl.lit(_USUAL.get(title.strip(), "")) for title in COMPANIES_HEADER},
        "CompanyName": name, " CompanyNumber": number,
        "RegAddress.AddressLine1": pl.format("{} EXAMPLE STREET", number.str.slice(5)),
        "URI": pl.format("http://business.data.gov.uk/id/company/{}", number),
        "PreviousName_1.CONDATE": pl.when(former).then(pl.lit("01/06/2019")).otherwise(pl.lit("")),
        " PreviousName_1.CompanyName": pl.when(former).then(name + " (FORMERLY)").otherwise(pl.lit("")),
    }  # fmt: skip
    return pl.DataFrame({"row": np.arange(rows)}).select(**told)


def made(folder: Path) -> Path:
    """The file, in a ZIP as it is published."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "BasicCompanyDataAsOneFile-2026-11-01.zip"
    if path.exists():
        return path
    providers, _ = providers_and_locations(30_000, workbooks.LOCATIONS, random.Random(1), workbooks.ON)
    companies = [(owner.name.upper(), owner.company_number) for owner in providers if owner.company_number]
    dice = np.random.default_rng(1)
    making = path.with_suffix(".part")
    with (
        zipfile.ZipFile(making, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive,
        archive.open(f"{path.stem}.csv", "w", force_zip64=True) as member,
    ):
        member.write(",".join(COMPANIES_HEADER).encode() + b"\r\n")
        for first in range(0, ROWS, BATCH):
            batch = frame(first, BATCH, companies if first == 0 else [], dice)
            batch.write_csv(member, include_header=False, quote_style="always", line_terminator="\r\n")  # type: ignore[call-overload]
    return making.rename(path)


def main() -> None:
    """Make what is not made, load it, tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=1, help="how often it is loaded; the fastest is told")
    times = options.parse_args().times
    file = made(cache() / "companies-house")
    locations = workbooks.made(cache() / "workbooks")[0]
    runs = [timed_load([file], before=[locations]) for _ in range(times)]
    print(
        json.dumps({"file": file.name, "MiB": file.stat().st_size >> 20, **min(runs, key=lambda run: run["seconds"])})
    )


assert {column.published for column in SOURCE.columns} <= {title.strip() for title in COMPANIES_HEADER}

if __name__ == "__main__":
    main()
