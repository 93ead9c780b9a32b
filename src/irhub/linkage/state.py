"""A run of the linker kept on disk for the next edition: Parquet files in a folder, replaced whole or not at all.

The folder holds a subfolder for the run, and `current.json`, which names it and the version of the linker that made it. A state of
another version is no state: code, points, word lists and the libraries that hash and compare words are all part of the version,
since scores of two versions must not be mixed. One process may save at a time; any number may load.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import version as installed
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast, get_type_hints

import numpy as np
import polars as pl

from irhub.files.reading.kinds import whole_parquet
from irhub.linkage.linker import State
from irhub.registers.sources import keys
from irhub.web.whole_files import whole_file

_POINTER = "current.json"
_LIBRARIES = ("polars", "numpy", "rapidfuzz")
FEW = 1_000
"""Sponsors, about a week of daily editions: to compare these again takes less than to write a run."""


@cache
def version() -> str:
    """The version of the linker: a digest of all that its links hang on."""
    digest = hashlib.sha256(Path(keys.__file__).read_bytes())
    for path, content in sorted(_sources(files(__package__))):
        digest.update(path.encode() + b"\0" + content)
    for library in _LIBRARIES:
        digest.update(f"{library} {installed(library)}".encode())
    return digest.hexdigest()[:20]


def _sources(folder: Traversable, path: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _sources(entry, f"{path}/{entry.name}")
        elif entry.name.endswith((".py", ".csv", ".json")):
            found.append((f"{path}/{entry.name}", entry.read_bytes()))
    return found


def save(state: State, folder: Path, before: State | None = None) -> None:
    """Keep a state in `folder`, made if need be, in place of the one that is there.

    `before`: the one that is there, as it was loaded; what the new one took over from it is not written again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
    there = folder / _told(folder)["run"] if before else None
    kept = _parts(before, "")
    for name, part in _parts(state, "").items():
        file = run / f"{name}.parquet"
        if there and part is kept.get(name):
            os.link(there / file.name, file)
        else:
            _frame(part).write_parquet(file, compression="lz4", statistics=False)
    with whole_file(folder / _POINTER) as pointer:
        pointer.write(json.dumps({"run": run.name, "version": version()}).encode() + b"\n")
    for old in folder.glob("run-*"):
        if old != run:
            shutil.rmtree(old, ignore_errors=True)


def worth_keeping(state: State, before: State | None) -> bool:
    """Whether a state is to be saved in place of the one that was loaded: not where only FEW sponsors are new or told otherwise,
    which the next run compares again with the same result."""
    if before is None or state.providers is not before.providers:
        return True
    new = state.sponsors.join(before.sponsors, on=state.sponsors.columns, how="anti", nulls_equal=True)
    return new.height > FEW


def load(folder: Path) -> State | None:
    """The state kept in `folder`; None where there is none, or none of this version: link everything then."""
    try:
        told = _told(folder)
        if told["version"] != version():
            return None
        state: State = _made(State, folder / told["run"], "")
    except (OSError, KeyError, TypeError, ValueError, pl.exceptions.PolarsError):
        return None
    return state


def _told(folder: Path) -> dict[str, str]:
    """What stands in the pointer: `run` and `version`."""
    told: dict[str, str] = json.loads((folder / _POINTER).read_text(encoding="utf-8"))
    return told


def _parts(value: Any, name: str) -> dict[str, Any]:
    """Every frame and matrix within a dataclass, by its path in it."""
    if value is None:
        return {}
    if isinstance(value, pl.DataFrame | np.ndarray):
        return {name: value}
    parts = [_parts(getattr(value, field.name), f"{name}.{field.name}".strip(".")) for field in fields(value)]
    return {path: part for found in parts for path, part in found.items()}


def _frame(part: Any) -> pl.DataFrame:
    """A frame as it is; a matrix as a frame with a list of numbers a row."""
    return part if isinstance(part, pl.DataFrame) else pl.DataFrame({"row": pl.Series(part, dtype=_row(part))})


def _row(matrix: np.ndarray[Any, Any]) -> pl.Array:
    kinds = {"uint64": pl.UInt64, "float32": pl.Float32}
    return pl.Array(kinds[matrix.dtype.name], matrix.shape[1])


def _made(kind: Any, run: Path, name: str) -> Any:
    path = run / f"{name}.parquet"
    if is_dataclass(kind):
        hints, make = get_type_hints(kind), cast("Callable[..., Any]", kind)
        parts = {field.name: f"{name}.{field.name}".strip(".") for field in fields(kind)}
        return make(**{field: _made(hints[field], run, part) for field, part in parts.items()})
    if kind == pl.DataFrame | None and not path.exists():
        return None
    if not whole_parquet(path):
        raise ValueError(f"{path.name} is torn")
    frame = pl.read_parquet(path)
    return frame if kind in (pl.DataFrame, pl.DataFrame | None) else frame["row"].to_numpy()
