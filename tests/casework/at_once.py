"""Fifty people who come at one moment, each on a connection of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from irhub.web.errors import ActionRefused

THREADS = 50


def at_once(does: Any) -> list[Any]:
    """What each of fifty is told who does something at one moment: what came of it, or the refusal."""
    ready = Barrier(THREADS)

    def one(number: int) -> Any:
        try:
            ready.wait()
            return does(number)
        except ActionRefused as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as people:
        return list(people.map(one, range(THREADS)))
