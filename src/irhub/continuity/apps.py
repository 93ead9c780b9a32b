"""The room's place in Django."""

from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    """Names the room."""

    name = "irhub.continuity"
    label = "continuity"

    def ready(self) -> None:
        """Keep the active locations true to people's decisions as they are made."""
        from irhub.continuity.active import keep_active
        from irhub.organisations.services import settled

        settled.connect(keep_active, dispatch_uid="active locations follow decisions")
