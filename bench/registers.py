"""Fictional registers as the frames that linking reads, without writing files; kept in a folder between runs."""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
from datetime import date
from pathlib import Path

import polars as pl
from bench.other_noise import respelled

from irhub.linkage.inputs import COMPANIES, places_of, sponsors_of, with_columns
from irhub.linkage.names.legal import legal_key
from irhub.registers import fictional
from irhub.registers.fictional import SCALES, Scale, headers, tables
from irhub.registers.fictional.care import providers_and_locations
from irhub.registers.fictional.sponsors import first_register
from irhub.registers.sources import SOURCES

HELD_BACK = 17
"""The seed that nothing is fitted, set or looked at by: it only judges (docs/linkage.md)."""
MISSPELLED = 0.14
"""How many sponsors that are no providers state a name that Companies House does not know: as many as of those that are (measured on seed 9)."""
Frames = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def frames(seed: int, *, scale: str | Scale = "england", trouble: float = 1.0, other: bool = False) -> Frames:
    """Sponsors, places (see linkage.inputs) and truth (sponsor_key, provider_id, "" for none) of a seed.

    `trouble`: how much trouble names have. `other`: names spoiled by the rules of other_noise instead.
    """
    folder = Path(os.environ.get("IRHUB_BENCH_CACHE", Path(tempfile.gettempdir()) / "irhub-bench"))
    size = SCALES[scale] if isinstance(scale, str) else scale
    kept = folder / _generator() / f"{seed}-{'other' if other else trouble}-{size.sponsor_rows}-{size.providers}"
    names = [kept / f"{name}.parquet" for name in ("sponsors", "places", "truth")]
    if not names[-1].exists():
        kept.mkdir(parents=True, exist_ok=True)
        for path, frame in zip(names, make(seed, size, trouble, other), strict=True):
            frame.write_parquet(path)
    sponsors, places, truth = map(pl.read_parquet, names)
    return sponsors, places, truth


def companies(seed: int, *, scale: str | Scale = "england") -> pl.DataFrame:
    """Companies House as it stands beside the registers of a seed (see linkage.inputs.COMPANIES): the companies of providers, and of
    sponsors that are none, but for those whose stated name is MISSPELLED."""
    size = SCALES[scale] if isinstance(scale, str) else scale
    on = date(2026, 11, 1)
    providers, _ = providers_and_locations(size.providers, size.locations, random.Random(seed), on)
    rows = tables.company_rows(providers, size.other_companies, random.Random(seed + 1), on, 0)
    found = SOURCES["companies_house"].clean(_published(headers.COMPANIES_HEADER, list(rows))).records
    sponsors, _, truth = frames(seed, scale=size)
    alone = sponsors.join(truth.filter(pl.col("provider_id") == ""), on="sponsor_key", how="semi")
    stated = alone.filter(legal_key(pl.col("name")) != "").with_row_index("number", 17_000_001)
    chance = random.Random(seed + 2)
    theirs = stated.filter(pl.Series([chance.random() >= MISSPELLED for _ in range(stated.height)], dtype=pl.Boolean))
    others = theirs.select(company_number=pl.col("number").cast(pl.String), company_name="name")
    return pl.concat([with_columns(found, COMPANIES), with_columns(others, COMPANIES)])


def _generator() -> str:
    """A digest of the code that makes the registers, so that what another version made is not taken."""
    digest = hashlib.sha256()
    for path in sorted([*Path(fictional.__file__).parent.glob("*.py"), *Path(__file__).parent.glob("other_noise.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def make(seed: int, size: Scale, trouble: float = 1.0, other: bool = False) -> Frames:
    """The frames of a seed, through the official columns and the registers' own cleaning."""
    chance = random.Random(seed)
    providers, locations = providers_and_locations(size.providers, size.locations, chance, date(2026, 11, 1))
    register = first_register(size.sponsor_rows, providers, locations, chance, trouble)
    if other:
        register.standing = respelled(register.standing, providers, locations, seed)
    header, *rows = tables.location_rows(locations)
    places = places_of(SOURCES["cqc_locations"].clean(_published(header, rows)).records)
    header = tuple(column.published for column in SOURCES["home_office_sponsors"].columns)
    held = [(s, route) for s in register.standing for route in s.routes]
    published = _published(header, [(s.name, s.town, s.county, s.rating, route) for s, route in held])
    records = SOURCES["home_office_sponsors"].clean(published).records.sort("line")
    owner = pl.Series("provider_id", [s.provider_id for s, _ in held])
    truth = records.unique("sponsor_key", keep="first").select("sponsor_key", "line")
    return (
        sponsors_of(records),
        places,
        truth.select("sponsor_key", provider_id=owner.gather(truth["line"])).sort("sponsor_key"),
    )


def _published(header: tuple[str, ...], rows: list) -> pl.DataFrame:
    frame = pl.DataFrame([tuple(map(str, row)) for row in rows], schema=list(header), orient="row")
    lines = frame.with_columns(pl.all().replace("", None)).with_row_index("line")
    return lines.with_columns(pl.col("line").cast(pl.Int64))
