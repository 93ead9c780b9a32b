"""Companies House: persons with significant control, of which only those of companies that give adult social care are kept.

The publisher's snapshot tells of some 16 million people. Of it the hub keeps, and archives, an extract: the entries of
companies whose number a provider of adult social care gave the CQC, or of which a room says so (applicants to a framework of recruiters), and of
the companies above these which companies (and no people) control them; of each the members of `KEPT` alone (ADR 15). Each line of the extract says at which line of the
snapshot it stood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TextIO

import polars as pl

from irhub.files.reading import containers
from irhub.registers.phrases import phrase
from irhub.registers.reading import json_lines
from irhub.registers.sources.base import (
    Column,
    CompaniesOfInterest,
    Contradiction,
    Discovery,
    Expected,
    Kind,
    Reading,
    Records,
    Refused,
    Seen,
    Source,
)
from irhub.registers.sources.cleaning import drop_without_key, issues_of, typed
from irhub.registers.sources.company_numbers import company_number, numbered, one_number
from irhub.registers.sources.contradictions import one_each
from irhub.registers.sources.events import no_changes

INDIVIDUAL = "individual-person-with-significant-control"
CORPORATE = "corporate-entity-person-with-significant-control"
KINDS = (INDIVIDUAL, CORPORATE, "legal-person-person-with-significant-control")
"""What is kept: not statements, exemptions, or people whose particulars the law protects."""
TOTALS = "totals#persons-of-significant-control-snapshot"
MOST_STEPS = 6
"""How many companies above a provider's own are followed: control through more is not looked for."""
YEARS_KEPT = 3
"""An entry that ceased longer before its snapshot is not kept: no indicator looks further back."""
BEGAN = date(2016, 4, 6)
"""The register's first day: Small Business, Enterprise and Employment Act 2015, section 81 and schedule 3."""
_OLDEST = date(1900, 1, 1)
_PERSON = (
    "data.links.self", "data.name", "data.name_elements.forename", "data.name_elements.middle_name",
    "data.name_elements.surname", "data.date_of_birth.year", "data.date_of_birth.month", "data.natures_of_control",
    "data.notified_on", "data.ceased_on",
)  # fmt: skip
KEPT = ("company_number", "data.kind", *_PERSON, "data.identification.registration_number")
"""Of each entry: no nationality, no country, no address, no day of birth."""
_HEAD = b'{"company_number":"'
_BY_A_COMPANY = f'"{CORPORATE}"'.encode()
_PART = re.compile(r"_(\d+)of(\d+)(?=\.\w+$)")


def parts_of(path: Path) -> list[Path]:
    """All parts of the snapshot of which a file is one, in order; of a whole one, itself. Raises Refused if some lack."""
    found = _PART.search(path.name)
    if not found:
        return [path]
    parts = [path.with_name(_PART.sub(f"_{number}of{found[2]}", path.name)) for number in range(1, int(found[2]) + 1)]
    if lacking := [part.name for part in parts if not part.exists()]:
        raise Refused(
            f"{path.name} is one of {found[2]} parts of a snapshot, and {len(lacking)} of them"
            f" ({', '.join(lacking[:3])}) are not beside it: put all parts into one folder."
        )
    return parts


def is_later_part(path: Path) -> bool:
    """Whether a file is a part of a snapshot that is read together with the first."""
    found = _PART.search(path.name)
    return bool(found and int(found[1]) > 1 and path.with_name(_PART.sub(f"_1of{found[2]}", path.name)).exists())


def extract(path: Path, target: Path, wanted: CompaniesOfInterest, on: date) -> None:
    """Write what may be kept of the snapshot of a day, read as a stream; `path` may be any of its parts.

    Raises Refused if it is damaged, does not end with the totals that close a snapshot, or no company is known yet.
    """
    numbers = {number.encode() for number in wanted.care_numbers}
    if not numbers:
        raise Refused(
            f"No company of a care provider is known yet, so that nothing of {path.name} would be kept:"
            " load the CQC care directory with filters first."
        )
    line, closed = 0, False
    with target.open("w", encoding="utf-8") as out, TemporaryFile() as aside:
        for part in parts_of(path):
            for raw in containers.lines_of(part):
                line += 1
                closed = False
                if raw.startswith(_HEAD) and raw[27:28] == b'"':
                    if raw[19:27] not in numbers:
                        if _BY_A_COMPANY in raw:
                            aside.write(b"%s\t%d\t%s" % (raw[19:27], line, raw))
                        continue
                elif not raw.strip():
                    continue
                entry = _entry(part, line, raw)
                closed = entry["data"].get("kind") == TOTALS
                number = (one_number(str(entry.get("company_number", ""))) or "").encode()
                if number in numbers:
                    _keep(out, line, entry, on)
                elif entry["data"].get("kind") == CORPORATE:
                    aside.write(b"%s\t%d\t%s\n" % (number, line, raw.rstrip()))
        _keep_those_above(target, out, aside, on)
        out.write(json.dumps({"line": line, "data": {"kind": TOTALS}}) + "\n")
    if not closed:
        raise Refused(
            f"{path.name} does not end with the totals that close a snapshot: the download may have been cut short."
        )


def _keep(out: TextIO, line: int, entry: Mapping[str, Any], on: date) -> None:
    if _matters(entry["data"], on):
        out.write(json.dumps({"line": line, **json_lines.pruned(entry, KEPT)}) + "\n")


def _keep_those_above(target: Path, out: TextIO, aside: IO[bytes], on: date) -> None:
    """Of the entries put aside (number of a company that gives no care, line, and the entry of a company that controls it) keep
    those of the companies that control care providers' companies, and of those above them, step by step."""
    out.flush()
    with target.open(encoding="utf-8") as kept:
        above = _controlling(map(json.loads, kept))
    done: set[bytes] = set()
    for _ in range(MOST_STEPS - 1):
        aside.seek(0)
        here = []
        for number, line, raw in (told.split(b"\t", 2) for told in aside):
            if number in above:
                entry = _entry(target, int(line), raw)
                here.append(entry)
                _keep(out, int(line), entry, on)
        done |= above
        if not (above := _controlling(entry for entry in here if _matters(entry["data"], on)) - done):
            break


def _controlling(entries: Iterable[dict[str, Any]]) -> set[bytes]:
    """The numbers of the companies that control, eight characters each."""
    told = [json_lines.flat(entry).get("data.identification.registration_number") for entry in entries]
    numbers = pl.DataFrame({"number": told}, schema={"number": pl.String}).drop_nulls()
    return {number.encode() for number in numbers.select(company_number(pl.col("number"))).to_series().drop_nulls()}


def _entry(part: Path, line: int, raw: bytes) -> dict[str, Any]:
    try:
        entry = json_lines.read(raw)
    except ValueError:
        raise Refused(f"{part.name} breaks off or is damaged: line {line} is not a whole entry.") from None
    if not isinstance(entry, dict):
        raise Refused(f"{part.name} has a line that is not an entry: line {line}.")
    if not isinstance(entry.get("data"), dict):
        raise Refused(f"{part.name} has a line without an entry: line {line}.")
    return entry


def _matters(data: dict[str, Any], on: date) -> bool:
    ceased = str(data.get("ceased_on") or "")[:4]
    return data.get("kind") in KINDS and not (ceased.isdecimal() and int(ceased) < on.year - YEARS_KEPT)


def read_extract(path: Path, _wanted: Callable[[], CompaniesOfInterest]) -> Reading:
    """Read an extract: one row an entry, one text column for each of KEPT; `total` counts the snapshot's lines."""
    rows: list[tuple[str | int | None, ...]] = []
    total = 0
    for entry in _extracted(path):
        total = int(entry["line"])
        members = json_lines.flat(entry)
        if members.get("data.kind") != TOTALS:
            rows.append((total, *(members.get(name) for name in KEPT)))
    schema = {"line": pl.Int64(), **dict.fromkeys(KEPT, pl.String())}
    return Reading(pl.DataFrame(rows, schema=schema, orient="row"), total=total)


def _extracted(path: Path) -> Iterator[dict[str, Any]]:
    for number, raw in enumerate(containers.lines_of(path), 1):
        yield _entry(path, number, raw)


def clean(published: pl.DataFrame, on: date | None = None) -> Records:
    """Type the rows; a person is known by first forename and surname, and apart from it by year and month of birth."""
    tidy = typed(published, SOURCE.columns, on)
    person = pl.col("kind") == INDIVIDUAL
    forename = pl.col("forename").fill_null("").str.strip_chars().str.split(" ").list.first()
    key = _letters(forename + pl.col("surname").fill_null(""))
    born = pl.col("birth_year").is_between(1880, 2100) & pl.col("birth_month").is_between(1, 12)
    rows = tidy.records.with_columns(
        psc_id=pl.coalesce(pl.col("address").str.extract(r"([^/]+)/?$"), pl.lit("")),
        person_key=pl.when(person).then(key).otherwise(pl.lit("")),
        middle_initial=pl.when(person).then(_letters(pl.col("middle_name").fill_null("")).str.slice(0, 1)).otherwise(pl.lit("")),
    )  # fmt: skip
    wrong = rows.filter(
        (pl.col("birth_year").is_not_null() | pl.col("birth_month").is_not_null()) & ~born.fill_null(False)
    )
    told = phrase("{}-{}", pl.col("birth_year").fill_null(0), pl.col("birth_month").fill_null(0))
    early = rows.filter((pl.col("notified_on") < BEGAN) | (pl.col("ceased_on") < pl.col("notified_on")))
    notified = pl.col("notified_on").cast(pl.String)
    issues = [
        issues_of(wrong, "birth_year", "not_a_birth", told, pl.lit(None)),
        issues_of(early, "notified_on", "unlikely_date", notified, notified),
    ]
    rows = rows.with_columns(pl.when(born).then(pl.col("birth_year", "birth_month")))
    for field in ("company_number", "owner_number"):
        rows, numbers = numbered(rows, field)
        issues.append(numbers)
    keyed = drop_without_key(rows, SOURCE.record_key)
    single = one_each(keyed.records, SOURCE)
    return Records(
        single.records.select("line", *SOURCE.fields), pl.concat([tidy.issues, *issues, keyed.issues, single.issues])
    )


def _letters(text: pl.Expr) -> pl.Expr:
    return text.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[^\p{L}]", "")


SOURCE = Source(
    name="companies_house_psc",
    title="Companies House persons with significant control",
    publisher="Companies House",
    licence="Open Government Licence v3.0",
    cadence="daily, only the newest; fetched once a week",
    late_after_days=30,
    discovery=Discovery(
        page="https://download.companieshouse.gov.uk/en_pscdata.html",
        link_pattern=r"persons-with-significant-control-snapshot-\d{4}-\d{2}-\d{2}\.zip$",
        hosts=("download.companieshouse.gov.uk",),
        content_types=("application/zip", "application/x-zip-compressed", "application/octet-stream"),
        max_bytes=6 * 2**30,
        every_days=7,
    ),
    formats=("JSON lines in ZIP", "JSON lines", "the parts of either in one folder"),
    reader=read_extract,
    extract=extract,
    people=frozenset(_PERSON),
    of_nobody=("data.kind", CORPORATE),
    columns=(
        Column("company_number", "company_number", "The company that is controlled"),
        Column("data.kind", "kind", "An individual, a company or another legal person"),
        Column("data.links.self", "address", "Where Companies House shows the entry", required=False),
        Column("data.name", "name", "Name, with title", required=False),
        Column("data.name_elements.forename", "forename", "Forename", required=False),
        Column("data.name_elements.middle_name", "middle_name", "Further forenames", required=False),
        Column("data.name_elements.surname", "surname", "Surname", required=False),
        Column("data.date_of_birth.year", "birth_year", "Year of birth", Kind.INTEGER, False),
        Column("data.date_of_birth.month", "birth_month", "Month of birth; the day is not published", Kind.INTEGER, False),
        Column("data.natures_of_control", "natures", "What the control is, joined by |", required=False),
        Column("data.notified_on", "notified_on", "Since when, as Companies House was told", Kind.DATE, False,
               earliest=_OLDEST, days_ahead=366),
        Column("data.ceased_on", "ceased_on", "Until when, as Companies House was told", Kind.DATE, False,
               earliest=_OLDEST, days_ahead=366),
        Column("data.identification.registration_number", "owner_number", "Number of a company that controls", required=False),
    ),
    derived=(
        ("psc_id", "Number of the entry, from its address"),
        ("person_key", "Cleaned first forename and surname; blank of a company"),
        ("middle_initial", "First letter of further forenames"),
    ),
    entity_key="psc_id",
    record_key=("company_number", "psc_id"),
    facts=("kind", "name", "person_key", "middle_initial", "birth_year", "birth_month", "natures", "notified_on", "ceased_on",
           "owner_number"),
    guarded=("kind",),
    expected=Expected(
        fewest=5_000_000,
        fewest_because="the snapshot has some 16 million lines in 2026: a file of fewer than 5 million is only a part",
        began=BEGAN,
        usual_days=7,
        most_because="no two whole files were at hand: entries that have ceased stay, so that the file only grows, by less than 1% a"
        " week",
    ),
    contradiction=Contradiction(
        "an entry that says it has ceased stands, the latest; of other facts that differ neither, and of two names the one whose"
        " row is fuller",
        lambda: (pl.col("ceased_on").is_null(), -pl.col("ceased_on").to_physical()),
        ("birth_year", "birth_month", "natures", "notified_on", "owner_number"),
    ),
    seen=(Seen("the members of an entry and the totals: from the publisher's descriptions"),),
    clean=clean,
    changes=no_changes,
    adds="who controls the companies that give care, and which of them have one owner",
    cannot_tell=(
        "whether two entries of one name, month and year of birth are one person",
        "who owns less than a quarter, or who directs the company",
        "who the people behind companies that give no adult social care are: their entries are not kept",
        f"control through more than {MOST_STEPS} companies, or through one that gave no number",
        f"who ceased more than {YEARS_KEPT} years before a snapshot: not kept either",
        "nationality, country and address: not kept",
    ),
    known_faults=(
        "dates before the register began, and far in the future",
        "one person may stand under several spellings, with and without further forenames",
        "companies that control may be registered abroad, under numbers that another company has here",
    ),
)  # fmt: skip
