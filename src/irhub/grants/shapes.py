"""The two shapes of a call."""

from __future__ import annotations

from django.db import models


class Shape(models.TextChoices):
    """How a call is decided; its value is the name of its ready set of questions."""

    PANEL = "panel", "Open call with a panel"
    CLAIM = "claim", "First come, first served, for a fixed amount"
