"""One rule says what a company number is, on every side of every join."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.registers.sources.company_numbers import PREFIXES, numbered, one_number


@pytest.mark.parametrize(
    ("published", "number"),
    [
        ("01234567", "01234567"), ("1234567", "01234567"), (" 1234567 ", "01234567"), ("0123 4567", "01234567"), ("7", "00000007"),
        ("1234567.0", "01234567"), ("sc123456", "SC123456"), ("SC12345", "SC012345"), ("NI 1234", "NI001234"), ("OC300001", "OC300001"),
        ("R0000123", "R0000123"), ("R123", "R0000123"), ("RC000001", "RC000001"), ("IP27519R", "IP27519R"), ("SP2558RS", "SP2558RS"),
        ("NA000012", "NA000012"), ("CE012345", "CE012345"), ("１２３４５６７８", "12345678"),
    ],
)  # fmt: skip
def test_a_number_has_eight_characters_however_it_is_written(published, number):
    assert one_number(published) == number


@pytest.mark.parametrize(
    ("published", "rule"),
    [
        *((text, "says_no_number") for text in ("N/A", "NA", "n.a.", "unknown", "TBC", "None", "0", "00000000", "-", "?", "Nil", "not known")),
        *((text, "not_a_company_number") for text in ("123456789", "ABC", "XY123456", "12E07", "SC1234567", "SC000000", "1234567A",
                                                      "Company 01234567", "номер")),
    ],
)  # fmt: skip
def test_what_is_no_number_is_blank_with_an_issue(published, rule):
    rows, issues = numbered(pl.DataFrame({"line": [7], "number": [published]}), "number")
    assert rows["number"].to_list() == [None]
    assert issues.select("line", "field", "rule", "before").rows() == [(7, "number", rule, published)]


def test_what_was_put_right_is_told_and_what_is_right_or_blank_is_not():
    rows, issues = numbered(pl.DataFrame({"line": [1, 2, 3], "number": ["123", None, "01234567"]}), "number")
    assert rows["number"].to_list() == ["00000123", None, "01234567"]
    assert issues.select("line", "rule", "after").rows() == [(1, "padded_number", "00000123")]


@given(st.text(max_size=12) | st.from_regex(r"\A[A-Za-z]{0,2}[0-9]{1,8}\Z"))
def test_a_number_made_is_a_number_and_stays_as_it_is(text):
    number = one_number(text)
    if number is not None:
        assert len(number) == 8
        assert one_number(number) == number
        assert one_number(f" {number.lower()} ") == number


@given(st.sampled_from(["", *PREFIXES]), st.integers(1, 999_999))
def test_leading_zeros_make_no_difference(prefix, digits):
    whole = f"{prefix}{digits:0{8 - len(prefix)}d}"
    assert one_number(f"{prefix}{digits}") == one_number(whole) == whole
