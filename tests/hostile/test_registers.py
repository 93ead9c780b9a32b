"""Each file that claims to be a register is read exactly, with an issue for what is odd, or refused in one sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.registers.reading import read, recognise
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Reading, Refused
from irhub.registers.sources.cleaning import RULES
from tests.examples import tried
from tests.hostile.registers import REGISTER_FILES, RegisterFile, directory, plain, text

KNOWN = list(SOURCES.values())


def test_there_are_enough():
    assert len(REGISTER_FILES) >= 80
    assert len({file.what for file in REGISTER_FILES}) == len(REGISTER_FILES)


@pytest.mark.parametrize("file", REGISTER_FILES, ids=lambda file: file.what)
def test_a_register_file_is_read_exactly_or_refused_in_one_sentence(file: RegisterFile, tmp_path):
    path = tmp_path / file.name
    path.write_bytes(file.data())
    if file.says:
        with pytest.raises(Refused) as refused:
            read(path, recognise(path, KNOWN), KNOWN)
        said = str(refused.value)
        assert file.says in said
        assert said.startswith(file.name)
        assert said.endswith(".")
        assert "\n" not in said
        return
    source = recognise(path, KNOWN)
    reading = read(path, source, KNOWN)
    first = reading.issues.sort("line").unique("rule", keep="first") if reading.issues is not None else {}
    assert dict(zip(first["rule"], first["line"], strict=True)) == (file.rules or {})
    assert set(file.rules or {}) <= RULES.keys()
    records = source.clean(reading.published).records
    assert records.height == file.records
    for line, name in records.select("line", "name").iter_rows():
        assert re.search(r"^(Quillmoor|Total)\b.* \d", name), name
        assert line > 1


def test_what_is_read_is_the_same_however_it_is_written(tmp_path):
    """Line ends, separators, encodings and remarks leave no trace in the records."""
    path = tmp_path / "2026-11-02_worker.csv"
    path.write_bytes(plain().encode())
    source = SOURCES["home_office_sponsors"]
    expected = source.clean(read(path, source).published).records.drop("line")
    same = [file for file in REGISTER_FILES if not file.says and file.records == expected.height]
    assert len(same) > 30
    seen = 0
    for file in same:
        path = tmp_path / file.name
        path.write_bytes(file.data())
        if recognise(path, KNOWN) is source:
            records = source.clean(read(path, source).published).records.drop("line")
            assert records.drop("name", "name_key", "sponsor_key").equals(
                expected.drop("name", "name_key", "sponsor_key")
            )
            seen += 1
    assert seen > 30


def outcome(path) -> Reading | str:
    try:
        return read(path, recognise(path, KNOWN), KNOWN)
    except Refused as refused:
        return str(refused)


@tried(60)
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(lambda data: plain(2).encode() + data)))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "2026-11-02_worker.csv"
    path.write_bytes(data)
    said = outcome(path)
    assert isinstance(said, Reading) or (said.startswith(path.name) and said.endswith("."))


@tried(60)
@given(
    base=st.sampled_from([plain(30).encode(), plain(30).encode("utf-16"), text(directory()).encode()]),
    changes=st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from([b"", b'"', b",", b"\n", b"\r", b"\0", b"\xff", b'""', b";"])),
        max_size=4,
    ),
    cut=st.floats(0.2, 1),
)
def test_a_damaged_register_is_read_or_refused(tmp_path_factory, base, changes, cut):
    data = bytearray(base)
    for where, new in changes:
        at = int(where * (len(data) - 1))
        data[at : at + 1] = new
    path = tmp_path_factory.mktemp("damaged") / "2026-11-02_worker.csv"
    path.write_bytes(bytes(data[: int(cut * len(data))]))
    said = outcome(path)
    if isinstance(said, Reading):
        assert said.published["line"].is_sorted()
        assert said.published["line"].is_unique().all()
    else:
        assert said.endswith(".")
