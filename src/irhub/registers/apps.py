"""The room's place in Django."""

from django.apps import AppConfig
from django.core.checks import CheckMessage, register


class RegistersConfig(AppConfig):
    """Names the room."""

    name = "irhub.registers"
    label = "registers"

    def ready(self) -> None:
        """Check the list of what is derived whenever the system is checked, and import what it takes no sooner."""
        register(_list_of_what_is_derived)


def _list_of_what_is_derived(**_: object) -> list[CheckMessage]:
    from irhub.registers.deriving import check

    return check()
