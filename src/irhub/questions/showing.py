"""What a page shows of answers: each in words, with where it is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic

from irhub.questions.questionnaire import Answers, Q
from irhub.questions.words import said

NOT_ANSWERED = "Not answered yet"


@dataclass(frozen=True)
class Row(Generic[Q]):
    """A question that is asked, its answer in words, and the address that changes it. `is_open`: it has no answer yet."""

    question: Q
    words: str
    change: str
    is_open: bool = False


def answer_rows(
    asked: Iterable[Q], answers: Answers, change: Callable[[Q], str], *, with_open: bool = True
) -> list[Row[Q]]:
    """The questions that are asked (`engine.asked`), for people to check their answers; without those that are open if so told."""
    return [
        Row(each, said(each, answers[each.key]), change(each))
        if each.key in answers
        else Row(each, NOT_ANSWERED, change(each), is_open=True)
        for each in asked
        if with_open or each.key in answers
    ]
