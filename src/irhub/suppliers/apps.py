"""The room's place in Django."""

from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    """Names the room."""

    name = "irhub.suppliers"
    label = "suppliers"
