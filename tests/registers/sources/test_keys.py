"""Spellings that are never a change have one key; names that differ have two."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.registers.sources.keys import name_key


def key(name: str) -> str:
    return pl.DataFrame({"name": [name]}).select(name_key(pl.col("name"))).item()


@pytest.mark.parametrize(
    "spellings",
    [
        ("Quillmoor Care Ltd", " QUILLMOOR  CARE LIMITED", "Quillmoor Care\u00a0Ltd.", "QuillmoorCare Ltd"),
        ("Sample & Sons", "Sample and Sons", "SAMPLE AND SONS"),
        ("Sampleham PLC", "Sampleham Public Limited Company"),
        ("Exampleton’s Kitchen", "Exampletonâ??s Kitchen", "Exampletonâ€™s Kitchen", "Exampletons Kitchen"),
        ("Quillmoor Ltd t/a Rose House", "Quillmoor Limited trading as Rose House"),
        ("Café Sample", "Cafe\u0301 Sample", "CafÃ© Sample", "CafÃƒÂ© Sample", "CAFÉ SAMPLE"),
        ("Rose – Sons", "Rose â€“ Sons", "Rose â\x80\x93 Sons", "Rose a\u0302€“ Sons"),
        ("Quillmoor Healthcare Ltd ltd", "Quillmoor Healthcare Ltd"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings):
    assert len({key(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quillmoor Care Ltd", "Quillmoor Care LLP"),
        ("Quillmoor Care Ltd", "Quillmoor Cares Ltd"),
        ("Quillmoor 1 Ltd", "Quillmoor 2 Ltd"),
        ("Pâtisserie Sample", "Ptisserie Sample"),
        ("Pâtisserie Sample", "P?tisserie Sample"),
        ("São Sample", "SÃ Sample"),
    ],
)
def test_names_that_differ_have_two_keys(one, other):
    assert key(one) != key(other)


@given(st.lists(st.sampled_from(["Rose", "&", "Ltd", "care", "O’Neill", "No.1"]), min_size=1, max_size=6), st.data())
def test_case_and_blanks_never_make_another_key(words, data):
    plain = " ".join(words)
    noisy = "".join(
        data.draw(st.sampled_from([letter.upper(), letter.lower(), letter + " " if letter == " " else letter]))
        for letter in plain
    )
    assert key(plain) == key(noisy)
