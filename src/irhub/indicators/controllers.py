"""Who controls the companies of care providers: people and companies, joined from one provider to another. No Django.

A person is joined by first forename, surname, year and month of birth, all of which must be published on both sides, and by the
first letter of further forenames where both have them: a name alone never joins. Nobody is joined who controls very many.
"""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import LEAST_LETTERS
from irhub.indicators.snapshot import CONTROLLERS, LOCATIONS, Snapshot, once
from irhub.indicators.wording import source
from irhub.registers.phrases import phrase

INDIVIDUAL = "individual-person-with-significant-control"
CORPORATE = "corporate-entity-person-with-significant-control"
MOST = 8
"""Who controls the companies of more care providers than this is a large group, and joins nothing."""
NOT_OF_CONTROLLERS = (
    "The same name, month and year of birth are not proof of the same person.",
    "Shared control is not shared conduct: people own several companies lawfully, and leaving the register is no finding.",
    f"Nobody is shown who controls the companies of more than {MOST} care providers.",
)
_BORN = ["person_key", "birth_year", "birth_month"]


def _entries(at: Snapshot, controllers: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Who controls each organisation, by what tells them apart: organisation_id, `by`, name, middle_initial, began, ceased
    (null: not that the register knew), controls (on the day), others (organisations in all: several), rows (evidence)."""
    numbers = (
        at.locations.filter((pl.col("company_number") != "") & pl.col("social_care"))
        .sort("since", "line")
        .unique(["organisation_id", "company_number"], keep="first", maintain_order=True)
        .select(
            "organisation_id", "company_number", numbered="since",
            number_row=source(LOCATIONS, "since", "line",
                              phrase("{} gave company number {}", "provider_name", "company_number")),
        )
    )  # fmt: skip
    row = phrase("{} has significant control of company {}", "name", "company_number")
    over = pl.col("ceased_on") <= at.as_at
    return (
        controllers.filter(pl.all_horizontal(pl.col(by).is_not_null()))
        .with_columns(controls=pl.col("until").is_null() & ~over.fill_null(False))
        .join(numbers, on="company_number")
        .with_columns(others=pl.col("organisation_id").n_unique().over(by))
        .filter(pl.col("others").is_between(2, MOST))  # who controls one alone joins nothing
        .sort("organisation_id", "since", "line")
        .group_by("organisation_id", *by, maintain_order=True)
        .agg(
            pl.col("name", "middle_initial").last(),
            pl.col("others").first(),
            began=pl.max_horizontal(pl.col("since").min(), pl.col("numbered").min()),
            ceased=pl.when(pl.col("ceased_on").is_null().any()).then(None).otherwise(pl.col("ceased_on").max()),
            controls=pl.col("controls").any(),
            rows=pl.concat_list(
                pl.col("number_row").last(), source(CONTROLLERS, pl.col("since"), pl.col("line"), row).last()
            ),
        )
    )


def _pairs(entries: pl.DataFrame, by: list[str], what: pl.Expr) -> pl.DataFrame:
    """Organisations that somebody controls now who controls, or controlled, another: organisation_id, lost_org, who, others,
    ceased_lost, what (words), began, rows (evidence)."""
    return (
        entries.filter("controls")
        .join(entries, on=by, suffix="_lost")
        .filter(pl.col("organisation_id") != pl.col("organisation_id_lost"))
        .filter(
            (pl.col("middle_initial") == "")
            | (pl.col("middle_initial_lost") == "")
            | (pl.col("middle_initial") == pl.col("middle_initial_lost"))
        )
        .select(
            "organisation_id", "others", "ceased_lost",
            lost_org="organisation_id_lost", who="name", what=what, began=pl.max_horizontal("began", "began_lost"),
            rows=pl.concat_list("rows_lost", "rows"),
        )
    )  # fmt: skip


@once
def of_people(at: Snapshot) -> pl.DataFrame:
    """Pairs of organisations that one person controls or controlled (see _pairs)."""
    known = (pl.col("kind") == INDIVIDUAL) & (pl.col("person_key").str.len_chars() >= LEAST_LETTERS)
    people = _entries(at, at.controllers.filter(known), _BORN)
    months = pl.date("birth_year", "birth_month", 1).dt.strftime("%B %Y")
    return _pairs(people, _BORN, phrase("has the same person with significant control ({}, born {})", "name", months))


def of_companies(at: Snapshot) -> pl.DataFrame:
    """Pairs of organisations that one company, by number and name, controls or controlled (see _pairs)."""
    named = at.controllers.filter((pl.col("kind") == CORPORATE) & (pl.col("owner_number") != "")).with_columns(
        owner=pl.col("name")
        .str.to_lowercase()
        .str.replace_all(r"limited\.?$", "ltd")
        .str.replace_all(r"[^\p{L}\p{N}]", "")
    )
    by = ["owner_number", "owner"]
    return _pairs(_entries(at, named, by), by, phrase("has the same controlling company ({})", "name"))
