"""Awards as files of the standard: JSON with what is told of the file, a workbook with the same on its sheet Meta, and CSV.

Grants to people are in none of them (`to_publish`). No cell is a formula.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from irhub.grants.giving360.awards import Award, Publication
from irhub.grants.giving360.fields import LOCATION_KEYS, VERSION, Field, by_key, title_at
from irhub.grants.giving360.organisation_ids import is_body
from irhub.grants.giving360.values import Plain, Value, values_of
from irhub.web.errors import ActionRefused
from irhub.web.listing.writers import File, Told, as_csv, workbook


class Chosen(NamedTuple):
    """The awards that a file names, and how many grants to people, or to who may be a person, it leaves out."""

    awards: tuple[Award, ...]
    left_out: int


def to_publish(awards: Sequence[Award]) -> Chosen:
    """Leave out every grant to a person, and to anybody of whom no register and nobody says that they are a body."""
    chosen = tuple(award for award in awards if is_body(award.recipient))
    return Chosen(chosen, len(awards) - len(chosen))


def document(awards: Sequence[Award], about: Publication) -> dict[str, Any]:
    """The whole file as JSON has it. Raises ActionRefused if no grant is left to publish, which the standard does not allow."""
    return {**_about(about), "grants": [_grant(award) for award in _chosen(awards)]}


def json_file(awards: Sequence[Award], about: Publication) -> bytes:
    """The file as JSON. Raises ActionRefused as `document` does."""
    return json.dumps(document(awards, about), ensure_ascii=False, indent=1).encode()


def xlsx_file(awards: Sequence[Award], about: Publication) -> bytes:
    """The file as a workbook: the grants below the standard's titles, and the sheet Meta. Raises ActionRefused as `document` does."""
    titles, rows = _table(_chosen(awards))
    return workbook({"grants": [titles, *rows], "Meta": _meta(about)})


def csv_file(awards: Sequence[Award], name: str) -> bytes:
    """The grants as CSV below the standard's titles; what is told of the file has no place there. Raises ActionRefused as `document` does."""
    titles, rows = _table(_chosen(awards))
    return as_csv(File(name, [Told(title, title, "") for title in titles], rows)).content


def _chosen(awards: Sequence[Award]) -> tuple[Award, ...]:
    chosen = to_publish(awards).awards
    if not chosen:
        raise ActionRefused("There is no grant to publish: a file of the standard names at least one.")
    return chosen


def _about(about: Publication) -> dict[str, Any]:
    publisher = {"identifier": about.publisher.identifier, "name": about.publisher.name, "website": about.website}
    return {
        "version": VERSION,
        "title": about.title,
        "description": about.description,
        "issued": about.issued.isoformat(),
        "modified": about.modified.isoformat(timespec="seconds"),
        "identifier": about.identifier,
        "publisher": {key: value for key, value in publisher.items() if value},
        "downloadURL": about.download,
        "accessURL": about.page,
        "license": about.licence,
    }


def _meta(about: Publication) -> list[list[str]]:
    """The same as the sheet Meta has it: a title and its value on each row."""
    told = _about(about)
    publisher = told["publisher"]
    return [
        ["Version", told["version"]],
        ["Title", told["title"]],
        ["Description", told["description"]],
        ["Issued", told["issued"]],
        ["Identifier", told["identifier"]],
        ["Publisher:Name", publisher["name"]],
        ["Publisher:Website", publisher.get("website", "")],
        ["Publisher:Identifier", publisher.get("identifier", "")],
        ["Download URL", told["downloadURL"]],
        ["Access URL", told["accessURL"]],
        ["Modified", told["modified"]],
        ["License", told["license"]],
    ]


def _grant(award: Award) -> dict[str, Any]:
    grant: dict[str, Any] = {}
    for field, at, value in values_of(award):
        _put(grant, field.path.split("/"), at, value)
    return grant


def _put(into: dict[str, Any], path: Sequence[str], at: int, value: Plain) -> None:
    """Set a value at its place, where the number in a path is replaced by which of the list it is."""
    name, *rest = path
    if not rest:
        into[name] = value
        return
    entries = into.setdefault(name, [])
    while len(entries) <= at:
        entries.append({})
    if rest[1:]:
        _put(entries[at], rest[1:], 0, value)
    else:
        entries[at] = value


def _table(awards: Sequence[Award]) -> tuple[list[str], list[list[Plain | None]]]:
    """The titles of every column that a grant fills, and the rows below them."""
    cells = [_cells(values_of(award)) for award in awards]
    used = {at for row in cells for at in row}
    last = max((at for key, at in used if key in LOCATION_KEYS), default=0)
    order = [
        (key, at) for key in by_key() for at in (range(last + 1) if key in LOCATION_KEYS else (0,)) if (key, at) in used
    ]
    titles = [_title(by_key()[key], at, numbered=last > 0) for key, at in order]
    return titles, [[row.get(column) for column in order] for row in cells]


def _title(field: Field, at: int, *, numbered: bool) -> str:
    return title_at(field, at) if numbered and field.key in LOCATION_KEYS else field.title


def _cells(values: Sequence[Value]) -> Mapping[tuple[str, int], Plain]:
    """The values of a row; several related grants share a cell, as the standard has it."""
    cells: dict[tuple[str, int], Plain] = {}
    for field, at, value in values:
        if field.key == "related" and at:
            cells[field.key, 0] = f"{cells[field.key, 0]};{value}"
        else:
            cells[field.key, at] = value
    return cells
