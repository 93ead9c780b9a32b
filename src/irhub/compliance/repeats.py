"""The register of right-to-work checks that must be repeated: by when, by the rulebook, and never whose by name.

The helper itself is the checker (rulebook/flows/5-right-to-work.yaml), which stores nothing. Here stand initials or the provider's own reference, what was shown,
and a day.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from django.db import transaction
from django.utils import timezone

from irhub.accounts.audit import record
from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import begin, move
from irhub.accounts.policy import Whose
from irhub.casework.no_names import is_given_name
from irhub.checker.book import current
from irhub.compliance.models import Repeat
from irhub.compliance.workflows import RepeatState
from irhub.guidance.embedding import ShownRule, on_day
from irhub.rulebook.book import Rulebook
from irhub.rulebook.engine import evaluate
from irhub.rulebook.flow import flows
from irhub.web.addresses import whole_address
from irhub.web.calendar_file import Day, days_file
from irhub.web.errors import ActionRefused

CHECKER = "right-to-work"
ENDS = ("evisa", "vignette", "pending", "student", "second_job")
"""What people show that ends on a day, as the checker calls it: for these a check is repeated."""
WIDER = "scheme_scope/all"
_INITIALS = re.compile(r"[A-Za-z]\.?(?:[ -]?[A-Za-z]\.?){0,2}")
_REFERENCE = re.compile(r"[A-Za-z]{0,4}[-/ ]?\d{1,5}[A-Za-z]?")
NOT_A_REFERENCE = "Enter up to three initials, or your own file number of up to five digits. The hub holds no names, and no numbers of passports, permits or visas."


@cache
def shown_by() -> dict[str, str]:
    """What somebody can show, by how the checker calls it: those that end on a day."""
    question = next(each for each in flows()[CHECKER].questions if each.key == "person")
    return {key: question.options[key] for key in ENDS}


def methods(on: date, book: Rulebook | None = None) -> list[tuple[str, ShownRule]]:
    """What each sort of person shows, with the check that fits on a day, by the rulebook."""
    question = next(each for each in flows()[CHECKER].questions if each.key == "person")
    found = ((words, on_day(f"check_method/{key}", on, book or current())) for key, words in question.options.items())
    return [(words, rule) for words, rule in found if rule is not None and rule.rule is not None]


def due_by(shown: str, ends: date, book: Rulebook | None = None) -> date | None:
    """By when the check is repeated: the day that the rulebook gives; None if it holds no settled rule.

    `shown`: what was shown; `ends`: when permission ends, of an application under way the date of the positive notice.
    """
    facts = {"want": "check", "engaged": "employee", "start": ends, "check": ends, "person": shown}
    told = {"notice": ends} if shown == "pending" else {"permission": "yes", "permission_end": ends}
    found = evaluate(CHECKER, facts | told, book=book or current()).findings
    return next((one.due for one in found if one.code in ("repeat_before", "notice_until") and one.due), None)


def clean_reference(text: str) -> str:
    """Initials or a reference as it is kept. Raises ActionRefused for anything else."""
    plain = " ".join(text.split())
    if not (_INITIALS.fullmatch(plain) or _REFERENCE.fullmatch(plain)):
        raise ActionRefused(NOT_A_REFERENCE, "reference")
    if is_given_name(plain):
        raise ActionRefused(f"{plain} is a name. {NOT_A_REFERENCE}", "reference")
    return plain.upper()


@transaction.atomic
def add_repeat(*, reference: str, shown: str, ends: date, by: Membership) -> Repeat:
    """Note a check that must be repeated. Raises ActionRefused if the reference looks like a name or an official number, or no day is known."""
    due = due_by(shown, ends)
    if due is None:
        raise ActionRefused(
            "The rules that we hold do not settle when this check is repeated. Ask the helpline.", "ends"
        )
    made = Repeat(
        body=by.body, reference=clean_reference(reference), shown=shown, ends=ends, due=due, added_by=by.person.email
    )
    return begin(made, by=by, told="noted a check to repeat", about="self-check/repeats")


@transaction.atomic
def end_repeat(
    repeat: Repeat, name: str, *, shown: str = "", again: date | None = None, version: int, by: Membership
) -> Repeat:
    """Say that a check was repeated (`repeat`), or that the person left (`leave`). `shown`: what was shown this time, and `again`: when that ends;
    then the next one is noted. Raises ActionRefused and StaleVersion.
    """
    moved = move(repeat, name, by=by, version=version, about="self-check/repeats")
    if again is not None and name == "repeat":
        add_repeat(reference=repeat.reference, shown=shown, ends=again, by=by)
    return moved


def repeats_of(body: Body) -> list[Repeat]:
    """The checks that a provider must repeat, the next first."""
    return list(Repeat.objects.filter(body=body, state=RepeatState.DUE).order_by("due", "reference", "pk"))


def repeat_numbered(number: int) -> Repeat | None:
    """A check that must be repeated."""
    return Repeat.objects.filter(pk=number).first()


def whose_repeat(number: int, **_: object) -> Whose | None:
    """Whose a check to repeat is: the body's."""
    found = repeat_numbered(number)
    return Whose(body=found.body_id) if found else None


def calendar_of(body: Body, *, by: Membership) -> bytes:
    """The checks that a provider must repeat, as a calendar with reminders four weeks before. That it was taken away is kept in the trail."""
    record("took away the calendar of checks to repeat", by=by, about="self-check/repeats")
    days = [
        Day(
            uid=f"repeat-{one.pk}@self-check.irhub",
            day=one.due,
            summary=f"Repeat the right-to-work check of {one.reference}",
            description="Do it before this day ends, with the method that the checker tells.",
            url=whole_address("repeats"),
            before=28,
        )
        for one in repeats_of(body)
    ]
    return days_file("Self-check", "Right-to-work checks to repeat", timezone.now(), days)
