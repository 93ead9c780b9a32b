"""Letting an assessor in: the provider names a person, chooses sections and days, sees when they looked, and can end it at any time.

The assessor is a person with the role of an assessor in a partnership or the department, and no commissioner anywhere. The policies of the
tables (migration 0005) give the answers to nobody else, on no other day, and only once a look of the day is noted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.moving import named
from irhub.accounts.policy import Whose
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.casework.no_names import refuse_names
from irhub.compliance.how_it_stands import Standing
from irhub.compliance.models import Confirmation, Look, Opening, Sheet
from irhub.compliance.notices import LET_IN
from irhub.notify.actions import post
from irhub.web.addresses import whole_address
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.saying import say_day

LONGEST = timedelta(days=31)
ASSESSED_BY = (Kind.PARTNERSHIP, Kind.DEPARTMENT)
"""Bodies whose assessors can be let in: a council buys care."""
_WHY = "whether somebody can be let in is a question of their roles, which a provider does not read"


@dataclass(frozen=True)
class Confirmed:
    """What came of a question: what the newest assessor found, and whether the answer has changed since."""

    last: Confirmation
    changed: bool


@transaction.atomic
def let_in(
    standing: Standing, *, email: str, themes: Sequence[str], begins_on: date, ends_on: date, by: Membership
) -> Opening:
    """Let an assessor read the answers and evidence of some themes on some days.

    Raises ActionRefused for somebody who is no assessor or buys care, for days that are over or too many, or where nothing is chosen.
    """
    chosen = [page for page in standing.asking.pages if page.key in themes]
    if not chosen:
        raise ActionRefused("Choose what the assessor reads.", "themes")
    if ends_on < begins_on or ends_on < localdate():
        raise ActionRefused("The last day is over, or before the first.", "ends_on")
    if ends_on - begins_on > LONGEST:
        raise ActionRefused(f"Let an assessor in for {LONGEST.days} days at most.", "ends_on")
    person = _assessor(email)
    made = Opening.objects.create(
        body_id=standing.sheet.body_id, sheet=standing.sheet, person_id=person.person_id, email=person.person.email,
        provider=by.body.name, themes=[page.key for page in chosen],
        questions=[each.key for page in chosen for each in page.questions], begins_on=begins_on, ends_on=ends_on,
        opened_by=by.person.email,
    )  # fmt: skip
    record("let an assessor read parts of a self-check", by=by, about=named(standing.sheet))
    post(
        kind=LET_IN, key=f"opening/{made.pk}", to=made.email, subject=f"{by.body.name} lets you read part of its own assessment",
        text="\n".join([
            f"{by.body.name} lets you read part of its own assessment, from {say_day(begins_on)} to {say_day(ends_on)}.", "",
            "It sees when you look, and can end it at any time:", whole_address("let-in"),
        ]),
    )  # fmt: skip
    return made


def _assessor(email: str) -> Membership:
    """The role in which somebody is let in. Raises ActionRefused."""
    with system_access(_WHY):
        held = list(
            Membership.objects.current().filter(person__email__iexact=email.strip()).select_related("person", "body")
        )
    if not any(one.role == Role.COMMISSIONER for one in held):
        for one in held:
            if one.role == Role.ASSESSOR and one.body.kind in ASSESSED_BY:
                return one
    # one sentence, that nobody learns of an address whose it is
    raise ActionRefused(
        "No assessor of a partnership or the department has this address, or the person buys care too. Ask them for another.",
        "email",
    )


@transaction.atomic
def revoke(opening: Opening, *, by: Membership) -> None:
    """End it at once. Raises ActionRefused if it had ended."""
    over = Opening.objects.filter(pk=opening.pk, revoked_at=None, ends_on__gte=localdate())
    if not over.update(revoked_at=timezone.now(), revoked_by=by.person.email):
        raise ActionRefused("It has ended already.")
    record("let an assessor read a self-check no longer", by=by, about=named(opening.sheet))


@transaction.atomic
def look(opening: Opening, *, by: Membership) -> None:
    """Note that the assessor opens it now, for both sides to read. Raises ActionRefused on any day for which it is not open."""
    if not in_force(opening):
        raise ActionRefused("It is not open today.")
    Look.objects.create(body_id=opening.body_id, opening=opening)
    record("opened what a provider lets one read", by=by, about=f"self-check/{opening.sheet_id}")


def in_force(opening: Opening) -> bool:
    """Whether the days run and nobody has ended it. The database asks its own clock besides."""
    return opening.revoked_at is None and opening.begins_on <= localdate() <= opening.ends_on


def looked_today(opening: Opening) -> bool:
    """Whether a look of today is noted: nothing is given before."""
    return opening.looks.filter(at__date=localdate()).exists()


@transaction.atomic
def confirm(
    opening: Opening, standing: Standing, found: Mapping[str, tuple[bool, str]], *, seen: int, by: Membership
) -> int:  # fmt: skip
    """Say of questions, each by its key, whether the answer is as the evidence shows, with a note. How many were said.

    `seen`: the revision of the sheet when the page was shown. Raises ActionRefused where nothing is said, for a note that looks like it names a
    worker, or once it is not open any more; StaleVersion, with nothing said, if the provider answered one of them again since.
    """
    if not in_force(opening):
        raise ActionRefused("It is not open today.")
    said = {key: told for key, told in found.items() if key in opening.questions and key in standing.answers}
    if not said:
        raise ActionRefused("Say of at least one answer what you found.")
    labels = {each.key: each.label for each in standing.asking.questions}
    for key, (_, note) in said.items():
        if standing.answered_in(key) > seen:
            raise StaleVersion(
                f"The provider has answered “{labels[key]}” again since you opened this page. Read its answer, and say what you find.",
                key,
            )
        refuse_names(note, f"{key}-note", [])
    Confirmation.objects.bulk_create([
        Confirmation(
            body_id=opening.body_id, opening=opening, sheet_id=opening.sheet_id, question=key, confirmed=yes, note=note,
            revision=standing.sheet.revision, who=by.person.email,
        )
        for key, (yes, note) in said.items()
    ])  # fmt: skip
    record("said what a provider’s evidence shows", by=by, about=f"self-check/{opening.sheet_id}")
    return len(said)


def confirmed_of(standing: Standing) -> dict[str, Confirmed]:
    """What assessors found of the questions of a sheet, by question; of each the newest."""
    newest = {one.question: one for one in Confirmation.objects.filter(sheet=standing.sheet).order_by("pk")}
    return {key: Confirmed(one, standing.answered_in(key) > one.revision) for key, one in newest.items()}


def openings_of(sheet: Sheet) -> list[Opening]:
    """To whom a sheet was opened, with when they looked, the newest first."""
    return list(Opening.objects.filter(sheet=sheet).prefetch_related("looks").order_by("-pk"))


def openings_to(membership: Membership) -> QuerySet[Opening]:
    """What was opened to somebody, the newest first."""
    return Opening.objects.filter(person_id=membership.person_id).order_by("-ends_on", "-pk")


def opening_numbered(number: int) -> Opening | None:
    """One opening."""
    return Opening.objects.filter(pk=number).first()  # the sheet is there for the assessor once a look is noted


def whose_opening(number: int, **_: object) -> Whose | None:
    """Whose an opening is: the provider’s, and the person’s who is let in."""
    found = Opening.objects.filter(pk=number).values_list("body_id", "email").first()
    return Whose(body=found[0], person=found[1]) if found else None
