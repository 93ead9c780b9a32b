"""The room's place in Django."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """Names the room."""

    name = "irhub.guidance"
    label = "guidance"
