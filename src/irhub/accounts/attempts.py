"""Where attempts are counted, so that guessing ends: a table that all processes share, and that no flood empties."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone


class Attempts(DatabaseCache):
    """Django's cache in a table, but what has not expired stays, however much there is: Django would drop every third row."""

    def _cull(self, db: str, cursor: Any, now: Any, num: int) -> None:
        super()._cull(db, cursor, now, 0)  # type: ignore[misc]  # of none too many it drops what has expired, and no more

    def drop_expired(self) -> int:
        """Drop what no longer counts, and say how many those were."""
        with connection.cursor() as cursor:
            self._cull(connection.alias, cursor, timezone.now().replace(microsecond=0), 0)
            return int(cursor.rowcount)


def drop_expired() -> int:
    """Drop the attempts that no longer count, and say how many those were."""
    counted = caches["default"]
    return counted.drop_expired() if isinstance(counted, Attempts) else 0
