"""How long linking takes: all of England, a daily increment, and RapidFuzz with blocking in the same run.

    python bench/link_speed.py [--times 3]

Medians of several runs, each linker in a process of its own; with the peak memory of the process.
"processor" is the work of all cores together, which a busy machine disturbs least.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

sys.path.insert(0, ".")
from bench import rivals
from bench.registers import HELD_BACK, frames

from irhub.linkage import linker, state

CHANGED = 150


def clocked(seconds: dict[str, float], name: str, work):
    started, worked = time.perf_counter(), time.process_time()
    made = work()
    seconds[name] = time.perf_counter() - started
    seconds[f"{name}: processor"] = time.process_time() - worked
    return made


def run(what: str) -> dict[str, float]:
    sponsors, places, _ = frames(HELD_BACK)
    seconds: dict[str, float] = {}
    if what == "rapidfuzz":
        clocked(seconds, "RapidFuzz with blocking", lambda: rivals.rapidfuzz(sponsors, places))
    else:
        before = clocked(seconds, "full link", lambda: linker.start(sponsors, places))
        seconds["GiB after the full link"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        every = sponsors.height // CHANGED
        renamed = pl.when(pl.int_range(pl.len()) % every == 0).then(pl.col("name") + " Group").otherwise("name")
        today = sponsors.with_columns(name=renamed)
        clocked(seconds, f"daily increment, {CHANGED} changed", lambda: linker.relink(before, today, places))
        with tempfile.TemporaryDirectory() as folder:
            clocked(seconds, "state saved", lambda: state.save(before, Path(folder)))
            clocked(seconds, "state loaded", lambda: state.load(Path(folder)))
    seconds[f"GiB at most, {what}"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--child")
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(run(asked.child)))
        return
    frames(HELD_BACK)
    told: dict[str, list[float]] = {}
    for _ in range(asked.times):
        for what in ("irhub", "rapidfuzz"):
            done = subprocess.run(
                [sys.executable, __file__, "--child", what], stdout=subprocess.PIPE, text=True, check=True
            )
            for name, value in json.loads(done.stdout.splitlines()[-1]).items():
                told.setdefault(name, []).append(value)
    middle = {name: statistics.median(values) for name, values in told.items()}
    for name, value in middle.items():
        print(f"{name:<48}{value:>8.2f}")
    print(
        f"RapidFuzz takes {middle['RapidFuzz with blocking'] / middle['full link']:.1f} times as long as the full link"
    )


if __name__ == "__main__":
    main()
