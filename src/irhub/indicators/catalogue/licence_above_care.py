"""A provider is not on the sponsor register itself, but a company above it is."""

from __future__ import annotations

import polars as pl

from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.ownership import EVIDENCE_OF_OWNERS, NOT_OF_OWNERS, above
from irhub.indicators.snapshot import SPONSORS, Snapshot
from irhub.indicators.wording import number
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Providers without a licence of their own whose company belongs to one that is on the sponsor register: the nearest."""
    gone = at.licences.group_by("organisation_id").agg(gone=pl.col("until").max())
    owned = above(at).join(at.licensed, on="organisation_id", how="anti")
    size = at.care.group_by("organisation_id").agg(pl.col("provider_name").min(), size=pl.len())
    nearest = (
        owned.join(_holders(at, owned["owner_key"].unique()), left_on="owner_key", right_on="holder_number")
        .sort("organisation_id", "step", "holder")
        .unique("organisation_id", keep="first", maintain_order=True)
        .join(gone, on="organisation_id", how="left")
        .join(size, on="organisation_id")
    )
    through = pl.when(pl.col("step") > 1).then(
        phrase(" through {}", number(pl.col("step") - 1, "company between", "companies between"))
    )
    return nearest.select(
        "organisation_id", "link_score", "link_basis",
        severity=pl.lit(Severity.KNOW),
        since=pl.max_horizontal("began", "licensed_since", "gone"),
        says=phrase(
            "{} ({}) belongs to {}{}. It has no entry of its own on the register of licensed sponsors that we know of; {} is on it.",
            "provider_name", number("size", "care location", "care locations"), "owner_name",
            through.otherwise(pl.lit("")), "sponsor_name",
        ),
        evidence=pl.concat_list("rows", "holder_rows", "licence_rows"),
    )  # fmt: skip


def _holders(at: Snapshot, numbers: pl.Series) -> pl.DataFrame:
    """Of the companies of these numbers those on the sponsor register: holder_number, holder (organisation), holder_rows, link_score,
    link_basis and what `licensed` says. A provider's by its number and link; others' as the company whose name the sponsor bears."""
    asked = pl.col("company_number").is_in(numbers.implode())
    providers = (
        at.owners.filter(asked)
        .join(at.surest_links, on="organisation_id", how="left")
        .select(
            "organisation_id",
            "link_score",
            "link_basis",
            holder_number="company_number",
            holder_rows=pl.concat_list("number_row"),
        )
    )
    likely = (
        at.sponsor_companies.filter(asked)
        .join(at.sponsors.select("sponsor_key", "organisation_id").unique(), on="sponsor_key")
        .join(at.owners, on="organisation_id", how="anti")
        .sort("score", "sponsor_key", descending=[True, False])
        .unique(["organisation_id", "company_number"], keep="first", maintain_order=True)
        .select("organisation_id", "link_basis", link_score="score", holder_number="company_number")
    )
    return (
        pl.concat([providers, likely], how="diagonal")
        .with_columns(pl.col("holder_rows").fill_null([]))
        .join(at.licensed, on="organisation_id")
        .rename({"organisation_id": "holder"})
    )


INDICATOR = Indicator(
    code="licence-above-care",
    title="Licence at the owner, care at its company",
    question=Question.CARE,
    asks="Which providers have no entry on the sponsor register themselves, while a company that they belong to has one?",
    why="The owner may sponsor the people who work in its companies’ services: what happens to one licence reaches them too.",
    not_to_conclude=(
        *NOT_OF_OWNERS,
        "That the owner sponsors anybody who works there: no register says where sponsored people work.",
        "The provider may hold a licence under a name that is not linked yet. Owner and provider are shown apart, never merged.",
        "Where the owner gives no care itself, its licence is known by its company name alone.",
    ),
    severities={Severity.KNOW: "always"},
    next_step="Ask the provider which company employs and sponsors the people who work there.",
    evidence=(*EVIDENCE_OF_OWNERS, (SPONSORS, "name"), (SPONSORS, "route")),
    find=find,
    shown_as_one="Licence and owner",
)
