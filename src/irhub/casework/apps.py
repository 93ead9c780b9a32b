"""The room's place in Django."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Names the room."""

    name = "irhub.casework"
    label = "casework"
