"""The room's place in Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Names the room."""

    name = "irhub.notices"
    label = "notices"
