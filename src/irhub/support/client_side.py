"""What a client sees of a case: its own thread and how it stands, in words that tell nothing of any other case.

How it stands is worked out here and nowhere else: a case that the helpline cannot take on stands as it did until its time has come
(neutral.py), so that nobody sees when, and by whom, it was decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from irhub.accounts.models import Membership
from irhub.accounts.row_security import system_access
from irhub.casework.contacts import Authority, ContactState
from irhub.files.handed_in import HandedIn
from irhub.support.actions import hear, hear_client
from irhub.support.case_files import file_of, with_files
from irhub.support.feedback import is_asked
from irhub.support.letters import feedback_address, told_of
from irhub.support.links import key_of_link
from irhub.support.models import Case, CaseContact, CaseFile, Channel, Declined, Message, Outcome, Question
from irhub.support.opening import hours_told, reply_told
from irhub.support.queries import question_referred, questions_of
from irhub.support.workflows import State
from irhub.web.errors import ActionRefused

CAME = "Your question is with us."
STANDS = {
    State.NEW: CAME,
    State.OPEN: "We are working on it.",
    State.WAITS_CLIENT: "We asked you something, and are waiting for your answer.",
    State.WAITS_LAWYER: "We are working on it.",
    State.ANSWERED: "We have answered. Write here if it does not help.",
    State.CLOSED: "This question is closed. Write here if you need us again.",
    State.MERGED: "We will continue this in another question of yours.",
}


@dataclass(frozen=True)
class Thread:
    """A thread as the client reads it. `promised`: by when there is a first reply, while there is none; `feedback`: the address at which it says
    how the helpline did, blank if it is not asked."""

    reference: str
    subject: str
    programme: str
    stands: str
    messages: Sequence[Message]
    hours: str
    promised: str
    feedback: str


def thread_of_link(link: str) -> Thread | None:
    """The thread to which a link leads; None if nobody speaks for the client by it any more."""
    with system_access("a client opens its thread by the link that it was sent"):
        found = _contact(link)
        return _told(found.case, found.email) if found else None


def thread_of_body(reference: str, by: Membership) -> Thread | None:
    """The thread of a question that one's body asked: the database gives none of another's."""
    own = question_referred(reference)
    if own is None:
        return None
    with system_access("a client opens its own thread"):
        return _told(_cases().get(pk=own.pk), by.person.email)


def file_of_body(reference: str, number: UUID) -> CaseFile | None:
    """A file of a question that one's body asked: the database gives none of another's."""
    own = question_referred(reference)
    if own is None:
        return None
    with system_access("a client takes a file of its own thread away"):
        return file_of(number, case_id=own.pk)


def file_by_link(link: str, number: UUID) -> CaseFile | None:
    """A file of the thread to which a link leads."""
    with system_access("a client takes a file of its thread away, by the link that it was sent"):
        found = _contact(link)
        return file_of(number, case=found.case) if found else None


def write_by_link(link: str, text: str, files: Sequence[HandedIn] = ()) -> Message:
    """Add to a thread by the link to it. Raises ActionRefused."""
    with system_access("a client answers by the link that it was sent"):
        found = _contact(link)
        if found is None:
            raise ActionRefused("This link no longer works. Ask the helpline for another.")
        who, by = found.name, "somebody by their own link"
        return hear(case=found.case, text=text, who=who, channel=Channel.PAGE, by=by, files=files)


def write_as_body(reference: str, text: str, files: Sequence[HandedIn] = (), *, by: Membership) -> Message:
    """Add to the thread of a question that one's body asked. Raises ActionRefused."""
    return hear_client(reference=reference, text=text, files=files, by=by)


def asked_back(by: Membership) -> list[Question]:
    """The questions of one's body to which the helpline asked something back and waits for the answer, the newest first: what the thread of
    each says. The database gives none of another's."""
    own = list(questions_of(by.body))
    if not own:
        return []
    unsent = Q(outcome=Outcome.COULD_NOT_ACT, declined__sent_at=None, declined__before=State.WAITS_CLIENT)
    with system_access("a client is told which of its own threads wait for its answer"):
        cases = Case.objects.filter(pk__in=[one.pk for one in own]).filter(Q(state=State.WAITS_CLIENT) | unsent)
        waiting = {case.pk for case in cases if _shown(case) == State.WAITS_CLIENT}
    return [one for one in own if one.pk in waiting]


def _contact(link: str) -> CaseContact | None:
    """Who opens a thread by their link: they speak for the client today, and nobody has seen that they may not."""
    speaks = CaseContact.objects.filter(key=key_of_link(link), state=ContactState.NOW).exclude(authority=Authority.NONE)
    return speaks.select_related("case__programme__body", "case__merged_into").first()


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related("programme__body")


def _told(case: Case, email: str) -> Thread:
    """A thread, as somebody with an address reads it."""
    said = list(with_files(case.messages.order_by("at", "pk")))
    stands = STANDS[_shown(case)]
    promised = reply_told(case.programme, case.urgency, case.opened_at) if stands == CAME else ""
    asked = [one for one in told_of(case) if one.email.lower() == email.lower()] if email and is_asked(case) else []
    told = feedback_address(asked[0]) if asked else ""
    hours = hours_told(case.programme)
    return Thread(case.reference, case.subject, case.programme.name, stands, said, hours, promised, told)


def _shown(case: Case) -> State:
    """Where a case stands for its client: until it is told that nobody acts, where it stood before that was decided."""
    unsent = case.outcome == Outcome.COULD_NOT_ACT and Declined.objects.filter(case=case, sent_at=None).first()
    return State(unsent.before if unsent else case.state)
