"""The room's place in Django."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Names the room."""

    name = "irhub.programmes"
    label = "programmes"
