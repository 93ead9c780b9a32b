"""What the hosts of webinars do with sessions and their material."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, move
from irhub.files.handed_in import HandedIn
from irhub.programmes.models import Programme
from irhub.programmes.workflows import ProgrammeState
from irhub.web.errors import ActionRefused
from irhub.webinars import letters
from irhub.webinars.actions.bookings import offer_places
from irhub.webinars.models import JoinLink, Question, Session, Slides
from irhub.webinars.rules import ids_in, rules_on
from irhub.webinars.workflows import BookingState, SessionState

_IN_PARTS = ("join_link", "teaches")


@transaction.atomic
def draft_session(*, programme: Programme, by: Membership, **told: Any) -> Session:
    """Begin a webinar, as a draft. `told`: its columns, `join_link`, and `teaches`: ids of rules, as somebody wrote them.

    Raises ActionRefused if the rulebook lacks one of the rules, or the programme is another body's.
    """
    if programme.body_id != by.body_id:
        raise ActionRefused("Choose a programme of your own body.", "programme")
    made = begin(Session(body=by.body, programme=programme, **_columns(told)), by=by, told="drafted a webinar")
    _keep_link(made, told.get("join_link", ""))
    return made


@transaction.atomic
def edit_session(
    *, session: Session, version: int, by: Membership, now: datetime | None = None, **told: Any
) -> Session:
    """Change a webinar. If it is published and its time changes, whoever booked is told; further places are offered to who waits.

    Raises StaleVersion and ActionRefused as `move` does, and if it has fewer places than are taken, or would begin in the past.
    """
    now = now or timezone.now()
    fresh = _columns(told)
    before = (session.starts_at, session.minutes)
    after = (fresh.get("starts_at", before[0]), fresh.get("minutes", before[1]))
    public, moved = session.state == SessionState.PUBLISHED, before != after
    if public and moved and after[0] <= now:
        raise ActionRefused("The new time has passed. Choose a later one.", "day")
    taken = Session.objects.select_for_update().get(pk=session.pk).taken
    if fresh.get("capacity", session.capacity) < taken:
        raise ActionRefused(f"{taken} places are taken already: there cannot be fewer.", "capacity")
    changed = move(session, "edit", by=by, version=version, columns=fresh)
    if "join_link" in told:
        _keep_link(session, told["join_link"])
    if public and moved:
        letters.tell_changed(changed, _with_a_place(changed))
    if public:
        offer_places(changed, now=now)
    return changed


def publish_session(*, session: Session, version: int, by: Membership, now: datetime | None = None) -> Session:
    """Let everybody see it and book. Raises StaleVersion and ActionRefused as `move` does, and if it has begun or cannot be joined."""
    if session.starts_at <= (now or timezone.now()):
        raise ActionRefused("This webinar begins in the past. Change its time first.")
    if session.programme.state == ProgrammeState.DRAFT:
        raise ActionRefused(f"{session.programme.name} is a draft: open the programme before you publish its webinars.")
    if not JoinLink.objects.filter(session=session).exists():
        raise ActionRefused("Add the link by which people join before you publish it.")
    return move(session, "publish", by=by, version=version)


@transaction.atomic
def cancel_session(*, session: Session, version: int, reason: str, by: Membership) -> Session:
    """Call it off; whoever has a place or waits for one is told why. Raises StaleVersion and ActionRefused as `move` does."""
    off = move(session, "cancel", by=by, version=version, reason=reason)
    letters.tell_off(off, _with_a_place(session))
    return off


_STAND = (BookingState.BOOKED, BookingState.OFFERED, BookingState.WAITING)


def hold_session(*, session: Session, version: int, by: Membership, now: datetime | None = None) -> Session:
    """Say that it took place. Raises StaleVersion and ActionRefused as `move` does, and before it has begun."""
    if session.starts_at > (now or timezone.now()):
        raise ActionRefused("This webinar has not begun yet.")
    return move(session, "hold", by=by, version=version)


@transaction.atomic
def add_slides(*, session: Session, file: HandedIn, by: Membership) -> Slides:
    """Let everybody take a file away. Raises ActionRefused as `move` does."""
    move(session, "edit", by=by, says=f"added the file {file.name}"[:200])
    return Slides.keep(file, by=by, session=session)


@transaction.atomic
def add_question(*, session: Session, question: str, answer: str, by: Membership) -> Question:
    """Write down what was asked and answered, without saying who asked. Raises ActionRefused as `move` does."""
    move(session, "edit", by=by, says="wrote down a question")
    return Question.objects.create(
        session=session, body=by.body, question=question.strip(), answer=answer.strip(), written_by=by.person.email
    )


@transaction.atomic
def take_away(*, what: Slides | Question, by: Membership) -> None:
    """Take a file or a question away again. Raises ActionRefused as `move` does."""
    move(what.session, "edit", by=by, says="took away material")
    record("took away material of a webinar", by=by, about=f"webinar/{what.session_id}", kind=_kind(what))
    what.delete()


def _kind(what: Model) -> str:
    return str(what._meta.verbose_name)


def _columns(told: dict[str, Any]) -> dict[str, Any]:
    """The columns of a session, with the rules that it teaches as they stood on the day of its law."""
    found = {name: value for name, value in told.items() if name not in _IN_PARTS}
    if "teaches" in told:
        law: date = told.get("law_as_at") or timezone.localdate()
        found["rules"] = rules_on(ids_in(told["teaches"]), law)
    return found


def _keep_link(session: Session, link: str) -> None:
    if link:
        JoinLink.objects.update_or_create(session=session, defaults={"body_id": session.body_id, "link": link})


def _with_a_place(session: Session) -> Any:
    return session.bookings.filter(state__in=_STAND).select_related("session")
