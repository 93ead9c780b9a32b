"""What a name decides by itself: one legal name is one body, and what must never be accepted before a person has looked."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.linkage import link, rules
from irhub.linkage.names import legal
from irhub.linkage.names.legal import legal_key
from irhub.linkage.rules import SURE
from tests.examples import tried
from tests.linkage.registers import place, places, sponsors

PLACES = places(
    place(1, "Oakvale Healthcare Limited", 0, "Rose Manor Nursing Home"),
    place(2, "Otterbridge (First House) Ltd", 1, "First House"),
    place(3, "Sorrelbank Care Ltd", 0),
    place(4, "Teal Cottage Trust", 1, "Teal Cottage"),
    place(5, "Dr Alex Example", 0, "Testford Surgery"),
    place(6, "Quillstead Homes Ltd", 2, "Mockbury"),
    place(7, "Fernholt Care Ltd", 2, company_number="01234567"),
)
ALSO = (("Harebell Kitchens Ltd", "Testford"), ("Wrenside Motors Ltd", "Sampleton"), ("Larkmere Foods Ltd", "Mockbury"))


def answers(*asked: tuple[str, str | None], companies: pl.DataFrame | None = None) -> list[dict]:
    """What is said of some sponsors, among those of other trades."""
    every = sponsors(*asked, *ALSO)
    links = link(every, PLACES, companies)
    return [
        links.row(by_predicate=pl.col("sponsor_key") == key, named=True) for key in every["sponsor_key"][: len(asked)]
    ]


def key(name: str) -> str:
    return pl.select(legal_key(pl.lit(name))).item()


@pytest.mark.parametrize(
    "written",
    ["OAKVALE HEALTHCARE LTD", "Oakvale Health Care Limited", "Oakvale Healthcare, Ltd.", "The Oakvale Healthcare Ltd",
     "oakvale healthcare ltd", "Oakvale Healthcare Ltd"],
)  # fmt: skip
@pytest.mark.parametrize("town", ["Testford", "Sampleton", "Faraway", None])
def test_one_legal_name_is_one_company_whatever_the_town_and_the_spelling_of_its_form(written, town):
    (answer,) = answers((written, town))
    assert (answer["provider_id"], answer["band"], answer["rule"]) == ("1-1", "accepted", "same legal name")
    assert SURE <= answer["score"] < 1
    assert "one legal name" in answer["reasons"][0]


def test_the_legal_name_counts_beside_a_name_that_it_trades_under():
    (answer,) = answers(("Oakvale Healthcare Ltd T/A Wholly Other Homes", "Faraway"))
    assert (answer["provider_id"], answer["rule"]) == ("1-1", "same legal name")


def test_bodies_whose_names_law_or_charter_gives_them_alone_are_known_by_them():
    (answer,) = answers(("Teal Cottage Trust", "Faraway"))
    assert (answer["provider_id"], answer["rule"]) == ("1-4", "same legal name")


@pytest.mark.parametrize(
    "name",
    [
        "Otterbridge (Second House) Ltd",
        "Otterbridge (North) Ltd",
        "Otterbridge 2 Ltd",
        "Otterbridge Holdings Ltd",
        "Otterbridge Ltd",
    ],
)
def test_a_company_of_the_same_group_is_never_accepted_for_its_sister(name):
    (answer,) = answers((name, "Sampleton"))
    assert answer["band"] != "accepted", answer


def test_a_sponsor_with_the_providers_very_name_wins_over_one_with_a_similar_name():
    very, like = answers(("Sorrelbank Care Ltd", "Faraway"), ("Sorrelbank Care", "Testford"))
    assert (very["provider_id"], very["band"]) == ("1-3", "accepted")
    assert like["band"] != "accepted"


@pytest.mark.parametrize(
    ("name", "town"),
    [("Sorrelbank Garage Ltd", "Testford"), ("Sorrelbank Cars Ltd", "Testford"), ("Mockbury Parish Council", "Mockbury"),
     ("Rose Manor Motors", "Testford"), ("Alex Example Beauty", "Testford"), ("SC Ltd", "Testford")],
)  # fmt: skip
def test_a_garage_a_parish_a_salon_or_initials_are_never_accepted_for_a_care_firm(name, town):
    (answer,) = answers((name, town))
    assert answer["band"] != "accepted", answer


def test_a_company_is_not_the_person_who_has_a_home_of_its_name():
    (answer,) = answers(("Testford Surgery Ltd", "Testford"))
    assert answer["band"] != "accepted"


def test_a_former_name_of_the_providers_own_company_number_is_proof():
    companies = pl.DataFrame(
        {
            "company_number": ["01234567"],
            "company_name": ["FERNHOLT CARE LTD"],
            "previous_names": ["GORSEMOOR HOMES LIMITED"],
        }
    )
    (answer,) = answers(("Gorsemoor Homes Ltd", "Faraway"), companies=companies)
    assert (answer["provider_id"], answer["band"], answer["rule"]) == ("1-7", "accepted", "former name of the company")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40))
@tried(60)
def test_any_text_has_a_legal_key_and_case_and_blanks_never_change_it(text):
    told = key(f"{text} Ltd")
    assert told == key(f"  {text}  LTD. ")
    assert told


@pytest.mark.parametrize("name", ["Rose Manor Nursing Home", "Mr John Example", "Testford Surgery", ""])
def test_a_name_that_others_may_bear_has_no_legal_key(name):
    assert key(name) == ""


FRANCHISES = places(
    place(1, "Kestrel Enterprises Ltd", 0, "Rightbeside (Sampleton)", brand_name="Rightbeside"),
    place(2, "Quernwick Ltd", 1, "Rightbeside (Mockbury)", brand_name="Rightbeside"),
    place(3, "Kestrel Lodge Ltd", 1),
    place(4, "Kestrel Court Care Ltd", 2),
)


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("Kestrel Enterprises t/a Rightbeside (Sampleton)", True),
        ("Kestrel Enterprises trading as Rightbeside Sampleton", True),
        ("Kestrel Enterprises", False),
        ("Kestrel Enterprises t/a Rightbeside (Mockbury)", False),
        ("Kestrel Enterprises t/a Rose Manor", False),
        ("Kestrel Enterprises (North) Ltd t/a Rightbeside (Sampleton)", False),
        ("Kestrel Holdings Ltd t/a Rightbeside (Sampleton)", False),
        ("Rightbeside (Sampleton)", False),
        ("Rightbeside", False),
    ],
)
def test_who_holds_a_franchise_is_likely_by_its_own_name_and_the_brands_together_and_by_neither_alone(name, accepted):
    links = link(sponsors((name, "Faraway"), ("Quernwick Ltd", "Sampleton")), FRANCHISES)
    (answer,) = [row for row in links.to_dicts() if row["sponsor_key"].endswith("|faraway")]
    assert (answer["band"] == "accepted") == accepted, answer
    assert answer["rests_on"] == "", "none of these names is proof"
    if accepted:
        assert answer["provider_id"] == "1-1"


@pytest.mark.parametrize(
    ("second", "rule"), [(-1.0, "a name that others may bear"), (3.0, "a name that others may bear"), (12.0, None)]
)
def test_a_name_that_others_may_bear_is_left_to_points_where_another_name_of_the_sponsor_fits_too(second, rule):
    pair = {
        "sponsor_key": "kestrelenterprises|faraway", "provider_id": "1-1", "body": "kestrelenterprises|faraway",
        "legal": legal.UNSTATED, "second": second, "rarest": 3.0, "level": 6, "shared_apart": 6.0, "share": 1.0, "mistyped": 0.0,
        "same_core": True, "kind_s": "name", "kind_p": "provider name", "foreign": 0.0, "conflict": 0.0, "initials": False,
    }  # fmt: skip
    rarer = pair | {
        "sponsor_key": "quernwick|testford",
        "body": "quernwick|testford",
        "provider_id": "1-2",
        "rarest": 9.0,
    }
    (decided, _) = rules.decided(pl.DataFrame([pair, rarer]))["rule"]
    assert (None if decided is None else rules.RULES[decided].name) == rule
