"""Answers that are stored: what was answered, by whom, when and in which version. A room makes the two tables its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from irhub.accounts.models import OwnedByBody
from irhub.questions.answers import NOT_APPLICABLE, UNKNOWN

OPEN = "open"
"""What stands instead of an answer that was taken back: the question is open again."""


class AnswerSheet(OwnedByBody):
    """The answers of a body to a questionnaire. `revision` rises whenever answers are saved (stored.py).

    A room adds what its sheet is about. Its migration fences both tables with `protect("table")`, and closes that of answers with
    `append_only("table")`: then every answer that was ever given stays, with who gave it and when.
    """

    questionnaire = models.CharField(max_length=60, help_text="Its name, as its file has it")
    version = models.PositiveIntegerField(help_text="The version of the questionnaire that is asked now")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class GivenAnswer(OwnedByBody):
    """One answer as it was given; the newest of a question counts. A room adds the key `sheet`, with `related_name="given"`.

    `instead`: what stands instead of an answer; then `answer` is blank. Its body is the sheet's.
    """

    question = models.CharField(max_length=60, help_text="The key of the question")
    answer = models.TextField(blank=True, default="", help_text="As questions/words.py writes it")
    instead = models.CharField(max_length=20, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(help_text="The version of the questionnaire in which it was asked")
    revision = models.PositiveIntegerField(help_text="Of the sheet, when it was saved")
    who = models.CharField(max_length=254)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint("sheet", "question", "revision", name="%(class)s_given_once"),
            models.CheckConstraint(
                condition=Q(instead="") | Q(instead__in=(UNKNOWN, NOT_APPLICABLE, OPEN), answer=""),
                name="%(class)s_is_an_answer_or_not",
            ),
        ]
