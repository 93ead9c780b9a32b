"""The engine that Django's settings name for a managed PostgreSQL; the embedded server's is made of it."""

from __future__ import annotations

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection. A roll-back takes back what the database was told of who acts, and with it a proof that no longer counts (ADR 40)."""

    _untold = False

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._forget()
        self._untold = True  # the transaction's end, which follows, opens no other

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if autocommit and self._untold:
            self._tell()

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._forget()
        self._tell()

    def _forget(self) -> None:
        from irhub.accounts.row_security import forget

        forget(self)

    def _tell(self) -> None:
        from irhub.accounts.row_security import tell

        self._untold = False
        tell(self)
