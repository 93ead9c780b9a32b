"""What indicators of one kind share: those of locations, of ratings, of companies, and the measures of councils."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from irhub.indicators.indicator import Severity
from irhub.indicators.snapshot import COMPANIES, LOCATIONS, Snapshot, held_since, once
from irhub.indicators.wording import agreeing, day, listed, number, source
from irhub.registers.phrases import phrase

RECENT = timedelta(days=90)
YEAR = timedelta(days=365)
HALF_YEAR = timedelta(days=183)
LEAST_LETTERS = 5
"""A person's name of fewer letters tells nobody apart."""
NO_DATE = pl.lit(None, pl.Date)
"""Of a fact that has no date of its own: the registers tell only by when it held."""
RANK = {"Inadequate": 0, "Requires improvement": 1, "Good": 2, "Outstanding": 3}
"""The CQC's ratings, lowest first."""
NOT_OF_RATINGS = (
    "A CQC rating says nothing about pay, visas or how sponsored workers are treated, nor the reverse.",
    "A rating is as old as its date. In a large group one location says little of the others.",
)
NOT_OF_COMPANIES = (
    "It says nothing of the care that is given, or of anybody’s conduct.",
    "The number is the one that the provider gave the CQC: a mistyped number is another company.",
)
NOT_OF_SHARES = (
    "No register says how many people are sponsored: a licensed provider may sponsor nobody.",
    "Beds are capacity, not residents. Links that are not found yet make the share too low.",
)


def earliest(at: Snapshot, spans: pl.Expr) -> pl.DataFrame:
    """Since when locations hold what `spans` (an expression over location spans) says: location_id, began."""
    return held_since(at.locations.filter(spans), "location_id").rename({"since": "began"})


@once
def given(at: Snapshot) -> pl.DataFrame:
    """Organisations that give adult social care, each with the row of its first location: organisation_id, care_row."""
    row = source(LOCATIONS, "since", "line", phrase("{} gives care at {}", "provider_name", "location_name"))
    first = at.care.sort("organisation_id", "location_name", "location_id")
    first = first.unique("organisation_id", keep="first", maintain_order=True)
    return first.select("organisation_id", care_row=row)


@once
def first_licensed(at: Snapshot) -> pl.DataFrame:
    """By when organisations were first seen on the sponsor register: organisation_id, first_since."""
    return at.licences.group_by("organisation_id").agg(first_since=pl.col("since").min())


@once
def left_within_a_year(at: Snapshot) -> pl.DataFrame:
    """Providers whose licence left in the last year, for joining others to them: lost_org, lost (name), lost_by, lost_rows."""
    return at.left.filter(pl.col("by") > at.as_at - YEAR).select(
        lost_org="organisation_id", lost="name", lost_by="by", lost_rows="evidence"
    )


def by_organisation(frame: pl.DataFrame, says: pl.Expr, severity: pl.Expr, own: pl.Expr = NO_DATE) -> pl.DataFrame:
    """Locations of licensed organisations put together, one row an organisation.

    `frame`: rows of Snapshot.care_of_licensed with `began`. `says`: what each location's row says. `own`: the fact's own date
    of each location, of which the latest is told. Gives organisation_id, provider_name, severity, since, own_date, value (how
    many locations), those (their names in words), evidence.
    """
    return (
        frame.sort("organisation_id", "location_name", "location_id")
        .group_by("organisation_id", maintain_order=True)
        .agg(
            pl.col("provider_name", "licensed_since", "licence_rows").first(),
            severity=severity,
            began=pl.max_horizontal(pl.col("began").min(), pl.col("licensed_since").first()),
            own=own.max(),
            value=pl.len(),
            names=pl.col("location_name"),
            rows=source(LOCATIONS, "since", "line", says),
        )
        .with_columns(
            **dated("own", "began"),
            those=listed(pl.col("names")),
            evidence=pl.concat_list("rows", "licence_rows"),
        )
    )


def beside(at: Snapshot, told: pl.DataFrame) -> pl.DataFrame:
    """The care locations of organisations that are not among those told (column location_id), where a sentence counts them too, as source
    rows: organisation_id, others."""
    rest = at.care.join(told, on="location_id", how="anti").sort("location_name", "location_id")
    row = source(LOCATIONS, "since", "line", phrase("{} is on the CQC’s list", "location_name"))
    return rest.group_by("organisation_id", maintain_order=True).agg(others=row)


def dated(own: str, began: str) -> dict[str, pl.Expr]:
    """The columns `since` and `own_date` of signals: the fact's own date (column `own`) where it has one, else the edition's."""
    return {"since": pl.coalesce(own, began), "own_date": pl.col(own).is_not_null()}


def rated_while_licensed(at: Snapshot, rating: str, severity: pl.Expr) -> pl.DataFrame:
    """Licensed providers with care locations that bear this rating, given to the present provider."""
    mine = (pl.col("overall_rating") == rating) & ~pl.col("inherited_rating").fill_null(False)
    rated = at.care_of_licensed.filter(mine).join(earliest(at, mine), on="location_id")
    row = phrase("{} is rated {} (published {})", "location_name", "overall_rating", day("rating_date"))
    return by_organisation(rated, row, severity, pl.col("rating_date")).with_columns(
        says=phrase(
            "{} of {} ({}) {} rated {}, and the provider is on the register of licensed sponsors.",
            number("value", "location", "locations"), "provider_name", "those", agreeing("value", "is", "are"), pl.lit(rating),
        )
    )  # fmt: skip


def companies_told(
    at: Snapshot, companies: pl.DataFrame, *, severity: pl.Expr, row: pl.Expr, says: pl.Expr
) -> pl.DataFrame:
    """Rows of Snapshot.licensed_companies, with `began` (and `own`, the fact's own date, where it has one), as signals: the
    company that began last speaks for its owner."""
    if "own" not in companies.columns:
        companies = companies.with_columns(own=NO_DATE)
    told = companies.sort("began", "company_number", descending=[True, False])
    told = told.unique("organisation_id", keep="first", maintain_order=True)
    return told.with_columns(held=pl.max_horizontal("began", "licensed_since")).select(
        "organisation_id",
        severity=severity,
        **dated("own", "held"),
        says=says,
        evidence=pl.concat_list(source(COMPANIES, "since", "line", row), "number_row", "licence_rows"),
    )


def with_status(at: Snapshot, pattern: str) -> pl.DataFrame:
    """Companies of licensed providers whose status fits a pattern, with `began`."""
    fits = pl.col("company_status").str.contains(pattern)
    began = held_since(at.companies.filter(fits), "company_number").rename({"since": "began"})
    return at.licensed_companies.filter(fits).join(began, on="company_number")


def overdue(at: Snapshot, due: str) -> pl.DataFrame:
    """Companies of licensed providers for which a date had passed by an edition, with `began`, `own` (the first day past it)
    and `late` (days)."""
    if not (dates := at.dates(COMPANIES)):
        return at.licensed_companies.clear().with_columns(began=NO_DATE, own=NO_DATE, late=pl.lit(None, pl.Int64))
    shown = pl.DataFrame({"began": dates}, schema={"began": pl.Date}).sort("began")
    passed = (
        at.licensed_companies.filter(pl.col(due) < dates[-1])
        .with_columns(own=pl.col(due) + timedelta(days=1))
        .with_columns(known=pl.max_horizontal("own", "since"))
    )
    return (
        passed.sort("known")
        .join_asof(shown, left_on="known", right_on="began", strategy="forward", coalesce=False)
        .filter(~pl.col("company_status").str.contains("(?i)liquidation|administration|receiver"))
        .with_columns(late=(pl.lit(dates[-1]) - pl.col(due)).dt.total_days())
    )


def share_of_councils(
    at: Snapshot, rows: pl.DataFrame, *, counted: pl.Expr, amount: pl.Expr, least: int, of_what: str, says: str
) -> pl.DataFrame:
    """A share for every council, in percent.

    `rows`: standing locations with council_code, location_name, since and line. `counted`: which of them are the
    share; `amount`: what each adds. Councils with a whole of less than `least` get no value. `says`: a sentence with
    gaps for part, whole and percent; `of_what`: what is too few.
    """
    here = rows.filter(pl.col("council_code") != "").with_columns(
        is_part=counted.fill_null(False), amount=amount.cast(pl.Float64)
    )
    row = source(LOCATIONS, "since", "line", phrase("{} of {}", "location_name", "provider_name"))
    summed = (
        here.sort("council_code", "location_name", "location_id")
        .group_by("council_code", maintain_order=True)
        .agg(
            numerator=pl.col("amount").filter(pl.col("is_part")).sum(),
            denominator=pl.col("amount").sum(),
            since=pl.lit(at.newest(LOCATIONS)),
            parts=row.filter(pl.col("is_part")),
            one=row.first(),
        )
    )
    enough = pl.col("denominator") >= least
    percent = 100 * pl.col("numerator") / pl.col("denominator")
    part, whole = (pl.col(name).cast(pl.Int64) for name in ("numerator", "denominator"))
    return summed.filter(pl.col("denominator") > 0).select(
        "council_code",
        "since",
        "denominator",
        severity=pl.lit(Severity.KNOW),
        numerator=pl.when(enough).then("numerator"),
        value=pl.when(enough).then(percent),
        says=pl.when(enough)
        .then(phrase(says, part, whole, percent.round(0).cast(pl.Int64)))
        .otherwise(pl.lit(f"There are fewer than {least} {of_what} here: too few for a share.")),
        evidence=pl.when(enough & (pl.col("numerator") > 0)).then(pl.col("parts")).otherwise(pl.concat_list("one")),
    )
