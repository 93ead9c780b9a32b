"""The room's place in Django."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Names the room."""

    name = "irhub.support"
    label = "support"
