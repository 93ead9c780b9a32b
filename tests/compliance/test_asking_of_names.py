"""Words that may be somebody's name are asked of, in every form of the room, and are kept once the person said that they name nobody."""

from __future__ import annotations

import pytest

from irhub.compliance.forms import AddItem
from irhub.compliance.repeats import clean_reference
from irhub.web.errors import ActionRefused


def test_a_form_asks_whether_words_name_somebody_and_takes_what_names_nobody():
    def sent(title: str, *nobody: str) -> AddItem:
        return AddItem({"title": title, "nobody": list(nobody)})

    asked = sent("Ask Robin Quillmoor")
    assert not asked.is_valid()
    assert "“Robin Quillmoor” may be somebody’s name" in str(asked.errors["title"])
    assert asked.fields["nobody"].choices == [("Robin Quillmoor", "“Robin Quillmoor” names nobody")]
    assert not sent("Ask Oatlea Wexcombe", "Robin Quillmoor").is_valid(), "it was said of other words"
    settled = sent("Ask Robin Quillmoor", "Robin Quillmoor")
    assert settled.is_valid()
    assert settled.cleaned_data == {"title": "Ask Robin Quillmoor"}
    plain = sent("Ask the payroll manager")
    assert plain.is_valid()
    assert "nobody" not in plain.fields
    assert "nobody" not in AddItem().fields


def test_given_names_of_three_letters_are_no_initials():
    with pytest.raises(ActionRefused, match="Amy is a name"):
        clean_reference("Amy")
    assert clean_reference("Amx") == "AMX"
