"""The room's place in Django."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Names the room."""

    name = "irhub.questions"
    label = "questions"
