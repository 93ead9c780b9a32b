"""The room's place in Django."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Names the room."""

    name = "irhub.contracts"
    label = "contracts"
