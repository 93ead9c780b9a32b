"""Saving answers, so that two people who answer at once lose nothing, and reading them in the version that is asked now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import QueryDict

from irhub.accounts.audit import Actor, name_of
from irhub.questions.forms import SEEN, AnswersForm
from irhub.questions.models import OPEN, AnswerSheet, GivenAnswer
from irhub.questions.questionnaire import (
    NOT_APPLICABLE,
    NUMBERS,
    UNKNOWN,
    WORDS,
    Answer,
    Answers,
    Kind,
    NotApplicable,
    Question,
    Questionnaire,
)  # fmt: skip
from irhub.questions.versions import Carried, changes, new_in
from irhub.questions.words import said, written
from irhub.web.errors import StaleVersion
from irhub.web.forms import at_fault

Columns = dict[str, str]


def columns_of(question: Question, answer: Answer | None) -> Columns:
    """An answer as its row holds it; None for a question that is open."""
    if answer is None:
        return {"answer": "", "instead": OPEN, "reason": ""}
    if isinstance(answer, NotApplicable):
        return {"answer": "", "instead": NOT_APPLICABLE, "reason": answer.reason}
    if answer == UNKNOWN and question.kind not in WORDS:
        return {"answer": "", "instead": UNKNOWN, "reason": ""}
    return {"answer": written(answer), "instead": "", "reason": ""}


def answer_of(kind: Kind, row: Mapping[str, str]) -> Answer | None:
    """The answer that a row holds; None if it says that the question is open again."""
    text, instead = row["answer"], row["instead"]
    if instead == NOT_APPLICABLE:
        return NotApplicable(row["reason"])
    if instead:
        return None if instead == OPEN else instead
    if kind is Kind.SEVERAL:
        return tuple(text.split(".")) if text else ()
    if kind is Kind.DATE and text:
        return date.fromisoformat(text)
    return Decimal(text) if kind in NUMBERS and text else text


def newest(sheet: AnswerSheet) -> dict[str, GivenAnswer]:
    """The newest row of each question, by its key."""
    rows: Iterable[GivenAnswer] = sheet.given.order_by("revision")  # type: ignore[attr-defined]
    return {row.question: row for row in rows}


def answers_of(
    sheet: AnswerSheet, versions: Sequence[Questionnaire[Any]], rows: Mapping[str, GivenAnswer] | None = None
) -> Carried:
    """The answers of a sheet in the version that it is at: those that stand, those to be given again, and those whose question is gone.

    `versions`: every version of the questionnaire, in order. `rows`: the newest of each question, where they were read already.
    """
    now = versions[sheet.version - 1]
    there = {question.key for question in now.questions}
    found = Carried({}, {}, {}, new_in(versions[max(sheet.version - 2, 0)], now))
    asked_in = _AskedIn(versions, now)
    for key, row in (newest(sheet) if rows is None else rows).items():
        kinds, changed = asked_in[row.version]
        answer = answer_of(kinds[key], _columns(row))
        if answer is not None:
            part = found.gone if key not in there else found.again if key in changed else found.answers
            part[key] = answer
    return found


class _AskedIn(dict[int, tuple[Mapping[str, Kind], frozenset[str]]]):
    """Of each version that is asked for: the kind of each question, and which ask something else now. Worked out once for all its answers."""

    def __init__(self, versions: Sequence[Questionnaire[Any]], now: Questionnaire[Any]) -> None:
        super().__init__()
        self.versions, self.now = versions, now

    def __missing__(self, version: int) -> tuple[Mapping[str, Kind], frozenset[str]]:
        since = self.versions[version - 1]
        self[version] = {question.key: question.kind for question in since.questions}, changes(since, self.now)
        return self[version]


def _columns(row: GivenAnswer) -> Columns:
    return {"answer": row.answer, "instead": row.instead, "reason": row.reason}


def save(
    sheet: AnswerSheet,
    *,
    asking: Questionnaire[Any],
    questions: Sequence[Question],
    given: Answers,
    seen: int,
    by: Actor,
    beside: Mapping[str, Mapping[str, Any]] | None = None,
) -> tuple[str, ...]:
    """Keep the answers to the questions of a page, and say of which questions they are others than before.

    What of `questions` is not in `given` is open again. `seen`: the revision of the sheet when the page was shown. Two people may answer
    different questions at once. `beside`: by question, further columns of the room's own that an answer stands on, such as the rules of its
    day: the same answer is kept again where they differ. Raises StaleVersion, with nothing saved, if a question was answered otherwise by somebody else since, or
    the sheet is at another version of the questionnaire. The room's action records it in the audit trail.
    """
    more = beside or {}
    with transaction.atomic():
        locked = type(sheet).objects.select_for_update().get(pk=sheet.pk)
        if locked.version != asking.version:
            raise StaleVersion("These questions have a new version since you opened the page. Open it again.")
        before = newest(locked)
        rows = {
            question.key: columns_of(question, given.get(question.key)) | dict(more.get(question.key, {}))
            for question in questions
            if not _same(
                before.get(question.key),
                columns_of(question, given.get(question.key)),
                asking.version,
                more.get(question.key, {}),
            )
        }
        for question in questions:
            row = before.get(question.key)
            if question.key in rows and row is not None and row.revision > seen:
                raise _overtaken(question, row)
        if rows:
            locked.revision += 1
            locked.save(update_fields=["revision"])
            model = locked.given.model
            model.objects.bulk_create([
                model(sheet=locked, body_id=locked.body_id, question=key, version=asking.version, revision=locked.revision, who=name_of(by), **columns)
                for key, columns in rows.items()
            ])  # fmt: skip
        sheet.revision = locked.revision
    return tuple(rows)


def _same(row: GivenAnswer | None, columns: Columns, version: int, more: Mapping[str, Any]) -> bool:
    """Whether a row says the same already, of this version and beside the same; where there is none, whether the question stays open."""
    if row is None:
        return columns["instead"] == OPEN
    stands = row.version == version and all(getattr(row, column) == value for column, value in more.items())
    return _columns(row) == columns and (stands or columns["instead"] == OPEN)


def _overtaken(question: Question, row: GivenAnswer) -> StaleVersion:
    answer = answer_of(question.kind, _columns(row))
    theirs = f"as “{said(question, answer)}”" if answer is not None else "and left it open"
    return StaleVersion(
        f"{row.who} answered “{question.label}” {theirs} since you opened this page. Your change was not saved: "
        "change it, or send it again to put your answer in its place.",
        question.key,
    )


@contextmanager
def overtaken_at(form: AnswersForm, sheet: AnswerSheet) -> Iterator[None]:
    """Save what a page asks within: that somebody else answered meanwhile stands at its question, and the form, which keeps what was
    typed, can be sent again. Other refusals pass on."""
    try:
        yield
    except StaleVersion as refused:
        _show_again(form, refused, sheet)


def _show_again(form: AnswersForm, refused: StaleVersion, sheet: AnswerSheet) -> None:
    at_fault(form, refused)
    sheet.refresh_from_db(fields=["revision"])
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[SEEN] = str(sheet.revision)
    form.data = data


def move_on(sheet: AnswerSheet, to: Questionnaire[Any]) -> None:
    """Ask a later version from now on. Answers stay as they are: `answers_of` tells which of them stand in it."""
    with transaction.atomic():
        locked = type(sheet).objects.select_for_update().get(pk=sheet.pk)
        if to.version < locked.version:
            raise StaleVersion("These questions have a newer version already.")
        locked.version = sheet.version = to.version
        locked.save(update_fields=["version"])
