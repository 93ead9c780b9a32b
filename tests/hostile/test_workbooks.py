"""Each hostile register workbook is refused in one sentence that says what is wrong."""

from __future__ import annotations

import pytest

from irhub.files.reading.refused import Refused
from irhub.registers.reading import recognise
from irhub.registers.sources import SOURCES
from tests.hostile.workbooks import WORKBOOKS, Workbook


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
