"""Fields of tables that Django lacks."""

from __future__ import annotations

from typing import Any

from django.db import models


class OneOf(models.CharField):  # type: ignore[type-arg]
    """A text that is one of `choices`. To migrations it is a text alone: the choices are no part of the table."""

    def deconstruct(self) -> Any:
        """As of a CharField without choices, so that migrations import nothing of ours and a new choice makes none."""
        name, _, positional, named = super().deconstruct()
        named.pop("choices", None)
        return name, "django.db.models.CharField", positional, named
