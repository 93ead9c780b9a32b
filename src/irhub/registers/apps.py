"""The room's place in Django."""

from django.apps import AppConfig
from django.core.checks import register


class RegistersConfig(AppConfig):
    """Names the room."""

    name = "irhub.registers"
    label = "registers"

    def ready(self) -> None:
        """Check the list of what is derived whenever the system is checked."""
        from irhub.registers.deriving import check

        register(check)
