"""Each hostile register workbook is refused in one sentence that says what is wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest

from irhub.files.reading.refused import Refused
from irhub.registers.reading import recognise
from irhub.registers.sources import SOURCES
from tests.hostile.workbooks import CLAIMS, WORKBOOKS, Workbook


@pytest.mark.parametrize("book", WORKBOOKS, ids=lambda book: f"{book.what}, {book.kind}")
def test_a_hostile_register_workbook_is_refused_in_one_sentence(tmp_path, book: Workbook):
    path = tmp_path / f"book.{book.kind}"
    path.write_bytes(book.data())
    with pytest.raises(Refused) as refused:
        recognise(path, SOURCES.values())
    said = str(refused.value)
    assert book.says in said
    assert said.startswith(path.name)
    assert said.endswith(".")
    assert "\n" not in said


_WITHIN_LIMITS = """
import sys
from pathlib import Path

from irhub.files.reading import containers, ods
from irhub.files.reading.memory import limit_memory
from irhub.files.reading.refused import Refused

limit_memory(int(sys.argv[1]))
for path in map(Path, sys.argv[2:]):
    try:
        with containers.opened(path) as archive:
            ods.tables(path, archive)
        print(path.name, "was read")
    except Refused as refused:
        print(refused)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited so on Linux alone")
def test_an_open_document_of_a_few_kilobytes_that_claims_gigabytes_is_refused_in_little_memory(tmp_path):
    claiming = [book for book in WORKBOOKS if book.kind == "ods" and book.says == CLAIMS]
    assert len(claiming) > 10
    for number, book in enumerate(claiming):
        (tmp_path / f"{number}.ods").write_bytes(book.data())
    sizes = {path: path.stat().st_size for path in tmp_path.iterdir()}
    assert max(sizes.values()) < 100_000
    done = subprocess.run(
        [sys.executable, "-c", _WITHIN_LIMITS, str(400 * 2**20), *sizes], capture_output=True, text=True, check=True
    )
    said = done.stdout.splitlines()
    assert len(said) == len(claiming)
    assert all(CLAIMS in one for one in said), said
