"""The room's place in Django."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Names the room."""

    name = "irhub.registers"
    label = "registers"
