"""Spark links exactly as one machine does."""

from __future__ import annotations

import shutil

import pytest
from polars.testing import assert_frame_equal

from irhub.linkage import linker
from tests.linkage.registers import place, places, sponsors

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def test_spark_gives_what_one_machine_gives(monkeypatch):
    pytest.importorskip("pyspark", reason="needs the extra irhub[spark] (make spark)")
    if not shutil.which("java"):
        pytest.skip("needs Java 17")
    from irhub.linkage import spark

    monkeypatch.setattr(spark, "BLOCK", 7)
    here = places(
        place(1, "Oakvale Healthcare Limited", 0, "Rose Manor Nursing Home"),
        place(2, "Plovercombe Care Ltd", 0),
        place(3, "Plovercombe Care Ltd", 1),
    )
    asked = sponsors(
        ("Oakvale Health Care Ltd", "Testford"), ("Plovercombe Care", None), ("Rose Manor", "Mockbury"),
        ("Plovercombe Care Ltd", "Sampleton"),
    )  # fmt: skip
    session = spark.session()
    try:
        made = spark.start(session, asked, here)
    finally:
        session.stop()
    expected = linker.start(asked, here)
    assert_frame_equal(made.links, expected.links)
    assert_frame_equal(made.pairs, expected.pairs, check_row_order=False)
    assert set(made.links["band"]) != {"not linked"}
