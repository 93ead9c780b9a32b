"""What becomes of a supplier on the list: terms, conditions, suspension, removal by a second person, its end. Public words never accuse."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import Actor
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.row_security import system_access
from irhub.suppliers.letters import tell_supplier, tell_users
from irhub.suppliers.method import method
from irhub.suppliers.models import Condition, Entry, Framework, Suspension, Task, Use
from irhub.suppliers.naming import carry_names
from irhub.suppliers.workflows import LASTING, ON_THE_LIST, EntryState, FrameworkState
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day
from irhub.web.working_days import months_after, working_days_after

_WHY = "a supplier acts for another body than the one that runs the framework"


@transaction.atomic
def accept_terms(entry: Entry, *, version: int, by: Membership) -> Entry:
    """Accept the terms and conditions: the supplier is on the list. A place that it has there already ends, and whoever noted that they work with
    it are told of the new one from now on.

    Raises ActionRefused before the standstill is over, after the last day, once the framework has ended, and while the supplier is suspended or
    may not return yet: a new application does not end a suspension.
    """
    check_move(entry, "accept the terms", by=by)
    _may_begin(entry)
    with system_access(_WHY):
        refuse_return(removed_on(entry.framework, entry.supplier_id, entry.company_number))
        same = Q(supplier_id=entry.supplier_id) | Q(company_number=entry.company_number)
        earlier = list(
            Entry.objects.filter(same, framework_id=entry.framework_id, state__in=ON_THE_LIST).exclude(pk=entry.pk)
        )
        if any(before.state != EntryState.LISTED for before in earlier):
            raise ActionRefused(
                "You are suspended on this list while something is looked into: you can accept the terms once that has ended."
            )
        called = entry.name
        for before in earlier:
            _noted(move(before, "expire", by="the renewal of a supplier"))
            called = carry_names(before, entry)
            for body in Use.objects.filter(entry=before).values_list("body_id", flat=True):
                Use.objects.get_or_create(body_id=body, entry=entry)
        columns = {"accepted_at": timezone.now(), "name": called}
        return _noted(move(entry, "accept the terms", by=by, version=version, columns=columns))


def _may_begin(entry: Entry) -> None:
    """Raises ActionRefused on a day on which a place on the list cannot begin."""
    if entry.framework.state == FrameworkState.ENDED:
        raise ActionRefused("This framework has ended: its terms cannot be accepted any more.")
    if localdate() < entry.begins_on:
        raise ActionRefused(
            f"You can accept the terms from {day(entry.begins_on)}, when the standstill period is over."
        )
    if localdate() > entry.ends_on:
        raise ActionRefused(f"You were approved until {day(entry.ends_on)}: apply again.")


def removed_on(framework: Framework, supplier: int, number: str) -> date | None:
    """When a supplier was removed last from a list of the body, by this account or another of the same company; None if never."""
    itself = Q(supplier_id=supplier) | Q(company_number=number)
    removed = Entry.objects.filter(itself, framework__body_id=framework.body_id, state=EntryState.REMOVED)
    last = removed.exclude(ended_at=None).order_by("-ended_at").first()
    return localdate(last.ended_at) if last else None


def returns_on(removed: date) -> date:
    """From which day a supplier that was removed may return."""
    return months_after(removed, method().return_months)


def refuse_return(removed: date | None) -> None:
    """Raises ActionRefused to a supplier that was removed too lately to return."""
    if removed and localdate() < returns_on(removed):
        raise ActionRefused(
            f"You were removed from the list on {day(removed)}. You can apply again from {day(returns_on(removed))}."
        )


@transaction.atomic
def leave(entry: Entry, *, version: int, by: Membership) -> Entry:
    """Leave the list at one’s own wish. Those who noted that they work with it are told neutrally."""
    with system_access(_WHY):
        moved = _noted(move(entry, "leave", by=by, version=version))
    if moved.accepted_at is not None:
        tell_users(
            moved, f"{moved.name} has left the list of {moved.framework.name}, at its own wish, on {day(localdate())}."
        )
    return moved


def meet_condition(condition: Condition, *, version: int, by: Membership) -> None:
    """Say that a condition is met."""
    with transaction.atomic():
        move(condition.entry, "change a condition", by=by, version=version)
        Condition.objects.filter(pk=condition.pk, met_on=None).update(met_on=localdate())


def review(entry: Entry, *, version: int, reason: str, by: Membership) -> Entry:
    """Keep that a supplier was reviewed, and what that found."""
    return move(entry, "review", by=by, version=version, reason=reason, columns={"reviewed_on": localdate()})


def confirm_by(entry: Entry) -> date:
    """By when a supplier confirms that what it told is still so: half a year after it last did, or was approved or reviewed."""
    return months_after(max(entry.reviewed_on, entry.confirmed_on or entry.reviewed_on), method().confirm_months)


@transaction.atomic
def confirm(entry: Entry, *, version: int, true: bool, changed: str, by: Membership) -> Entry:
    """Confirm that all that one told is still so, or say what has changed: that opens a task for the body that runs the framework.

    Raises ActionRefused where neither is said.
    """
    if not true and not changed.strip():
        raise ActionRefused("Confirm that all is still so, or say what has changed.", "changed")
    with system_access(_WHY):
        moved = move(entry, "confirm", by=by, version=version, columns={"confirmed_on": localdate()})
        if changed.strip():
            task = Task(
                body_id=moved.body_id, entry=moved, key=f"told of a change: {localdate()}/{moved.version}", opened_on=localdate(),
                says=f"The supplier tells of a change: {changed.strip()}",
            )  # fmt: skip
            begin(task, by=by, told="opened a task about a supplier")
    return moved


def remind_to_confirm(today: date) -> int:
    """Write to suppliers that are to confirm within two weeks, once for each day that is due. To how many."""
    told = 0
    for entry in Entry.objects.filter(state=EntryState.LISTED, accepted_at__isnull=False).select_related(
        "framework", "application"
    ):
        due = confirm_by(entry)
        if due - timedelta(days=method().remind_days) <= today <= due:
            tell_supplier(entry, f"confirm-{due}", f"{entry.framework.name}: confirm by {day(due)} that all is still so", [
                f"please confirm by {day(due)} that what you told us is still so, or tell us what has changed: who owns and runs you, your sub-agents, "
                "countries, fees, insurance and contracts.",
            ], once=True)  # fmt: skip
            told += 1
    return told


@transaction.atomic
def suspend(entry: Entry, *, version: int, reason: str, by: Membership) -> Entry:
    """Suspend a supplier while something is looked into. It is told what it is about and may answer; those who noted that they work with it
    are told neutrally that it is suspended."""
    moved = _noted(move(entry, "suspend", by=by, version=version, reason=reason))
    until = working_days_after(localdate(), method().answer_suspension)[-1]
    Suspension.objects.create(
        body_id=moved.body_id, entry=moved, supplier_id=moved.supplier_id, about=reason.strip(), answer_by=until
    )
    tell_supplier(moved, "suspended", f"{moved.framework.name}: you are suspended while something is looked into", [
        "you are suspended on the list while we look into this:", reason.strip(),
        f"This is no finding. You can answer on the page below until {day(until)}. We decide by {day(decide_by(localdate()))}.",
    ])  # fmt: skip
    tell_users(
        moved,
        f"{moved.name} has been suspended on the list of {moved.framework.name} since {day(localdate())}, while something is looked into.",
    )
    return moved


def decide_by(begun: date) -> date:
    """By when a suspension that began on a day is ended, or a removal proposed: days of the calendar."""
    return begun + timedelta(days=method().suspended_days)


@transaction.atomic
def answer(suspension: Suspension, *, version: int, text: str, by: Membership) -> None:
    """Answer a suspension, for the body that runs the framework alone. Raises ActionRefused without words, or once it is over.

    An answer after the day that was set is taken too: nobody decides without having read it.
    """
    if not text.strip():
        raise ActionRefused("Enter your answer.", "text")
    if suspension.answer:
        raise ActionRefused("You have answered already.", "text")
    with system_access(_WHY):
        move(suspension.entry, "answer", by=by, version=version)
        Suspension.objects.filter(pk=suspension.pk).update(answer=text.strip(), answered_at=timezone.now())


@transaction.atomic
def end_suspension(entry: Entry, *, version: int, reason: str, by: Membership) -> Entry:
    """Put a supplier back on the list."""
    moved = _noted(move(entry, "end the suspension", by=by, version=version, reason=reason))
    tell_supplier(
        moved,
        "back",
        f"{moved.framework.name}: your suspension has ended",
        ["your suspension has ended.", reason.strip()],
    )
    tell_users(moved, f"{moved.name} is approved again on the list of {moved.framework.name} since {day(localdate())}.")
    return moved


@transaction.atomic
def propose_removal(entry: Entry, *, version: int, reason: str, by: Membership) -> Entry:
    """Propose to remove a supplier, with the report. Raises ActionRefused before it answered or its time to answer is over."""
    check_move(entry, "propose removal", by=by, reason=reason)
    last = entry.suspensions.order_by("-begun_at").first()
    if last is not None and not last.answer and localdate() <= last.answer_by:
        raise ActionRefused(
            f"The supplier has until {day(last.answer_by)} to answer: wait for that, or for its answer.", "reason"
        )
    return move(entry, "propose removal", by=by, version=version, reason=reason)


@transaction.atomic
def remove(entry: Entry, *, version: int, reason: str, by: Membership) -> Entry:
    """Remove a supplier, as a second person decides. Raises ActionRefused from whoever wrote the report."""
    moved = _noted(move(entry, "remove", by=by, version=version, reason=reason))
    tell_supplier(moved, "removed", f"{moved.framework.name}: you are removed from the list", [
        "you are removed from the list. The reasons:", reason.strip(),
        f"You can apply again after {method().return_months} months, with what you have changed.",
    ])  # fmt: skip
    tell_users(moved, f"{moved.name} has not been on the list of {moved.framework.name} since {day(localdate())}.")
    return moved


def expire(today: date, *, by: Actor = "the end of a supplier’s time") -> int:
    """End the time of those whose last day is over, of every body, and of those who did not accept the terms in time. How many."""
    with transaction.atomic():
        over = list(Entry.objects.filter(state__in=LASTING, ends_on__lt=today))
        for entry in over:
            end(entry, by=by, words="your time on the list has ended. You can apply again.")
    return len(over)


def end(entry: Entry, *, by: Actor, words: str) -> None:
    """End a place on the list, or the offer of one, and tell the supplier so, and neutrally whoever noted that they work with it."""
    moved = _noted(move(entry, "expire", by=by))
    tell_supplier(moved, "expired", f"{moved.framework.name}: your time on the list has ended", [words])
    if moved.accepted_at is not None:
        tell_users(
            moved, f"The time of {moved.name} on the list of {moved.framework.name} ended on {day(localdate())}."
        )


@transaction.atomic
def note_use(entry: Entry, uses: bool, *, by: Membership) -> None:
    """Note for one’s own body, or no longer, that it works with a supplier. Nobody else reads it."""
    if not uses:
        Use.objects.filter(body_id=by.body_id, entry=entry).delete()
    elif entry.state in (*ON_THE_LIST, EntryState.REMOVED):
        Use.objects.get_or_create(body_id=by.body_id, entry=entry)


def _noted(entry: Entry) -> Entry:
    """Keep in the public history where a supplier stands now, if that is elsewhere than before."""
    last = entry.statuses.order_by("-pk").first()
    if entry.accepted_at is not None and (last is None or last.state != entry.state):
        entry.statuses.create(body_id=entry.body_id, state=entry.state, on=localdate())
    return entry
