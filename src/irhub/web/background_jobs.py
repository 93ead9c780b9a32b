"""Background jobs: what a room says of one in its module `jobs` (`JOBS`), and all of them.

A job's function takes nothing, may be run again at any time without harm, and returns one sentence for the operator; it
raises Failed, with such a sentence, for a fault that people must know of. Anything else that it raises is a fault that may
pass. Either way it is tried again, later each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from irhub.web.rooms import gathered


class Failed(Exception):
    """The job could not do its work. The message is a sentence for the operator."""


@dataclass(frozen=True)
class Job:
    """A job: its name in commands, what it is for, when it runs (cron in UTC, and in words), what does it, how to mend it.

    `every_body`: it needs the rows of every body; else the database gives it no row that belongs to one.
    """

    name: str
    purpose: str
    cron: str
    when: str
    does: Callable[[], str]
    mend: str
    every_body: bool = False


@cache
def jobs() -> dict[str, Job]:
    """Every room's jobs by their names, in the order of the alphabet. Raises ValueError if two have one name."""
    found = [job for room in gathered("jobs", "JOBS") for job in room]
    named = {job.name: job for job in sorted(found, key=lambda job: job.name)}
    if len(named) < len(found):
        raise ValueError("Two jobs have one name.")
    return named
