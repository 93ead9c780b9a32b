"""The room's place in Django."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Names the room."""

    name = "irhub.notify"
    label = "notify"
