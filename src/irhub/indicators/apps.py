"""The room's place in Django."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Names the room."""

    name = "irhub.indicators"
    label = "indicators"
