"""Small sponsor registers for tests, written as the Home Office writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

HEADER = '"Organisation Name","Town/City","County","Type & Rating","Route"'


def sponsor_file(folder: Path, day: date, rows: Iterable[tuple[str, ...]]) -> Path:
    """A sponsor register: rows of name, town, rating letter (A or B) and route, the last two optional."""
    lines = [HEADER]
    for name, town, *more in rows:
        rating, route = [*more, "A", "Skilled Worker"][:2] if len(more) != 1 else [more[0], "Skilled Worker"]
        lines.append(f'"{name}","{town}","","Worker ({rating} rating)","{route}"')
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{day:%Y-%m-%d}_-_Worker_and_Temporary_Worker.csv"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([*lines, ""]).encode())
    return path
