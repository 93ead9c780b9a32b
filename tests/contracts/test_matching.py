"""A line is matched by its CQC id, else by name and place with the linker, and by its postcode, always with a reason."""

from __future__ import annotations

import polars as pl
import pytest

from irhub.contracts.matching import ACCEPTED, NONE, REVIEW, directory, matches
from irhub.contracts.reading import Line

PLACES = pl.DataFrame(
    {
        "provider_id": ["1-1", "1-1", "1-2", "1-3", "1-4"],
        "provider_name": [
            "Quillmoor Care Ltd",
            "Quillmoor Care Ltd",
            "Sedgeford Homes",
            "Amberridge LLP",
            "Thistlebeck",
        ],
        "location_name": ["Rosehip Lodge", "Fern Court", "Sedgeford", "Amberridge Hall", "Thistlebeck"],
        "company_number": ["01234567", "01234567", "07654321", "07654321", ""],
        "location_id": ["1-11", "1-12", "1-21", "1-31", "1-41"],
        "postcode": ["ZZ1 1ZA", "ZZ2 2ZB", "ZZ1 1ZA", "ZZ3 3ZC", "ZZ4 4ZD"],
        "provider_postcode": ["ZZ9 9ZZ", "ZZ9 9ZZ", "", "", ""],
        "city": ["Sampleham", "Exampleton", "Sampleham", "Mockford", "Testbury"],
    }
)
KNOWN = directory(PLACES)


def answering(provider: str = "", score: float = 0.0, band: str = "not linked", others: tuple[str, ...] = ()):
    """A linker that says this of every line, and keeps what it was asked."""
    asked: list[pl.DataFrame] = []

    def linked(frame: pl.DataFrame) -> pl.DataFrame:
        asked.append(frame)
        return frame.select(
            "sponsor_key",
            provider_id=pl.lit(provider or None, pl.String),
            score=pl.lit(score),
            band=pl.lit(band),
            reasons=pl.lit(["The names are the same."], pl.List(pl.String)),
            against=pl.lit([], pl.List(pl.String)),
            others=pl.lit([{"provider_id": other, "score": 0.1} for other in others]),
        )

    return linked, asked


def only(line: Line, **said):
    linked, _ = answering(**said)
    return matches([line], KNOWN, linked)[line]


def test_an_id_of_a_provider_or_of_one_of_its_locations_decides_and_the_linker_is_not_asked():
    linked, asked = answering("1-2", 0.99, "accepted")
    one, two = Line(1, "Quillmoor", cqc_id="1-1"), Line(2, "", cqc_id="1-31")
    found = matches([one, two], KNOWN, linked)
    assert (found[one].match, found[one].provider_id) == (ACCEPTED, "1-1")
    assert (found[two].match, found[two].provider_id) == (ACCEPTED, "1-3")
    assert found[two].reasons == ["Your file gives the CQC id of one of its locations."]
    assert not asked


@pytest.mark.parametrize("number", ["01234567", "1234567", " 0123 4567"])
def test_a_company_number_decides_as_companies_house_or_a_spreadsheet_writes_it(number):
    found = only(Line(1, "Quillmoor", company_number=number))
    assert (found.match, found.provider_id) == (ACCEPTED, "1-1")
    assert found.reasons == ["Your file gives its company number."]


@pytest.mark.parametrize(
    ("line", "provider", "against"),
    [
        (Line(1, "Two Rivulets Ltd", cqc_id="1-1"), "1-1", "has no word in common"),
        (Line(1, "Two Rivulets Ltd", company_number="01234567"), "1-1", "has no word in common"),
        (Line(1, "Quillmoor Care", cqc_id="1-1", company_number="07654321"), "1-1", "is another provider’s"),
        (Line(1, "Sedgeford Homes", company_number="07654321"), "1-2", "more than one provider"),
    ],
)
def test_an_id_that_the_rest_of_the_line_contradicts_is_to_be_checked(line, provider, against):
    found = only(line, provider="1-4", score=0.99, band="accepted")
    assert (found.match, found.provider_id) == (REVIEW, provider)
    assert against in found.against[0]
    assert "1-4" in found.others, "whom the name means is offered"


@pytest.mark.parametrize(
    "name", ["Quilmoor Cares", "QUILLMOOR", "Quill Moor Ltd", "Rosehip", "The Fern Court Home", "Home Care Ltd", "Care"]
)
def test_an_id_and_a_name_that_share_a_word_agree_whatever_the_spelling(name):
    assert only(Line(1, name, cqc_id="1-1")).match == ACCEPTED


def test_no_line_is_weighed_against_another():
    linked, asked = answering()
    matches([Line(1, "A"), Line(2, "A", "ZZ3 3ZC"), Line(3, "B")], KNOWN, linked)
    assert asked[0]["body"].n_unique() == 1


def test_an_id_that_nobody_has_is_told_and_the_name_is_tried():
    found = only(Line(1, "Quillmoor Care", cqc_id="1-999999"), provider="1-2", score=0.99, band="accepted")
    assert (found.match, found.provider_id) == (ACCEPTED, "1-2")
    assert found.against == ["No record of the CQC that we hold has the id 1-999999."]
    assert only(Line(1, "", cqc_id="1-999999")).match == NONE


def test_the_town_is_taken_from_the_postcode_where_none_is_given():
    linked, asked = answering()
    matches([Line(1, "A", "ZZ3 3ZC"), Line(2, "B", "zz4 9aa"), Line(3, "C", "ZZ3 3ZC", "Otherham")], KNOWN, linked)
    assert asked[0]["town"].to_list() == ["Mockford", "Testbury", "Otherham"]


@pytest.mark.parametrize(
    ("line", "said", "match", "provider"),
    [
        # the postcode makes a likely name sure
        (Line(1, "A", "ZZ3 3ZC"), {"provider": "1-3", "score": 0.6, "band": "review"}, ACCEPTED, "1-3"),
        # but not a name that hardly fits
        (Line(1, "A", "ZZ3 3ZC"), {"provider": "1-3", "score": 0.05, "band": "not linked"}, REVIEW, "1-3"),
        # the postcode is another candidate's: a person looks
        (Line(1, "A", "ZZ3 3ZC"), {"provider": "1-2", "score": 0.7, "band": "review", "others": ("1-3",)}, REVIEW, "1-3"),
        # the head office's postcode counts
        (Line(1, "A", "ZZ9 9ZZ"), {"provider": "1-1", "score": 0.6, "band": "review"}, ACCEPTED, "1-1"),
        # sure by name, but the postcode is somebody else's in another area: a person looks
        (Line(1, "A", "ZZ4 4ZD"), {"provider": "1-3", "score": 0.99, "band": "accepted"}, REVIEW, "1-3"),
        # sure by name, and nobody is at the postcode: it may be an office
        (Line(1, "A", "ZZ8 8ZZ"), {"provider": "1-3", "score": 0.99, "band": "accepted"}, ACCEPTED, "1-3"),
        # no name fits, one provider is at the postcode
        (Line(1, "A", "ZZ4 4ZD"), {}, REVIEW, "1-4"),
        # no name fits, two are at the postcode
        (Line(1, "A", "ZZ1 1ZA"), {}, NONE, ""),
        (Line(1, "A"), {}, NONE, ""),
    ],
)  # fmt: skip
def test_the_postcode_is_weighed_with_the_name(line, said, match, provider):
    found = only(line, **said)
    assert (found.match, found.provider_id) == (match, provider)
    assert found.reasons or found.against or match == NONE


def test_several_providers_at_one_postcode_are_offered():
    assert only(Line(1, "A", "zz11za")).others == ["1-1", "1-2"]
