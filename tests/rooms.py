"""Minutes by room at the end of a run, and a budget of each: a room that takes far more of the whole fails the run.

Budgets are shares of the whole run and not seconds, so that a slow machine breaks none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

BUDGETS = {
    "journeys": 0.45,
    "faults": 0.25,
    "accounts": 0.25,
    "registers": 0.25,
    "real": 0.2,
    "cli": 0.2,
    "dashboards": 0.2,
    "indicators": 0.2,
    "operations": 0.2,
    "organisations": 0.2,
    "checker": 0.2,
}
"""The most of the whole run that a room may take, where it is more than `USUAL`."""
USUAL = 0.12
ROOMS = {folder.name for folder in Path(__file__).parent.iterdir() if any(folder.glob("**/test_*.py"))}


def room_of(test: str) -> str:
    """The folder below tests/ in which a test lies; "the whole" for those that lie in none."""
    parts = test.split("::")[0].split("/")
    return parts[1] if len(parts) > 2 else "the whole"


def over_budget(seconds: Mapping[str, float]) -> list[str]:
    """A sentence on each room that takes more of the run than it may."""
    whole = sum(seconds.values())
    return [
        f"{room} took {taken / whole:.0%} of the run, and may take {BUDGETS.get(room, USUAL):.0%} (tests/rooms.py)"
        for room, taken in sorted(seconds.items())
        if taken > whole * BUDGETS.get(room, USUAL)
    ]


class Rooms:
    """A plugin that adds up what tests take."""

    def __init__(self) -> None:
        self.seconds, self.tests = Counter[str](), Counter[str]()
        self.over: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take note of a part of a test that ended."""
        room = room_of(report.nodeid)
        self.seconds[room] += report.duration
        self.tests[room] += report.when == "call"

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Judge a whole run that went well."""
        options = session.config.option
        if self.seconds.keys() >= ROOMS and not options.keyword and not options.markexpr and not session.exitstatus:
            self.over = over_budget(self.seconds)
            if self.over:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the minutes of each room, those of all workers together."""
        if len(self.seconds) < 2:
            return
        terminalreporter.section("minutes by room")
        whole = sum(self.seconds.values())
        for room, taken in self.seconds.most_common():
            terminalreporter.write_line(f"{taken / 60:6.1f}  {taken / whole:4.0%}  {room}, {self.tests[room]:,} tests")
        terminalreporter.write_line(f"{whole / 60:6.1f}        all")
        for sentence in self.over:
            terminalreporter.write_line(sentence, red=True)
