"""What people do about signals. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, move
from irhub.attention.models import Challenge, Statement, Task
from irhub.attention.workflows import TASK, WORKS, ChallengeState, TaskState
from irhub.casework.colleagues import colleague
from irhub.web.errors import ActionRefused, StaleVersion

CLOCK = timedelta(days=14)
"""In which a challenge is answered: the time that quality schemes give a provider to challenge a draft report."""


@transaction.atomic
def assign(
    organisation_id: str, code: str, *, name: str, says: str, version: int, owner: int | None,
    due: date | None, note: str = "", by: Membership,
) -> Task:  # fmt: skip
    """Give a signal to a person of the body, or to nobody, with a day by which it is due and a note.

    `version`: of the task as the person saw it, 0 if there was none. Raises StaleVersion if it has another now, and
    ActionRefused if the person holds no role in the body in which they work on tasks, or a new day is over.
    """
    before = None if version == 0 else _task(organisation_id, code, by)
    stays = before is not None and before.owner_id == owner
    chosen = colleague(owner, by=by, work=None if stays else WORKS)
    if due and due < localdate() and not (before and before.due == due):
        raise ActionRefused("Enter today’s date or a later one: nothing can be due on a day that is over.", "due")
    told = [
        *(
            [f"assigned to {chosen.name}" if chosen else "assigned to nobody"]
            if (before and before.owner) != chosen
            else []
        ),
        *([f"due by {due.day} {due:%B %Y}" if due else "due by no day"] if (before and before.due) != due else []),
    ]
    if not told and not note:
        raise ActionRefused("Nothing was changed: choose a person or a day, or write a note.", "note")
    words, about = ", ".join(told) or "wrote a note", f"organisation/{organisation_id}"
    if before:
        return move(
            before, "assign", by=by, version=version, reason=note, says=words, about=about,
            detail={"indicator": code}, columns={"owner": chosen, "due": due},
        )  # fmt: skip
    made = Task(
        body=by.body, organisation_id=organisation_id, code=code, name=name, says=says, owner=chosen, due=due
    )  # fmt: skip
    try:
        return begin(made, by=by, told="opened a task", says=words, text=note, about=about, detail={"indicator": code})
    except IntegrityError as problem:
        raise StaleVersion(TASK.stale) from problem


def close(organisation_id: str, code: str, *, version: int, state: TaskState, why: str, by: Membership) -> Task:
    """Say that a task is done, or that nothing is to be done, and why. Raises ActionRefused without a reason."""
    return _moved(organisation_id, code, str(state), version, why, str(state.label).lower(), by)


def reopen(organisation_id: str, code: str, *, version: int, why: str = "", by: Membership) -> Task:
    """Open a task again."""
    return _moved(organisation_id, code, "reopen", version, why, "opened again", by)


@transaction.atomic
def submit_statement(
    organisation_id: str, code: str, text: str, *, name: str, seen: int | None = None, by: Membership
) -> Statement:
    """Put a provider's statement beside a signal about it, in place of the one that stood there.

    `seen`: the number of the statement that the person saw there, 0 for none; None where no page shows it.

    For the caller to check: that the body is the organisation's own provider. Raises ActionRefused if another body of the
    same organisation has replied, or does so at this moment, and StaleVersion if a colleague wrote another since: nobody's words are
    overwritten by somebody else.
    """
    if not text.strip():
        raise ActionRefused("Write what you want to say.", "text")
    now = timezone.now()
    mine = Statement.objects.filter(organisation_id=organisation_id, code=code, body=by.body, withdrawn_at=None)
    if seen is not None and seen != (mine.values_list("pk", flat=True).first() or 0):
        raise StaleVersion("A colleague changed the reply in the meantime: read theirs before you save yours.", "text")
    mine.update(withdrawn_at=now)
    try:
        with transaction.atomic():
            made = Statement.objects.create(
                organisation_id=organisation_id,
                code=code,
                name=name,
                body=by.body,
                text=text.strip(),
                written_by=by.person.email,
            )
    except IntegrityError as problem:
        raise ActionRefused(
            "Somebody else has just replied to this signal for the same organisation. Look at the signal again, and agree "
            "with them what the reply should say."
        ) from problem
    record("replied to a signal", by=by, about=f"organisation/{organisation_id}", indicator=code)
    return made


@transaction.atomic
def withdraw_statement(organisation_id: str, code: str, *, seen: int | None = None, by: Membership) -> None:
    """Take back the statement of one's own body beside a signal. `seen`: as with `submit_statement`.

    Raises StaleVersion if a colleague wrote another since, or took it back already.
    """
    mine = Statement.objects.filter(organisation_id=organisation_id, code=code, body=by.body, withdrawn_at=None)
    number = mine.values_list("pk", flat=True).first()
    if number is None:
        raise StaleVersion("A colleague has withdrawn the reply already: nobody sees it any more.", "text")
    if number != (number if seen is None else seen) or not mine.filter(pk=number).update(withdrawn_at=timezone.now()):
        raise StaleVersion("A colleague changed the reply in the meantime: read theirs before you withdraw it.", "text")
    record("withdrew a reply", by=by, about=f"statement/{number}")


def moderate(number: int, *, show: bool, why: str, version: int | None = None, by: Membership) -> Statement:
    """Let the public see a statement, or keep it back for abuse and say why. Raises ActionRefused without a reason, StaleVersion if
    somebody else decided since it was shown as `version`."""
    found: Statement | None = Statement.objects.filter(pk=number, withdrawn_at=None).first()
    if found is None:
        raise ActionRefused("The statement was withdrawn in the meantime.")
    return move(
        found,
        "show" if show else "keep back",
        by=by,
        version=version,
        reason=why,
        about=f"statement/{number}",
        detail={"why": why},
    )


@transaction.atomic
def challenge(
    organisation_id: str, code: str, about: Challenge.About, text: str, *, name: str, by: Membership
) -> Challenge:
    """Say that a fact or a link is wrong. It is due to be answered in 14 days."""
    if not text.strip():
        raise ActionRefused("Write what is wrong and how you know.", "text")
    same = Challenge.objects.filter(
        organisation_id=organisation_id, code=code, about=about, body=by.body, state=ChallengeState.OPEN
    )
    if same.exists():
        raise ActionRefused("You have challenged this already, and it is being looked at.")
    made = Challenge(
        organisation_id=organisation_id, code=code, name=name, about=about, body=by.body, text=text.strip(), opened_by=by.person.email,
        due=localdate() + CLOCK,
    )  # fmt: skip
    detail = {"indicator": code, "of": str(about)}
    return begin(made, by=by, told="challenged", about=f"organisation/{organisation_id}", detail=detail)


def answer(number: int, *, agreed: bool, text: str, version: int | None = None, by: Membership) -> Challenge:
    """Answer a challenge in words. Raises ActionRefused without any, StaleVersion if it moved since it was shown as `version`."""
    name, detail = "agree" if agreed else "do not agree", {"agreed": agreed}
    return move(_challenge(number), name, by=by, version=version, reason=text, detail=detail)


def take_back_answer(number: int, *, version: int | None = None, by: Membership) -> Challenge:
    """Open a challenge again that one has answered oneself. The answer is gone: the page keeps it for whoever wrote it.

    Raises ActionRefused if it is open, or somebody else has answered it.
    """
    return move(_challenge(number), "take back", by=by, version=version)


def _challenge(number: int) -> Challenge:
    found: Challenge | None = Challenge.objects.filter(pk=number).first()
    if found is None:
        raise ActionRefused("There is no challenge of this number any more.")
    return found


def _task(organisation_id: str, code: str, by: Membership) -> Task:
    """The task of the body. Raises StaleVersion if it is gone: the person saw one."""
    found: Task | None = Task.objects.of(by.body).filter(organisation_id=organisation_id, code=code).first()
    if found is None:
        raise StaleVersion(TASK.stale)
    return found


def _moved(organisation_id: str, code: str, name: str, version: int, why: str, says: str, by: Membership) -> Task:
    return move(
        _task(organisation_id, code, by), name, by=by, version=version, reason=why, says=says,
        about=f"organisation/{organisation_id}", detail={"indicator": code},
    )  # fmt: skip
