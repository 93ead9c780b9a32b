"""Grants of a JSON file of the standard, or of one that is nearly so, as texts by field."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from irhub.files.reading.refused import Refused
from irhub.files.uploads import MOST_CHARACTERS, MOST_ROWS
from irhub.grants.giving360.fields import OF_A_PERSON, Kind, meaning
from irhub.grants.giving360.reading.records import Cell, Record, Source
from irhub.grants.giving360.reading.sheets import personal

MOST_BYTES = 100 * 2**20
_ADDED = "additional_data"
"""What 360Giving's own collection of all files adds to each grant."""
_DEEPEST = 8
"""Objects within one another; a grant of the standard has four."""


class _Twice(dict[str, Any]):
    """An object in which a name stood more than once. `names`: which."""

    names: list[str]


def read(name: str, data: bytes) -> Source:
    """The grants of the file. Raises Refused if it is no JSON, or has no list of grants."""
    if len(data) > MOST_BYTES:
        raise Refused(f"{name} is larger than {MOST_BYTES // 2**20} MB: hand in its parts.")
    grants = _grants(name, _parsed(name, data))
    if len(grants) > MOST_ROWS:
        raise Refused(f"{name} has more than {MOST_ROWS:,} grants: hand in its parts.")
    source = Source()
    added = 0
    for number, grant in enumerate(grants, 1):
        record = Record(number)
        if isinstance(grant, dict):
            added += _ADDED in grant
            _fill(record, {key: value for key, value in grant.items() if key != _ADDED}, grant, source)
        else:
            record.rest.append(Cell(str(grant)[:MOST_CHARACTERS], "grants"))
        source.records.append(record)
    if added:
        source.said.append(f"{_ADDED}, which 360Giving adds to what funders publish, was not read ({added:,} grants).")
    return source


def _parsed(name: str, data: bytes) -> Any:
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=str,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise Refused(f"{name} is not UTF-8, as JSON must be: save it again as UTF-8.") from None
    except (ValueError, ArithmeticError, RecursionError) as wrong:
        at = f" in line {wrong.lineno}" if isinstance(wrong, json.JSONDecodeError) else ""
        raise Refused(f"{name} is not whole JSON{at}: save or download it again.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) == len(pairs):
        return told
    twice = _Twice(told)
    twice.names = sorted(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    return twice


def _grants(name: str, document: Any) -> list[Any]:
    grants = document.get("grants") if isinstance(document, dict) else document
    if not isinstance(grants, list) or not grants:
        raise Refused(f"{name} has no list of grants: a file of 360Giving has one, named grants.")
    return grants


def _fill(record: Record, grant: dict[str, Any], whole: dict[str, Any], source: Source) -> None:
    for path, value in _leaves(grant, "", 0):
        if value is None or value == "":
            continue
        cell = Cell(_text(value), path, number=isinstance(value, Decimal))
        if len(cell.text) > MOST_CHARACTERS:
            raise Refused(
                f"The file has a value of more than {MOST_CHARACTERS:,} characters in grant {record.row}: shorten it."
            )
        meant = meaning(path)
        if meant is None or (meant.field.key, meant.at) in record.cells:
            record.rest.append(cell)
            if meant is not None:
                source.faults.append(
                    record.fault(cell, "said_twice", "The grant says this in two places: the first was read.")
                )
        elif meant.field.kind is Kind.PERSONAL:
            record.of_a_person |= meant.field.key in OF_A_PERSON
            source.faults.append(personal(record, cell))
        else:
            record.cells[meant.field.key, meant.at] = cell
            source.columns.add(meant.field.key)
    if "recipientIndividual" in whole or "toIndividualsDetails" in whole:
        record.of_a_person = True
    if isinstance(whole, _Twice):
        cell = Cell(", ".join(whole.names), "grants")
        source.faults.append(
            record.fault(cell, "name_twice", "A name stands twice in the grant: the last value was read.")
        )


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 40 else str(value)
    return str(value)


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > _DEEPEST:
        yield path, json.dumps(value, default=str)[:MOST_CHARACTERS]
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}/{key}" if path else key, depth + 1)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _leaves(inner, f"{path}/{at}", depth + 1)
    else:
        yield path, value
