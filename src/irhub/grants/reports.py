"""Returns of a grantee: planned by the funder, reminded of, handed in with what was spent and reached, accepted or sent back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.roles import Role
from irhub.accounts.row_security import system_access
from irhub.grants.applying import PEOPLE
from irhub.grants.guarding import for_the_funder, refuse_near
from irhub.grants.letters import tell_applicant
from irhub.grants.models import Award
from irhub.grants.money import said
from irhub.grants.notices import RETURNS
from irhub.grants.payments.models import Report
from irhub.grants.payments.workflows import ReportState
from irhub.notify.actions import post
from irhub.web.addresses import whole_address
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day

BEFORE = (14, 7, 1)
"""Days before a return is due on which its grantee is reminded."""
_WHY = "a return is its grantee’s and its funder’s, and moves by its table alone"


@transaction.atomic
def plan_report(award: Award, *, from_on: date, until_on: date, due_on: date, final: bool, by: Membership) -> Report:
    """Ask a grantee for a return for a time. Raises ActionRefused for days that make no sense, or of a grant that does not run."""
    for_the_funder(award, by)
    if award.state != "active":
        raise ActionRefused("Returns are asked for while a grant runs.")
    if until_on < from_on:
        raise ActionRefused("The last day must not come before the first.", "until_on")
    if due_on < until_on:
        raise ActionRefused("A return is due after the time of which it tells.", "due_on")
    with system_access(_WHY):
        there = award.reports.exclude(state=ReportState.CALLED_OFF)
        if there.filter(from_on__lte=until_on, until_on__gte=from_on).exists():
            raise ActionRefused("There is a return for some of these days already: each penny is told once.", "from_on")
        return begin(
            Report(
                body_id=award.body_id, award=award, applicant_id=award.applicant_id, from_on=from_on, until_on=until_on, due_on=due_on, final=final
            ),
            by=by, told="asked for a return of a grant",
        )  # fmt: skip


@transaction.atomic
def hand_in(report: Report, *, told: Mapping[str, Any], version: int, by: Membership) -> Report:
    """Hand in a return. `told`: what was spent by line (pence), whom it reached, and how it went.

    Raises ActionRefused before its time is over, for what names people, or for more spent in all than was awarded.
    """
    check_move(report, "hand in", by=by)
    if localdate() < report.until_on:
        raise ActionRefused(f"The time of this return ends on {day(report.until_on)}: hand it in from then on.")
    for key in ("story", "risks"):
        if PEOPLE.search(told[key]):
            raise ActionRefused("Leave people out: this holds an e-mail address or a National Insurance number.", key)
    spent = told["staff"] + told["services"] + told["things"]
    with system_access(_WHY):
        there = Award.objects.select_for_update().get(pk=report.award_id)
        before = sum(each.spent for each in there.reports.filter(state__in=(ReportState.IN, ReportState.ACCEPTED)))
        if before + spent > there.granted:
            raise ActionRefused(
                f"{said(there.granted)} was awarded, and with {said(before)} of your other returns you would have spent more of it: tell what came out of this grant alone.",
                "staff",
            )  # fmt: skip
        return move(report, "hand in", by=by, version=version, columns=dict(told))


@transaction.atomic
def send_report_back(report: Report, *, version: int, reason: str, by: Membership) -> Report:
    """Send a return back to its grantee, with what is missing."""
    check_move(report, "send back", by=by, reason=reason)
    with system_access(_WHY):
        moved = move(report, "send back", by=by, version=version, reason=reason)
        tell_applicant(moved.award.application, f"return-back-{moved.pk}-{moved.version}", f"Grant {moved.award.reference}: your return needs something", [
            f"please look at your return to {day(moved.until_on)} again: {reason.strip()}", whole_address("grant-report", moved.pk),
        ])  # fmt: skip
    return moved


@transaction.atomic
def accept_report(report: Report, *, version: int, by: Membership) -> Report:
    """Accept a return: what it says was spent counts."""
    check_move(report, "accept", by=by)
    refuse_near(report.award.application, by)
    with system_access(_WHY):
        return move(report, "accept", by=by, version=version)


@transaction.atomic
def call_off_report(report: Report, *, version: int, reason: str, by: Membership) -> Report:
    """Call off a return that is not needed."""
    check_move(report, "call off", by=by, reason=reason)
    with system_access(_WHY):
        return move(report, "call off", by=by, version=version, reason=reason)


def remind(today: date) -> int:
    """Write to the grantees whose returns are due in 14, 7 or 1 days, or are late. Each of these once. How many letters that is."""
    soon = Report.objects.filter(
        state=ReportState.DUE, due_on__lte=today + timedelta(days=BEFORE[0]), award__state="active"
    )
    return sum(_remind(each, today) for each in soon.select_related("award").order_by("due_on", "pk"))


def _remind(report: Report, today: date) -> int:
    left = (report.due_on - today).days
    step = "late" if left < 0 else str(min(each for each in BEFORE if each >= left))
    held = Membership.objects.current(today).filter(body=report.applicant_id, role=Role.ADMINISTRATOR)
    says = "was due" if left < 0 else "is due"
    for to in held.values_list("person__email", flat=True):
        post(
            kind=RETURNS, key=f"grant-return/{report.pk}/{report.due_on.isoformat()}/{step}", to=to,
            subject=f"A return of your grant {report.award.reference} {says} on {day(report.due_on)}",
            text=f"please tell us what was spent and whom it reached from {day(report.from_on)} to {day(report.until_on)}:\n"
            f"{whole_address('grant-report', report.pk)}\n",
        )  # fmt: skip
    return len(held)
