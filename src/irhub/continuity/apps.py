"""The room's place in Django."""

from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    """Names the room."""

    name = "irhub.continuity"
    label = "continuity"
