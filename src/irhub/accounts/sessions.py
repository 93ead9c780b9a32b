"""Sessions, kept by a hash of their key: what stands in the database signs nobody in (Django's SESSION_ENGINE).

The browser holds the key. The table's rows, and allauth's list of sessions, hold its hash, marked by a sign that no key begins with. Nobody
who acts in a request may read or write the table: four functions of the database do, each for the one row whose hash it is given. What
a session holds is signed for that row: copied into another, it is no session.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.db import connection
from django.utils import timezone

from irhub.accounts.row_security import system_access

MARK = "#"
"""What the hash of a key begins with, and no key."""
_LONGEST = 40
"""Signs that the column holds."""


def row_of(key: str | None) -> str:
    """Under what a session is kept: the hash of its key, or what is one already; blank for none."""
    if not key or key.startswith(MARK):
        return key or ""
    return f"{MARK}{sha256(key.encode()).hexdigest()}"[:_LONGEST]


class SessionStore(db.SessionStore):
    """As Django's in the database, but that the database never learns the key."""

    @property
    def key_salt(self) -> str:
        """With what the content is signed: whoever copies it into a session of their own gets none of it."""
        return f"{__name__}.{row_of(self.session_key)}"

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, if there is none or it has ended."""
        kept = (
            self._ask("SELECT accounts_session(%s, %s)", self.session_key, timezone.now()) if self.session_key else None
        )
        if kept is None:
            self._session_key = None
            return {}
        return dict(self.decode(kept))

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return bool(self._ask("SELECT accounts_session_is_there(%s)", session_key))

    def save(self, must_create: bool = False) -> None:
        """Keep it. Raises CreateError if it is to be new and is not, UpdateError if it went meanwhile."""
        if self.session_key is None:
            self.create()
            return
        data = self.encode(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        kept = self._ask(
            "SELECT accounts_keep_session(%s, %s, %s, %s)", self.session_key, data, self.get_expiry_date(), must_create
        )
        if not kept:
            raise CreateError if must_create else UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """End it, or the one named."""
        if which := session_key or self.session_key:
            self._ask("SELECT accounts_end_session(%s)", which)

    @classmethod
    def clear_expired(cls) -> None:
        """Drop sessions that have ended: work for the system, as no row is anybody's to find."""
        with system_access("sessions that have ended are dropped"):
            super().clear_expired()

    @staticmethod
    def _ask(question: str, key: str, *more: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(question, [row_of(key), *more])
            return cursor.fetchone()[0]
