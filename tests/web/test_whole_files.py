"""A file is found whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from irhub.web.whole_files import whole_file


def test_a_file_stands_at_its_place_once_it_is_whole(tmp_path: Path) -> None:
    place = tmp_path / "told"
    with whole_file(place, mode=0o444) as file:
        file.write(b"half")
        assert not place.exists()
        file.write(b" and half")
    assert place.read_bytes() == b"half and half"
    assert place.stat().st_mode & 0o777 == 0o444


def _written_to_a_full_disk(place: Path) -> None:
    with whole_file(place) as file, open("/dev/full", "wb", 0) as full:
        file.write(b"half")
        full.write(b"half")


def test_an_error_leaves_the_place_as_it_was_and_nothing_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "told"
    place.write_text("before")
    with pytest.raises(OSError, match="No space left"):
        _written_to_a_full_disk(place)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("told", "before")]


def test_the_last_keeps_the_place_or_the_first_where_that_is_asked(tmp_path: Path) -> None:
    place = tmp_path / "told"
    for first_wins in (False, True):
        place.unlink(missing_ok=True)
        with whole_file(place, first_wins=first_wins) as slow:
            with whole_file(place, first_wins=first_wins) as quick:
                quick.write(b"quick")
            slow.write(b"slow")
        assert place.read_text() == ("quick" if first_wins else "slow")
        assert list(tmp_path.iterdir()) == [place]
