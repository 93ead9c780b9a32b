"""The watch on grantees: what registers tell anew opens a task on the day on which it is known. Nothing is stopped by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from irhub.accounts.models import Membership
from irhub.accounts.moving import check_move, move
from irhub.accounts.row_security import system_access
from irhub.casework.checks import Found, Result
from irhub.casework.watching import open_new
from irhub.grants.checking import COMPANIES, standing_in_registers
from irhub.grants.models import Award
from irhub.grants.payments.models import GranteeTask
from irhub.grants.workflows import AwardState
from irhub.registers.models import CompanySpan
from irhub.web.jinja import day

WATCH = "the watch on grantees"
_WATCHED = ("cqc", "licence", "company")
_RUNS = (AwardState.SIGNED, AwardState.ACTIVE)


def watch(today: date) -> int:
    """Look at every grantee whose grant runs, of every body. How many tasks that opened: each event opens one, once."""
    running = Award.objects.filter(state__in=_RUNS).select_related("application__call")
    told = "opened a task about a grantee"
    return sum(open_new(award, _events(award), today, told=told, by=WATCH) for award in running)


def _events(award: Award) -> Iterator[tuple[str, Found]]:
    """What is to be looked at now, by a key that stays the same while it is the same event.

    What was so when the applicant was checked is no event: somebody saw it then.
    """
    application = award.application
    seen = {(each.key, each.says) for each in application.checks.all()}
    bad = (Result.LOOK, Result.FAILS)
    for found in standing_in_registers(application):
        if found.key in _WATCHED and found.result in bad and (found.key, found.says) not in seen:
            yield f"{found.key}: {found.edition}/{found.line} {found.says}", found
    company = CompanySpan.objects.filter(company_number=application.company_number or "-").order_by("-since").first()
    if company is not None and company.until is not None and company.until > award.granted_on:
        yield f"company gone: {company.until}", Found(
            "company", Result.LOOK, f"Companies House’s list of {day(company.until)} has no live company of its number any more.", COMPANIES,
            company.since, company.line,
        )  # fmt: skip


def close_task(task: GranteeTask, *, version: int, reason: str, by: Membership) -> GranteeTask:
    """Close a task with what was done."""
    check_move(task, "done", by=by, reason=reason)
    with system_access("a task about a grantee moves by its table alone"):
        return move(task, "done", by=by, version=version, reason=reason)


def open_tasks(body: int) -> int:
    """How many tasks about a body’s grantees are open."""
    return GranteeTask.objects.filter(body_id=body, state="open").count()
