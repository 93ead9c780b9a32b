"""Things that stand where a test needs them: as if people had moved them there, without the people."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from irhub.accounts.guarded import Moving

Kept = TypeVar("Kept", bound=Moving)


def stand(row: Kept, **columns: Any) -> Kept:
    """Put a row into a state, with what goes with it, past its table."""
    models.QuerySet(type(row)).filter(pk=row.pk).update(**columns)
    row.refresh_from_db()
    return row
