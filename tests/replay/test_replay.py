"""Real editions of the sponsor register: what is never a change makes none, and nothing real is quarantined by chance."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path

import pytest
from tests.replay.replay import editions

from irhub.registers import services
from irhub.registers.models import Change

REAL = Path(os.environ.get("IRHUB_REAL_REGISTERS", Path(__file__).parents[3] / "shared" / "data"))
EDITIONS = 25

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


@pytest.mark.django_db
def test_no_event_of_real_editions_is_caused_by_blanks_case_or_punctuation(data_folder, tmp_path):
    for path in islice(editions(REAL, tmp_path), EDITIONS):
        assert services.load(path).outcome == "applied"
    changes = list(Change.objects.values_list("kind", "name", "old_value", "new_value", "by"))
    assert changes
    came = {(by, squeezed(name)) for kind, name, _, _, by in changes if kind in ("licence_granted", "licence_returned")}
    went = {(by, squeezed(name)) for kind, name, _, _, by in changes if kind == "licence_removed"}
    assert not came & went
    assert all(squeezed(old) != squeezed(new) for kind, _, old, new, _ in changes if kind == "renamed")
