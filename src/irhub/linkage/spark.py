"""The same linking on Apache Spark, for registers that one machine does not hold: pip install irhub[spark], and Java 17.

What the registers teach and the providers go to every worker; sponsors go in blocks, and each block is compared by the very code
that one machine runs. Who else fits hangs on all pairs, so that the last step is done once, where the job was started.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from irhub.linkage import linker, sides
from irhub.linkage.linker import State
from irhub.linkage.sides import Learned

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

BLOCK = 10_000
"""Sponsors in a block."""

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1",
}


def session(workers: str = "local[2]", memory: str = "1g") -> SparkSession:
    """A session of Spark on this machine whose workers run this Python."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(workers).appName("irhub")
    for name, value in (*_SETTINGS.items(), ("spark.driver.memory", memory)):
        builder = builder.config(name, value)
    made: SparkSession = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


def start(
    spark: SparkSession,
    sponsors: pl.DataFrame,
    places: pl.DataFrame,
    companies: pl.DataFrame | None = None,
    learned: Learned | None = None,
) -> State:
    """What linker.start gives, and exactly that; the comparing is done by the workers of `spark`."""
    learned = learned or sides.learn(sponsors, places, companies)
    providers = sides.prepare_providers(places, learned, companies)
    shared = spark.sparkContext.broadcast(pickle.dumps((learned, providers)))

    def compare(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        knowing, sought = pickle.loads(shared.value)  # noqa: S301 - made above
        for batch in batches:
            for block in batch.column("block").to_pylist():
                pairs = linker.all_compared(pl.read_ipc(io.BytesIO(block)), knowing, sought)
                yield pa.record_batch({"block": pa.array([_packed(pairs)], pa.binary())})

    ordered = sponsors.sort("sponsor_key")
    blocks = [(_packed(ordered.slice(at, BLOCK)),) for at in range(0, max(ordered.height, 1), BLOCK)]
    sent = spark.createDataFrame(blocks, "block binary").repartition(len(blocks))
    done = [pl.read_ipc(io.BytesIO(row["block"])) for row in sent.mapInArrow(compare, "block binary").collect()]
    shared.destroy()
    pairs = pl.concat(done).sort("sponsor_key", maintain_order=True)
    return State(learned, sponsors, places, companies, providers, pairs, linker.links_of(pairs, sponsors))


def _packed(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_ipc(out, compression="lz4")
    return out.getvalue()
