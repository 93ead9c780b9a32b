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
    place(4, "Teal Valley NHS Foundation Trust", 1, "Teal Cottage"),
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
    (answer,) = answers(("Teal Valley NHS Foundation Trust", "Faraway"))
    assert (answer["provider_id"], answer["rule"]) == ("1-4", "same legal name")


CHARITIES = ("Larkhill Foundation", "The Haven Mill Trust", "Sedgebank Society", "St Quillian Church Council")


@pytest.mark.parametrize("name", CHARITIES)
@pytest.mark.parametrize(
    ("town", "proof"), [("Testford", "legal_name"), ("Sampleton", ""), ("Faraway", ""), (None, "")]
)
def test_a_name_that_a_charity_chose_is_proof_in_one_place_alone_since_another_may_have_chosen_it(name, town, proof):
    here = places(place(1, name, 0), place(2, "Sorrelbank Care Ltd", 1))
    links = link(sponsors((name, town)), here)
    answer = links.row(by_predicate=pl.col("provider_id") == "1-1", named=True)
    assert answer["rests_on"] == proof
    assert proof or answer["band"] != "not linked", "a reviewer sees it"


@pytest.mark.parametrize(
    ("sponsor", "provider"),
    [("Best@Care Ltd", "BestCare Ltd"), ("Care @ Home Ltd", "Care Home Ltd"), ("A+ Harebell Ltd", "A Harebell Ltd")],
)
def test_a_sign_is_the_word_that_it_stands_for_so_that_a_name_with_it_is_another(sponsor, provider):
    assert key(sponsor) != key(provider)
    links = link(sponsors((sponsor, "Testford")), places(place(1, provider, 0)))
    assert "legal_name" not in links["rests_on"].to_list()
    assert key("Care at Home Ltd") == key("Care @ Home Limited")


def test_one_legal_name_is_found_among_many_that_share_more_words():
    others = [
        place(10 + at, f"{word} Ha 3 Care Ltd", 0)
        for at, word in enumerate(("Oak", "Elm", "Ash", "Fir", "Yew", "Bay", "Box", "May", "Ivy"))
    ]
    links = link(sponsors(("3 HA Limited", "Testford")), places(place(1, "3HA Limited", 0), *others))
    assert links.row(by_predicate=pl.col("provider_id") == "1-1", named=True)["rests_on"] == "legal_name"


def test_a_legal_name_that_several_providers_bear_is_left_to_reviewers_and_never_lost():
    several = places(place(1, "Sorrelbank Care Ltd", 1), place(2, "Sorrelbank Care Ltd", 2))
    links = link(sponsors(("Sorrelbank Care Ltd", "Testford")), several)
    answer = links.row(by_predicate=pl.col("sponsor_key").str.starts_with("sorrelbank"), named=True)
    assert (answer["band"], answer["rule"]) == ("review", "several bear the legal name")
    near = link(sponsors(("Sorrelbank Care Ltd", "Sampleton")), several)
    answer = near.row(by_predicate=pl.col("sponsor_key").str.starts_with("sorrelbank"), named=True)
    assert (answer["provider_id"], answer["band"]) == ("1-1", "accepted"), "the place says which"


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


def held(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """Companies by number, name and former names."""
    return pl.DataFrame(rows, schema=["company_number", "company_name", "previous_names"], orient="row")


def test_a_former_name_of_the_providers_own_company_number_is_proof():
    companies = held(("01234567", "FERNHOLT CARE LTD", "GORSEMOOR HOMES LIMITED"))
    (answer,) = answers(("Gorsemoor Homes Ltd", "Faraway"), companies=companies)
    assert (answer["provider_id"], answer["band"], answer["rule"]) == ("1-7", "accepted", "a name of the company")
    assert answer["rests_on"] == "number"


def test_a_former_name_of_two_companies_proves_neither():
    companies = held(
        ("01234567", "FERNHOLT CARE LTD", "GORSEMOOR HOMES LIMITED"),
        ("07654321", "FERNHOLT FOODS LTD", "GORSEMOOR HOMES LTD"),
    )
    (answer,) = answers(("Gorsemoor Homes Ltd", "Mockbury"), companies=companies)
    assert answer["rests_on"] == ""
    assert answer["band"] == "review"


def test_the_name_of_a_company_whose_number_the_provider_gave_is_proof_by_number_and_not_by_name():
    companies = held(("01234567", "FERNHOLT CARE AND SUPPORT LTD", ""))
    (answer,) = answers(("Fernholt Care and Support Ltd", "Faraway"), companies=companies)
    assert (answer["provider_id"], answer["band"], answer["rests_on"]) == ("1-7", "accepted", "number")


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([("01234567", "WRENSIDE MOTORS LTD", "")], id="a name unlike the provider's"),
        pytest.param(
            [("01234567", "FERNHOLT CARES LTD", ""), ("07654321", "FERNHOLT CARE LTD", "")],
            id="the provider's name is another company's",
        ),
        pytest.param(
            [("01234567", "WRENSIDE MOTORS LTD", "FERNHOLT CARS LTD"), ("07654321", "NEW LTD", "FERNHOLT CARE LTD")],
            id="was another company's",
        ),
    ],
)
def test_a_number_that_contradicts_the_name_of_its_provider_is_a_mistake_and_brings_no_other_firm_to_it(others):
    for name in ("Wrenside Motors Ltd", "Fernholt Cares Ltd", "Fernholt Cars Ltd"):
        (answer,) = answers((name, "Mockbury"), companies=held(*others))
        assert answer["rests_on"] == "", answer
        assert answer["band"] != "accepted"


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
        "same_core": True, "kind_s": "name", "kind_p": "provider name", "foreign": 0.0, "conflict": 0.0, "initials": False, "chosen": False,
    }  # fmt: skip
    rarer = pair | {
        "sponsor_key": "quernwick|testford",
        "body": "quernwick|testford",
        "provider_id": "1-2",
        "rarest": 9.0,
    }
    (decided, _) = rules.decided(pl.DataFrame([pair, rarer]))["rule"]
    assert (None if decided is None else rules.RULES[decided].name) == rule
