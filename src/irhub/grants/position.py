"""Where the money of a grant stands: one sum of the ledger, of what is under way and of what the grantee told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.utils.timezone import localdate

from irhub.accounts.row_security import system_access
from irhub.grants.asking import answered_in, asked_in
from irhub.grants.method import BUDGET
from irhub.grants.models import Award, Pot
from irhub.grants.money import pence
from irhub.grants.payments.models import Change, Report
from irhub.grants.payments.workflows import ChangeState, PaymentState, RepaymentState, ReportState

_UNDER_WAY = (PaymentState.RELEASED, PaymentState.FILED)
_SUMMED = ("payments", "repayments", "reports", "entries", "advance__entries")
"""The rows of which the sums of a grant are made."""
_ROWS = (*_SUMMED, "changes", "bank_details", "tasks")
_LIVE = (PaymentState.PLANNED, PaymentState.ASKED, *_UNDER_WAY, PaymentState.PAID)


@dataclass(frozen=True)
class Position:
    """The money of a grant, in pence.

    `granted` = `left` (not released) + `under_way` (released, and not paid yet) + `paid` + `returned` (unpaid, and back in the pot), and
    `paid` = `spent` (booked at the close) + `repaid` + `written_off` + `to_account`. `planned`: of `left`, instalments that are planned or
    asked for. `reported`: spent by the accepted returns. `moved_on`: the last day on which the bank paid or money came back.
    """

    granted: int
    left: int
    planned: int
    under_way: int
    paid: int
    returned: int
    repaid: int
    written_off: int
    spent: int
    to_account: int
    reported: int
    moved_on: date | None

    @property
    def reconciles(self) -> bool:
        """Whether the sums of its meaning agree."""
        out = self.left + self.under_way + self.paid + self.returned == self.granted
        return out and self.spent + self.repaid + self.written_off + self.to_account == self.paid

    @property
    def disbursed(self) -> int | None:
        """What the grantee was paid and has not paid back; None of a grant of which the hub knows no instalment: it may be paid elsewhere."""
        known = self.planned or self.under_way or self.paid
        return self.paid - self.repaid if known else None

    @property
    def unspent(self) -> int:
        """What the grantee holds beyond what it accounted for by accepted returns."""
        return max(0, self.to_account - self.reported + self.spent)


def whole_of(award: Award) -> Award:
    """A grant as it stands now, with all rows about its money, which what is below then reads without asking again."""
    with system_access("a funder and its grantee see the sums of their grant"):
        rows = Award.objects.select_related("application__sheet", "application__call", "call__pot", "call__body")
        whole: Award = rows.prefetch_related(*_ROWS).get(pk=award.pk)
    return whole


def position_of(award: Award) -> Position:
    """Where the money of a grant stands now."""
    return sums_of(whole_of(award))


def sums_of(whole: Award) -> Position:
    """Where the money of a grant stands. `whole`: as `whole_of` reads it."""
    paid: Counter[str] = Counter()
    for payment in whole.payments.all():
        paid[payment.state] += payment.amount
    back: Counter[str] = Counter()
    for repayment in whole.repayments.all():
        back[repayment.state] += repayment.amount
    advance = getattr(whole, "advance", None)
    booked = advance.entries.all() if advance else ()
    return Position(
        granted=whole.granted, left=whole.amount, planned=paid[PaymentState.PLANNED] + paid[PaymentState.ASKED],
        under_way=sum(paid[each] for each in _UNDER_WAY), paid=paid[PaymentState.PAID],
        returned=-sum(each.amount for each in whole.entries.all() if each.key.startswith("back")), repaid=back[RepaymentState.RECEIVED],
        written_off=back[RepaymentState.WRITTEN_OFF], spent=-sum(each.amount for each in booked if each.key == "spent"),
        to_account=advance.amount if advance else 0,
        reported=sum(each.spent for each in whole.reports.all() if each.state == ReportState.ACCEPTED), moved_on=_moved_on(whole),
    )  # fmt: skip


def _moved_on(whole: Award) -> date | None:
    paid = [each.paid_on for each in whole.payments.all() if each.state == PaymentState.PAID]
    back = [localdate(each.settled_at) for each in whole.repayments.all() if each.state == RepaymentState.RECEIVED]
    return max(filter(None, (*paid, *back)), default=None)


def sums_by(numbers: Iterable[int]) -> Mapping[int, Position]:
    """Where the money of some grants stands, by their numbers."""
    with system_access("costs and published sums are of all money of a grant, which its grantee reads in parts"):
        return {each.pk: sums_of(each) for each in Award.objects.filter(pk__in=numbers).prefetch_related(*_SUMMED)}


def spent_of(at: Position) -> int | None:
    """Pence of a grant that are accounted for: booked as spent at its close, before that by accepted returns. None while none is."""
    return at.spent if at.paid and not at.to_account else at.reported or None


def planned_of(award: Award) -> int:
    """Pence of all instalments of a grant that were neither cancelled nor failed."""
    found = award.payments.filter(state__in=_LIVE).aggregate(all=Sum("amount"))["all"]
    return int(found or 0)


def _agreed(award: Award) -> list[Change]:
    """The changes that were agreed, in the order in which that was."""
    with system_access("what was agreed about a grant"):
        agreed = [each for each in award.changes.all() if each.state == ChangeState.AGREED and each.decided_at]
    return sorted(agreed, key=lambda each: (each.decided_at, each.pk))


def ends_on(award: Award) -> date:
    """The last day of a grant’s project, as it was agreed last."""
    last: date = award.application.ends_on
    for change in _agreed(award):
        last = change.ends_on or last
    return last


def budget_of(award: Award) -> Mapping[str, int]:
    """Pence by line of the budget, as they were applied for and agreed since. Empty where the application had no budget, as that of a claim."""
    with system_access("a budget is read by the funder and the grantee"):
        sheet = getattr(award.application, "sheet", None)
        if sheet is None or not set(BUDGET) <= {each.key for each in asked_in(award.call).questions}:
            return {}
        answers = answered_in(award.application).answers
    lines = {key: pence(answers[key]) for key in BUDGET if key in answers}
    for change in _agreed(award):
        if change.amount:
            lines[change.from_line] = lines.get(change.from_line, 0) - change.amount
            lines[change.to_line] = lines.get(change.to_line, 0) + change.amount
    return lines


def line_titles(award: Award) -> Mapping[str, str]:
    """The lines of a budget, in words."""
    usual = {"staff": "People’s time", "services": "Training and services", "things": "Goods and travel"}
    return usual | {each.key: each.label for each in asked_in(award.call).questions if each.key in BUDGET}


@dataclass(frozen=True)
class Forecast:
    """What is likely to be left of a grant at its end, in pence. `told`: by the grantee’s newest return, None before there is one; `pace`: if it
    goes on spending as it did so far, None before a return was accepted."""

    told: int | None
    pace: int | None

    @property
    def likely(self) -> int:
        """The one that is acted on: what the grantee says, else the pace."""
        return self.told if self.told is not None else self.pace or 0


def forecast_of(award: Award, reports: list[Report], last: date) -> Forecast:
    """What is likely to be left. `reports`: of the grant; `last`: the last day of its project."""
    told = [each for each in reports if each.state in (ReportState.IN, ReportState.ACCEPTED)]
    newest = max(told, key=lambda each: each.until_on, default=None)
    spent = [each for each in reports if each.state == ReportState.ACCEPTED]
    begun, days = award.application.starts_on, sum((each.until_on - each.from_on).days + 1 for each in spent)
    whole = (last - begun).days + 1
    pace = None
    if days > 0 and whole > 0:
        pace = max(0, award.granted - sum(each.spent for each in spent) * whole // days)
    return Forecast(newest.forecast if newest else None, pace)


@dataclass(frozen=True)
class Underspend:
    """What is likely to be left of the running grants of a pot, in pence, as the newest returns of `told` of its `running` grants say."""

    left: int
    told: int
    running: int


def underspend_of(pot: Pot) -> Underspend:
    """What is likely to be left of the running grants of a pot."""
    newest: dict[int, int] = {}
    found = Report.objects.filter(
        Q(award__call__pot=pot, award__state="active"), state__in=(ReportState.IN, ReportState.ACCEPTED)
    )
    for award, forecast in found.order_by("until_on").values_list("award_id", "forecast"):
        newest[award] = forecast
    running = Award.objects.filter(call__pot=pot, state="active").count()
    return Underspend(sum(newest.values()), len(newest), running)


def late_reports(body: int, today: date | None = None) -> int:
    """How many returns of a body’s grants are late."""
    return Report.objects.filter(body_id=body, state=ReportState.DUE, due_on__lt=today or localdate()).count()


def open_changes(body: int) -> int:
    """How many requests to change a body’s grants wait for a decision."""
    return Change.objects.filter(body_id=body, state=ChangeState.ASKED).count()
