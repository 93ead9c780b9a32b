"""The room's place in Django."""

from django.apps import AppConfig


class LegalAdviceConfig(AppConfig):
    """Names the room."""

    name = "irhub.legal_advice"
    label = "legal_advice"
