"""A limit on the memory of a process that lays out a workbook, where a few bytes can claim thousands of millions of cells."""

from __future__ import annotations

import resource
import sys


def limit_memory(most: int) -> None:
    """Let this process take so many bytes of address space beyond those that it has, and leave no dump if it dies of it.

    Polars is imported first: its threads reserve address space of their own.
    """
    import polars  # noqa: F401

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_used() + most,) * 2)


def _used() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
