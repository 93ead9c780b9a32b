"""The room's place in Django."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Names the room."""

    name = "irhub.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        """Keep the summaries true to people's decisions as they are made."""
        from irhub.dashboards.services import summarise_some
        from irhub.organisations.services import settled

        settled.connect(summarise_some, dispatch_uid="summaries follow decisions")
