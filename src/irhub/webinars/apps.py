"""The room's place in Django."""

from django.apps import AppConfig


class WebinarsConfig(AppConfig):
    """Names the room."""

    name = "irhub.webinars"
    label = "webinars"
