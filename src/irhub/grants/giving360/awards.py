"""What is known of a grant that is published: one frozen record, which the files are written from and past files are read into.

It has no place for a person: no contact, no telephone, no e-mail address, no grant to an individual.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Nature(StrEnum):
    """What an organisation is. Nothing names a PERSON in a file; UNKNOWN is published only with a number of a register of bodies."""

    COMPANY = "company"
    CHARITY = "charity"
    COUNCIL = "council"
    OTHER_BODY = "another body"
    PERSON = "sole trader or partnership of people"
    UNKNOWN = "not known"


@dataclass(frozen=True)
class Organisation:
    """An organisation as a file names it.

    `identifiers`: its organisation identifiers, such as `GB-COH-01234567`, the one that is published first (`organisation_ids.identifiers`
    makes them of what the registers hold). `company_number`, `charity_number`: as the registers write them, "" if there is none.
    `postcode`: that of a register, "" if it is not known or not to be published.
    """

    name: str
    identifiers: tuple[str, ...] = ()
    nature: Nature = Nature.UNKNOWN
    company_number: str = ""
    charity_number: str = ""
    postcode: str = ""

    @property
    def identifier(self) -> str:
        """The identifier that is published; "" if there is none."""
        return self.identifiers[0] if self.identifiers else ""


@dataclass(frozen=True)
class Location:
    """Where those live who benefit. `code`: of the Office for National Statistics; `kind`: its kind as the standard writes it (`UA`, `MD`,
    `LONB`, `CTY`), "" where the code tells it."""

    name: str
    code: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Period:
    """From when to when, both days included. `months`: as a file states them, where it does; never made of the days."""

    start: date
    end: date | None = None
    months: Decimal | None = None


@dataclass(frozen=True)
class Programme:
    """The programme or call under which a grant was awarded."""

    title: str
    code: str = ""
    url: str = ""


@dataclass(frozen=True)
class Award:
    """A grant to an organisation. Amounts are pounds with at most two decimals, unless `currency` says otherwise.

    `identifier`: the publisher's prefix of 360Giving and a number of its own, the same in every edition. `applied_for`, `disbursed`: None where
    it is not known, which is not nought. `regrant`: a code of the standard for money that is passed on to be granted again, "" for a final grant.
    `modified`: when what is told of the grant last changed, with its time zone. `from_open_call`: None where nobody knows.
    `source`: the address where the data comes from. `related`: identifiers of grants that belong to it.
    """

    identifier: str
    title: str
    description: str
    awarded: Decimal
    award_date: date
    recipient: Organisation
    funder: Organisation
    currency: str = "GBP"
    applied_for: Decimal | None = None
    disbursed: Decimal | None = None
    planned: Period | None = None
    actual: Period | None = None
    locations: tuple[Location, ...] = ()
    programme: Programme | None = None
    from_open_call: bool | None = None
    regrant: str = ""
    url: str = ""
    related: tuple[str, ...] = ()
    source: str = ""
    modified: datetime | None = None


@dataclass(frozen=True)
class Publication:
    """What is told of a whole file, in JSON and on a sheet of the workbook of its own: CSV has no place for it.

    `identifier`: the same for every version of the file. `issued`: the day of the first version, `modified`: the moment of this one.
    `page`: where people find the file, `download`: the file itself, `licence`: the address of its licence, an open one.
    """

    identifier: str
    title: str
    description: str
    publisher: Organisation
    website: str
    issued: date
    modified: datetime
    page: str
    download: str
    licence: str = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
