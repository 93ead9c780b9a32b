"""Linking at 1, 2, 4 and 8 times England: seconds and peak memory on one machine, and on Spark on the same machine.

    python bench/link_growth.py [--times 1,2,4,8] [--spark 1,2,4]

Each size runs in a process of its own. Writes docs/images/link-growth.svg.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, ".")
from bench.registers import HELD_BACK, frames

from irhub.linkage import linker
from irhub.registers.fictional import SCALES, Scale

PICTURE = Path(__file__).parents[1] / "docs/images/link-growth.svg"


def size(times: float) -> Scale:
    one = SCALES["england"]
    return Scale(*(int(rows * times) for rows in (one.sponsor_rows, one.providers, one.locations)), 0)


def run(kind: str, times: float) -> dict[str, object]:
    sponsors, places, _ = frames(HELD_BACK, scale=size(times))
    if kind == "Spark, two workers":
        from irhub.linkage import spark

        session = spark.session(memory="4g")
        started, worked = time.perf_counter(), 0.0
        spark.start(session, sponsors, places)
        seconds, processor = time.perf_counter() - started, worked
        session.stop()
    else:
        started, worked = time.perf_counter(), time.process_time()
        linker.link(sponsors, places)
        seconds, processor = time.perf_counter() - started, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    told = {"seconds": seconds, "processor seconds": processor, "GiB": memory}
    return {"kind": kind, "times": times, "sponsors": sponsors.height} | {k: round(v, 2) for k, v in told.items()}


def draw(rows: list[dict[str, object]]) -> None:
    import altair as alt

    lines = (
        alt.Chart(alt.Data(values=rows), title="Seconds to link 1 to 8 times England, on two cores")
        .mark_line(point=True)
        .encode(
            x=alt.X("times:Q", title="Times England", axis=alt.Axis(values=[1, 2, 4, 8])),
            y=alt.Y("seconds:Q", title="Seconds"),
            color=alt.Color("kind:N", title=None, scale=alt.Scale(range=["#1d70b8", "#d4351c"])),
        )
        .properties(width=520, height=300)
    )
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    lines.save(str(PICTURE))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", default="1,2,4,8")
    parser.add_argument("--spark", default="1,2,4")
    parser.add_argument("--child", nargs=2)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(run(asked.child[0], float(asked.child[1]))))
        return
    rows = []
    for kind, wanted in (("One machine", asked.times), ("Spark, two workers", asked.spark)):
        for times in filter(None, wanted.split(",")):
            frames(HELD_BACK, scale=size(float(times)))
            command = [sys.executable, __file__, "--child", kind, times]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            rows.append(json.loads(done.stdout.splitlines()[-1]))
            print(rows[-1], flush=True)
    draw(rows)


if __name__ == "__main__":
    main()
