"""The room's place in Django."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Names the room."""

    name = "irhub.dashboards"
    label = "dashboards"
