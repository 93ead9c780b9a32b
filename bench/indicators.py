"""How long it takes to work out every indicator for England, and to ask for what was worked out.

    IRHUB_HOME=/path/to/england-scale python bench/indicators.py

Whatever registers the data folder holds are used; its signals are made anew. Seconds, of one run each but for the queries:
median and 95th percentile of all 153 councils, in milliseconds.
"""

from __future__ import annotations

import os
import statistics
import time
from datetime import timedelta

import django


def timed(what, work):
    begun = time.perf_counter()
    done = work()
    print(f"{what:<44} {time.perf_counter() - begun:>7.2f} s", flush=True)
    return done


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    django.setup()
    from irhub.indicators import past, queries, working_out
    from irhub.indicators.catalogue import CATALOGUE
    from irhub.indicators.engine import run
    from irhub.indicators.reading import snapshot_as_at
    from irhub.places import councils
    from irhub.registers import queries as register_queries

    newest = register_queries.newest_date()
    assert newest, "no register is held: run irhub demo --scale england --no-serve"
    at = timed("take a snapshot of the registers", lambda: snapshot_as_at(newest))
    print(
        f"  {at.sponsors.height:,} sponsor spans, {at.locations.height:,} of locations, {at.companies.height:,} of companies"
    )
    found = timed(f"run {len(CATALOGUE)} indicators over it", lambda: run(CATALOGUE.values(), at))
    print(f"  {found.height:,} signals with {found['evidence'].list.len().sum():,} source rows")
    timed("recompute: snapshot, run and store", working_out.recompute)
    day = newest - timedelta(days=30)
    timed("as at 30 days before, unless it is kept", lambda: past.work_out(day))

    def signals(code, **narrowed):
        return queries.signals_of_place([code], audiences=queries.FOR_EVERYBODY, **narrowed)[:]

    for what, ask in {
        "signals of a council": signals,
        "signals of a council, act or look alone": lambda code: signals(
            code, severities=["act this week", "look soon"]
        ),
        "measures of all councils": lambda _: queries.measures_of_councils(),
        "counts of all councils": lambda _: queries.counts_by_council(),
        "signals of a council as at 30 days before": lambda code: signals(code, as_at=day),
    }.items():
        taken = []
        for place in councils():
            begun = time.perf_counter()
            ask(place.code)
            taken.append(1000 * (time.perf_counter() - begun))
        taken.sort()
        print(f"{what:<44} {statistics.median(taken):>6.0f} ms, p95 {taken[int(0.95 * len(taken))]:.0f} ms")


if __name__ == "__main__":
    main()
