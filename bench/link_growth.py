"""Linking at 1, 2, 4 and 8 times England: seconds, work and peak memory on one machine, and on Spark on the same machine.

    python bench/link_growth.py [--times 1,2,4,8] [--spark 1,2,4] [--rows FILE]

Each size runs in a process of its own. Memory and work are those of the process and of all that it started (Java, Spark's
workers); pages that several processes share are counted for each. --rows keeps what was measured, a line for each size, and adds to what it
holds, so that sizes can be measured one by one. Writes docs/images/link-growth.svg.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

sys.path.insert(0, ".")
from bench.registers import HELD_BACK, frames

from irhub.linkage import linker
from irhub.registers.fictional import SCALES, Scale

ALONE, SPARK = "One process", "Spark, two workers"
PICTURE = Path(__file__).parents[1] / "docs/images/link-growth.svg"


def size(times: float) -> Scale:
    one = SCALES["england"]
    return Scale(*(int(rows * times) for rows in (one.sponsor_rows, one.providers, one.locations)), 0)


class Watched:
    """The clock, the work and the peak memory of this process and of all that it starts, while the block runs."""

    def __enter__(self) -> Watched:
        self.done, self.peak = threading.Event(), 0
        self.started, self.worked = time.perf_counter(), self.work()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds, self.processor = time.perf_counter() - self.started, self.work() - self.worked
        self.done.set()
        self.thread.join()

    def look(self) -> None:
        while not self.done.wait(0.25):
            self.peak = max(self.peak, sum(map(resident, tree())))

    def work(self) -> float:
        return sum(sum(process.cpu_times()[:4]) for process in tree())


def resident(process: psutil.Process) -> int:
    """Bytes in memory; 0 where the process has just ended."""
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0


def tree() -> list[psutil.Process]:
    own = psutil.Process()
    return [process for process in (own, *own.children(recursive=True)) if process.is_running()]


def run(kind: str, times: float) -> dict[str, object]:
    sponsors, places, _ = frames(HELD_BACK, scale=size(times))
    if kind == SPARK:
        from irhub.linkage import spark

        with Watched() as watched:
            session = spark.session(memory="3g")
            spark.start(session, sponsors, places)
        session.stop()
    else:
        with Watched() as watched:
            linker.link(sponsors, places)
    told = {"seconds": watched.seconds, "processor seconds": watched.processor, "GiB": watched.peak / 2**30}
    return {"kind": kind, "times": times, "sponsors": sponsors.height} | {k: round(v, 2) for k, v in told.items()}


def draw(rows: list[dict[str, object]]) -> None:
    """Draw the work rather than the clock: on two cores a clock also tells what else ran."""
    import altair as alt

    lines = (
        alt.Chart(alt.Data(values=rows), title="Work to link England, and registers of several times its size")
        .mark_line(point=True)
        .encode(
            x=alt.X("times:Q", title="Times England", axis=alt.Axis(values=[1, 2, 4, 8])),
            y=alt.Y("processor seconds:Q", title="Seconds of work, all cores together"),
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
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--child", nargs=2)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(run(asked.child[0], float(asked.child[1]))))
        return
    kept = asked.rows.read_text().splitlines() if asked.rows and asked.rows.exists() else []
    rows = [json.loads(line) for line in kept]
    for kind, wanted in ((ALONE, asked.times), (SPARK, asked.spark)):
        for times in filter(None, wanted.split(",")):
            frames(HELD_BACK, scale=size(float(times)))
            command = [sys.executable, __file__, "--child", kind, times]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            rows.append(json.loads(done.stdout.splitlines()[-1]))
            print(rows[-1], flush=True)
            if asked.rows:
                asked.rows.write_text("".join(json.dumps(row) + "\n" for row in rows))
    draw(rows)


if __name__ == "__main__":
    main()
