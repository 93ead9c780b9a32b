"""What is asked of cases. The database gives those of the body for which somebody acts, and to a client its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.contrib.postgres.search import SearchQuery
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.absences import away_in, stands_for
from irhub.accounts.models import Body, Membership
from irhub.accounts.policy import Whose
from irhub.accounts.queries import people_of
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.casework.clocks import Reading
from irhub.casework.references import read_reference
from irhub.checker.letters import LetterDue, letter_due
from irhub.programmes.models import Audience, ContactPoint, Programme, Theme, Urgency
from irhub.programmes.queries import closed_days, contacts_for, promised_days, themes_of
from irhub.programmes.workflows import ProgrammeState
from irhub.support.case_files import with_files
from irhub.support.deadlines import counts_from, our_turn
from irhub.support.models import Case, CaseEvent, CaseLink, Declined, Message, Question, WorkerConsent
from irhub.support.opening import hours_of
from irhub.support.retention import CASES_KEPT, over
from irhub.support.workflows import LIVE, State
from irhub.web.errors import ActionRefused
from irhub.web.listing import Fetched

ADVISING = (Role.ADVISER, Role.HELPLINE_LEAD)
FAR = date.max
GOES_SOON = timedelta(days=90)
"""So long before it is removed a case is told to whoever leads the helpline."""
FOUND_AT_MOST = 10_000
"""So many cases a list counts and a search finds: who looks for one among more says more of it."""


def advisers(body: Body) -> list[Membership]:
    """Who answers the helpline of a body today, each once."""
    found = {held.person_id: held for held in people_of(body) if held.role in ADVISING}
    return list(found.values())


def adviser_choices(by: Membership) -> list[tuple[int, str]]:
    """Who can have a case, for a form: beside those who are away stands until when, and who covers."""
    away = away_in(by.body)
    names = {held.person_id: held.person.name for held in advisers(by.body)}
    return [(number, f"{name} ({away[number]})" if number in away else name) for number, name in names.items()]


def owner_told(case: Case) -> str:
    """Who has a case, and who covers if they are away."""
    if case.owner is None:
        return "nobody"
    away = away_in(case.body).get(case.owner.pk)
    return f"{case.owner.name}, {away}" if away else case.owner.name


def programmes_run(body: Body) -> QuerySet[Programme]:
    """The open programmes whose helpline a body answers."""
    return Programme.objects.filter(body=body, state=ProgrammeState.OPEN).select_related("body").order_by("name")


def helpline_at(slug: str) -> Programme | None:
    """The open programme with an address, if one may see it."""
    found = Programme.objects.filter(slug=slug, state=ProgrammeState.OPEN, body__kind=Kind.DELIVERY_PARTNER)
    return found.select_related("body").first()


def case_referred(reference: str) -> Case | None:
    """A case that one may see, by its reference."""
    return _cases().filter(reference=reference).first()


def whose_case(reference: str, **_: object) -> Whose | None:
    """Whose a case is: the body's that runs the helpline, about its client, whatever is to be done with it or what hangs on it."""
    row = Case.objects.filter(reference=reference).values_list("body_id", "client_key").first()
    return row and Whose(body=row[0], places=frozenset({row[1]} - {""}))


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related("programme", "programme__body", "theme", "owner", "merged_into", "client_body")


def thread_of(case: Case) -> QuerySet[Message]:
    """What was written in a case, the first words first."""
    return with_files(case.messages.order_by("at", "pk"))


def related_to(case: Case) -> list[Case]:
    """The cases that have to do with one: linked to it, and merged into it."""
    pairs = CaseLink.objects.filter(case=case).values_list("other_id", flat=True)
    back = CaseLink.objects.filter(other=case).values_list("case_id", flat=True)
    return list(_cases().filter(pk__in=[*pairs, *back]) | _cases().filter(merged_into=case))


def escalation_in(events: Sequence[CaseEvent]) -> CaseEvent | None:
    """The last escalation among the events of a case, newest first."""
    told = Case.workflow.named("escalate").told.capitalize()
    return next((one for one in events if one.what == told), None)


def others_of_client(case: Case) -> QuerySet[Case]:
    """Other cases of the same client, the newest first."""
    same = _cases().filter(body_id=case.body_id, client_key=case.client_key).exclude(pk=case.pk).order_by("-opened_at")
    return same if case.client_key else same.none()


@dataclass(frozen=True)
class Clocks:
    """What the clocks of a case show on a day. `reply`: of the first reply, or once there was one of the next thing to do. `letter`: the
    letter that suspends a licence is answered by then; None without one."""

    reply: Reading
    letter: LetterDue | None

    @property
    def due(self) -> date:
        """What comes first, of what runs: far away if nothing does."""
        return min(self.reply.due or FAR, (self.letter and self.letter.due) or FAR)


def clocks_of(case: Case, today: date | None = None) -> Clocks:
    """By when something is to be done about a case, by its events."""
    day, closed = today or localdate(), closed_days(case.programme)
    days = promised_days(case.programme, Urgency(case.urgency))
    last = None if case.state == State.NEW else case.messages.aggregate(last=Max("at"))["last"]
    since = counts_from(last or case.opened_at, days, hours_of(case.programme), closed)
    reading = our_turn(case.state, since, days, day, closed=closed)
    return Clocks(reading, letter_due(case.letter_on) if case.letter_on and case.state in LIVE else None)


@dataclass(frozen=True)
class Queued:
    """A case that is open, with what its clocks show."""

    case: Case
    clocks: Clocks

    @property
    def overdue(self) -> bool:
        """Whether something should have been done before today."""
        return self.clocks.reply.overdue or (self.clocks.letter is not None and self.clocks.due < localdate())


def cases_of(body: Body, *, state: str = "", theme: str = "", owner: str = "") -> QuerySet[Case]:
    """The cases of a body, the newest first: those that a filter names."""
    named = {"state": state, "theme__code": theme, "owner": owner}
    found = _listed().filter(body=body, **{name: value for name, value in named.items() if value})
    return found.order_by("-opened_at", "-pk")


def cases_found(body: Body, q: str, **filters: str) -> list[int]:
    """The numbers of the cases of a body that a search finds, the newest first, one more than FOUND_AT_MOST at most. `q`: a reference, the
    number of a client, or how words of its name or of what is asked begin; `filters`: as of `cases_of`.

    An index of words can be used by the system role alone: behind the fence PostgreSQL compares words only of rows that may be seen, as what
    compares them is not known to keep a secret (LEAKPROOF). So nothing but numbers leaves here, and `cases_numbered` reads behind the fence.
    """
    words = re.findall(r"\w+", q)
    begins = SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")
    with system_access("an index tells in which cases of a body words stand; the cases are read behind the fence"):
        found = cases_of(body, **filters).values_list("pk", flat=True)
        known = list(found.filter(Q(reference=_reference(q)) | Q(client_key=q.strip()))[:FOUND_AT_MOST])
        return known or (list(found.filter(words=begins)[: FOUND_AT_MOST + 1]) if words else [])


def cases_numbered(numbers: Sequence[int]) -> Fetched[Case]:
    """Cases by their numbers, in that order, for a list: only those of the page are read."""

    def fetch(sort: str, turned: bool, offset: int, limit: int | None) -> tuple[Sequence[Case], int]:
        ordered = numbers[::-1] if turned else numbers
        part = ordered[offset : None if limit is None else offset + limit]
        there = _listed().in_bulk(part)
        return [there[number] for number in part if number in there], min(len(numbers), FOUND_AT_MOST)

    return Fetched(fetch)


def _listed() -> QuerySet[Case]:
    """Cases for a list: owners, themes and programmes are few, and each is read once, not joined to every case."""
    return Case.objects.prefetch_related("programme", "theme", "owner")


def _reference(q: str) -> str:
    try:
        return read_reference(q)
    except ActionRefused:
        return q.strip().upper()


def cases_going(body: Body, now: datetime | None = None) -> QuerySet[Case]:
    """The cases of a body that retention removes within GOES_SOON, the next first. Those that it would take from now on are told as they stand."""
    before = (now or timezone.now()) + GOES_SOON - timedelta(days=CASES_KEPT)
    return _listed().filter(over(before), body=body).order_by("closed_at", "pk")


def questions_of(body: Body) -> QuerySet[Question]:
    """What a client's own body asked, the newest first."""
    return Question.objects.filter(client_body=body).order_by("-opened_at", "-pk")


def question_referred(reference: str) -> Question | None:
    """A question of the body for which somebody acts, by its reference."""
    return Question.objects.filter(reference=reference).first()


def whose_question(reference: str, **_: object) -> Whose | None:
    """Whose a question is: the body's that runs the helpline, about its client."""
    found = question_referred(reference)
    return Whose(body=found.body_id, places=frozenset({found.client_key} - {""})) if found else None


def themes_known(body: Body) -> list[tuple[str, str]]:
    """Code and name of every theme of a body's programmes, for a filter."""
    return list(Theme.objects.filter(programme__body=body).order_by("name").values_list("code", "name").distinct())


def live_cases(body: Body) -> QuerySet[Case]:
    """The cases of a body that nobody has closed."""
    return _listed().filter(body=body, state__in=LIVE)


def queued(found: Sequence[Case] | QuerySet[Case], today: date | None = None) -> list[Queued]:
    """Open cases with their clocks, what is due first first.

    Hundreds are worked out from a few queries: the last words of each thread, and the promises and closures of the programmes.
    """
    day, cases = today or localdate(), list(found)
    begun = [case.pk for case in cases if case.state != State.NEW]
    last = dict(Message.objects.filter(case__in=begun).values_list("case_id").annotate(Max("at")).order_by())
    programmes = {case.programme_id: case.programme for case in cases}
    closed = {key: closed_days(programme) for key, programme in programmes.items()}
    hours = {key: hours_of(programme) for key, programme in programmes.items()}
    promised = {
        (key, urgency): promised_days(programme, urgency)
        for key, programme in programmes.items()
        for urgency in Urgency
    }
    turn = cache(our_turn)  # many cases came on the same day
    told = [
        Queued(
            case,
            Clocks(
                turn(
                    case.state,
                    counts_from(
                        case.opened_at if case.state == State.NEW else last.get(case.pk, case.opened_at),
                        promised[case.programme_id, Urgency(case.urgency)],
                        hours[case.programme_id],
                        closed[case.programme_id],
                    ),
                    promised[case.programme_id, Urgency(case.urgency)],
                    day,
                    closed=closed[case.programme_id],
                ),
                letter_due(case.letter_on) if case.letter_on else None,
            ),
        )
        for case in cases
    ]
    return sorted(told, key=lambda row: (row.clocks.due, row.case.urgency != Urgency.URGENT, row.case.opened_at))


def of_whom(rows: Sequence[Queued], whose: str, by: Membership) -> list[Queued]:
    """Of some open cases those that a list asks for: "mine", with those of whom one covers for, "nobody", or "escalated"; all without."""
    mine = {person.pk for person in stands_for(by)} if whose == "mine" else set()
    fits = {
        "mine": lambda case: case.owner_id in mine,
        "nobody": lambda case: case.owner_id is None,
        "escalated": lambda case: case.escalated_at is not None,
    }  # fmt: skip
    return [row for row in rows if not whose or fits[whose](row.case)]


@dataclass(frozen=True)
class Waits:
    """What waits for an adviser: how many first replies, other things to do, and letters to be answered within a week."""

    replies: int
    others: int
    letters: int
    overdue: int

    @property
    def told(self) -> str:
        """In words: “2 to reply to, 1 with a letter due this week”; blank where nothing waits."""
        parts = [
            (self.replies, "to reply to"), (self.others, "to go on with"), (self.letters, "with a letter due this week"), (self.overdue, "overdue"),
        ]  # fmt: skip
        return ", ".join(f"{count} {words}" for count, words in parts if count)


def waits(by: Membership, rows: Sequence[Queued] | None = None, today: date | None = None) -> Waits:
    """What waits for somebody: their own cases, those of whom they cover for, and those that nobody has. `rows`: all open cases of the body,
    where they are known."""
    day = today or localdate()
    found = queued(live_cases(by.body), day) if rows is None else rows
    owners = {None, *(person.pk for person in stands_for(by, day))}
    mine = [row for row in found if row.case.owner_id in owners]
    soon = day + timedelta(days=7)
    return Waits(
        replies=sum(row.case.state == State.NEW for row in mine),
        others=sum(row.case.state == State.OPEN for row in mine),
        letters=sum(bool(row.clocks.letter and row.clocks.letter.due and row.clocks.letter.due <= soon) for row in mine),
        overdue=sum(row.overdue for row in mine),
    )  # fmt: skip


def declined_of(case: Case) -> Declined | None:
    """That the helpline does not act in a case, if it does not."""
    return Declined.objects.filter(case=case).first()


def theme_choices(programme: Programme) -> list[tuple[int, str]]:
    """The themes of a programme, for a form."""
    return [(one.pk, one.name) for one in themes_of(programme)]


def theme_called(programme: Programme, code: str) -> int | None:
    """The number of a programme's theme by its code; None if it has none in use."""
    return next((one.pk for one in themes_of(programme) if one.code == code), None) if code else None


def contacts_of_workers(programme: Programme) -> QuerySet[ContactPoint]:
    """Where workers turn to."""
    return contacts_for(programme, Audience.WORKER)


def consents_of(body: Body, stands: str = "") -> QuerySet[WorkerConsent]:
    """What workers agreed to be passed on by a body's helpline, the newest first; `stands`: "given" or "withdrawn" of those alone."""
    found = (
        WorkerConsent.objects.filter(body=body).select_related("programme", "withdrawal").order_by("-given_at", "-pk")
    )
    return found.filter(withdrawal__isnull=stands == "given") if stands else found


def consent_numbered(number: int) -> WorkerConsent | None:
    """A consent by its number."""
    return WorkerConsent.objects.select_related("programme", "withdrawal").filter(pk=number).first()


def whose_consent(number: int) -> Whose | None:
    """Whose a consent is: the body's that runs the helpline."""
    body = WorkerConsent.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=body) if body else None
