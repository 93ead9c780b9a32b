"""Real editions of the sponsor register, by the whole command: what is never a change makes none, and nothing is quarantined."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from tests.place import place
from tests.replay.replay import editions, write

REAL = Path(os.environ.get("IRHUB_REAL_REGISTERS", Path(__file__).parents[3] / "shared" / "data"))
EDITIONS = 10

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not list(REAL.glob("sponsor_names_runs*.parquet")),
        reason=f"no real registers in {REAL}: set IRHUB_REAL_REGISTERS to a folder of them (docs/replay.md)",
    ),
]


def squeezed(name: str) -> str:
    """Letters and digits alone, legal forms in one spelling."""
    return re.sub(r"[^0-9a-z]", "", name.lower()).replace("limited", "ltd")


def test_no_event_of_real_editions_is_caused_by_blanks_case_or_punctuation(tmp_path):
    assert write(editions(REAL), tmp_path / "files", EDITIONS) == EDITIONS
    with place(tmp_path / "home") as where:
        told = json.loads(where.run("load", str(tmp_path / "files"), "--json").stdout)
        assert [row["outcome"] for row in told] == ["applied"] * EDITIONS
        assert [row["file"] for row in told] == sorted(row["file"] for row in told)
        changes = where.ask("SELECT kind, name, old_value, new_value, by FROM registers_change")
    assert changes
    came = {(by, squeezed(name)) for kind, name, _, _, by in changes if kind in ("licence_granted", "licence_returned")}
    went = {(by, squeezed(name)) for kind, name, _, _, by in changes if kind == "licence_removed"}
    assert not came & went
    assert all(squeezed(old) != squeezed(new) for kind, _, old, new, _ in changes if kind == "renamed")
