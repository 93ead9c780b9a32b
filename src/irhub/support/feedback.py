"""How a client says how the helpline did: by a signed link, without signing in, each who speaks for it once a case, and changeable for some weeks.

Opening the link changes nothing, as scanners of mail do that too. Whoever was told that the helpline could not act is not asked, whatever the
reason: a question that only some got would tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from irhub.accounts.audit import record
from irhub.accounts.moving import named
from irhub.accounts.row_security import system_access
from irhub.casework.contacts import Authority, ContactState
from irhub.questions.forms import AnswersForm
from irhub.questions.questionnaire import Answers, Question, Questionnaire
from irhub.questions.stored import answers_of, save
from irhub.questions.versions import read_folder
from irhub.questions.words import said
from irhub.support.models import Case, CaseContact, Feedback, Outcome
from irhub.support.workflows import State
from irhub.web.errors import ActionRefused

OPEN_FOR = timedelta(days=28)
"""So long after a case was closed its client can answer, and change the answer."""
ASKED = frozenset({Outcome.ANSWERED, Outcome.LAWYER, Outcome.REFERRED})
"""The outcomes after which a client is asked."""
SALT = "helpline-feedback"
NAME, WHO = "feedback", "the client, by the link"
GONE = "This link no longer works: the case was opened again, or was closed more than four weeks ago."


@dataclass(frozen=True)
class Asks:
    """What a link asks: whom (blank of one that went to several), about which case, until when, with the answers so far."""

    name: str
    reference: str
    subject: str
    programme: str
    until: datetime
    answers: Answers
    revision: int


@cache
def versions() -> tuple[Questionnaire[Question], ...]:
    """Every version of what is asked, in order."""
    return read_folder(Path(__file__).parent / "questionnaires", Questionnaire[Question])[NAME]


def token_of(contact: CaseContact) -> str:
    """What stands in the link of somebody who speaks for a client, signed: it opens no thread, and no other's answers."""
    return signing.dumps(contact.key, salt=SALT)


def is_asked(case: Case, now: datetime | None = None) -> bool:
    """Whether the client of a case can say how the helpline did."""
    if case.state != State.CLOSED or case.outcome not in ASKED or case.closed_at is None:
        return False
    return (now or timezone.now()) < case.closed_at + OPEN_FOR


def asks(token: str) -> Asks | None:
    """What a link asks; None if it is no longer good."""
    with system_access("a client opens the link by which it says how the helpline did"):
        contact, case = _of(token)
        if case is None:
            return None
        sheet = Feedback.objects.filter(case=case, contact=contact).first()
        so_far = answers_of(sheet, versions()).answers if sheet else {}
        until = (case.closed_at or timezone.now()) + OPEN_FOR
        return Asks(
            contact.name if contact else "",
            case.reference,
            case.subject,
            case.programme.name,
            until,
            so_far,
            sheet.revision if sheet else 0,
        )


def answer(token: str, form: AnswersForm) -> None:
    """Keep what a client answers, in the place of what it answered before. Raises ActionRefused and StaleVersion."""
    with system_access("a client says how the helpline did, by its link"), transaction.atomic():
        contact, case = _of(token)
        if case is None:
            raise ActionRefused(GONE)
        asking = versions()[-1]
        columns = {"body_id": case.body_id, "questionnaire": NAME, "version": asking.version}
        sheet, _ = Feedback.objects.get_or_create(case=case, contact=contact, defaults=columns)
        save(sheet, asking=asking, questions=asking.questions, given=form.answers, seen=form.seen, by=WHO)
        record("said how the helpline did", by=WHO, about=named(case))


def form_options(asked: Asks) -> Mapping[str, Any]:
    """With what the form of the page is made."""
    return {"questions": versions()[-1].questions, "before": asked.answers, "revision": asked.revision}


def told_of(case: Case) -> list[tuple[str, list[tuple[str, str]]]]:
    """What was answered about a case, for advisers: who, and each question and answer in words."""
    sheets = Feedback.objects.filter(case=case).select_related("contact").order_by("pk")
    return [(sheet.contact.name if sheet.contact else "The client", _in_words(sheet)) for sheet in sheets]


def _in_words(sheet: Feedback) -> list[tuple[str, str]]:
    given = answers_of(sheet, versions()).answers
    return [(one.label, said(one, given[one.key])) for one in versions()[-1].questions if given.get(one.key)]


def _of(token: str) -> tuple[CaseContact | None, Case | None]:
    """Whose link it is, while they speak for the client, and the case that they are asked about: that into which theirs was merged, if it was.

    A link that was mailed before each had their own signs the reference of a case: it is that of its one contact, of several nobody's."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None, None
    speaks = CaseContact.objects.filter(state=ContactState.NOW).exclude(authority=Authority.NONE)
    contact = speaks.filter(key=key).select_related("case__programme", "case__merged_into__programme").first()
    case = contact and (contact.case.merged_into or contact.case)
    if case is None:
        case = Case.objects.select_related("programme").filter(reference=key, contacts__in=speaks.values("pk")).first()
        there = list(CaseContact.objects.filter(case=case)[:2]) if case else []
        contact = there[0] if len(there) == 1 else None
    return (contact, case) if case and is_asked(case) else (None, None)
