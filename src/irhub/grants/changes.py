"""Changes of a grant that its grantee asks for: more time, or money from one line of its budget to another. Its sum never changes."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.row_security import system_access
from irhub.grants.guarding import for_the_grantee, refuse_near, refuse_nothing
from irhub.grants.letters import tell_applicant
from irhub.grants.models import Award
from irhub.grants.money import said
from irhub.grants.payments.models import Change
from irhub.grants.position import budget_of, ends_on, line_titles
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day

_WHY = "a request to change a grant is its grantee’s and its funder’s, and moves by its table alone"


@transaction.atomic
def ask_for_time(award: Award, *, until: date, why: str, by: Membership) -> Change:
    """Ask for more time. Raises ActionRefused for a day that is not later, after the pot’s last day, or while another request waits."""
    if until <= ends_on(award):
        raise ActionRefused(f"Your project ends on {day(ends_on(award))} as it is: enter a later day.", "ends_on")
    return _ask(award, by, why, ends_on=until)


@transaction.atomic
def ask_to_move(award: Award, *, from_line: str, to_line: str, amount: int, why: str, by: Membership) -> Change:
    """Ask to move money between lines of the budget. `amount`: pence. Raises ActionRefused if the line has less."""
    refuse_nothing(amount)
    budget = budget_of(award)
    if from_line not in budget or to_line not in budget or from_line == to_line:
        raise ActionRefused("Choose two lines of your budget.", "to_line")
    if amount > budget[from_line]:
        raise ActionRefused(f"{line_titles(award)[from_line]} has {said(budget[from_line])}.", "amount")
    return _ask(award, by, why, from_line=from_line, to_line=to_line, amount=amount)


def _ask(award: Award, by: Membership, why: str, **told: object) -> Change:
    for_the_grantee(award, by)
    if award.state != "active":
        raise ActionRefused("A grant can be changed while it runs.")
    with system_access(_WHY):
        try:
            with transaction.atomic():
                return begin(
                    Change(
                        body_id=award.body_id, award=award, applicant_id=award.applicant_id, why=why, asked_by=name_of(by), **told
                    ),
                    by=by, told="asked to change a grant",
                )  # fmt: skip
        except IntegrityError as problem:
            raise ActionRefused("You asked for a change already: withdraw that first.") from problem


@transaction.atomic
def withdraw_change(change: Change, *, version: int, by: Membership) -> Change:
    """Withdraw a request."""
    check_move(change, "withdraw", by=by)
    with system_access(_WHY):
        return move(change, "withdraw", by=by, version=version)


@transaction.atomic
def decide_change(change: Change, *, agree: bool, version: int, reason: str, by: Membership) -> Change:
    """Agree to a change, or refuse it with a reason. Raises ActionRefused if the money would have to be spent after the pot’s last day."""
    name = "agree" if agree else "refuse"
    check_move(change, name, by=by, reason=reason)
    refuse_near(change.award.application, by)
    with system_access(_WHY):
        last = change.award.call.pot.closes_on
        if agree and change.ends_on and change.ends_on > last:
            raise ActionRefused(f"The money of this pot has to be spent by {day(last)}: this cannot be agreed to.")
        if agree and change.amount and change.amount > budget_of(change.award).get(change.from_line, 0):
            raise ActionRefused("The line has less than that by now: this cannot be agreed to.")
        moved = move(change, name, by=by, version=version, reason=reason)
        answer = (
            "we agree to the change that you asked for."
            if agree
            else "we do not agree to the change that you asked for."
        )
        tell_applicant(moved.award.application, f"change-{moved.pk}", f"Grant {moved.award.reference}: the change that you asked for", [
            " ".join(filter(None, (answer, reason.strip()))),
        ])  # fmt: skip
    return moved
