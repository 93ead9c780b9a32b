"""Whoever waits is told how far work is and how long each step took."""

from __future__ import annotations

from irhub.cli.progress import plainly
from irhub.registers.progress import step


def test_off_a_terminal_each_step_is_a_line_with_its_seconds(capsys):
    now = [0.0]
    report = plainly(lambda: now[0])
    with step(report, "Indicators"):
        now[0] = 1.25
    assert capsys.readouterr().err == "Indicators: 1.2 s\n"


def test_a_long_step_says_now_and_then_how_far_it_is(capsys):
    now = [0.0]
    report = plainly(lambda: now[0])
    for done in range(2001):
        now[0] = done / 100
        report("Checking the archive", done, 2000)
    assert capsys.readouterr().err.splitlines() == [
        "Checking the archive: 1,000 of 2,000", "Checking the archive: 2,000 in 20.0 s",
    ]  # fmt: skip


def test_a_step_that_is_told_only_when_it_is_done_counts_from_the_step_before(capsys):
    now = [0.0]
    report = plainly(lambda: now[0])
    now[0] = 2.0
    report("Looking at files", 1, 1)
    now[0] = 5.0
    report("Loading", 1, 1)
    assert capsys.readouterr().err.splitlines() == ["Looking at files: 2.0 s", "Loading: 3.0 s"]


def test_a_step_that_comes_again_is_told_again(capsys):
    report = plainly(lambda: 0.0)
    for _ in range(2):
        with step(report, "Linking sponsors to providers"):
            pass
    assert len(capsys.readouterr().err.splitlines()) == 2
