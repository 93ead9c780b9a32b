"""What is done with cases. Each is one transaction and leaves an event of the case, and one in the audit trail, which knows a case by its
reference: numbers that count up would tell how many there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from irhub.accounts.audit import Actor, name_of
from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.casework.contacts import Authority, ContactState, Told, add_contact
from irhub.files.handed_in import HandedIn
from irhub.legal_advice.desk import desk_of
from irhub.programmes.models import Audience, Programme, Theme, Urgency
from irhub.programmes.queries import schemes_for
from irhub.programmes.workflows import ProgrammeState
from irhub.support.case_files import keep_files, move_files
from irhub.support.feedback import ASKED
from irhub.support.letters import acknowledge, ask_feedback, tell_client, tell_colleagues
from irhub.support.models import Case, CaseLink, Channel, Declined, Message, Outcome, Question
from irhub.support.parties import enter_parties
from irhub.support.queries import advisers
from irhub.support.scripts import remember
from irhub.support.workflows import State, hindered
from irhub.web.errors import ActionRefused

NOBODY_TO_WRITE_TO = (
    "Nobody who speaks for the client has an e-mail address, so this was not sent. Tell them by telephone, or add an address under “Who "
    "speaks for them” first."
)


@dataclass(frozen=True)
class Asked:
    """What somebody asks: who they are to the registers, what it is about, and in their words. `contact`: who speaks, as
    casework/contacts.py takes it. `about_key`, `about_name`: the organisation on the other side, if there is one. `quoted`, `left_out`: of a
    mail, as Message has them. `files`: that came with it on a page."""

    client_type: str
    client_key: str
    client_name: str
    theme: Theme
    subject: str
    text: str
    urgency: str = Urgency.ROUTINE
    letter_on: date | None = None
    about_key: str = ""
    about_name: str = ""
    contact: Told = field(default_factory=Told)
    quoted: str = ""
    left_out: str = ""
    files: Sequence[HandedIn] = ()


@transaction.atomic
def open_case(*, programme: Programme, asked: Asked, channel: str, by: Actor) -> Case:
    """Take a question: the case, who speaks in it, and the first words of its thread.

    Raises ActionRefused if the programme has no helpline any more, the theme is another's, or the letter is of a day to come.
    """
    check_asked(programme, asked)
    made = Case(
        body_id=programme.body_id, programme=programme, client_type=asked.client_type, client_key=asked.client_key,
        client_name=asked.client_name.strip(), client_body=_asks_itself(asked, by), about_key=asked.about_key,
        about_name=asked.about_name.strip(), channel=channel, theme=asked.theme, urgency=asked.urgency,
        subject=asked.subject.strip(), letter_on=asked.letter_on,
        owner=by.person if isinstance(by, Membership) and by.body_id == programme.body_id else None,
    )  # fmt: skip
    begin(made, by=by, told="opened a case")
    if asked.contact:
        add_contact(made, by=by, **asked.contact)
    said = _say(
        made, asked.text, inbound=True, channel=channel, who=asked.contact.get("name") or name_of(by), quoted=asked.quoted,
        left_out=asked.left_out,
    )  # fmt: skip
    keep_files(said, asked.files, by=by)
    enter_parties(made, [asked.contact.get("firm", "")])
    made.refresh_from_db()
    acknowledge(made)
    return made


def check_asked(programme: Programme, asked: Asked) -> None:
    """Raises ActionRefused if a programme takes no such question now."""
    if programme.body.kind != Kind.DELIVERY_PARTNER or programme.state != ProgrammeState.OPEN:
        raise ActionRefused(f"{programme.name} takes no questions: {programme.instead or 'it is not open'}.")
    if asked.theme.programme_id != programme.pk:
        raise ActionRefused("Choose a theme of this programme.", "theme")
    if asked.letter_on and asked.letter_on > localdate():
        raise ActionRefused("The date of the letter must be today or earlier.", "letter_on")
    if not asked.text.strip():
        raise ActionRefused("Write what is asked.", "text")


def _asks_itself(asked: Asked, by: Actor) -> Body | None:
    """The client's own body, if somebody who acts for it asks: in whose name others ask is not proved."""
    if not isinstance(by, Membership) or (by.body.kind, by.body.place_code) != (asked.client_type, asked.client_key):
        return None
    return by.body


def refuse_where_hindered(case: Case, move: str) -> None:
    """Raises ActionRefused where a move of the table makes no sense for a case as it is."""
    if why := hindered(case, move):
        raise ActionRefused(why)


def show_to_body(*, case: Case, version: int, by: Membership) -> Case:
    """Let the client's own body read the thread and answer. Raises StaleVersion, and ActionRefused as `move` does, if it does not take part, or
    while nobody who speaks in the case has authority that was seen."""
    refuse_where_hindered(case, "show")
    body = Body.objects.filter(kind=case.client_type, place_code=case.client_key, closed_on=None).first()
    if not case.client_key or body is None:
        raise ActionRefused("The client does not take part in the hub.")
    if not case.contacts.filter(state=ContactState.NOW, authority__in=(Authority.OWN, Authority.SEEN)).exists():
        raise ActionRefused(
            "Nobody who speaks in this case has authority that was seen: note that with the contact first."
        )
    return move(case, "show", by=by, version=version, columns={"client_body_id": body.pk})


def reply(
    *,
    case: Case,
    version: int,
    text: str,
    then: str,
    channel: str = Channel.PAGE,
    guidance: Collection[int] = (),
    files: Sequence[HandedIn] = (),
    by: Membership,
) -> Case:
    """Write to the client, or note what was said to them. `then`: the move that it makes: "reply" goes on, "ask" waits for them, "answer"
    is all, and "close" ends the case as answered besides. `channel`: by mail it is sent, and refused if that reaches nobody; on the page it is
    sent to those who have an address; what was said otherwise is sent to nobody. `guidance`: the versions of which it was made. `files`: that
    go with it. Raises StaleVersion if somebody has worked on the case since it was shown, and ActionRefused."""
    if not text.strip():
        raise ActionRefused("Write what you tell the client.", "text")
    with transaction.atomic():
        move(case, "answer" if then == "close" else then, by=by, version=version)
        said = _say(case, text, inbound=False, channel=channel, who=by.person.name)
        remember(said, guidance)
        keep_files(said, files, by=by)
        if channel in (Channel.MAIL, Channel.PAGE) and not tell_client(case, said) and channel == Channel.MAIL:
            raise ActionRefused(NOBODY_TO_WRITE_TO, "channel")
        if then == "close":
            close_case(case=case, version=case.version, theme=case.theme, outcome=Outcome.ANSWERED, by=by)
    return case


@transaction.atomic
def hear(
    *, case: Case, text: str, who: str, channel: str, by: Actor, quoted: str = "", left_out: str = "", files: Sequence[HandedIn] = ()
) -> Message:  # fmt: skip
    """Add what a client wrote or said: a case that waits or has ended is open again. Of one that was merged, the other hears it.

    `quoted`, `left_out`: of a mail, as Message has them. `files`: that came with it on a page.
    """
    if not text.strip():
        raise ActionRefused("Write what you want to say.", "text")
    if case.merged_into is not None:
        there = case.merged_into
        return hear(
            case=there, text=text, who=who, channel=channel, by=by, quoted=quoted, left_out=left_out, files=files
        )
    move(case, _hearing(case), by=by)
    said = _say(case, text, inbound=True, channel=channel, who=who, quoted=quoted, left_out=left_out)
    keep_files(said, files, by=by)
    return said


def _hearing(case: Case) -> str:
    """The move by which a case hears its client. Whoever has not been told yet that nobody acts sees no more change than before."""
    if case.state not in {str(state) for state in case.workflow.named("hear").since}:
        return "hear more"
    unsent = case.outcome == Outcome.COULD_NOT_ACT and Declined.objects.filter(case=case, sent_at=None).first()
    return "hear again" if unsent and unsent.before == State.NEW else "hear"


def hear_client(*, reference: str, text: str, files: Sequence[HandedIn] = (), by: Membership) -> Message:
    """Add what somebody of a client's own body writes on its thread. What it sets off is for advisers, whose rows the client does not see."""
    own = Question.objects.filter(reference=reference, client_body=by.body).first()
    if own is None:
        raise ActionRefused("There is no such question.")
    with system_access("a client answers in its own thread"):
        there = Case.objects.select_related("merged_into").get(pk=own.pk)
        return hear(case=there, text=text, who=by.person.name, channel=Channel.PAGE, by=by, files=files)


@transaction.atomic
def hand_over(*, case: Case, version: int, owner: int | None, by: Membership) -> Case:
    """Give a case to another adviser, or to nobody. Raises StaleVersion, and ActionRefused if they do not advise."""
    chosen = next((held.person for held in advisers(by.body) if held.person_id == owner), None)
    if owner is not None and chosen is None:
        raise ActionRefused(f"That person does not answer the helpline of {by.body.name} today.", "owner")
    says = f"gave it to {chosen.name}" if chosen else "gave it to nobody"
    moved = move(case, "assign", by=by, version=version, says=says, columns={"owner_id": chosen and chosen.pk})
    tell_colleagues(
        case, [chosen] if chosen else [], "A case of the helpline is yours now", event=f"yours/{moved.version}", by=by
    )
    return moved


def sort(
    *, case: Case, version: int, theme: Theme, urgency: str, subject: str, letter_on: date | None, by: Membership
) -> Case:
    """Say what a case is about and how urgent it is. Raises StaleVersion, and ActionRefused as `open_case` does."""
    fresh = Asked(case.client_type, case.client_key, case.client_name, theme, subject, subject, urgency, letter_on)
    check_asked(case.programme, fresh)
    columns = {"theme_id": theme.pk, "urgency": urgency, "subject": subject.strip(), "letter_on": letter_on}
    return move(case, "sort", by=by, version=version, says=f"sorted it: {theme.name}, {urgency}", columns=columns)


def to_lawyer(*, case: Case, version: int, level: int = 1, by: Membership) -> Case:
    """Say that the lawyer has it. `level`: of immigration advice, 1 to 3. Raises StaleVersion and ActionRefused as `move` does, and if no
    registration that is recorded today covers that level: then the case is referred to somebody whose does."""
    check_move(case, "to the lawyer", by=by)
    schemes = schemes_for(case.programme, Audience(case.client_type), localdate())
    firms = {scheme.law_firm_id: scheme.law_firm for scheme in schemes if scheme.law_firm}
    desks = [desk_of(firm, localdate(), level) for firm in firms.values() or [case.programme.body]]
    if not any(desk.open for desk in desks):
        raise ActionRefused(f"{desks[0].why} Close the case as referred, and say to whom.", "level")
    return move(case, "to the lawyer", by=by, version=version)


def from_lawyer(*, case: Case, version: int, by: Membership) -> Case:
    """Say that it is with us again. Raises StaleVersion and ActionRefused as `move` does."""
    return move(case, "from the lawyer", by=by, version=version)


@transaction.atomic
def escalate(*, case: Case, version: int, reason: str, by: Membership) -> Case:
    """Have the helpline lead look at it, who is written to. Raises StaleVersion and ActionRefused as `move` does."""
    refuse_where_hindered(case, "escalate")
    leads = [held.person for held in advisers(by.body) if held.role == Role.HELPLINE_LEAD]
    if not leads:
        raise ActionRefused("Nobody leads this helpline, so that nobody would look at it: hand the case over instead.")
    moved = move(case, "escalate", by=by, version=version, reason=reason)
    tell_colleagues(
        case, leads, "A case of the helpline was escalated to you", event=f"escalated/{moved.version}", by=by
    )
    return moved


def settle_escalation(*, case: Case, version: int, reason: str, by: Membership) -> Case:
    """Say what the helpline lead decided. Raises StaleVersion and ActionRefused as `move` does."""
    refuse_where_hindered(case, "settle")
    return move(case, "settle", by=by, version=version, reason=reason)


def close_case(
    *, case: Case, version: int, theme: Theme, outcome: str, signposted_to: str = "", ending: str = "", by: Membership
) -> Case:
    """End a case: theme, outcome, to whom the client was pointed, and one line. The client is asked how we did. Raises StaleVersion and ActionRefused."""
    if theme.programme_id != case.programme_id:
        raise ActionRefused("Choose a theme of this programme.", "theme")
    if outcome == Outcome.COULD_NOT_ACT:
        raise ActionRefused("Say that the helpline cannot act instead: the client is told in its own time.", "outcome")
    if outcome == Outcome.REFERRED and not signposted_to.strip():
        raise ActionRefused("Enter who the client was referred to.", "signposted_to")
    columns = {
        "theme_id": theme.pk, "outcome": outcome, "signposted_to": signposted_to.strip(), "ending": ending.strip(),
    }  # fmt: skip
    says = f"closed it: {Outcome(outcome).label.lower()}"
    with transaction.atomic():
        move(case, "close", by=by, version=version, says=says, columns=columns)
        if outcome in ASKED:
            ask_feedback(case)
    return case


def reopen_case(*, case: Case, version: int, reason: str, by: Membership) -> Case:
    """Take the end of a case back. Raises StaleVersion and ActionRefused as `move` does."""
    return move(case, "reopen", by=by, version=version, reason=reason)


@transaction.atomic
def merge_case(*, case: Case, version: int, into: str, by: Membership) -> Case:
    """Go on with a case in another of the same client. Both keep their threads and what was entered of minutes; the client's further
    words come to the other. `into`: its reference. Raises StaleVersion, and ActionRefused if the other is not there or is a merged one."""
    other = _other(case, into, by)
    if other.client_key != case.client_key or other.state not in {
        str(state) for state in case.workflow.named("merge").since
    }:
        raise ActionRefused("Only an open case of the same client can take this one in.", "into")
    if case.merged.exists():
        raise ActionRefused("Other cases were merged into this one: take them out first.", "into")
    move(case, "merge", by=by, version=version, says=f"merged it into {other}", columns={"merged_into_id": other.pk})
    move(other, "link", by=by, says=f"took in {case}")
    return other


def unmerge_case(*, case: Case, version: int, by: Membership) -> Case:
    """Take a case out of the one that took it in. Raises StaleVersion and ActionRefused as `move` does."""
    return move(case, "unmerge", by=by, version=version)


@transaction.atomic
def link_case(*, case: Case, version: int, to: str, by: Membership) -> CaseLink:
    """Say that two cases have to do with each other. `to`: the reference of the other. Raises StaleVersion and ActionRefused."""
    other = _other(case, to, by)
    first, second = sorted((case.pk, other.pk))
    made, new = CaseLink.objects.get_or_create(body_id=case.body_id, case_id=first, other_id=second)
    if not new:
        raise ActionRefused("These two cases are linked already.", "to")
    move(case, "link", by=by, version=version, says=f"linked it to {other}")
    return made


@transaction.atomic
def split_case(*, case: Case, version: int, message: int, theme: Theme, subject: str, by: Membership) -> Case:
    """Make a case of its own of a second question that a client asked in one: with what they wrote, who speaks for them, and a link. The files
    that came with it go there.

    What was entered of minutes stays with the first. The first reply counts from when they wrote. Raises StaleVersion and ActionRefused.
    """
    said = case.messages.filter(pk=message, inbound=True).first()
    if said is None:
        raise ActionRefused("Select the message in which they ask it.", "message")
    if theme.programme_id != case.programme_id:
        raise ActionRefused("Choose a theme of this programme.", "theme")
    same = ("programme_id", "client_type", "client_key", "client_name", "client_body_id", "about_key", "about_name")
    made = Case(
        body_id=case.body_id, **{name: getattr(case, name) for name in same}, channel=said.channel, theme=theme,
        subject=subject.strip(), owner=by.person, opened_at=said.at,
    )  # fmt: skip
    begin(made, by=by, told="split a case in two", says=f"split it off {case}")
    for contact in case.contacts.filter(state=ContactState.NOW):
        add_contact(made, by=by, **{name: getattr(contact, name) for name in Told.__annotations__})
    asked = _say(
        made, said.text, inbound=True, channel=said.channel, who=said.who, quoted=said.quoted, left_out=said.left_out, copy_of=said,
    )  # fmt: skip
    move_files(said, asked)
    move(case, "link", by=by, version=version, says=f"split off {made}")
    first, second = sorted((case.pk, made.pk))
    CaseLink.objects.create(body_id=case.body_id, case_id=first, other_id=second)
    return made


def _other(case: Case, reference: str, by: Membership) -> Case:
    """Another case of the body's. Raises ActionRefused."""
    other: Case | None = Case.objects.filter(body=by.body, reference=reference).first()
    if other is None or other.pk == case.pk:
        raise ActionRefused("There is no other case with this reference.", "reference")
    return other


def _say(
    case: Case, text: str, *, inbound: bool, channel: str, who: str, quoted: str = "", left_out: str = "", copy_of: Message | None = None
) -> Message:  # fmt: skip
    """Add to the thread."""
    return Message.objects.create(
        body_id=case.body_id, case=case, inbound=inbound, channel=channel, who=who, text=text.strip(), quoted=quoted, left_out=left_out,
        copy_of=copy_of,
    )  # fmt: skip
