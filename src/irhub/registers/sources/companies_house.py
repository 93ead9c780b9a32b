"""Companies House: basic data of all live companies, of which only those that matter here are kept.

A company matters if a provider gives its number, or a sponsor or provider bears its name, now or formerly. A number that
is absent from the file belongs to no live company.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from irhub.files.reading import containers
from irhub.registers.reading import headers
from irhub.registers.sources.base import (
    Column,
    Contradiction,
    Discovery,
    Expected,
    Kind,
    Reading,
    Records,
    Refused,
    Seen,
    Source,
    Wanted,
)
from irhub.registers.sources.cleaning import drop_without_key, joined, typed
from irhub.registers.sources.company_numbers import company_number, numbered
from irhub.registers.sources.contradictions import one_each
from irhub.registers.sources.events import differing
from irhub.registers.sources.keys import name_key

_FORMER = tuple(f"PreviousName_{number}.CompanyName" for number in range(1, 11))
_PUBLIC_ACCOUNTS = date(1908, 1, 1)
_LONGEST_DUE = 3 * 366  # first accounts are due 21 months after a company is made; a court may give longer
_SIC = tuple(f"SICCode.SicText_{number}" for number in range(1, 5))


def read_wanted(path: Path, wanted: Callable[[], Wanted]) -> Reading:
    """Stream the file and keep the rows of wanted companies; `total` counts every row. Raises Refused."""
    with TemporaryDirectory(prefix="irhub-") as folder:
        member = path
        if containers.is_zip(path):
            member = Path(folder) / "companies.csv"
            with containers.opened(path) as archive:
                containers.unpack_csv(path, archive, member)
        return _filtered(path.name, member, wanted())


def _filtered(name: str, member: Path, wanted: Wanted) -> Reading:
    scan = pl.scan_csv(member, infer_schema=False, encoding="utf8-lossy", quote_char='"')
    try:
        published = scan.collect_schema().names()
        if lacking := headers.missing(SOURCE, published):
            raise Refused(f"{name} is not the {SOURCE.title}: it lacks the column {', '.join(lacking)}.")
        rows = scan.rename({column: column.strip() for column in published}).with_row_index("line", offset=2)
        names = [name_key(pl.col(column)).is_in(wanted.name_keys.implode()) for column in ("CompanyName", *_FORMER)]
        kept = rows.filter(
            pl.any_horizontal(company_number(pl.col("CompanyNumber")).is_in(wanted.numbers.implode()), *names)
        )
        total, found = pl.collect_all([rows.select(pl.len()), kept], engine="streaming")
    except pl.exceptions.PolarsError as problem:
        raise Refused(f"{name} breaks off or is damaged: {str(problem).splitlines()[0][:120]}.") from problem
    return Reading(found.with_columns(pl.col("line").cast(pl.Int64)), total=int(total.item()))


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
        fewest_because="the file has some 5.5 million rows in 2026: fewer than 4 million are a part of it",
        began=date(2012, 1, 1),
        usual_days=31,
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
    cannot_tell=("who works there", "anything of a company that is dissolved: it is not in the file"),
    known_faults=("header cells have leading blanks", "trades are self-declared"),
)
