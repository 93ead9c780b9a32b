"""The work on many applications of a call at once, up to their decision: beginning checks, recording one check for many, sending them on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate

from irhub.accounts.models import Membership, Person
from irhub.casework.assessing import ASSESSORS, AT_WORK, people_who_assess
from irhub.casework.checks import Standing, standing_in
from irhub.grants.assessing import ask_to_assess, begin_checks, let_assess, send_unscored
from irhub.grants.checking import failed, keep_check, still_open
from irhub.grants.guarding import near_to, of_applicants
from irhub.grants.method import method
from irhub.grants.models import Application, Assessment, Call, Check
from irhub.grants.workflows import ApplicationState
from irhub.web.errors import ActionRefused

MOST = 40
"""Of how many applications the registers are asked, and how many are sent on, at one press."""


@dataclass(frozen=True)
class Checking:
    """An application that is being checked, and the checks that are still open."""

    application: Application
    standing: tuple[Standing, ...]

    @property
    def open(self) -> list[str]:
        """The titles of checks that nobody made."""
        return [each.check.title for each in self.standing if not each.settled]


def submitted(call: Call) -> list[Application]:
    """Those that can be opened, and whose checks have not begun, in the order in which they came."""
    found = Application.objects.filter(call=call, state=ApplicationState.SUBMITTED, readable_on__lte=localdate())
    return list(found.order_by("submitted_at", "pk"))


def in_checks(call: Call) -> list[Checking]:
    """Those that are being checked, in the order in which they came."""
    found = list(Application.objects.filter(call=call, state=ApplicationState.CHECKS).order_by("submitted_at", "pk"))
    made: dict[int, list[Check]] = {}
    for check in Check.objects.filter(application__in=found).order_by("by_person", "pk"):
        made.setdefault(check.application_id, []).append(check)
    return [Checking(one, tuple(standing_in(made.get(one.pk, ()), method().checks))) for one in found]


def to_check(call: Call, by: Membership, checking: Sequence[Checking] | None = None) -> list[Application]:
    """Those that are being checked in which somebody takes part. `checking`: if they were asked for already."""
    found = [each.application for each in (in_checks(call) if checking is None else checking)]
    near = near_to(found, by)
    return [one for one in found if one.pk not in near]


@transaction.atomic
def begin_all_checks(call: Call, *, by: Membership) -> int:
    """Begin the checks of those that were submitted, and ask the registers about each. How many."""
    found = submitted(call)[:MOST]
    for one in found:
        begin_checks(one, version=one.version, by=by)
    return len(found)


@transaction.atomic
def record_for_many(call: Call, numbers: Collection[int], *, key: str, result: str, says: str, by: Membership) -> int:
    """Record what a person found in one check, alike for each of some applications. How many. Raises ActionRefused as `keep_check` does."""
    found = [one for one in to_check(call, by) if one.pk in numbers]
    if not found:
        raise ActionRefused("Select the applications of which this is true.", "chosen")
    for one in found:
        keep_check(one, key, result=result, says=says, version=one.version, by=by)
    return len(found)


@transaction.atomic
def send_on(call: Call, *, by: Membership) -> tuple[int, int]:
    """Send on those whose checks are made: to two assessors, who are named in turn, those with least to do first; or, if they are not scored
    or do not pass, to be decided. Those in which this person takes no part are left to a colleague. How many went to assessors, and how many to be decided.

    Raises ActionRefused if there are not two people who can assess one.
    """
    people = [int(number) for number, _ in people_who_assess(by)]
    works = Assessment.objects.filter(assessor__in=people, state__in=AT_WORK).values_list("assessor_id", flat=True)
    busy = Counter(dict.fromkeys(people, 0)) + Counter(works)
    scored = decided = 0
    made = [each.application for each in in_checks(call) if not each.open]
    near, theirs = near_to(made, by), of_applicants(one.applicant_id for one in made)
    for one in [one for one in made if one.pk not in near][:MOST]:
        if still_open(one):
            continue
        if fails := failed(one):
            send_unscored(one, version=one.version, reason=f"It does not pass: {'; '.join(fails)}.", by=by)
            decided += 1
        elif not call.by_panel:
            send_unscored(one, version=one.version, reason="It is a claim.", by=by)
            decided += 1
        else:
            _assessors(one, people, busy, theirs.get(one.applicant_id, {}), by)
            let_assess(one, version=one.version, by=by)
            scored += 1
    return scored, decided


def _assessors(
    one: Application, people: list[int], busy: Counter[int], near: Mapping[int, str], by: Membership
) -> None:
    """Name as many assessors as are missing. `near`: who has or had a role in the applicant."""
    asked = list(one.assessments.values_list("assessor_id", "state"))
    missing = ASSESSORS - sum(state != "stood down" for _, state in asked)
    checked = {who.lower() for who in one.checks.filter(by_person=True).values_list("who", flat=True)}
    free = _free(people, checked | {by.person.email.lower()}, {*near, *(number for number, _ in asked)})
    for number in sorted(free, key=lambda each: (busy[each], each))[:missing]:
        ask_to_assess(one, number, version=one.version, by=by)
        busy[number] += 1


def _free(people: Collection[int], not_these: Collection[str], asked: Collection[int]) -> list[int]:
    """Of some people, those who were not asked yet and have no role in the applicant (`asked`), and are none of `not_these` addresses."""
    mails = dict(Person.objects.filter(pk__in=people).values_list("pk", "email"))
    return [number for number in people if number not in asked and mails.get(number, "").lower() not in not_these]
