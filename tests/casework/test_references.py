"""The number of a case can be said over the telephone, and one that was heard wrongly is never another's."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from irhub.casework import references
from irhub.casework.references import new_reference, read_reference
from irhub.web.errors import ActionRefused
from tests.casework.purse import Parcel, make_tables

LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)


def refused(text: str) -> bool:
    try:
        read_reference(text)
    except ActionRefused:
        return True
    return False


@given(prefix=LETTERS, year=st.integers(2026, 2099), data=st.data())
def test_a_reference_is_read_however_it_is_written_and_a_slip_is_always_found(prefix, year, data):
    made = new_reference(prefix, year)
    assert re.fullmatch(r"[A-Z]{2}-\d{4}-\d{3}-\d{3}-\d{3}", made)
    assert read_reference(made.lower().replace("-", " ")) == made
    assert read_reference(made[:3] + made[3:].replace("0", "O").replace("1", "l")) == made
    plain = made.replace("-", "")
    at = data.draw(st.integers(0, len(plain) - 1))
    kind = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if at < 2 else "0123456789"
    other = data.draw(st.sampled_from([each for each in kind if each != plain[at]]))
    assert refused(plain[:at] + other + plain[at + 1 :])
    if at and at != 2 and plain[at - 1] != plain[at]:
        assert refused(plain[: at - 1] + plain[at] + plain[at - 1] + plain[at + 1 :])


@pytest.mark.parametrize(
    "text", ["", "HL", "HL-2026-482-109", "HL-2026-482-109-3756", "2026-482-109-375", "the blue one"]
)
def test_what_is_no_reference_is_told_with_how_one_looks(text):
    with pytest.raises(ActionRefused, match="looks like HL-2026"):
        read_reference(text)


@pytest.mark.django_db
def test_a_number_that_is_taken_is_drawn_again_and_never_given_twice(monkeypatch):
    make_tables()
    drawn = iter([7, 7, 7, 8, *[8] * 5])
    monkeypatch.setattr(references.secrets, "randbelow", lambda _: next(drawn))
    first, second = Parcel.objects.create(), Parcel.objects.create()
    assert first.reference != second.reference
    with pytest.raises(Exception, match="reference"), transaction.atomic():
        Parcel.objects.create()
    second.save()
    assert Parcel.objects.get(pk=second.pk).reference == second.reference
    assert read_reference(first.reference) == first.reference
