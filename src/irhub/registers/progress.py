"""Telling whoever waits how far work is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, int, int], None]
"""Told what is done, how much of it is done, and how much there is."""


@contextmanager
def step(progress: Progress, what: str) -> Iterator[None]:
    """A step of work in one piece: told when it begins and when it is done."""
    progress(what, 0, 1)
    yield
    progress(what, 1, 1)
