"""Minutes by room at the end of a run. They are told and judged by nothing: a slow machine breaks no run."""

from __future__ import annotations

from collections import Counter

import pytest


def room_of(test: str) -> str:
    """The folder below tests/ in which a test lies; "the whole" for those that lie in none."""
    parts = test.split("::")[0].split("/")
    return parts[1] if len(parts) > 2 else "the whole"


class Rooms:
    """A plugin that adds up what tests take."""

    def __init__(self) -> None:
        self.seconds, self.tests = Counter[str](), Counter[str]()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take note of a part of a test that ended."""
        room = room_of(report.nodeid)
        self.seconds[room] += report.duration
        self.tests[room] += report.when == "call"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the minutes of each room, those of all workers together."""
        if len(self.seconds) < 2:
            return
        terminalreporter.section("minutes by room")
        whole = sum(self.seconds.values())
        for room, taken in self.seconds.most_common():
            terminalreporter.write_line(f"{taken / 60:6.1f}  {taken / whole:4.0%}  {room}, {self.tests[room]:,} tests")
        terminalreporter.write_line(f"{whole / 60:6.1f}        all")
