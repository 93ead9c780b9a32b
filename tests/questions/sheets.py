"""Stored answers of nobody's, as a room would make them: for tests, in tables of their own."""

from __future__ import annotations

from django.db import connection, models

from irhub.accounts.row_security import owner_access, protect
from irhub.casework.events import append_only
from irhub.questions.models import AnswerSheet, GivenAnswer


class HomeSheet(AnswerSheet):
    class Meta(AnswerSheet.Meta):
        abstract = False
        app_label = "questions_tests"


class HomeAnswer(GivenAnswer):
    sheet = models.ForeignKey(HomeSheet, on_delete=models.PROTECT, related_name="given")

    class Meta(GivenAnswer.Meta):
        abstract = False
        app_label = "questions_tests"


def make_tables() -> None:
    """The two tables, behind the fence as a room's migration puts them."""
    with owner_access():
        with connection.schema_editor() as editor:
            for model in (HomeSheet, HomeAnswer):
                editor.create_model(model)
        with connection.cursor() as cursor:
            for table in ("questions_tests_homesheet", "questions_tests_homeanswer"):
                cursor.execute(protect(table).sql)
            cursor.execute(append_only("questions_tests_homeanswer").sql)
