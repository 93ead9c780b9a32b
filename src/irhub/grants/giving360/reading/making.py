"""From the texts of a row to an award: each value is read, and what was wrong or doubtful is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from irhub.grants.giving360.awards import Award, Location, Organisation, Period, Programme
from irhub.grants.giving360.fields import by_key
from irhub.grants.giving360.locations import kind_of
from irhub.grants.giving360.organisation_ids import identifiers, nature_of, number_of, scheme_of
from irhub.grants.giving360.reading import numbers, words
from irhub.grants.giving360.reading.amounts import amount_of
from irhub.grants.giving360.reading.dates import Ordered, day_of, moment_of
from irhub.grants.giving360.reading.records import Aside, Cell, Fault, Hint, PastAward, Record, shown
from irhub.grants.giving360.values import NATURES
from irhub.places.geography import resolve

_NATURE_SAID = {said.casefold(): nature for nature, said in NATURES.items()}


@dataclass
class Making:
    """What is known of the whole file while its rows are read, and the faults that were found in them.

    `said`: sheet, row, column and kind of faults that the checks need not find again. `hidden`: sheet, row and column of cells that may tell of
    a person, and are not repeated. `by_default`: rows that named no funder.
    """

    ordered: Ordered
    columns: frozenset[str]
    funder: Organisation | None
    today: date
    faults: list[Fault] = field(default_factory=list)
    said: set[tuple[str, int, str, str]] = field(default_factory=set)
    hidden: set[tuple[str, int, str]] = field(default_factory=set)
    by_default: int = 0

    @property
    def funder_name(self) -> str:
        """Who gave what rows name no funder of."""
        return self.funder.name if self.funder else ""


class _Row:
    """A row that is being read. Every cell that is asked for and cannot be read goes to the rest."""

    def __init__(self, record: Record, making: Making) -> None:
        self.record, self.making = record, making
        self.rest = list(record.rest)
        self.used: set[tuple[str, int]] = set()

    def cell(self, key: str, at: int = 0) -> Cell:
        self.used.add((key, at))
        return self.record.cell(key, at)

    def fault(self, cell: Cell, kind: str, sentence: str, after: object = "", *, hidden: bool = False) -> None:
        self.making.faults.append(self.record.fault(cell, kind, sentence, str(after), hidden=hidden))

    def not_read(self, cell: Cell, kind: str, sentence: str) -> None:
        self.fault(cell, kind, sentence)
        self.rest.append(cell)

    def text(self, key: str, at: int = 0) -> str:
        cell = self.cell(key, at)
        told = words.clean(cell.text)
        for kind, sentence in told.faults:
            self.fault(cell, kind, sentence, told.text)
            self.making.said.add((self.record.sheet, self.record.row, key, kind))
        return told.text

    def amount(self, key: str) -> Decimal | None:
        cell = self.cell(key)
        if not cell.text:
            return None
        told = amount_of(cell.text)
        if told.value is None:
            self.not_read(cell, told.kind, told.sentence)
        elif told.kind or cell.number is False:
            kind = told.kind or "amount_as_text"
            self.fault(cell, kind, told.sentence or "The amount is text: it was read as a number.", told.value)
        return told.value

    def day(self, key: str) -> date | None:
        cell = self.cell(key)
        if not cell.text:
            return None
        told = day_of(cell.text, self.making.ordered)
        if told.value is None:
            self.not_read(cell, told.kind, told.sentence)
        elif told.kind:
            self.fault(cell, told.kind, told.sentence, told.value)
        return told.value

    def moment(self, key: str) -> datetime | None:
        cell = self.cell(key)
        if not cell.text:
            return None
        value, kind, sentence = moment_of(cell.text, self.making.ordered)
        if value is None:
            self.not_read(cell, kind, sentence)
        elif kind:
            self.fault(cell, kind, sentence, value.isoformat())
        return value

    def told(self, key: str, reader: words.Reader) -> str:
        """A value that a reader of words makes of a cell; "" if it cannot be read."""
        cell = self.cell(key)
        if not cell.text:
            return ""
        read = reader(cell.text)
        if not read.value and read.kind:
            self.fault(cell, read.kind, read.sentence, hidden=read.hidden)
            if read.hidden:
                self.making.hidden.add((self.record.sheet, self.record.row, key))
            else:
                self.rest.append(cell)
        elif read.kind:
            self.fault(cell, read.kind, read.sentence, read.value)
        return read.value


def made(record: Record, making: Making) -> PastAward | Aside:
    """The award of a row, or the row aside if its recipient, amount, date or funder cannot be read."""
    row = _Row(record, making)
    awarded, award_date = row.amount("awarded"), row.day("award_date")
    recipient, hint = _recipient(row)
    funder = _funder(row)
    needed = {
        "recipient_name": bool(recipient.name),
        "awarded": awarded is not None,
        "award_date": award_date is not None,
        "funder_name": funder is not None,
    }
    if awarded is None or award_date is None or funder is None or not recipient.name:
        return _aside(row, [key for key, there in needed.items() if not there])
    award = Award(
        identifier=row.text("identifier"),
        title=row.text("title"),
        description=row.text("description"),
        awarded=awarded,
        award_date=award_date,
        recipient=recipient,
        funder=funder,
        currency=_currency(row),
        applied_for=row.amount("applied_for"),
        disbursed=row.amount("disbursed"),
        planned=_period(row, "planned"),
        actual=_period(row, "actual"),
        locations=_locations(row),
        programme=_programme(row),
        from_open_call=_yes_or_no(row),
        regrant=row.text("regrant"),
        url=row.told("url", words.address),
        related=_related(row),
        source=row.told("source", words.address),
        modified=row.moment("modified"),
    )
    return PastAward(record.row, record.sheet, award, hint, shown(_rest(row)))


def _rest(row: _Row) -> list[Cell]:
    """What found no place: the cells that nothing asked for, such as those of a second recipient, are named too."""
    for at, cell in row.record.cells.items():
        if at not in row.used:
            row.not_read(cell, "more_than_one", "Only the first of several is read: this one is kept beside the award.")
    return row.rest


def _aside(row: _Row, missing: list[str]) -> Aside:
    record = row.record
    for key in missing:
        cell = record.cell(key)
        if not cell.text:
            row.fault(cell, f"{key}_missing", "Without this the row makes no award: add it.")
    titles = tuple(by_key()[key].title for key in missing)
    return Aside(record.row, record.sheet, titles, shown([*record.cells.values(), *record.rest]))


def _recipient(row: _Row) -> tuple[Organisation, Hint]:
    told = _organisation(row, "recipient")
    by_scheme = {scheme_of(one): number_of(one) for one in reversed(told.identifiers)}
    hint = Hint(
        name=told.name,
        identifiers=told.identifiers,
        company_number=told.company_number or by_scheme.get("GB-COH", ""),
        charity_number=told.charity_number or by_scheme.get("GB-CHC", ""),
        postcode=told.postcode,
        town=row.text("recipient_town"),
        website=row.told("recipient_website", words.address),
    )
    return told, hint


def _funder(row: _Row) -> Organisation | None:
    told = _organisation(row, "funder")
    if told.name:
        return told
    if row.making.funder is not None:
        row.making.by_default += 1
    return row.making.funder


def _organisation(row: _Row, party: str) -> Organisation:
    company = row.told(f"{party}_company", numbers.company_number)
    charity = row.told(f"{party}_charity", numbers.charity_number)
    identifier = row.told(f"{party}_id", numbers.organisation_id)
    built = identifiers(company_number=company, charity_number=charity)
    schemes = {scheme_of(identifier)} if scheme_of(identifier) else set()
    found = tuple(filter(None, (identifier, *(one for one in built if scheme_of(one) not in schemes))))
    said = row.text(f"{party}_type")
    nature = _NATURE_SAID.get(said.casefold())
    if said and nature is None:
        row.rest.append(row.cell(f"{party}_type"))
    postcode = row.told(f"{party}_postcode", words.postcode)
    return Organisation(row.text(f"{party}_name"), found, nature or nature_of(found), company, charity, postcode)


def _currency(row: _Row) -> str:
    told = row.text("currency")
    return told.upper() or "GBP"


def _period(row: _Row, key: str) -> Period | None:
    start, end = row.day(f"{key}_start"), row.day(f"{key}_end")
    months = _months(row, f"{key}_months")
    if start is not None:
        return Period(start, end, months)
    for part in (f"{key}_end", f"{key}_months"):
        cell = row.cell(part)
        if cell.text and cell not in row.rest:
            row.not_read(cell, "no_start", "There is no start to it: add the start date. It is kept beside the award.")
    return None


def _months(row: _Row, key: str) -> Decimal | None:
    cell = row.cell(key)
    if not cell.text:
        return None
    told = numbers.months(cell.text)
    if told is None:
        row.not_read(cell, "duration_not_read", "This is no number of months: write it as 12.")
    elif not cell.text.replace(".", "", 1).isdecimal():
        row.fault(cell, "duration_as_text", "The duration is text: it was read as a number of months.", told)
    return told


def _locations(row: _Row) -> tuple[Location, ...]:
    places = sorted({at for key, at in row.record.cells if key.startswith("location_")})
    return tuple(found for at in places if (found := _location(row, at)) is not None)


def _location(row: _Row, at: int) -> Location | None:
    name, code, kind = (row.text(f"location_{part}", at) for part in ("name", "code", "kind"))
    if not name and not code:
        cell = row.cell("location_kind", at)
        row.not_read(cell, "kind_of_no_area", "There is a kind of area and no area: add its name and code.")
        return None
    if not code and "location_code" not in row.making.columns and (council := resolve(name)):
        code, kind = council.code, kind or kind_of(council.code)
        sentence = f"The council has no code: that of {council.name} was added. Check that it is meant."
        row.fault(row.cell("location_name", at), "council_code_added", sentence, code)
    return Location(name, code, kind)


def _programme(row: _Row) -> Programme | None:
    title, code, url = row.text("programme_title"), row.text("programme_code"), row.told("programme_url", words.address)
    return Programme(title, code, url) if title or code or url else None


def _yes_or_no(row: _Row) -> bool | None:
    told = row.told("open_call", words.yes_or_no)
    return None if not told else told == words.YES


def _related(row: _Row) -> tuple[str, ...]:
    told: list[str] = []
    for at in sorted(at for key, at in row.record.cells if key == "related"):
        cell = row.cell("related", at)
        parts = [cell.text] if cell.number is not None else cell.text.split(";")
        told += [part.strip() for part in parts if part.strip()]
    return tuple(told)
