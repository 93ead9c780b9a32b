"""The room's place in Django."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Names the room."""

    name = "irhub.compliance"
    label = "compliance"
