"""How well sponsors are linked to providers on real registers: names that are the same, and names that are not.

    python bench/link_real.py [FOLDER] [--eye FILE]

FOLDER holds real files as ../shared/data/real does. Printed for each world: of the sponsors whose legal name is a provider's, how
many are accepted, wait for review, or are not linked; which rule decided; and what was judged by eye of two lots: the links without proof that
the linker would accept, the lowest score first, and 200 drawn of the proven ones. `--eye FILE` writes both for judging; bench/link_real_judged.csv keeps what was judged, bound to the files by their
hash, and precision is told of it. Register data: Home Office and Care Quality Commission, Open Government Licence v3.0.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import sys
import tempfile
from datetime import date
from pathlib import Path

import polars as pl

from irhub.linkage import linker
from irhub.linkage.inputs import places_of, sponsors_of
from irhub.linkage.names.legal import legal_key
from irhub.linkage.names.parts import NAME, parts
from irhub.registers.reading import read
from irhub.registers.sources import SOURCES

SPONSORS = "sponsors/2026-07-03_-_Worker_and_Temporary_Worker.csv.gz"
WORLDS = {
    "England, half": "cqc-half/01_July_2026_HSCA_Active_Locations.xlsx",
    "Lincolnshire": "cqc/relaid_T00_01_July_2026_HSCA_Active_Locations.ods",
}
JUDGED = Path(__file__).with_name("link_real_judged.csv")
DRAWN = 200
RIGHT = {"right": 1, "wrong": 0}
"""What a judge says; anything else is unclear, and counts for neither."""


def _order(*columns: str) -> pl.Expr:
    """A digest of rows: the first of them are a random sample, of which most stay when others come or go."""
    return pl.concat_str(columns, separator="|").map_elements(
        lambda text: hashlib.sha256(text.encode()).hexdigest(), pl.String
    )


def records(path: Path, register: str, on: date) -> pl.DataFrame:
    """The cleaned records of a real file."""
    with tempfile.TemporaryDirectory() as folder:
        if path.suffix == ".gz":
            whole = Path(folder) / path.stem
            whole.write_bytes(gzip.decompress(path.read_bytes()))
            path = whole
        return SOURCES[register].clean(read(path, SOURCES[register]).published, on).records


def legal_names(frame: pl.DataFrame, owner: str, name: str) -> pl.DataFrame:
    """The legal names of owners: owner, legal."""
    numbered = frame.select(pl.col(owner), text=name).unique().with_row_index("owner").with_columns(kind=pl.lit(NAME))
    borne = parts(numbered.select("owner", "kind", "text")).filter((pl.col("kind") == NAME) & pl.col("whole"))
    named = borne.select("owner", legal=legal_key(pl.col("text"))).filter(pl.col("legal") != "")
    return named.join(numbered.select("owner", owner), on="owner").select(owner, "legal").unique()


def world(sponsors: pl.DataFrame, places: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Links with the names of both, and the sponsors whose legal name is a provider's, with what became of them."""
    links = linker.link(sponsors, places)
    providers = places.group_by("provider_id").agg(
        provider=pl.col("provider_name").first(),
        locations=pl.col("location_name").unique().sort().str.join("; ").str.head(120),
        cities=pl.col("city").drop_nulls().unique().sort().str.join("; ").str.head(60),
    )
    told = links.join(sponsors.select("sponsor_key", "name", "town"), on="sponsor_key").join(
        providers, on="provider_id", how="left"
    )
    ours, theirs = legal_names(sponsors, "sponsor_key", "name"), legal_names(places, "provider_id", "provider_name")
    same = ours.join(theirs, on="legal").group_by("sponsor_key").agg(right=pl.col("provider_id"))
    return told, same.join(told, on="sponsor_key").with_columns(
        found=pl.col("right").list.contains(pl.col("provider_id")).fill_null(False)
    )


def judged(hashes: dict[str, str]) -> pl.DataFrame:
    """What was judged by eye of these very files: file, sponsor_key, provider_id, judgement."""
    if not JUDGED.exists():
        return pl.DataFrame(
            schema={"file": pl.String, "sponsor_key": pl.String, "provider_id": pl.String, "judgement": pl.String}
        )
    return pl.read_csv(JUDGED, infer_schema=False, comment_prefix="#").filter(
        pl.col("sha256").is_in(list(hashes.values()))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("../shared/data/real"))
    parser.add_argument("--eye", type=Path)
    asked = parser.parse_args()
    hashes = {file: hashlib.sha256((asked.folder / file).read_bytes()).hexdigest() for file in WORLDS.values()}
    known = judged(hashes)
    sponsors = sponsors_of(records(asked.folder / SPONSORS, "home_office_sponsors", date(2026, 7, 3)))
    eyed, proven = [], []
    for name, file in WORLDS.items():
        places = places_of(records(asked.folder / file, "cqc_locations", date(2026, 7, 1)))
        told, same = world(sponsors, places)
        bands = {
            band: same.filter((pl.col("band") == band) & pl.col("found")).height for band in ("accepted", "review")
        }
        print(f"{name}: {same.height:,} sponsors bear a provider's legal name: {bands['accepted'] / same.height:.1%} accepted, "
              f"{bands['review'] / same.height:.1%} to review, {1 - sum(bands.values()) / same.height:.1%} not linked")  # fmt: skip
        accepted = told.filter(pl.col("band") == "accepted")
        print(f"  {accepted.height:,} links accepted: " + ", ".join(f"{many:,} {rule or 'by points'}" for rule, many in
              accepted["rule"].value_counts(sort=True).iter_rows()))  # fmt: skip
        weakest = accepted.filter(pl.col("rule").is_null()).sort("score").head(100)
        marked = weakest.join(
            known.filter(pl.col("sha256") == hashes[file]).select("sponsor_key", "provider_id", "judgement"),
            on=["sponsor_key", "provider_id"],
            how="left",
        )
        said = marked["judgement"].value_counts(sort=True).rows()
        right, wrong = (sum(many for word, many in said if word == each) for each in RIGHT)
        print(f"  of the {weakest.height} of lowest score whose names differ, by eye: {right} right, {wrong} wrong, "
              f"{weakest.height - right - wrong} unclear or not judged")  # fmt: skip
        proven.append(
            accepted.filter(pl.col("rests_on") != "").with_columns(sha256=pl.lit(hashes[file]), world=pl.lit(name))
        )
        eyed.append(weakest.with_columns(sha256=pl.lit(hashes[file]), world=pl.lit(name)))
    drawn = pl.concat(proven).sort(_order("sha256", "sponsor_key", "provider_id")).head(DRAWN)
    words = drawn.join(known, on=["sha256", "sponsor_key", "provider_id"], how="left")["judgement"].to_list()
    print(f"Of {DRAWN} drawn of the proven, by eye: {words.count('right')} right, {words.count('wrong')} wrong")
    if asked.eye:
        columns = (
            "sha256",
            "world",
            "sponsor_key",
            "provider_id",
            "score",
            "name",
            "town",
            "provider",
            "locations",
            "cities",
        )
        pl.concat([*eyed, drawn]).select(columns).write_csv(asked.eye)
        print(f"Written for judging: {asked.eye}", file=sys.stderr)


if __name__ == "__main__":
    main()
