"""What a fault run shows of each kind of fault: how often it was done, and how much was lost, doubled, or told as a traceback."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

TRACEBACK = "Traceback (most recent call last)"


def tracebacks(*told: str | Path) -> int:
    """How many tracebacks texts hold: pages, what a terminal shows, and logs by their path."""
    texts = (one.read_text(errors="replace") if isinstance(one, Path) else one for one in told)
    return sum(text.count(TRACEBACK) for text in texts)


def figure(
    record: Callable[[str, object], None], what: str, *, lost: Collection[object] = (), doubled: Collection[object] = (),
    told: Collection[str | Path] = (), more: str = "",
) -> None:  # fmt: skip
    """Hold that nothing was lost, doubled or told as a traceback, and have it printed at the end of the run.

    `record`: the test's `record_property`. `what`: what was done, and how often. `lost`, `doubled`: of what was said to be done.
    `told`: the pages, terminals and logs of whoever was disturbed. `more`: what else was measured.
    """
    found = tracebacks(*told)
    line = f"{what}: lost {len(lost)}, doubled {len(doubled)}, tracebacks {found}"
    record("measured", f"{line}; {more}" if more else line)
    assert not lost, (what, lost)
    assert not doubled, (what, doubled)
    assert not found, (what, [one for one in told if tracebacks(one)])
