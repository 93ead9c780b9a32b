"""Real editions of the sponsor register, by the whole command: what is never a change makes none, and nothing is quarantined."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.place import place
from tests.replay.replay import editions, write

from irhub.registers.edition_checks import Judged, Neighbour, Verdict, judge
from irhub.registers.sources import SOURCES
from irhub.registers.sources.cleaning import no_issues

REAL = Path(os.environ.get("IRHUB_REAL_REGISTERS", Path(__file__).parents[3] / "shared" / "data"))
EDITIONS = 10
FAR_APART, EACH = 4, 10
"""Of all editions, those are judged that lie more days apart, and each tenth of the others."""
SPONSORS = SOURCES["home_office_sponsors"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not list(REAL.glob("sponsor_names_runs*.parquet")),
        reason=f"no real registers in {REAL}: set IRHUB_REAL_REGISTERS to a folder of them (docs/replay.md)",
    ),
]


def squeezed(name: str) -> str:
    """Letters and digits alone, legal forms in one spelling."""
    return re.sub(r"[^0-9a-z]", "", name.lower()).replace("limited", "ltd")


def test_no_event_of_real_editions_is_caused_by_blanks_case_or_punctuation(tmp_path):
    assert write(editions(REAL), tmp_path / "files", EDITIONS) == EDITIONS
    with place(tmp_path / "home") as where:
        told = json.loads(where.run("load", str(tmp_path / "files"), "--json").stdout)
        assert [row["outcome"] for row in told] == ["applied"] * EDITIONS
        assert [row["file"] for row in told] == sorted(row["file"] for row in told)
        changes = where.ask("SELECT kind, name, old_value, new_value, by FROM registers_change")
    assert changes
    came = {(by, squeezed(name)) for kind, name, _, _, by in changes if kind in ("licence_granted", "licence_returned")}
    went = {(by, squeezed(name)) for kind, name, _, _, by in changes if kind == "licence_removed"}
    assert not came & went
    assert all(squeezed(old) != squeezed(new) for kind, _, old, new, _ in changes if kind == "renamed")


def test_no_real_edition_waits_for_a_person_and_one_that_lacks_a_hundredth_does():
    """By the checks alone, over records made once of every name: the whole load of each takes half an hour."""
    runs = pl.read_parquet(next(REAL.glob("sponsor_names_runs*.parquet")))
    days = pl.read_csv(REAL / "sponsor_names_editions.csv", try_parse_dates=True)["edition"].sort()
    runs = runs.sort("organisation_name").with_row_index("line", offset=2)
    published = published_as(runs["organisation_name"]).with_columns(runs["line"].cast(pl.Int64))
    made = SPONSORS.clean(published.unique("Organisation Name", keep="first", maintain_order=True), days[-1]).records
    keys = pl.DataFrame({"line": made["line"], "key": made["sponsor_key"]})
    by_name = runs.select("organisation_name", "line").join(keys, on="line").drop("line")
    standing = runs.join(by_name, on="organisation_name").select("key", "first_seen", "last_seen")
    waits, before = [], None
    for number, day in enumerate(days):
        there = standing.filter((pl.col("first_seen") <= day) & (pl.col("last_seen") >= day))
        records = made.filter(pl.col("sponsor_key").is_in(there["key"].implode()))
        apart = (day - before.date).days if before else 0
        if apart > FAR_APART or number % EACH == 0:
            verdict = judged(records, day, before)
            waits += [] if verdict.accepted else [(day, verdict.reason)]
        if before is not None and number % (5 * EACH) == 0:
            fewer = records.sample(fraction=0.99, seed=day.toordinal()).sort("line")
            assert "of the records of the edition before" in judged(fewer, day, before).reason
        before = Neighbour(day, records, records.height)
    assert days.len() > 600
    assert not waits


def published_as(names: pl.Series) -> pl.DataFrame:
    """Names as rows of the register."""
    return names.to_frame("Organisation Name").with_columns(
        pl.lit("Exampleton").alias("Town/City"),
        pl.lit(None, pl.String).alias("County"),
        pl.lit("Worker (A rating)").alias("Type & Rating"),
        pl.lit("Skilled Worker").alias("Route"),
    )


def judged(records: pl.DataFrame, day: date, before: Neighbour | None) -> Verdict:
    return judge(Judged(SPONSORS, records, no_issues(), records.height, records.height, day, day, before=before))
