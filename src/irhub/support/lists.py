"""The lists of cases: the queue of those that are open, all that there are, and a client's own."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localtime

from irhub.programmes.models import Urgency
from irhub.support.mail.models import Mail
from irhub.support.mail.workflow import MailState
from irhub.support.models import Case, Question, WorkerConsent
from irhub.support.queries import FAR, FOUND_AT_MOST, Queued
from irhub.support.retention import CASES_KEPT
from irhub.support.workflows import State
from irhub.web.jinja import day, moment
from irhub.web.listing import Cell, Column, FilterForm, Listing, Where, choice, words_field


class QueueFilters(FilterForm):
    """Which open cases somebody asks for."""

    whose = choice(
        "Whose", [("mine", "Mine"), ("nobody", "Nobody’s"), ("escalated", "Escalated")], any_of_them="Everybody’s"
    )
    state = choice(
        "State",
        [(one.value, one.label) for one in State if one not in (State.CLOSED, State.MERGED)],
        any_of_them="All that are open",
    )


class CaseFilters(FilterForm):
    """Which cases somebody looks for."""

    q = words_field("Reference, client or question")
    state = choice("State", State.choices, any_of_them="All states")
    theme = choice("Theme", any_of_them="All themes")


def _client(case: Case) -> Cell:
    return Cell(case.client_name, reverse("support-case", args=[case.reference]), under=case.reference)


def _what(case: Case) -> Cell:
    urgent = "red" if case.urgency == Urgency.URGENT else ""
    return Cell(
        case.subject,
        under=f"{case.theme.name}{', urgent' if urgent else ''}{', escalated' if case.escalated_at else ''}",
    )


def _due(row: Queued) -> Cell:
    if row.clocks.due == FAR:
        return Cell("Not with us")
    letter = row.clocks.letter is not None and row.clocks.letter.due == row.clocks.due
    return Cell(day(row.clocks.due), tag="red" if row.overdue else "", under="answer to the letter" if letter else "")


def _owner(case: Case) -> str:
    return case.owner.name if case.owner else "nobody"


def _closed_on(case: Case) -> date:
    return localtime(case.closed_at).date()


QUEUE: Listing[Queued] = Listing(
    name="cases-open",
    told_apart_by=("reference",),
    caption="Open cases, what is due first first",
    noun=("open case", "open cases"),
    none_at_all="No case is open.",
    none_fits="No open case fits.",
    filters=QueueFilters,
    look="irhub-stacked",
    columns=(
        Column("client", "Client", "Who asks.", value=lambda row: row.case.client_name, cell=lambda row: _client(row.case),
               by=lambda row: row.case.client_name, heads=True),
        Column("what", "What is asked", "In a line, and its theme.", value=lambda row: row.case.subject, cell=lambda row: _what(row.case)),
        Column("state", "State", "How far it is.", value=lambda row: row.case.get_state_display()),
        Column("reference", "Reference", "The case’s reference.", value=lambda row: row.case.reference, where=Where.FILES),
        Column("owner", "Owner", "Who has it.", value=lambda row: _owner(row.case), by=lambda row: _owner(row.case)),
        Column("due", "Due", "By when something is to be done: a first reply, the next thing, or the answer to a letter.",
               value=lambda row: None if row.clocks.due == FAR else row.clocks.due, cell=_due, by=lambda row: row.clocks.due),
    ),
)  # fmt: skip
ALL: Listing[Case] = Listing(
    name="cases",
    told_apart_by=("reference",),
    caption="All cases, newest first",
    noun=("case", "cases"),
    none_at_all="There is no case yet.",
    none_fits="No case fits. Try fewer words.",
    filters=CaseFilters,
    counts_to=FOUND_AT_MOST,
    look="irhub-stacked",
    columns=(
        Column("client", "Client", "Who asked.", value=lambda case: case.client_name, cell=_client, heads=True),
        Column("what", "What was asked", "In a line, and its theme.", value=lambda case: case.subject, cell=_what),
        Column("state", "State", "How far it is.", value=lambda case: case.get_state_display()),
        Column("opened", "Opened", "When it came.", value=lambda case: localtime(case.opened_at).date(), order=("opened_at",), falls=True),
        Column("reference", "Reference", "The case’s reference.", where=Where.FILES),
        Column("outcome", "Outcome", "How it ended.", value=lambda case: case.get_outcome_display() if case.outcome else ""),
    ),
)  # fmt: skip
OWN: Listing[Question] = Listing(
    name="questions",
    caption="What your body asked, newest first",
    noun=("question", "questions"),
    none_at_all="Your body has asked nothing yet.",
    none_fits="Your body has asked nothing yet.",
    look="irhub-stacked",
    columns=(
        Column("subject", "Question", "What was asked.", value=lambda case: case.subject,
               cell=lambda case: Cell(case.subject, reverse("help-question", args=[case.reference]), under=case.reference), heads=True),
        Column("opened", "Asked", "When it was asked.", value=lambda case: localtime(case.opened_at).date(), order=("opened_at",), falls=True),
    ),
)  # fmt: skip


class ConsentFilters(FilterForm):
    """Which consents somebody asks for."""

    stands = choice("State", [("given", "Given"), ("withdrawn", "Withdrawn")], any_of_them="All")


def _stands(consent: WorkerConsent) -> str:
    return f"Withdrawn on {day(consent.withdrawn.said_on)}" if consent.withdrawn else "Given"


CONSENTS: Listing[WorkerConsent] = Listing(
    name="consents",
    caption="What workers agreed to, newest first",
    noun=("consent", "consents"),
    none_at_all="No worker has been passed on to others within a year.",
    none_fits="No consent fits.",
    filters=ConsentFilters,
    look="irhub-stacked",
    columns=(
        Column("to", "Passed on to", "Who helps workers.", value=lambda consent: consent.to,
               cell=lambda consent: Cell(consent.to, reverse("support-consent", args=[consent.pk]), under=consent.programme.name), heads=True),
        Column("given", "Agreed", "When the worker agreed.", value=lambda consent: localtime(consent.given_at).date(), order=("given_at",), falls=True),
        Column("stands", "State", "Whether it was withdrawn, and when.", value=_stands),
    ),
)  # fmt: skip


class TrayFilters(FilterForm):
    """Which mail somebody asks for; what waits, unless they say."""

    state = choice(
        "Where it is",
        [one for one in MailState.choices if one[0] != MailState.WAITS],
        any_of_them=MailState.WAITS.label,
    )


def _mail(mail: Mail) -> Cell:
    return Cell(str(mail), reverse("support-mail", args=[mail.pk]), under=mail.sender_name or mail.email)


TRAY: Listing[Mail] = Listing(
    name="mails",
    caption="Mail to the helpline",
    noun=("mail", "mails"),
    none_at_all="No mail waits.",
    none_fits="No mail is there.",
    filters=TrayFilters,
    look="irhub-stacked",
    columns=(
        Column("subject", "Mail", "Its subject, and who says that they wrote it.", value=str, cell=_mail, heads=True),
        Column("came", "Came", "When the hub took it in.", value=lambda mail: localtime(mail.came_at),
               cell=lambda mail: Cell(moment(mail.came_at), under=mail.programme.name)),
        Column("why", "Why it waits", "Why it went into no case by itself.", value=lambda mail: mail.get_why_display() if mail.why else ""),
        Column("case", "Case", "Into which case it went, or whose key it carries.",
               value=lambda mail: str(mail.case or mail.named or "")),
    ),
)  # fmt: skip
GOING: Listing[Case] = Listing(
    name="cases-going",
    caption="Cases that will be removed, the next first",
    noun=("case", "cases"),
    none_at_all="No case is removed within ninety days.",
    none_fits="No case is removed within ninety days.",
    look="irhub-stacked",
    columns=(
        Column("client", "Client", "Who asked.", value=lambda case: case.client_name, cell=_client, heads=True),
        Column("closed", "Closed", "When it was closed.", value=_closed_on),
        Column("goes", "Removed on", "The day on which it is removed, or the next after it.", value=lambda case: _closed_on(case) + timedelta(days=CASES_KEPT)),
    ),
)  # fmt: skip
