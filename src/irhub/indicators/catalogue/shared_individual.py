"""A nominated individual of a licensed provider answers, at the same address, for one whose licence left."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import LEAST_LETTERS, left_within_a_year
from irhub.indicators.indicator import Audience, Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot, standing
from irhub.indicators.wording import day, source
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed providers that share both a nominated individual's name and a postcode with one that left within a year.

    The name alone is never enough: the office, or a location, must also be at the same postcode.
    """
    key = pl.col("nominated_individual").str.to_lowercase().str.replace_all(r"[^\p{L}]", "")
    people = at.locations.filter(pl.col("social_care")).with_columns(person=key)
    people = people.filter(pl.col("person").str.len_chars() >= LEAST_LETTERS)
    at_places = pl.concat(
        [
            people.with_columns(
                place=pl.col(column).str.replace_all(" ", "").str.to_uppercase(), postcode_written=pl.col(column)
            )
            for column in ("provider_postcode", "postcode")
        ]
    ).filter(pl.col("place") != "")
    seen = at_places.sort("since", "line").unique(
        ["organisation_id", "person", "place"], keep="first", maintain_order=True
    )
    row = source(
        LOCATIONS,
        "since",
        "line",
        phrase(
            "{} is the nominated individual of {}, at {}", "nominated_individual", "provider_name", "postcode_written"
        ),
    )
    left = left_within_a_year(at)
    of_them = seen.join(left, left_on="organisation_id", right_on="lost_org", how="semi")
    named = seen.join(of_them, on=["person", "place"], how="semi").select(
        "organisation_id", "person", "place", "nominated_individual", began="since", row=row
    )
    current = named.join(standing(at.locations).select("organisation_id").unique(), on="organisation_id", how="semi")
    pairs = (
        current.join(named, on=["person", "place"], suffix="_lost")
        .filter(pl.col("organisation_id") != pl.col("organisation_id_lost"))
        .join(left, left_on="organisation_id_lost", right_on="lost_org")
        .join(at.licensed, on="organisation_id")
        .sort("organisation_id", "lost_by", "lost", "person", descending=[False, True, False, False])
        .unique("organisation_id", keep="first", maintain_order=True)
    )
    return pairs.select(
        "organisation_id",
        severity=pl.lit(Severity.KNOW),
        since=pl.max_horizontal("lost_by", "began", "began_lost", "licensed_since"),
        says=phrase(
            "{} and {}, which left the register of licensed sponsors by {}, name the same nominated individual ({}) and"
            " share a postcode. Joined by name and postcode; namesakes are possible.",
            "sponsor_name", "lost", day("lost_by"), "nominated_individual",
        ),
        evidence=pl.concat_list("lost_rows", "row_lost", "row", "licence_rows"),
    )  # fmt: skip


INDICATOR = Indicator(
    code="shared-individual",
    title="Same nominated individual as a provider whose licence left",
    question=Question.PEOPLE,
    asks="Which licensed providers share a nominated individual, at one address, with a provider whose licence left?",
    why="Whoever answers for both may need, and can give, the same information about workers and people in care.",
    not_to_conclude=(
        "The same name is not the same person: the join needs a postcode too, and may still be wrong.",
        "A shared person is not shared conduct; people serve many boards, and leaving the register is no finding.",
    ),
    severities={Severity.KNOW: "the other provider left within the last year"},
    next_step="Ask the person, openly, about both services.",
    evidence=((LOCATIONS, "nominated_individual"), (LOCATIONS, "provider_postcode"), (SPONSORS, "name")),
    find=find,
    audience=Audience.PEOPLE,
    excludes=("licence-left",),
)
