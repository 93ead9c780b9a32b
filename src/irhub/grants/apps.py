"""The room's place in Django."""

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """Names the room."""

    name = "irhub.grants"
    label = "grants"
