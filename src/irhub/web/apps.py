"""The room's place in Django."""

from django.apps import AppConfig
from django.core.checks import register


class WebConfig(AppConfig):
    """Names the room."""

    name = "irhub.web"
    label = "web"

    def ready(self) -> None:
        """Check how the rooms name their modules whenever the system is checked."""
        from irhub.web.rooms import check

        register(check)
