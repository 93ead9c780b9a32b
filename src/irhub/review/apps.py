"""The room's place in Django."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Names the room."""

    name = "irhub.review"
    label = "review"
