"""Many applications of a call at once: views that agree with what the sheet recommends, and decisions as recommended, each with its letter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from irhub.accounts.models import Membership
from irhub.grants.deciding import decide, give_view
from irhub.grants.models import Call
from irhub.grants.money import limit_of
from irhub.grants.sheet import FOR_IT, Line, lines_of
from irhub.grants.workflows import ApplicationState
from irhub.web.errors import ActionRefused, StaleVersion

MOST = 40
"""How many letters are looked at on one page."""


@dataclass(frozen=True)
class AsSeen:
    """A decision as somebody saw it before it was sent: the outcome that was recommended, the feedback, the version of the application."""

    outcome: str
    feedback: str
    version: int


def without_view(lines: Collection[Line], by: Membership) -> list[Line]:
    """Those on which somebody can still agree with the sheet: they decide on them, gave no view yet, and something is recommended."""
    return [
        line
        for line in lines
        if line.recommended and line.application.state == ApplicationState.DECISION
        and not line.panel.gave(by) and not line.panel.refusal(by)
    ]  # fmt: skip


def ready(lines: Collection[Line], by: Membership) -> list[Line]:
    """Those that somebody can decide as recommended: the quorum gave views, theirs among them, most of them agree, and it is within what
    they may award."""
    return [
        line
        for line in lines
        if line.recommended and line.panel.gave(by) and not line.panel.refusal(by)
        and len(line.panel.views) >= line.panel.quorum and 2 * line.agree > len(line.panel.views)
        and line.application.state != line.recommended
        and (line.recommended != ApplicationState.AWARDED or line.application.asked <= limit_of(line.application.call.pot, by))
    ]  # fmt: skip


@transaction.atomic
def agree(call: Call, numbers: Collection[int], *, note: str, no_interest: bool, by: Membership) -> int:
    """Give the view that agrees with the sheet on each of some applications. How many. Raises ActionRefused as `give_view` does, for all of them."""
    offered = without_view(lines_of(call), by)
    lines = [line for line in offered if line.application.pk in numbers]
    if not lines:
        raise ActionRefused("Select the applications with whose recommendation you agree.", "chosen")
    for line in lines:
        one = line.application
        give_view(one, award=line.recommended in FOR_IT, note=note, no_interest=no_interest, version=one.version, by=by)
    return len(lines)


@transaction.atomic
def decide_together(call: Call, seen: Mapping[int, AsSeen], *, no_interest: bool, by: Membership) -> int:
    """Decide on applications as the sheet recommends, and send each its letter. How many. All of them, or none.

    Raises StaleVersion if the sheet recommends otherwise than somebody saw, and ActionRefused as `decide` does.
    """
    if not seen:
        raise ActionRefused("Leave the feedback of at least one application: those without are not decided now.")
    lines = {line.application.pk: line for line in ready(lines_of(call), by)}
    for number, each in seen.items():
        line = lines.get(number)
        if line is None or line.recommended != each.outcome:
            raise StaleVersion(
                "Somebody decided meanwhile, or the money left has changed. Nothing was sent: read the letters again."
            )
        one = line.application
        awarded = line.recommended == ApplicationState.AWARDED
        decide(
            one, version=each.version, outcome=line.recommended, amount=one.asked if awarded else None, feedback=each.feedback,
            no_interest=no_interest, recommended=line.recommended, by=by,
        )  # fmt: skip
    return len(seen)
