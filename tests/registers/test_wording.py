"""Changes in words: what the registers show, and nobody is told that two entries may be one sponsor."""

from __future__ import annotations

import re
from datetime import date

import pytest

from irhub.registers.models import Change
from irhub.registers.queries import changes_grouped
from irhub.registers.wording import FOLLOWED_FROM, KINDS, describe, wording_of

ENTRIES = ("renamed", "moved_town", "town_not_given")


def said(kind: str, confidence: float | None) -> str:
    told = describe(
        kind, name="Quillmoor Audit Ltd", place="Mockbury", old_value="Quillmoor Accountants Ltd", new_value="Quillmoor Audit Ltd",
        after=date(2026, 6, 26), by=date(2026, 7, 3), confidence=confidence,
    )  # fmt: skip
    return told.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("confidence", [None, 0.76, 0.85, FOLLOWED_FROM, 0.97])
def test_no_change_is_told_as_what_may_be_or_with_how_sure_the_hub_is(kind, confidence):
    assert not re.search(r"%|\blikely\b|\bmay be\b|\bthink\b|certain", said(kind, confidence))


@pytest.mark.parametrize("kind", ENTRIES)
def test_two_entries_are_told_to_be_one_sponsor_from_where_links_follow_and_below_it_only_what_the_register_shows(kind):
    assert "We take it for the same sponsor" in said(kind, FOLLOWED_FROM)
    assert "The register does not tell whether they are one sponsor" in said(kind, FOLLOWED_FROM - 0.01)
    assert wording_of(kind, FOLLOWED_FROM - 0.01).title != KINDS[kind].title


def test_changes_of_a_kind_stand_together_by_how_they_are_told():
    facts = {"register": "home_office_sponsors", "after": date(2026, 6, 26), "by": date(2026, 7, 3), "kind": "renamed"}
    found = [
        Change(**facts, name=name, place="", old_value="Old Ltd", new_value=name, confidence=sure)
        for name, sure in (("A Ltd", 0.76), ("B Ltd", 0.97), ("C Ltd", 0.8))
    ]
    groups = changes_grouped(found, ())
    assert [[told.change.name for told in group.changes] for group in groups] == [["B Ltd"], ["A Ltd", "C Ltd"]]
    assert [group.wording.title for group in groups] == ["Name changed", "One name left, another came"]
