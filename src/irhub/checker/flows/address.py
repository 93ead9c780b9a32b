"""Where a person stands in a checker, and the address that holds it: answers, edition of the rulebook, nothing personal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from irhub.questions import address
from irhub.questions.questionnaire import Answer
from irhub.rulebook.book import Rulebook
from irhub.rulebook.flow import Flow, Question
from irhub.rulebook.rules import Edition

KNOWN, RECORD, ASKED, ASK, ALL = "known", "record", "asked", "ask", "all"
RESERVED = frozenset({KNOWN, RECORD, ASKED, ASK, ALL, "unknown"})
"""Names in an address that are not answers: the edition, the record looked up, the question answered or asked for, and
whether everything is shown opened."""


@dataclass(frozen=True)
class Walk:
    """The answers given so far, in the order of the questions, by the rulebook of one edition.

    `wrong` names the questions whose answers in the address cannot be read. `record` is the id of the organisation whose registration was
    looked up; blank if none was.
    """

    flow: Flow
    book: Rulebook
    answers: dict[str, Any]
    record: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def next(self) -> Question | None:
        """The first question not yet answered; None when the result can be given."""
        found = self.flow.next(self.answers, self.book)
        return found.of(self.book) if found else None

    @property
    def asked(self) -> list[Question]:
        """The questions that these answers lead to, in order."""
        return [question.of(self.book) for question in self.flow.asked(self.answers, self.book)]

    def question(self, key: str) -> Question | None:
        """The question of a name, if it is asked."""
        return next((each for each in self.asked if each.key == key), None)

    def before(self, question: Question) -> Question | None:
        """The question before one, if there is one."""
        keys = [each.key for each in self.asked]
        at = keys.index(question.key)
        return self.asked[at - 1] if at else None

    def answered(self, question: Question, fact: Answer) -> Walk:
        """The walk after an answer: only answers that are no longer asked fall away."""
        kept = self.flow.kept({**self.answers, question.key: fact}, self.book)
        return replace(self, answers=kept, record="" if question.lookup else self.record)

    def pairs(self, without: str = "") -> list[tuple[str, str]]:
        """The answers as they stand in an address, but for one of them."""
        found = address.pairs({key: fact for key, fact in self.answers.items() if key != without})
        return found + ([(RECORD, self.record)] if self.record else [])

    def query(self, **more: str) -> str:
        """The whole of it as the query of an address."""
        text = urlencode([*self.pairs(), *more.items()])
        return f"?{text}" if text else ""

    def pinned(self) -> str:
        """The query of the result, bound to this edition of the rulebook."""
        return self.query(**{KNOWN: str(self.book.edition)})


def walk(flow: Flow, given: Mapping[str, str], book: Rulebook) -> Walk:
    """The walk that an address holds, by a rulebook. What cannot be read is left out of the answers and told in `wrong`."""
    questions = [question.of(book) for question in flow.questions]
    answers, wrong = address.read_address(questions, given, lambda question, before: question.asked_by(before, book))
    looked_up = any(question.lookup and question.key in answers for question in flow.questions)
    return Walk(flow, book, answers, record_named(given) if looked_up else "", wrong)


def record_named(given: Mapping[str, str]) -> str:
    """The organisation's id that an address names; blank if there is none or it cannot be one."""
    named = given.get(RECORD, "")
    return named if re.fullmatch(r"\w{1,12}", named) else ""


def edition(given: Mapping[str, str], book: Rulebook) -> Edition | None:
    """The edition that an address names, or the one that stood then; None if it names none that is held."""
    try:
        named = Edition.read(given.get(KNOWN, ""))
    except ValueError:
        return None
    return book.edition_of(named)
