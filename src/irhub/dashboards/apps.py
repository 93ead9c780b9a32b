"""The room's place in Django."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Names the room."""

    name = "irhub.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        """Keep the summaries true to people's decisions as they are made, and those of past days with their signals."""
        from irhub.dashboards.services import summarise_past_day, summarise_some
        from irhub.indicators.past import working_out
        from irhub.organisations.services import settled

        settled.connect(summarise_some, dispatch_uid="summaries follow decisions")
        working_out.connect(summarise_past_day, dispatch_uid="summaries of past days")
