"""What the spans of every register share (models.py)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Span(models.Model):
    """What every register's span holds. Subclasses add one column for each field of their source, same names."""

    since = models.DateField()
    until = models.DateField(null=True)
    line = models.BigIntegerField()

    class Meta:
        abstract = True


def span_meta(prefix: str, *key: str, asked_by: tuple[str, ...] = ()) -> type:
    """Constraints and indexes that every register's spans share: a record stands once at a time."""
    return type(
        "Meta",
        (),
        {
            "constraints": [
                models.UniqueConstraint(*key, "since", name=f"{prefix}_span_begins_once"),
                models.UniqueConstraint(*key, condition=Q(until=None), name=f"{prefix}_span_open_once"),
                models.CheckConstraint(
                    condition=Q(until__isnull=True) | Q(until__gt=models.F("since")),
                    name=f"{prefix}_span_ends_after_it_begins",
                ),
            ],
            "indexes": [
                models.Index(fields=["until"], name=f"{prefix}_span_until"),
                *(models.Index(fields=[field], name=f"{prefix}_by_{field}") for field in asked_by),
            ],
        },
    )
