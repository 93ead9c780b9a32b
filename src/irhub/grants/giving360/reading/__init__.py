"""Past awards, from a spreadsheet in anybody's words or a file of the standard: awards, faults, and by what to find the recipients.

Nothing is lost in silence and nothing guessed without saying so: `read_awards`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from irhub.files.reading.refused import Refused
from irhub.grants.giving360.awards import Organisation
from irhub.grants.giving360.checks import check
from irhub.grants.giving360.checks.finding import Finding, Known
from irhub.grants.giving360.checks.people import ABOUT_PEOPLE
from irhub.grants.giving360.fields import LOCATION_KEYS, Kind, by_key
from irhub.grants.giving360.reading import dates, grants_in_json, sheets
from irhub.grants.giving360.reading.making import Making, made
from irhub.grants.giving360.reading.records import Aside, Fault, Imported, PastAward, Record, Source

_OF_A_COLUMN = frozenset(
    {
        "identifier_missing", "title_missing", "description_missing", "location_missing", "location_code_missing",
        "location_kind_missing", "programme_missing", "open_call_missing", "source_missing", "organisation_id_missing",
    }
)  # fmt: skip
"""What is found in every row of a file without the column, and said once."""


def read_awards(name: str, data: bytes, *, today: date, funder: Organisation | None = None) -> Imported:
    """The awards of a CSV, XLSX, ODS or JSON file. `funder`: of rows that name none.

    Raises Refused, in one sentence, if nothing of the file can be read, or nobody says who the funder is.
    """
    source = grants_in_json.read(name, data) if PurePath(name).suffix.casefold() == ".json" else sheets.read(name, data)
    if funder is None and "funder_name" not in source.columns:
        raise Refused(f"{name} has no column for the funder: say whose awards these are, and try again.")
    making = _making(source, today, funder)
    awards: list[PastAward] = []
    aside: list[Aside] = []
    for record in source.records:
        if record.of_a_person:
            making.faults.append(_of_a_person(record))
            aside.append(Aside(record.row, record.sheet, (), ()))
            continue
        told = made(record, making)
        if isinstance(told, Aside):
            aside.append(told)
        else:
            awards.append(told)
    faults = [*source.faults, *making.faults, *_checked(awards, source, making, today)]
    faults.sort(key=lambda fault: (fault.sheet, fault.row))
    return Imported(tuple(awards), tuple(aside), tuple(faults), tuple(_said(source, making, aside)))


def _making(source: Source, today: date, funder: Organisation | None) -> Making:
    kinds = {key: field.kind for key, field in by_key().items()}
    texts = [
        cell.text
        for record in source.records
        for (key, _), cell in record.cells.items()
        if kinds[key] in (Kind.DATE, Kind.MOMENT)
    ]
    return Making(dates.order_of(texts), frozenset(source.columns), funder, today)


def _of_a_person(record: Record) -> Fault:
    sentence = "This is a grant to a person: it was not read, and nothing of it is kept."
    return Fault(record.row, record.sheet, "", "", "grant_to_a_person", sentence)


def _said(source: Source, making: Making, aside: list[Aside]) -> list[str]:
    told = list(source.said)
    if making.ordered.sentence:
        told.append(making.ordered.sentence)
    if "currency" not in source.columns:
        told.append("No column names a currency: amounts were taken as pounds.")
    if making.by_default:
        told.append(f"Rows that name no funder: {making.by_default:,}. {making.funder_name} was taken.")
    if aside:
        told.append(f"Rows that made no award and stand aside: {len(aside):,}.")
    return told


def _checked(awards: list[PastAward], source: Source, making: Making, today: date) -> list[Fault]:
    """What the hub's own checks find, by row and column; what a whole missing column causes, once."""
    told: list[Fault] = []
    once: set[tuple[str, str]] = set()
    records: Mapping[tuple[str, int], Record] = {(one.sheet, one.row): one for one in source.records}
    everything = check([past.award for past in awards], Known(today))
    hidden = making.hidden | {
        (awards[found.at].sheet, awards[found.at].row, found.key) for found in everything if found.kind in ABOUT_PEOPLE
    }
    for found in everything:
        past = awards[found.at]
        if found.kind in _OF_A_COLUMN and not _has_column(found, source):
            if (found.key, found.kind) not in once:
                once.add((found.key, found.kind))
                told.append(Fault(0, "", found.title, "", found.kind, f"In every row: {found.sentence}"))
        elif (past.sheet, past.row, found.key, found.kind) not in making.said:
            record = records[past.sheet, past.row]
            unseen = (past.sheet, past.row, found.key) in hidden
            told.append(record.fault(record.cell(found.key), found.kind, found.sentence, hidden=unseen))
    return told


def _has_column(found: Finding, source: Source) -> bool:
    if found.kind == "location_missing":
        return bool(source.columns & set(LOCATION_KEYS))
    if found.kind == "organisation_id_missing":
        party = found.key.partition("_")[0]
        return bool(source.columns & {f"{party}_id", f"{party}_company", f"{party}_charity"})
    return found.key in source.columns
