"""Fictional registers as the frames that linking reads, without writing files; kept in a folder between runs."""

from __future__ import annotations

import os
import random
import tempfile
from datetime import date
from pathlib import Path

import polars as pl

from irhub.linkage.inputs import places_of, sponsors_of
from irhub.registers.fictional import SCALES, Scale, tables
from irhub.registers.fictional.care import providers_and_locations
from irhub.registers.fictional.sponsors import first_register
from irhub.registers.sources import SOURCES

HELD_BACK = 9
"""The seed that nothing is tuned on."""
Frames = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def frames(seed: int, *, scale: str | Scale = "england", trouble: float = 1.0) -> Frames:
    """Sponsors, places (see linkage.inputs) and truth (sponsor_key, provider_id, "" for none) of a seed."""
    folder = Path(os.environ.get("IRHUB_BENCH_CACHE", Path(tempfile.gettempdir()) / "irhub-bench"))
    size = SCALES[scale] if isinstance(scale, str) else scale
    kept = folder / f"{seed}-{trouble}-{size.sponsor_rows}-{size.providers}"
    names = [kept / f"{name}.parquet" for name in ("sponsors", "places", "truth")]
    if not names[-1].exists():
        kept.mkdir(parents=True, exist_ok=True)
        for path, frame in zip(names, make(seed, size, trouble), strict=True):
            frame.write_parquet(path)
    sponsors, places, truth = map(pl.read_parquet, names)
    return sponsors, places, truth


def make(seed: int, size: Scale, trouble: float = 1.0) -> Frames:
    """The frames of a seed, through the official columns and the registers' own cleaning."""
    chance = random.Random(seed)
    providers, locations = providers_and_locations(size.providers, size.locations, chance, date(2026, 11, 1))
    register = first_register(size.sponsor_rows, providers, locations, chance, trouble)
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
