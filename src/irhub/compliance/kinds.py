"""Kinds of things of this room that its tables name."""

from __future__ import annotations

from django.db.models import TextChoices


class Level(TextChoices):
    """What an assessment against the standards comes to."""

    TOWARDS = "towards", "Working towards the standards"
    CORE = "core", "Meets every critical statement, by its own assessment"
    FULL = "full", "Meets every statement, by its own assessment"
