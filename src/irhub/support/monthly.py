"""What the helpline counts month by month: see programmes/months.py. Never by provider, and nothing of what was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from statistics import median
from typing import NamedTuple

from django.db.models import Min, Q
from django.utils.timezone import localtime

from irhub.casework.clocks import Hand, Reading, read
from irhub.programmes.models import Programme, Urgency
from irhub.programmes.months import WHOLE, Count, Figure, Monthly, by_council, councils_of, moments, of_a_share
from irhub.programmes.queries import closed_days, promised_days
from irhub.support.models import Case, Channel, Client, FeedbackAnswer, Outcome
from irhub.support.workflows import State
from irhub.web.london import LONDON
from irhub.web.retention_rules import SIX_YEARS

_A_CASE = "A case that was merged into another is not counted."
FIGURES = (
    Figure("calls", "Calls", f"Cases that came by telephone, in the month in which they were opened. {_A_CASE}", "cases", adds=True),
    Figure("questions", "Questions", f"Cases that came in any other way, in the month in which they were opened. {_A_CASE}", "cases", adds=True),
    Figure("clients", "Clients", "Providers and councils that asked in the month, each once.", "cases"),
    Figure(
        "days", "Working days to a first reply",
        "The median, of the cases of the month that had a reply: working days after the day on which the question came, up to that of the first reply. "
        "Weekends, bank holidays and closures of the programme do not count; a reply on the same day is 0. Where the helpline could not act, there is no reply.",
    ),
    Figure("in-time", "Replied to in time, per cent", "Of the cases of the month that had a reply, those whose first reply came within the working days that the programme promises; told where at least five clients are on either side of it."),
    Figure("answers", "Answers on how we did", "Cases closed in the month whose client said how the helpline did, within 28 days. Whom the helpline could not help is not asked."),
    Figure("satisfied", "Satisfied, per cent", "Of the answers of the month, those that say that their client is satisfied; told where at least five clients are on either side of it."),
    Figure("themes", "Themes", "Cases of the month by their theme, of the whole area."),
)  # fmt: skip


class _Asked(NamedTuple):
    """A case, as far as it counts."""

    number: int
    kind: str
    key: str
    channel: str
    theme: str
    urgency: str
    outcome: str
    opened: datetime
    replied: datetime | None

    @property
    def client(self) -> str:
        """The client; a case whose client has no number is a client of its own."""
        return self.key or f"case {self.number}"


def _count(programme: Programme, first: date, end: date) -> Iterator[Count]:
    rows = list(_cases(programme, first, end))
    councils = councils_of((row.kind, row.key) for row in rows)
    where = {row.number: councils.get(row.key, "") for row in rows}
    for figure, chosen in (
        ("calls", [row for row in rows if row.channel == Channel.TELEPHONE]),
        ("questions", [row for row in rows if row.channel != Channel.TELEPHONE]),
    ):
        yield from by_council(figure, ((where[row.number], row.client, 1) for row in chosen))
    clients = {row.client: where[row.number] for row in rows}
    yield from by_council("clients", ((council, client, 1) for client, council in clients.items()))
    for theme in sorted({row.theme for row in rows}):
        many = [row.client for row in rows if row.theme == theme]
        yield Count("themes", theme, len(many), len(set(many)))
    yield from _replies(programme, rows)
    yield from _feedback(programme, first, end)


def _cases(programme: Programme, first: date, end: date) -> Iterator[_Asked]:
    begins, ends = moments(first, end)
    found = Case.objects.filter(programme=programme, opened_at__gte=begins, opened_at__lt=ends)
    counted = found.exclude(state=State.MERGED).exclude(client_type=Client.WORKER)
    first_reply = Min("messages__at", filter=Q(messages__inbound=False))
    columns = (
        "pk",
        "client_type",
        "client_key",
        "channel",
        "theme__name",
        "urgency",
        "outcome",
        "opened_at",
        "replied",
    )
    return (_Asked(*row) for row in counted.annotate(replied=first_reply).order_by("pk").values_list(*columns))


def _replies(programme: Programme, rows: Iterable[_Asked]) -> Iterator[Count]:
    closed = closed_days(programme)
    promised = {str(urgency): promised_days(programme, urgency) for urgency in Urgency}

    def reading(row: _Asked, replied: datetime) -> Reading:
        came, went = localtime(row.opened, LONDON).date(), localtime(replied, LONDON).date()
        return read(promised[row.urgency], [(came, Hand.OURS), (went, Hand.NOBODYS)], went, closed=closed)

    told = [(row, reading(row, row.replied)) for row in rows if row.replied and row.outcome != Outcome.COULD_NOT_ACT]
    many = len({row.client for row, _ in told})
    late = {row.client for row, each in told if each.overdue}
    in_time = {row.client for row, each in told if not each.overdue}
    if told:
        days = [promised[row.urgency] - each.remaining for row, each in told]
        share = sum(not each.overdue for _, each in told) / len(told)
        yield Count("days", WHOLE, median(days), many)
        yield Count("in-time", WHOLE, round(100 * share), of_a_share(in_time, late))


def _feedback(programme: Programme, first: date, end: date) -> Iterator[Count]:
    begins, ends = moments(first, end)
    given = FeedbackAnswer.objects.filter(
        question="satisfied", sheet__case__programme=programme, sheet__case__closed_at__gte=begins, sheet__case__closed_at__lt=ends
    )  # fmt: skip
    columns = ("sheet", "answer", "sheet__case__client_key", "sheet__case")
    newest = {sheet: (answer == "yes", key or str(case)) for sheet, answer, key, case in given.order_by("revision").values_list(*columns)}  # fmt: skip
    happy, not_happy = ({client for yes, client in newest.values() if yes is which} for which in (True, False))
    yield Count("answers", WHOLE, len(newest), len(happy | not_happy))
    if newest:
        share = sum(yes for yes, _ in newest.values()) / len(newest)
        yield Count("satisfied", WHOLE, round(100 * share), of_a_share(happy, not_happy))


def _first(programme: Programme) -> date | None:
    found = Case.objects.filter(programme=programme).aggregate(first=Min("opened_at"))["first"]
    return localtime(found, LONDON).date() if found else None


MONTHLY = (
    Monthly(
        "helpline", "The helpline",
        "What the helpline was asked, by month and by the council in which the client has most of its care locations, and how soon it replied.",
        FIGURES, _count, _first, SIX_YEARS,
    ),
)  # fmt: skip
