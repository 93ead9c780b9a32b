"""Fifty people who come at one moment, each on a connection of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from irhub.web.errors import ActionRefused

THREADS = 50


def at_once(does: Any, threads: int = THREADS) -> list[Any]:
    """What each of fifty, or of so many, is told who does something at one moment: what came of it, or the refusal."""
    ready = Barrier(threads)

    def one(number: int) -> Any:
        try:
            ready.wait()
            return does(number)
        except ActionRefused as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as people:
        return list(people.map(one, range(threads)))
