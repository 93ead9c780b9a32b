"""Companies House: basic data of all live companies, of which only those that matter here are kept.

A company matters if a provider gives its number, or a sponsor or provider bears its name, now or formerly. A number that
is absent from the file belongs to no live company.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from irhub.files.reading import blocks, delimited, grid
from irhub.registers.reading import headers
from irhub.registers.sources.base import (
    ISSUE_SCHEMA,
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
from irhub.registers.sources.cleaning import drop_without_key, joined, typed
from irhub.registers.sources.company_numbers import company_number, numbered
from irhub.registers.sources.contradictions import one_each
from irhub.registers.sources.events import differing
from irhub.registers.sources.keys import name_key

_FORMER = tuple(f"PreviousName_{number}.CompanyName" for number in range(1, 11))
_PART = re.compile(r"(?i)part\d+_\d+")
_PUBLIC_ACCOUNTS = date(1908, 1, 1)
_LONGEST_DUE = 3 * 366  # first accounts are due 21 months after a company is made; a court may give longer
_SIC = tuple(f"SICCode.SicText_{number}" for number in range(1, 5))


def read_wanted(path: Path, wanted: Callable[[], CompaniesOfInterest]) -> Reading:
    """Stream the file and keep the rows of wanted companies; `total` counts every row. Raises Refused."""
    if _PART.search(path.name):
        raise Refused(
            f"{path.name} is one part of several of the {SOURCE.title}, and no part tells which companies there are: load the"
            " one file, BasicCompanyDataAsOneFile."
        )
    layout = _layout(path)
    companies = wanted()
    found = blocks.rows_where(path, layout, lambda rows: _of_interest(rows, companies))
    if found.frame.is_empty():
        raise Refused(
            f"{path.name} is the {SOURCE.title}, of {found.total:,} companies, none of which the other registers name. Load"
            " the registers of sponsors and of the CQC first; if you have, this file is only a part: load the whole one."
        )
    issues = [*headers.new_columns(SOURCE, layout.columns, layout.header_line), *found.issues]
    return Reading(found.frame, total=found.total, issues=pl.DataFrame(issues, ISSUE_SCHEMA, orient="row"))


def _layout(path: Path) -> blocks.Layout:
    """Where the header stands, and its columns as Companies House spells them, whatever their case. Raises Refused."""
    text = blocks.beginning(path)
    tops = {separator: delimited.top_rows(text, separator) for separator in delimited.SEPARATORS}
    for separator, top in tops.items():
        at = headers.find(SOURCE, [row.cells for row in top])
        if at is not None:
            header = top[at]
            headers.refuse_twice(path.name, SOURCE, header.cells)
            usual = {headers.plain(name): name for name in (*SOURCE.unused, *(c.published for c in SOURCE.columns))}
            columns = grid.named([usual.get(headers.plain(cell), cell) for cell in header.cells], len(header.cells))
            looked_at = [name for name in ("CompanyName", "CompanyNumber", *_FORMER) if name in columns]
            return blocks.Layout(header.line, columns, separator, looked_at)
    lacking = min((headers.missing(SOURCE, row.cells) for top in tops.values() for row in top), key=len)
    raise Refused(f"{path.name} is not the {SOURCE.title}: it lacks the column {', '.join(lacking)}.")


def _of_interest(rows: pl.DataFrame, wanted: CompaniesOfInterest) -> pl.Series:
    """The positions of the rows of wanted companies, in order."""
    placed, number = rows.with_row_index("at"), pl.col("CompanyNumber")
    numbers, keys = wanted.numbers.implode(), wanted.name_keys.implode()
    usual = placed.filter(number.is_in(numbers))
    unusual = placed.filter(~number.str.contains("^[0-9A-Z]{8}$")).filter(company_number(number).is_in(numbers))
    # Done in this order, not as a lazy query: that would make keys of the blanks too, ten in each row.
    names = pl.concat(
        placed.select("at", name=name).filter(pl.col("name") != "") for name in rows.columns if name != "CompanyNumber"
    )
    named = names.filter(name_key(pl.col("name")).is_in(keys))
    return pl.concat([part["at"] for part in (usual, unusual, named)]).unique().sort()


def clean(published: pl.DataFrame, on: date | None = None) -> Records:
    """Type the rows; former names and trades (SIC) are gathered into lists."""
    tidy = typed(published, SOURCE.columns, on)
    rows, numbers = numbered(tidy.records, "company_number")
    rows = rows.with_columns(
        previous_names=joined(published, _FORMER),
        sic_codes=joined(published, _SIC),
        name_key=name_key(pl.col("company_name")),
    )
    keyed = drop_without_key(rows, ("company_number",))
    single = one_each(keyed.records, SOURCE)
    return Records(
        single.records.select("line", *SOURCE.fields), pl.concat([tidy.issues, numbers, keyed.issues, single.issues])
    )


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """New status or name of a company that stands in both editions (CHANGE_SCHEMA)."""
    names = ("company_name", "post_town")
    found = [
        differing(before, after, "company_number", "company_status_changed", "company_status", *names),
        differing(before, after, "company_number", "company_renamed", "name_key", *names, shown="company_name"),
    ]
    return pl.concat(found).sort("kind", "entity_key")


SOURCE = Source(
    name="companies_house",
    title="Companies House basic company data",
    publisher="Companies House",
    licence="Open Government Licence v3.0",
    cadence="monthly",
    late_after_days=45,
    discovery=Discovery(
        page="https://download.companieshouse.gov.uk/en_output.html",
        link_pattern=r"BasicCompanyDataAsOneFile-\d{4}-\d{2}-\d{2}\.zip$",
        hosts=("download.companieshouse.gov.uk",),
        content_types=("application/zip", "application/x-zip-compressed", "application/octet-stream"),
        max_bytes=2 * 2**30,
    ),
    formats=("CSV in ZIP",),
    reader=read_wanted,
    columns=(
        Column("CompanyName", "company_name", "The company as registered"),
        Column("CompanyNumber", "company_number", "Eight characters"),
        Column("RegAddress.AddressLine1", "address1", "Registered office", required=False),
        Column("RegAddress.PostTown", "post_town", "Post town of the registered office"),
        Column("RegAddress.PostCode", "postcode", "Postcode of the registered office"),
        Column("CompanyCategory", "company_category", "Kind of company"),
        Column("CompanyStatus", "company_status", "Active, in liquidation, strike-off proposed and so on"),
        Column(
            "IncorporationDate",
            "incorporated",
            "When it was incorporated",
            Kind.DATE,
            earliest=date(1600, 1, 1),
            days_ahead=31,
        ),
        Column(
            "Accounts.NextDueDate",
            "accounts_due",
            "When its next accounts are due",
            Kind.DATE,
            False,
            earliest=_PUBLIC_ACCOUNTS,
            days_ahead=_LONGEST_DUE,
        ),
        Column(
            "ConfStmtNextDueDate",
            "confirmation_due",
            "When its next confirmation statement is due",
            Kind.DATE,
            False,
            earliest=date(2016, 6, 30),
            days_ahead=_LONGEST_DUE,
        ),
    ),
    unused=(
        "RegAddress.CareOf",
        "RegAddress.POBox",
        "RegAddress.AddressLine2",
        "RegAddress.County",
        "RegAddress.Country",
        "CountryOfOrigin",
        "DissolutionDate",
        "Accounts.AccountRefDay",
        "Accounts.AccountRefMonth",
        "Accounts.LastMadeUpDate",
        "Accounts.AccountCategory",
        "Returns.NextDueDate",
        "Returns.LastMadeUpDate",
        "Mortgages.NumMortCharges",
        "Mortgages.NumMortOutstanding",
        "Mortgages.NumMortPartSatisfied",
        "Mortgages.NumMortSatisfied",
        "LimitedPartnerships.NumGenPartners",
        "LimitedPartnerships.NumLimPartners",
        "URI",
        "ConfStmtLastMadeUpDate",
        *_SIC,
        *_FORMER,
        *(f"PreviousName_{number}.CONDATE" for number in range(1, 11)),
    ),
    derived=(
        ("name_key", "Cleaned name"),
        ("previous_names", "Former names, joined by |"),
        ("sic_codes", "Trades that the company states, joined by |"),
    ),
    entity_key="company_number",
    record_key=("company_number",),
    facts=(
        "name_key",
        "company_status",
        "postcode",
        "previous_names",
        "sic_codes",
        "accounts_due",
        "confirmation_due",
    ),
    guarded=("company_name", "company_number"),
    expected=Expected(
        fewest=4_000_000,
        fewest_because="the file has some 5.5 million rows in 2026: a file of fewer than 4 million is only a part",
        began=date(2012, 1, 1),
        usual_days=31,
        most_because="no two whole files were at hand: of 5.5 million companies some 50,000 come and as many go in a month, 1%",
    ),
    contradiction=Contradiction(
        "neither of two facts that differ stands; of two names the one whose row is fuller",
        neither=(
            "company_status",
            "company_category",
            "postcode",
            "post_town",
            "incorporated",
            "accounts_due",
            "confirmation_due",
        ),
    ),
    seen=(
        Seen("11 rows: all columns, dates day first, quoted blanks", "2023-11"),
        Seen("size, statuses and numbers with letters: from the publisher's descriptions"),
    ),
    clean=clean,
    changes=changes,
    adds="whether a provider’s company is active, late with its accounts or being struck off, and its former names",
    cannot_tell=("who works there", "anything of a company that is dissolved: it is not in the file"),
    known_faults=("header cells have leading blanks", "trades are self-declared"),
)
