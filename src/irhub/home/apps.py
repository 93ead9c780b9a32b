"""The room's place in Django."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Names the room."""

    name = "irhub.home"
    label = "home"
