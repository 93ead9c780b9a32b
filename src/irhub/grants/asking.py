"""What a call asks, and what an application answered: read here alone, so that what is scored, shown and paid for is what was asked."""

from __future__ import annotations

from typing import Any

from irhub.grants.method import CallQuestions
from irhub.questions.stored import answers_of, newest
from irhub.questions.versions import Carried


def kept(asked: CallQuestions) -> dict[str, Any]:
    """Questions as their call keeps them."""
    return asked.model_dump(mode="json", exclude_defaults=True)


def asked_in(call: Any) -> CallQuestions:
    """The questions of a call: those that it was given as a draft, which stay once it was open."""
    return CallQuestions.model_validate(call.questions)


def answered_in(application: Any) -> Carried:
    """The answers of an application to the questions of its call: in a rehearsal some may be asked no more."""
    asked = asked_in(application.call)
    there = {each.key for each in asked.questions}
    rows = {key: row for key, row in newest(application.sheet).items() if key in there}
    return answers_of(application.sheet, (asked,), rows)
