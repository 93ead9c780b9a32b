"""Which company a provider's company belongs to, step by step, as persons with significant control are told. No Django.

A company belongs to another that holds most of its shares or votes. A further step is followed only from a company whose number
and name, as its subsidiary told them, are those of one company at Companies House: a mistyped number, or one of another
country, leads no further. Individuals are never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from irhub.indicators.indicator import EVIDENCE
from irhub.indicators.snapshot import CONTROLLERS, LOCATIONS, Snapshot, held_since, once, standing, stretches
from irhub.indicators.wording import source
from irhub.registers.phrases import phrase
from irhub.registers.sources.companies_house_psc import CORPORATE, MOST_STEPS
from irhub.registers.sources.keys import name_key

NOT_OF_OWNERS = (
    "It is a fact about exposure, not about conduct: to own several companies is lawful and common.",
    "Only companies that hold more than half of the shares or votes count. Control by people, by bodies without shares,"
    " through trusts, or by a company that gave no number is not seen.",
    "A group may be larger than it looks: a step leads on only where the owner’s number and name agree with Companies House’s"
    f" list, and not beyond {MOST_STEPS} companies.",
    "The number is the one that the provider gave the CQC: a mistyped number is another company.",
)
EVIDENCE_OF_OWNERS = (
    (CONTROLLERS, "owner_number"),
    (CONTROLLERS, "natures"),
    (LOCATIONS, "company_number"),
)
_BANDS = {"75-to-100-percent": "75% to 100%", "50-to-75-percent": "50% to 75%"}
"""Of shares or votes, the largest first: Register of People with Significant Control Regulations 2016, schedule 2."""
_FOR_OTHERS = "-as-"
"""In the name of a nature of control: held as a trustee or member of a firm."""


def steps(at: Snapshot) -> pl.DataFrame:
    """From each company to the one that it belongs to on the day: company_number, owner_key (the owner's number; with its
    name too where Companies House's list does not hold both), owner_name, began, row (evidence)."""
    held = (
        pl.col("natures")
        .str.split(" | ")
        .list.eval(pl.element().filter(~pl.element().str.contains(_FOR_OTHERS, literal=True)))
    )
    band = pl.coalesce(
        pl.when(held.list.join(" ").str.contains(published, literal=True)).then(pl.lit(said))
        for published, said in _BANDS.items()
    )
    told = (
        at.controllers.filter((pl.col("kind") == CORPORATE) & (pl.col("owner_number") != ""))
        .filter(pl.col("ceased_on").is_null() | (pl.col("ceased_on") > at.as_at))
        .with_columns(band=band, name_key=name_key(pl.col("name")))
        .filter(pl.col("band").is_not_null())
        .join(_names(at), left_on=["owner_number", "name_key"], right_on=["company_number", "name_key"], how="left")
        .with_columns(
            owner_key=pl.when("listed").then("owner_number").otherwise(phrase("{} {}", "owner_number", "name_key"))
        )
        .with_columns(pair=phrase("{} {}", "company_number", "owner_key"))
    )
    said = phrase("{} holds {} of the shares or votes of company {}", "name", "band", "company_number")
    return (
        standing(told)
        .filter(pl.col("band") == pl.col("band").max().over("company_number"))  # 75% comes after 50%
        .sort("company_number", "since", "line")
        .unique("pair", keep="last", maintain_order=True)
        .filter(pl.len().over("company_number") == 1)  # of two that hold as much neither holds it alone
        .join(held_since(told, "pair").rename({"since": "began"}), on="pair")
        .sort("company_number")
        .select(
            "company_number", "owner_key", "began",
            owner_name=pl.col("name").min().over("owner_key"),
            row=source(CONTROLLERS, "since", "line", said),
        )
    )  # fmt: skip


def _names(at: Snapshot) -> pl.DataFrame:
    """The names that companies which own others have or had at Companies House: company_number, name_key, listed."""
    owners = at.companies.join(at.controllers, left_on="company_number", right_on="owner_number", how="semi")
    now = owners.select("company_number", name="company_name")
    former = owners.select("company_number", name=pl.col("previous_names").str.split(" | ")).explode("name")
    keys = pl.concat([now, former]).select("company_number", name_key=name_key(pl.col("name")), listed=pl.lit(True))
    return keys.filter(pl.col("name_key") != "").unique()


@once
def above(at: Snapshot) -> pl.DataFrame:
    """Every company above a provider of adult social care, the nearest first: organisation_id, company_number (of the
    provider), step (1, 2, ...), owner_key, owner_name, began (of the whole way up to it), rows (evidence, from the provider up).

    The way ends where it comes round to a company that it has passed, and after MOST_STEPS.
    """
    told = steps(at)
    owner_of = dict(told.select("company_number", "owner_key").iter_rows())
    mine = _companies(at)
    climbed = [
        (organisation, number, step, below)
        for organisation, number in mine.select("organisation_id", "company_number").iter_rows()
        for step, below in enumerate(_climb(number, owner_of), 1)
    ]
    schema = {"organisation_id": pl.String, "company_number": pl.String, "step": pl.Int64, "below": pl.String}
    ways = pl.DataFrame(climbed, schema=schema, orient="row").join(
        told.rename({"company_number": "below"}), on="below", maintain_order="left"
    )
    passed = ways.join(
        ways.select("organisation_id", "step", "began", "row"), on="organisation_id", suffix="_passed"
    ).filter(pl.col("step_passed") <= pl.col("step"))
    return (
        passed.sort("organisation_id", "step", "step_passed")
        .group_by("organisation_id", "step", maintain_order=True)
        .agg(
            pl.col("company_number", "owner_key", "owner_name").first(),
            began=pl.col("began_passed").max(),
            rows=pl.col("row_passed"),
        )
        .join(mine.drop("company_number"), on="organisation_id", maintain_order="left")
        .with_columns(
            began=pl.max_horizontal("began", "numbered"), rows=pl.concat_list("number_row", "rows").cast(EVIDENCE)
        )
        .drop("number_row", "numbered")
    )


@once
def _companies(at: Snapshot) -> pl.DataFrame:
    """The company of each provider of adult social care: organisation_id, company_number, numbered (since when it gives that
    number), number_row (evidence)."""
    by = ["organisation_id", "company_number"]
    numbered = standing(stretches(at.locations.filter(pl.col("company_number") != ""), by)).select(
        *by, numbered="since"
    )
    return (
        at.owners.join(at.care.select("organisation_id").unique(), on="organisation_id", how="semi")
        .join(numbered, on=by)
        .sort(by)
        .unique("organisation_id", keep="first", maintain_order=True)
    )


def _climb(number: str, owner_of: Mapping[str, str]) -> Iterator[str]:
    """The companies from which the way leads up, one step each, beginning with `number` itself."""
    passed: list[str] = []
    while number in owner_of and number not in passed and len(passed) < MOST_STEPS:
        passed.append(number)
        if owner_of[number] in passed:
            return
        yield number
        number = owner_of[number]


@once
def groups(at: Snapshot) -> pl.DataFrame:
    """Providers of adult social care by the company at the top of their way up: organisation_id, owner_key, owner_name, began,
    rows (evidence). A company that gives care itself and controls others belongs to its own group, with no step."""
    ways = above(at)
    tops = ways.unique("organisation_id", keep="last", maintain_order=True).select(
        "organisation_id", "owner_key", "owner_name", "began", "rows"
    )
    named = tops.group_by("owner_key").agg(pl.col("owner_name").min())
    itself = (
        _companies(at)
        .join(ways.select("organisation_id").unique(), on="organisation_id", how="anti")
        .join(named, left_on="company_number", right_on="owner_key")
        .select(
            "organisation_id", "owner_name", owner_key="company_number", began="numbered",
            rows=pl.concat_list("number_row").cast(EVIDENCE),
        )
    )  # fmt: skip
    return pl.concat([tops, itself], how="diagonal").sort("organisation_id")
