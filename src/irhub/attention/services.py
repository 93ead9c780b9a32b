"""What people do about signals. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import record
from irhub.accounts.models import Membership, Person
from irhub.accounts.queries import people_of
from irhub.attention.models import Challenge, Statement, Task, TaskEvent
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
    ActionRefused if the person holds no role in the body.
    """
    chosen = _colleague(by, owner)
    if version == 0:
        try:
            with transaction.atomic():
                task = Task.objects.create(
                    body=by.body, organisation_id=organisation_id, code=code, name=name, says=says
                )
        except IntegrityError as problem:
            raise _overtaken() from problem
    else:
        task = _changed(by, organisation_id, code, version)
    told = [
        *([f"assigned to {chosen.name}" if chosen else "assigned to nobody"] if task.owner != chosen else []),
        *([f"due by {due.day} {due:%B %Y}" if due else "due by no day"] if task.due != due else []),
    ]
    if not told and not note:
        raise ActionRefused("Nothing was changed: choose a person or a day, or write a note.", "note")
    task.owner, task.due = chosen, due
    task.save(update_fields=["owner", "due"])
    _tell(task, ", ".join(told) or "wrote a note", note, by)
    return task


@transaction.atomic
def close(organisation_id: str, code: str, *, version: int, state: Task.State, why: str, by: Membership) -> Task:
    """Say that a task is done, or that nothing is to be done, and why. Raises ActionRefused without a reason."""
    if not why.strip():
        raise ActionRefused("Write in a few words what was done, or why nothing is to be done.", "note")
    task = _changed(by, organisation_id, code, version)
    task.state = state
    task.save(update_fields=["state"])
    _tell(task, str(state.label).lower(), why, by)
    return task


@transaction.atomic
def reopen(organisation_id: str, code: str, *, version: int, why: str = "", by: Membership) -> Task:
    """Open a task again."""
    task = _changed(by, organisation_id, code, version)
    task.state = Task.State.OPEN
    task.save(update_fields=["state"])
    _tell(task, "opened again", why, by)
    return task


@transaction.atomic
def submit_statement(organisation_id: str, code: str, text: str, *, name: str, by: Membership) -> Statement:
    """Put a provider's statement beside a signal about it, in place of the one that stood there.

    For the caller to check: that the body is the organisation's own provider. Raises ActionRefused if another body of the
    same organisation has replied, or does so at this moment: nobody's words are overwritten by somebody else.
    """
    if not text.strip():
        raise ActionRefused("Write what you want to say.", "text")
    now = timezone.now()
    mine = Statement.objects.filter(organisation_id=organisation_id, code=code, body=by.body, withdrawn_at=None)
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
            "with them what is to stand there."
        ) from problem
    record("replied to a signal", by=by, about=f"organisation/{organisation_id}", indicator=code)
    return made


@transaction.atomic
def withdraw_statement(number: int, *, by: Membership) -> None:
    """Take back a statement of one's own body."""
    found = Statement.objects.filter(pk=number, body=by.body, withdrawn_at=None)
    if found.update(withdrawn_at=timezone.now()):
        record("withdrew a reply", by=by, about=f"statement/{number}")


@transaction.atomic
def moderate(number: int, *, show: bool, why: str, by: Membership) -> Statement:
    """Let the public see a statement, or keep it back for abuse and say why. Raises ActionRefused without a reason."""
    if not show and not why.strip():
        raise ActionRefused("Say what in the statement is abuse: disagreement is no reason to keep it back.")
    found = Statement.objects.select_for_update().filter(pk=number, withdrawn_at=None).first()
    if found is None:
        raise ActionRefused("The statement was withdrawn in the meantime.")
    found.public = Statement.Public.SHOWN if show else Statement.Public.KEPT_BACK
    found.decided_by, found.decided_at, found.decided_why = by.person.email, timezone.now(), why.strip()
    found.save(update_fields=["public", "decided_by", "decided_at", "decided_why"])
    record(
        "showed a reply to everybody" if show else "kept a reply from the public",
        by=by, about=f"statement/{number}", why=why,
    )  # fmt: skip
    return found


@transaction.atomic
def challenge(
    organisation_id: str, code: str, about: Challenge.About, text: str, *, name: str, by: Membership
) -> Challenge:
    """Say that a fact or a link is wrong. It is due to be answered in 14 days."""
    if not text.strip():
        raise ActionRefused("Write what is wrong and how you know.", "text")
    same = Challenge.objects.filter(
        organisation_id=organisation_id, code=code, about=about, body=by.body, state=Challenge.State.OPEN
    )
    if same.exists():
        raise ActionRefused("You have challenged this already, and it is being looked at.")
    made = Challenge.objects.create(
        organisation_id=organisation_id, code=code, name=name, about=about, body=by.body, text=text.strip(), opened_by=by.person.email,
        due=localdate() + CLOCK,
    )  # fmt: skip
    record(
        "challenged",
        by=by,
        about=f"organisation/{organisation_id}",
        indicator=code,
        of=str(about),
    )
    return made


@transaction.atomic
def answer(number: int, *, agreed: bool, text: str, by: Membership) -> Challenge:
    """Answer a challenge in words. Raises ActionRefused without any, or if somebody has answered it."""
    if not text.strip():
        raise ActionRefused("Write what was found and what was done.", "text")
    found = Challenge.objects.select_for_update().filter(pk=number).first()
    if found is None or found.state != Challenge.State.OPEN:
        raise ActionRefused("Somebody has answered this challenge in the meantime: read their answer below.")
    found.state = Challenge.State.AGREED if agreed else Challenge.State.NOT_AGREED
    found.answer, found.answered_by, found.answered_at = text.strip(), by.person.email, timezone.now()
    found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    record("answered a challenge", by=by, about=f"challenge/{number}", agreed=agreed)
    return found


@transaction.atomic
def take_back_answer(number: int, *, by: Membership) -> Challenge:
    """Open a challenge again that one has answered oneself. What was written stays in the form, and nobody else reads it.

    Raises ActionRefused if it is open, or somebody else has answered it.
    """
    found = Challenge.objects.select_for_update().filter(pk=number).first()
    if found is None or found.state == Challenge.State.OPEN or found.answered_by != by.person.email:
        raise ActionRefused("Only whoever has answered a challenge can take the answer back.")
    found.state, found.answered_by, found.answered_at = Challenge.State.OPEN, "", None
    found.save(update_fields=["state", "answered_by", "answered_at"])
    record("took an answer to a challenge back", by=by, about=f"challenge/{number}")
    return found


def _colleague(by: Membership, number: int | None) -> Person | None:
    if number is None:
        return None
    held = next((held for held in people_of(by.body) if held.person_id == number), None)
    if held is None:
        raise ActionRefused(f"That person holds no role in {by.body.name} today.", "owner")
    return held.person


def _changed(by: Membership, organisation_id: str, code: str, version: int) -> Task:
    """The task with its version raised: only if it still is as the person saw it."""
    mine = Task.objects.filter(body=by.body, organisation_id=organisation_id, code=code)
    if not mine.filter(version=version).update(version=F("version") + 1):
        raise _overtaken()
    task: Task = mine.get()
    return task


def _overtaken() -> StaleVersion:
    return StaleVersion(
        "Somebody else changed this in the meantime. Nothing of yours was saved: read what they did, and try again."
    )


def _tell(task: Task, what: str, text: str, by: Membership) -> None:
    told = what[0].upper() + what[1:]
    TaskEvent.objects.create(task=task, body=by.body, who=by.person.email, what=told, text=text.strip())
    record(
        f"task: {what}"[:60],
        by=by,
        about=f"organisation/{task.organisation_id}",
        indicator=task.code,
    )
