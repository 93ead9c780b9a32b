"""Registers small enough to read, for tests of linking."""

from __future__ import annotations

import polars as pl

from irhub.registers.sources.keys import name_key, place_key

_FILLER = ("Alderbank", "Birchmoor", "Cressford", "Dalemere", "Emberhill", "Fernlow", "Gorsewick", "Hazelholt")
_TOWNS = (("Testford", 52.0, -1.0), ("Sampleton", 53.0, -2.0), ("Mockbury", 51.0, -0.5))


def place(number: int, provider: str, town: int = 0, location: str | None = None, **more: object) -> dict[str, object]:
    """A row of places: provider number, its name, the town it lies in, its location's name if another."""
    name, north, east = _TOWNS[town]
    return {
        "provider_id": f"1-{number}", "provider_name": provider, "location_id": f"1-9{number}",
        "location_name": location or provider, "city": name, "provider_city": name, "county": f"{name}shire",
        "latitude": north, "longitude": east, "postcode": None, "brand_name": None,
    } | more  # fmt: skip


def filler() -> list[dict[str, object]]:
    """Other providers, so that words have their usual rarity: care is common, the first word of each name is not."""
    ends = ("Care", "Care Services", "Healthcare", "Care Home", "Nursing Home")
    return [
        place(1000 + i, f"{first}{second.lower()} {ends[(i + j) % 5]} Ltd", town=(i + j) % 3, location_id=f"1-8{i}{j}")
        | {"provider_id": f"1-8{i}{j}"}
        for i, first in enumerate(_FILLER)
        for j, second in enumerate(_FILLER)
        if first != second
    ]


def places(*rows: dict[str, object]) -> pl.DataFrame:
    """Places with the filler."""
    return pl.DataFrame([*rows, *filler()])


def sponsors(*rows: tuple[str, str | None]) -> pl.DataFrame:
    """Sponsors, by name and town, and some of other trades."""
    others = [(f"{first} {trade} Ltd", "Testford") for first in _FILLER for trade in ("Motors", "Kitchens", "Foods")]
    frame = pl.DataFrame([*rows, *others], schema={"name": pl.String, "town": pl.String}, orient="row")
    return frame.with_columns(
        county=pl.lit(None, pl.String), sponsor_key=name_key(pl.col("name")) + "|" + place_key(pl.col("town"))
    ).unique("sponsor_key", keep="first", maintain_order=True)
