"""Where attempts are counted, so that guessing ends: a table that all processes share, and that no flood empties.

The database gives a row to whoever proves to be at work on that very one (row_security.writing), and one that has expired to anybody: SQL of
somebody's own learns nothing of who tried, and forgets no attempt. Values are JSON, so that reading them runs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection
from django.utils import timezone

from irhub.accounts.row_security import writing

_READ = "SELECT value FROM accounts_attempts WHERE cache_key = %s AND expires > %s"
_SET = (
    "INSERT INTO accounts_attempts (cache_key, value, expires) VALUES (%s, %s, %s)"
    " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
_ADD = (
    "INSERT INTO accounts_attempts (cache_key, value, expires) VALUES (%s, %s, %s) ON CONFLICT (cache_key)"
    " DO UPDATE SET value = excluded.value, expires = excluded.expires WHERE accounts_attempts.expires <= %s"
)
_TOUCH = "UPDATE accounts_attempts SET expires = %s WHERE cache_key = %s AND expires > %s"
_DELETE = "DELETE FROM accounts_attempts WHERE cache_key = %s AND expires > %s"
_CLEAR = "DELETE FROM accounts_attempts"
_DROP = "DELETE FROM accounts_attempts WHERE expires < now()"
_DROP_SOME = (
    "DELETE FROM accounts_attempts WHERE cache_key IN"
    " (SELECT cache_key FROM accounts_attempts WHERE expires < now() LIMIT 100 FOR UPDATE SKIP LOCKED)"
)
_NEVER = datetime.max.replace(tzinfo=UTC)


class Attempts(BaseDatabaseCache):
    """Django's cache in the table that Django makes for it. What has not expired stays, however much there is."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """What is kept under a key."""
        with self._row(key, version) as (row, cursor):
            cursor.execute(_READ, [row, timezone.now()])
            found = cursor.fetchone()
        return default if found is None else json.loads(found[0])

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep something under a key for so many seconds."""
        with self._row(key, version) as (row, cursor):
            cursor.execute(_DROP_SOME)
            cursor.execute(_SET, [row, json.dumps(value), self._until(timeout)])

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep it if nothing is kept there, and say whether it is. Whoever adds the same at once waits for the first transaction's end."""
        with self._row(key, version) as (row, cursor):
            cursor.execute(_DROP_SOME)
            cursor.execute(_ADD, [row, json.dumps(value), self._until(timeout), timezone.now()])
            return bool(cursor.rowcount)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let it count for so many seconds from now on, and say whether there is such."""
        with self._row(key, version) as (row, cursor):
            cursor.execute(_TOUCH, [self._until(timeout), row, timezone.now()])
            return bool(cursor.rowcount)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget it, and say whether there was such."""
        with self._row(key, version) as (row, cursor):
            cursor.execute(_DELETE, [row, timezone.now()])
            return bool(cursor.rowcount)

    def clear(self) -> None:
        """Forget all of it, which no request may."""
        with connection.cursor() as cursor:
            cursor.execute(_CLEAR)

    def drop_expired(self) -> int:
        """Drop what no longer counts, and say how many those were."""
        with connection.cursor() as cursor:
            cursor.execute(_DROP)
            return int(cursor.rowcount)

    @contextmanager
    def _row(self, key: Any, version: int | None) -> Iterator[tuple[str, Any]]:
        """The key of a row as the table has it, and a cursor that may come to that row within."""
        row = self.make_and_validate_key(key, version=version)
        with writing(f"attempts/{row}"), connection.cursor() as cursor:
            yield row, cursor

    def _until(self, timeout: Any) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        return _NEVER if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)


def drop_expired() -> int:
    """Drop the attempts that no longer count, and say how many those were."""
    counted = caches["default"]
    return counted.drop_expired() if isinstance(counted, Attempts) else 0
