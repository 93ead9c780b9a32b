"""The room's place in Django."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Names the room."""

    name = "irhub.organisations"
    label = "organisations"
