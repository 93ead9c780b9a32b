"""What wraps a register is opened within limits, or refused in one sentence."""

from __future__ import annotations

import gzip
import zipfile

import pytest

from irhub.files.reading import containers
from irhub.files.reading.refused import Refused

TEXT = b"Organisation Name,Town/City\r\nQuillmoor Care Ltd,Sampleham\r\n"


def packed(tmp_path, data=TEXT, name="2026-11-02_worker.csv.gz"):
    path = tmp_path / name
    path.write_bytes(gzip.compress(data))
    return path


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "unpacked"
    made.mkdir()
    return made


def test_what_gzip_compressed_is_unpacked_under_its_own_name(tmp_path, folder):
    path = packed(tmp_path)
    assert containers.is_gzip(path)
    found = containers.gunzipped(path, folder)
    assert (found.parent, found.name, found.read_bytes()) == (folder, "2026-11-02_worker.csv", TEXT)
    assert not containers.is_gzip(found)


def test_several_members_of_gzip_are_one_file(tmp_path, folder):
    path = tmp_path / "two.csv.GZ"
    path.write_bytes(gzip.compress(TEXT) + gzip.compress(b"more\r\n"))
    assert containers.gunzipped(path, folder).read_bytes() == TEXT + b"more\r\n"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-9],
        lambda data: data[:30] + bytes([data[30] ^ 255]) + data[31:],
        lambda data: data[:-8] + b"\0" * 8,
        lambda data: b"plain text",
        lambda data: b"\x1f\x8b",
        lambda data: b"\x1f\x8b\x09" + data[3:],
    ],
)
def test_what_gzip_cannot_unpack_whole_is_refused_and_leaves_nothing(tmp_path, folder, damage):
    path = packed(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(Refused, match=r"2026-11-02_worker\.csv\.gz is damaged"):
        containers.gunzipped(path, folder)
    assert list(folder.iterdir()) == []


def test_a_bomb_of_gzip_is_not_opened_whole(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(containers, "RATIO_FROM", 2**20)
    with pytest.raises(Refused, match="it was not opened"):
        containers.gunzipped(packed(tmp_path, b"0" * 20 * 2**20), folder)
    assert list(folder.iterdir()) == []


def test_what_a_mac_adds_to_a_zip_is_no_second_file(tmp_path):
    path = tmp_path / "register.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("register/worker.csv", TEXT)
        archive.writestr("__MACOSX/register/._worker.csv", b"\0\5\x16\7")
        archive.writestr("register/._worker.csv", b"\0\5\x16\7")
    with containers.opened(path) as archive:
        assert containers.first_bytes(path, archive) == TEXT
        containers.unpack_csv(path, archive, tmp_path / "member.csv")
    assert (tmp_path / "member.csv").read_bytes() == TEXT


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_would_be_unpacked_before_it_is_counted_is_not_opened(tmp_path, packing):
    path = tmp_path / "register.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("worker.csv", TEXT)
    with pytest.raises(Refused, match="unusual way"), containers.opened(path):
        pass
