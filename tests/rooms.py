"""Minutes by room at the end of a run, and what fails it: a room or a file that takes far more of the whole than any should.

Minutes are judged by nothing, for a slow machine breaks no run. Shares of the whole stay much the same on any.
"""

from __future__ import annotations

from collections import Counter

import pytest

WHOLE = 3000
"""Tests of a run that is judged: of a part of them, shares tell nothing."""
MOST_OF_A_ROOM, MOST_OF_A_FILE = 0.4, 0.25
"""Shares of what all tests take. On 28 November 2026 the dearest room took a fifth and the dearest file, that of access, a
seventh. A file stays with one of three workers, and one of a third of the whole would have the others wait."""


def room_of(test: str) -> str:
    """The folder below tests/ in which a test lies; "the whole" for those that lie in none."""
    parts = test.split("::")[0].split("/")
    return parts[1] if len(parts) > 2 else "the whole"


def too_dear(seconds: Counter[str], most: float) -> list[str]:
    """Who takes more than a share of all, in a sentence each."""
    whole = seconds.total()
    return [
        f"{name} takes {taken / whole:.0%} of all tests, more than {most:.0%}: docs/tests.md tells what is dear."
        for name, taken in seconds.most_common()
        if taken > most * whole
    ]


class Rooms:
    """A plugin that adds up what tests take."""

    def __init__(self) -> None:
        self.seconds, self.files, self.tests = Counter[str](), Counter[str](), Counter[str]()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take note of a part of a test that ended."""
        room = room_of(report.nodeid)
        self.seconds[room] += report.duration
        self.files[report.nodeid.split("::")[0]] += report.duration
        self.tests[room] += report.when == "call"

    def dear(self) -> list[str]:
        """What takes too much of a whole run."""
        if self.tests.total() < WHOLE:
            return []
        return too_dear(self.seconds, MOST_OF_A_ROOM) + too_dear(self.files, MOST_OF_A_FILE)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A run in which something takes too much fails."""
        if self.dear() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the minutes of each room, those of all workers together, the dearest files, and what is too dear."""
        if len(self.seconds) < 2:
            return
        whole = self.seconds.total()
        terminalreporter.section("minutes by room")
        for room, taken in self.seconds.most_common():
            terminalreporter.write_line(f"{taken / 60:6.1f}  {taken / whole:4.0%}  {room}, {self.tests[room]:,} tests")
        terminalreporter.write_line(f"{whole / 60:6.1f}        all")
        for file, taken in self.files.most_common(5):
            terminalreporter.write_line(f"{taken / 60:6.1f}  {taken / whole:4.0%}  {file}")
        for sentence in self.dear():
            terminalreporter.write_line(sentence, red=True)
