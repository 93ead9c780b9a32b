"""What came of a call, what a firm answers to a check of parties, and how a party stands to the matter: data, in words."""

from __future__ import annotations

from django.db.models import TextChoices


class Outcome(TextChoices):
    """What came of a call: all that the firm tells the hub of it."""

    ANSWERED = "answered", "The question was answered"
    WRITES = "writes", "Answered, and the firm sends a summary to the caller itself"
    ANOTHER = "another", "Another call is needed"
    INSTRUCTED = "instructed", "The caller may instruct a solicitor, outside this scheme"
    REFERRED = "referred", "The caller was sent to another source of help"
    OUT_OF_SCOPE = "out of scope", "The question is not one for this scheme"


class Answer(TextChoices):
    """What a firm says to a check of parties. Of all but the first the client is told the same (neutral.py)."""

    CLEAR = "clear", "Clear: we can act"
    CONFLICT = "conflict", "We have a conflict of interests"
    CAPACITY = "capacity", "We have no time for it"
    SCOPE = "scope", "It is not a matter for this scheme"


class Stands(TextChoices):
    """How a party stands to the matter."""

    CLIENT = "client", "Asks for advice"
    GROUP = "group", "Same group or owner"
    SPEAKS = "speaks", "Speaks for the client"
    OTHER = "other", "The other side"
