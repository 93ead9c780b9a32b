"""The room's place in Django."""

from django.apps import AppConfig


class AttentionConfig(AppConfig):
    """Names the room."""

    name = "irhub.attention"
    label = "attention"
