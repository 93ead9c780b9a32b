"""Hardly a true link is lost before anything is compared."""

from __future__ import annotations

import pytest
from bench.candidate_recall import held
from bench.registers import HELD_BACK, make

from irhub.linkage import evaluation, linker
from irhub.registers.fictional import SCALES


@pytest.mark.slow
def test_candidates_hold_the_true_links_and_accepted_links_are_right_on_a_seed_that_nothing_was_tuned_on():
    registers = make(HELD_BACK, SCALES["small"])
    assert held(registers) >= 0.96
    sponsors, places, truth = registers
    rows = evaluation.judged(linker.link(sponsors, places), truth)
    accepted = evaluation.quality(rows, linker.thresholds()["accepted"])
    assert accepted.precision >= 0.98
    assert accepted.recall >= 0.8
