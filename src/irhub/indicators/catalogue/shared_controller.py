"""A person with significant control of a licensed provider also controls one whose licence left."""

from __future__ import annotations

import polars as pl

from irhub.indicators.controllers import NOT_OF_CONTROLLERS, of_people
from irhub.indicators.finding import YEAR, first_licensed, left_within_a_year
from irhub.indicators.indicator import Audience, Indicator, Question, Severity
from irhub.indicators.snapshot import CONTROLLERS, LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import day
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Providers that were licensed before the loss of another within the last year, with one person in control of both."""
    told = pl.when(pl.col("others") > 2).then(
        phrase(" The same name and month of birth appear for {} care providers in all.", "others")
    )
    pairs = (
        of_people(at)
        .join(left_within_a_year(at), on="lost_org")
        .join(at.licensed, on="organisation_id")
        .join(first_licensed(at), on="organisation_id")
        .filter(
            (pl.col("first_since") < pl.col("lost_by"))
            & (pl.col("ceased_lost").is_null() | (pl.col("ceased_lost") >= pl.col("lost_by") - YEAR))
        )
        .sort("organisation_id", "lost_by", "lost", "who", descending=[False, True, False, False])
        .unique("organisation_id", keep="first", maintain_order=True)
    )
    return pairs.select(
        "organisation_id",
        severity=pl.lit(Severity.KNOW),
        since=pl.max_horizontal("lost_by", "began", "licensed_since"),
        says=phrase(
            "{} and {}, which left the register of licensed sponsors by {}, name {} with the same month and year of birth as a"
            " person with significant control.{}",
            "sponsor_name", "lost", day("lost_by"), "who", told.otherwise(pl.lit("")),
        ),
        evidence=pl.concat_list("lost_rows", "rows", "licence_rows"),
    )  # fmt: skip


INDICATOR = Indicator(
    code="shared-controller",
    title="Same person with significant control as a provider whose licence left",
    question=Question.PEOPLE,
    asks="Which licensed providers share a person with significant control with a provider whose licence left?",
    why="Whoever controls both may need, and can give, the same information about workers and people in care.",
    not_to_conclude=NOT_OF_CONTROLLERS,
    severities={Severity.KNOW: "the other provider left within the last year"},
    next_step="Ask the provider, openly, about both services.",
    evidence=((CONTROLLERS, "name"), (CONTROLLERS, "birth_year"), (LOCATIONS, "company_number"), (SPONSORS, "name")),
    find=find,
    audience=Audience.PEOPLE,
    excludes=("licence-left",),
)
