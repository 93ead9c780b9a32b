"""The room's place in Django."""

from django.apps import AppConfig


class CheckerConfig(AppConfig):
    """Names the room."""

    name = "irhub.checker"
    label = "checker"
