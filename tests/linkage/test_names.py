"""What people write differently without meaning anything else leaves no trace, and each rule has a name."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.linkage.names.parts import BRACKET, FORMER, NAME, TRADING, parts
from irhub.linkage.names.vocabulary import rarities, typing_errors
from irhub.linkage.names.words import RULES, canonical, glued, joinable, legal_form, raw_words, unglued
from tests.examples import tried


def taken_apart(name: str) -> list[tuple[str, str]]:
    return parts(pl.DataFrame({"owner": [0], "kind": [NAME], "text": [name]})).select("kind", "text").rows()


@pytest.mark.parametrize(
    "marker",
    [
        "T/A",
        "t/a",
        "T/as",
        "t/as ,",
        "TA",
        "Trading as",
        "trading as:",
        ", t/a",
        "- T/A",
        "T/ A",
        "t.a.",
        "T\\A",
        "T-A",
        "T/A T/A",
        "T/A as",
        "t a",
        "t/s",
        "/TA",
    ],
)
def test_a_trading_name_is_told_apart_however_it_is_marked(marker):
    assert taken_apart(f"Testford Ltd {marker} Sample House") == [(NAME, "Testford Ltd"), (TRADING, "Sample House")]


@pytest.mark.parametrize(
    "marker", ["Trading name of", "is a trading name of", "(a trading name of", "- the trading name of"]
)
def test_the_firm_behind_a_trading_name_is_told_apart_when_it_comes_last(marker):
    assert taken_apart(f"Sample House {marker} Testford Ltd") == [(NAME, "Sample House"), (TRADING, "Testford Ltd")]


def test_a_legal_form_alone_is_no_trading_name():
    assert taken_apart("Testford TA Limited") == [(NAME, "Testford")]


@pytest.mark.parametrize("name", ["AS Testford Ltd", "Ta Sample Trading Ltd", "Testford T A Ltd"])
def test_a_name_that_only_looks_marked_stays_whole(name):
    assert taken_apart(name) == [(NAME, name)]


def test_a_trading_name_in_brackets_is_told_apart():
    assert [text for _, text in taken_apart("Testford Ltd (T/A Sample House)")] == ["Testford Ltd", "Sample House)"]


def test_several_trading_names_and_who_a_firm_is_part_of_are_told_apart():
    two = taken_apart("Testford Ltd T/A Rose Manor / Teal House")
    assert two == [(NAME, "Testford Ltd"), (TRADING, "Rose Manor"), (TRADING, "Teal House")]
    assert taken_apart("Rose Manor - part of Testford Group") == [(NAME, "Rose Manor"), (TRADING, "Testford Group")]


def test_several_words_in_brackets_are_a_name_of_their_own_and_one_word_is_not():
    assert (BRACKET, "Sample House") in taken_apart("Testford Ltd (Sample House)")
    assert taken_apart("Homelark (Testford)") == [(NAME, "Homelark (Testford)")]


def test_a_former_name_is_told_apart():
    assert taken_apart("Testford Ltd (formerly Mockbury Care Ltd")[1] == (FORMER, "Mockbury Care Ltd")


@pytest.mark.parametrize("name", ["Kumar Trading Ltd", "Tata Care", "The Stables", "Ta Ra Homes"])
def test_words_that_only_look_like_a_marker_are_left_alone(name):
    assert taken_apart(name) == [(NAME, name)]


def words(*names: str, joins: pl.DataFrame | None = None) -> list[tuple[str, ...]]:
    frame = pl.DataFrame({"text": names}).with_row_index("name_id")
    raw = raw_words(frame)
    told = canonical(raw, joinable(raw, raw.clear()) if joins is None else joins)
    found = told.group_by("name_id", maintain_order=True).agg("word")
    return [tuple(found.filter(pl.col("name_id") == i)["word"].to_list()[0]) for i in range(len(names))]


@pytest.mark.parametrize(
    ("rule", "one", "other"),
    [
        ("letters", "A B C Care", "A.B.C. Care"),
        ("letters", "ABC Care", "A B C Care"),
        ("joined", "Testford Health Care", "Testford Healthcare"),
        ("joined", "Testford Home Care", "Testford Homecare"),
        ("abbreviation", "St Bede Hse", "Saint Bede House"),
        ("abbreviation", "Testford N/H", "Testford Nursing Home"),
        ("number", "First Care Two", "1st Care 2"),
        ("plural", "Testford Homes", "Testford Home"),
        ("plural", "Testford Care Services", "Testford Care Service"),
        ("legal form", "Testford Care Limited", "Testford Care"),
        ("legal form", "Testford Care ServicesLTD", "Testford Care Services Ltd"),
        ("small word", "Care n' Share", "Care and Share"),
        ("legal form", "Testford Care Public Limited Company", "Testford Care PLC"),
        ("small word", "The Firs", "Firs"),
        ("small word", "Care & Support", "Care and Support"),
        ("title", "Mrs Jane Example", "Jane Example"),
    ],
)
def test_each_rule_brings_two_spellings_to_the_same_words(rule, one, other):
    assert rule in RULES
    first, second = words(one, other)
    assert first == second


def test_words_that_one_register_writes_joined_are_joined_where_written_apart():
    frame = pl.DataFrame({"text": ["Herons Gate Care", "Heronsgate Care"]}).with_row_index("name_id")
    raw = raw_words(frame)
    joins = joinable(raw.filter(pl.col("name_id") == 0), raw.filter(pl.col("name_id") == 1))
    assert ("herons", "gate") in joins.rows()
    assert words("Herons Gate Care", "Heronsgate Care", joins=joins) == [("heronsgate", "care")] * 2


def test_a_whole_name_written_as_one_word_is_taken_apart_where_a_register_writes_it_apart():
    frame = pl.DataFrame({"text": ["HeronRoseCare Ltd", "Heron Rose Care"]}).with_row_index("name_id")
    raw = raw_words(frame)
    apart = glued(raw.filter(pl.col("name_id") == 0), raw.filter(pl.col("name_id") == 1))
    told = unglued(raw, apart).group_by("name_id", maintain_order=True).agg("word")["word"].to_list()
    assert told == [["heron", "rose", "care", "ltd"], ["heron", "rose", "care"]]


def test_a_name_of_nothing_but_small_words_keeps_them():
    assert words("The Ltd") == [("the", "ltd")]


@given(
    st.lists(
        st.sampled_from(
            ["Rose", "House", "Care", "ABC", "Health", "Home", "St", "Anne's", "Two", "24/7", "&", "The", "Ltd", "U.K."]
        ),
        min_size=1,
        max_size=6,
    ),
    st.randoms(),
)
@tried(150)
def test_case_blanks_and_apostrophes_never_matter(written, chance):
    name = " ".join(written)
    noisy = "".join(chance.choice((c.upper(), c.lower())) for c in name).replace(
        " ", chance.choice(("  ", " ", "\u00a0"))
    )
    noisy = f" {noisy.replace(chr(39), chr(8217))} "
    one, other = words(name, noisy)
    assert one == other


def test_the_legal_form_is_the_kind_of_body_not_its_spelling():
    told = pl.DataFrame({"n": ["A Limited", "A LTD.", "A P.L.C.", "A LLP", "A CIC", "A"]}).select(
        legal_form(pl.col("n"))
    )
    assert told.to_series().to_list() == ["ltd", "ltd", "plc", "llp", "cic", ""]


def test_rarity_is_learned_from_the_registers_and_other_trades_are_foreign():
    def owned(*names: str) -> pl.DataFrame:
        return pl.DataFrame({"word": [n.split() for n in names]}).with_row_index("owner").explode("word")

    ours = owned(*["rose kitchen"] * 10, "rose care", "heron care")
    told = rarities(ours, owned(*["rose care"] * 9, "heron care"), 12, 10)
    word = {row["word"]: row for row in told.iter_rows(named=True)}
    assert word["heron"]["rarity"] > word["rose"]["rarity"] > word["care"]["rarity"] - 0.2
    assert word["kitchen"]["foreign"] > 1 > word["care"]["foreign"] == 0


def test_a_typing_error_finds_the_word_meant_and_digits_are_never_errors():
    known = pl.DataFrame({"word": ["priority", "heron", "care1"]})
    doubtful = pl.DataFrame({"word": ["priroity", "herron", "hern", "care2", "unlike"]})
    assert set(typing_errors(doubtful, known).rows()) == {("priroity", "priority"), ("herron", "heron")}
