"""What docs/interface.md says holds each defect of the review is a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_each_of_the_defects_of_the_review_names_a_test_that_exists():
    told = (ROOT / "docs" / "interface.md").read_text()
    assert re.findall(r"^\| (\d+)\. ", told, re.M) == [str(number) for number in range(1, 26)]
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", told)
    assert len(named) >= 25
    lost = [name for file, name in named if f"def {name}(" not in (ROOT / file).read_text()]
    assert not lost
