"""What advisers do with mail that waits: each is one transaction, with its place in the audit trail, and can be undone."""

from __future__ import annotations

from django.db import transaction

from irhub.accounts.models import Membership
from irhub.accounts.moving import check_move, move
from irhub.accounts.row_security import system_access
from irhub.casework.contacts import Authority, Relation
from irhub.files.handed_in import HandedIn
from irhub.programmes.models import Programme
from irhub.support.callers import find_callers
from irhub.support.mail.models import Mail, TrayReason
from irhub.support.mail.taking_in import begin_case, into_case, refuse_taken, take_in
from irhub.support.models import Case, Message
from irhub.support.queries import programmes_run
from irhub.support.taking import asked_of
from irhub.web.errors import ActionRefused, StaleVersion


def hand_in(*, file: HandedIn, programme: Programme, by: Membership) -> Mail:
    """Take in a mail that a colleague saved as a file. It waits like any other: what stands in its head may be anybody's.

    Raises ActionRefused if it was taken in before, here or by the mailbox."""
    return refuse_taken(take_in(file.data, programme, by=by))


@transaction.atomic
def attach(*, mail: Mail, version: int, reference: str, by: Membership) -> Mail:
    """Put a mail into a case of the body's. Raises StaleVersion and ActionRefused."""
    _seen(mail, version, "attach", by)
    case = Case.objects.filter(body=by.body, reference=reference).first()
    if case is None:
        raise ActionRefused("There is no case with this reference.", "reference")
    return into_case(mail, case, by=by)


@transaction.atomic
def make_case(
    *, mail: Mail, version: int, client: str, name: str, email: str, theme: int, subject: str, by: Membership
) -> Case:  # fmt: skip
    """Make a case of a mail. `client`: by what a caller is found (callers.py); `theme`: of a programme that the body runs, which has the case
    then. Raises StaleVersion and ActionRefused."""
    programme = programmes_run(by.body).filter(themes=theme).first()
    if programme is None:
        raise ActionRefused("Choose a theme of a programme that is open.", "theme")
    _seen(mail, version, "attach", by)
    found = find_callers(client)
    if len(found) != 1:
        raise ActionRefused(
            "That fits no client, or several: give its CQC provider id, or the name of the council.", "client"
        )
    asked = asked_of(
        programme, found[0], {"theme": theme, "subject": subject, "text": mail.text},
        {"name": name, "email": email, "relation": Relation.WORKS, "authority": Authority.SAID},
    )  # fmt: skip
    return begin_case(mail, programme, asked, by=by)


def discard(*, mail: Mail, version: int, reason: str, by: Membership) -> Mail:
    """Put a mail out of sight. Raises StaleVersion and ActionRefused as `move` does."""
    return move(mail, "discard", by=by, version=version, reason=reason)


@transaction.atomic
def put_back(*, mail: Mail, version: int, by: Membership) -> Mail:
    """Have a mail wait again. Out of a case it is taken wholly, with its files: the client there reads the thread, and it may be another's.

    Raises StaleVersion, and ActionRefused if the mail made the case."""
    _seen(mail, version, "put back", by)
    if mail.opened:
        raise ActionRefused("This mail made its case: close the case, or merge it into another.")
    case, said = mail.case, mail.message_id
    move(
        mail,
        "put back",
        by=by,
        version=version,
        columns={"case_id": None, "message_id": None, "why": TrayReason.HANDED_BACK},
    )
    if case is not None and said is not None:
        with system_access("words that came into the wrong case are taken out of its thread"):
            same = Message.objects.filter(pk__in=_with_copies(said))
            for there in Case.objects.filter(pk__in=same.values("case")):
                move(there, "take out", by=by)
            same.delete()
    return mail


def _with_copies(said: int) -> set[int]:
    """Numbers of words, and of all that was split off with the same."""
    found, new = set[int](), {said}
    while new:
        found |= new
        new = set(Message.objects.filter(copy_of__in=new).values_list("pk", flat=True)) - found
    return found


def _seen(mail: Mail, version: int, name: str, by: Membership) -> None:
    """Raises StaleVersion if somebody dealt with a mail since, and ActionRefused if the move is not theirs."""
    if mail.version != version:
        raise StaleVersion(mail.workflow.stale)
    check_move(mail, name, by=by)
