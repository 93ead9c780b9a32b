"""A stated company name that no company bears says no more than a name without a company's form; one that a company bears keeps bodies apart."""

from __future__ import annotations

import polars as pl
import pytest

from irhub.linkage import linker
from irhub.linkage.inputs import COMPANIES, with_columns
from irhub.linkage.registered import unregistered
from tests.linkage.registers import place, places, sponsors

PLACES = places(place(1, "Oakvale Healthcare Limited", 0, company_number="01234567"))


def companies(*rows: tuple[str, str]) -> pl.DataFrame:
    """Companies by name and former names."""
    frame = pl.DataFrame(rows, schema={"company_name": pl.String, "previous_names": pl.String}, orient="row")
    return with_columns(frame.with_columns(company_number=pl.format("0000000{}", pl.row_index())), COMPANIES)


@pytest.mark.parametrize(
    ("name", "judged"),
    [
        ("Oakvale Health Ltd", True),
        ("OAKVALE HEALTHCARE LTD", False),
        ("Oakvale Homes Limited", False),
        ("Oakvale Health", False),
        ("Oakvale Health Trust", False),
        ("The Oakvale Health Ltd", False),
        ("Oakvale Health Ltd t/a Rose Manor", False),
        ("Oakvale Health CIO", False),
    ],
)
def test_only_a_whole_name_with_a_companys_form_that_no_company_bears_or_bore_is_no_companys(name, judged):
    asked = sponsors((name, "Testford")).head(1)
    held = companies(("Oakvale Healthcare Limited", "Oakvale Homes Ltd | Oakvale Rest Ltd"))
    assert unregistered(asked, held)["sponsor_key"].to_list() == (asked["sponsor_key"].to_list() if judged else [])


def linked(*flagged: str) -> linker.State:
    asked = sponsors(("Oakvale Healthcare Homes Ltd", "Testford"), ("Sedgewick Motors Ltd", "Testford"))
    return linker.start(asked.with_columns(unregistered=pl.col("name").is_in(list(flagged))), PLACES)


def answer(state: linker.State) -> dict[str, object]:
    return state.links.row(by_predicate=pl.col("sponsor_key").str.starts_with("oakvale"), named=True)


def test_a_rule_holds_a_registered_sister_company_back_and_a_name_that_is_no_companys_is_weighed():
    registered, other = answer(linked()), answer(linked("Oakvale Healthcare Homes Ltd"))
    assert (registered["provider_id"], registered["rule"], registered["band"]) == (
        "1-1",
        "likely the same group",
        "not linked",
    )
    assert (other["provider_id"], other["rule"], other["band"]) == ("1-1", None, "review")
    assert other["rests_on"] == "", "nothing proves it"


def test_a_sponsor_whose_name_proves_to_be_no_companys_is_compared_again():
    before, wanted = linked(), linked("Oakvale Healthcare Homes Ltd")
    again = linker.relink(before, wanted.sponsors, PLACES)
    assert again.links.equals(wanted.links)
