"""The room's place in Django."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Names the room."""

    name = "irhub.operations"
    label = "operations"
