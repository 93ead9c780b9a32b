"""Files of one JSON object a line: known by their members, as tables are by their headers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def looks_so(data: bytes) -> bool:
    """Whether a text begins with a JSON object."""
    return data.lstrip(b" \r\n").startswith(b"{")


def read(line: str | bytes) -> Any:
    """What a line says. Raises ValueError if it is cut, damaged, or nested deeper than anything that is published."""
    try:
        return json.loads(line)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def header(data: str) -> list[str | None]:
    """The names of all members in the whole lines of a text, inner ones with a dot: company_number, data.kind, ..."""
    names: dict[str, None] = {}
    for line in data.split("\n"):
        try:
            names |= dict.fromkeys(flat(read(line)))
        except (ValueError, RecursionError):  # the last of them is cut; what is nested so deep is no register's
            continue
    return list(names)


def flat(value: Any, inside: str = "") -> dict[str, str]:
    """The members of an object as texts by dotted name; a list is joined by " | ". Of anything else: nothing."""
    if not isinstance(value, Mapping):
        return {}
    found: dict[str, str] = {}
    for name, member in value.items():
        whole = f"{inside}.{name}" if inside else str(name)
        if isinstance(member, Mapping):
            found |= flat(member, whole)
        elif isinstance(member, list):
            found[whole] = " | ".join(map(str, member))
        elif member is not None:
            found[whole] = str(member)
    return found


def pruned(value: Mapping[str, Any], kept: Iterable[str]) -> dict[str, Any]:
    """An object with the members of these dotted names alone."""
    made: dict[str, Any] = {}
    for name in kept:
        at: Any = value
        *outer, last = name.split(".")
        for step in outer:
            at = at.get(step) if isinstance(at, Mapping) else None
        if isinstance(at, Mapping) and at.get(last) is not None:
            into = made
            for step in outer:
                into = into.setdefault(step, {})
            into[last] = at[last]
    return made
