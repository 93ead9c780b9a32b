"""Whom the linker joins, whom it does not, and what it says of it; in registers small enough to read."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from irhub.linkage import link, relink, start
from tests.examples import tried
from tests.linkage.registers import place, places, sponsors

PLACES = places(
    place(1, "Oakvale Healthcare Limited", 0, "Rose Manor Nursing Home"),
    place(2, "Otterbridge Ltd", 1, "Homelark (Sampleton)"),
    place(3, "Sorrelbank Care Ltd", 0),
    place(4, "Sorrelbank Care (North) Ltd", 1),
    place(5, "Mr John Example & Mrs Mary Example", 2, "Teal Cottage"),
    place(6, "Quillstead Residential Home Limited", 2),
)
LEARNED_FROM = sponsors(("Oakvale Healthcare Ltd", "Testford"))


def best(
    name: str, town: str | None = "Testford", here: pl.DataFrame = PLACES, companies: pl.DataFrame | None = None
) -> dict:
    """What is said of one sponsor among those of other trades."""
    asked = sponsors((name, town))
    links = link(asked, here, companies)
    return links.filter(pl.col("sponsor_key") == asked["sponsor_key"][0]).to_dicts()[0]


@pytest.mark.parametrize(
    ("name", "town", "provider"),
    [
        ("OAKVALE HEALTH CARE LTD", "Testford", "1-1"),
        ("Oakvale Healthcare Ltd T/A Rose Manor", "Testford", "1-1"),
        ("Rose Manor Nursing Home", "Testford", "1-1"),
        ("Oakvalle Healthcare Limited", "Testford", "1-1"),
        ("Otterbridge Ltd t/as Homelark (Sampleton)", "Sampleton", "1-2"),
        ("Sorrelbank Care (North) Limited", "Sampleton", "1-4"),
        ("Sorrelbank Care Ltd", "Testford", "1-3"),
        ("J Example T/A Teal Cottage", "Mockbury", "1-5"),
        ("Quill stead Residential Home", "Mockbury", "1-6"),
        ("Quillstead Residential Homes Ltd", "Mockbery", "1-6"),
    ],
)
def test_a_provider_is_found_however_the_sponsor_register_spells_it(name, town, provider):
    answer = best(name, town)
    assert answer["provider_id"] == provider
    assert answer["band"] != "not linked", answer


@pytest.mark.parametrize(
    "name",
    ["Oakvale Kitchens Ltd", "Rose Manor Motors Ltd", "Testford Care Services Ltd", "Nightjar Wholly Other Care Ltd"],
)
def test_a_shared_word_alone_is_no_link(name):
    assert best(name)["band"] == "not linked"


def test_the_nearer_of_two_namesakes_is_likelier():
    here = places(place(1, "Plovercombe Care Ltd", 0), place(2, "Plovercombe Care Ltd", 1))
    assert best("Plovercombe Care Ltd", "Testford", here)["provider_id"] == "1-1"
    assert best("Plovercombe Care Ltd", "Sampleton", here)["provider_id"] == "1-2"
    either = best("Plovercombe Care Ltd", None, here)
    assert either["band"] != "accepted"
    assert "Another provider fits about as well" in either["against"]


def test_another_name_in_the_weekly_directory_finds_the_provider():
    known = place(2, "Rosewick Lodge Care Ltd", also_known_as="Quernmoor Grange Homecare")
    assert best("Quernmoor Grange Homecare", "Testford", places(known | {"also_known_as": ""}))["provider_id"] is None
    answer = best("Quernmoor Grange Homecare", "Testford", places(known))
    assert (answer["provider_id"], answer["rests_on"]) == ("1-2", ""), "found, and proven by nothing"
    assert any("another name of one of the provider's locations" in said for said in answer["reasons"])


def test_a_former_company_name_finds_the_provider():
    companies = pl.DataFrame(
        {
            "company_number": ["01234567"],
            "company_name": ["NEWNAME CARE LTD"],
            "previous_names": ["OTTERMARSH HOMES LIMITED"],
        }
    )
    here = places(place(1, "Newname Care Ltd", 0, company_number="01234567"))
    assert best("Ottermarsh Homes Ltd", "Testford", here)["provider_id"] is None
    answer = best("Ottermarsh Homes Ltd", "Testford", here, companies)
    assert answer["provider_id"] == "1-1"
    assert any("Ottermarsh" in reason or "former" in reason for reason in answer["reasons"])


def test_a_former_name_that_another_company_bears_now_proves_nothing():
    companies = pl.DataFrame(
        {
            "company_number": ["01234567", "07654321"],
            "company_name": ["NEWNAME CARE LTD", "OTTERMARSH HOMES LTD"],
            "previous_names": ["OTTERMARSH HOMES LIMITED", ""],
        }
    )
    here = places(place(1, "Newname Care Ltd", 0, company_number="01234567"))
    assert best("Ottermarsh Homes Ltd", "Testford", here, companies[:1])["rests_on"] == "number"
    assert best("Ottermarsh Homes Ltd", "Testford", here, companies)["provider_id"] is None


def test_reasons_are_sentences_strongest_first_and_what_speaks_against_is_told():
    answer = best("Oakvale Health Care", "Sampleton")
    assert "words written together or apart" in answer["reasons"][0]
    assert any("km apart" in said for said in answer["against"])
    assert all(said[0].isupper() or said[0] in "“0123456789" for said in answer["reasons"] + answer["against"])


def test_every_sponsor_gets_one_answer_and_scores_are_probabilities():
    asked = sponsors(("Oakvale Healthcare Ltd", "Testford"))
    links = link(asked, PLACES)
    assert links["sponsor_key"].to_list() == sorted(asked["sponsor_key"].to_list())
    assert links["score"].is_between(0, 1).all()
    assert set(links["band"]) <= {"accepted", "review", "not linked"}


def test_no_sponsors_or_no_providers_are_no_error():
    assert link(sponsors().clear(), PLACES).is_empty()
    assert set(link(LEARNED_FROM, PLACES.clear())["band"]) == {"not linked"}


SEVERAL = sponsors(
    ("Oakvale Healthcare Ltd", "Testford"), ("Sorrelbank Care Ltd", "Testford"), ("Sorrelbank Care North Ltd", None),
    ("Homelark Sampleton", "Sampleton"), ("Oakvale Motors Ltd", "Testford"), ("Quillstead Homes Ltd", "Mockbury"),
)  # fmt: skip


@given(st.randoms(use_true_random=False))
@tried(8)
def test_the_order_of_rows_does_not_matter(chance):
    rows, here = (list(range(frame.height)) for frame in (SEVERAL, PLACES))
    chance.shuffle(rows)
    chance.shuffle(here)
    assert_frame_equal(link(SEVERAL[rows], PLACES[here]), link(SEVERAL, PLACES))


@given(st.randoms(use_true_random=False))
@tried(8)
def test_noise_that_cleaning_ignores_never_changes_a_link(chance):
    def noisy(text: str | None) -> str | None:
        if text is None:
            return None
        case = chance.choice((str.upper, str.lower, str.title))(text)
        return chance.choice((case, f" {case} ", case.replace(" ", "  ", 1), case.replace(" ", "\u00a0")))

    spoiled = SEVERAL.with_columns(
        pl.Series("name", [noisy(name) for name in SEVERAL["name"]]),
        pl.Series("town", [noisy(town) for town in SEVERAL["town"]]),
    )
    columns = ["sponsor_key", "provider_id", "score", "band"]
    assert_frame_equal(link(spoiled, PLACES).select(columns), link(SEVERAL, PLACES).select(columns))


def test_linking_what_changed_gives_what_linking_everything_gives():
    before = start(SEVERAL, PLACES)
    renamed = pl.concat(
        [SEVERAL[1:], sponsors(("Oakvale Health Care Ltd T/A Rose Manor", "Testford"), ("Teal Cottage", "Mockbury"))]
    ).unique("sponsor_key", keep="last", maintain_order=True)
    after = relink(before, renamed, PLACES)
    assert_frame_equal(after.links, start(renamed, PLACES, learned=before.learned).links)
    moved = PLACES.filter(pl.col("provider_id") != "1-3").with_columns(
        city=pl.when(pl.col("provider_id") == "1-1").then(pl.lit("Sampleton")).otherwise("city"),
        location_name=pl.when(pl.col("provider_id") == "1-6")
        .then(pl.lit("Otterholt Manor"))
        .otherwise("location_name"),
    )
    later = relink(after, renamed, moved)
    assert_frame_equal(later.links, start(renamed, moved, learned=before.learned).links)
    assert not later.links.equals(after.links)
