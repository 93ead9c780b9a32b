"""The level that a provider’s own assessment against the code of practice comes to, and its publication: level, edition and expiry alone.

Nobody has confirmed it but the provider, and pages say so. A level that is published ends by itself after a year, at once when an answer no longer bears it
out, and on the day on which evidence has become too old or a rule behind an answer has changed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import Actor, name_of, record
from irhub.accounts.models import Membership
from irhub.accounts.moving import named
from irhub.accounts.queries import people_of
from irhub.accounts.row_security import system_access
from irhub.compliance.how_it_stands import Standing, standing_of
from irhub.compliance.kinds import Level
from irhub.compliance.models import Published, Sheet
from irhub.compliance.notices import LEVEL
from irhub.compliance.queries import weighing_of
from irhub.compliance.questionnaire import STANDARDS, Weight, newest
from irhub.compliance.weighing import Weighing, proven_until
from irhub.compliance.workflows import OWN
from irhub.notify.actions import post
from irhub.web.addresses import whole_address
from irhub.web.errors import ActionRefused
from irhub.web.saying import say_day

LASTS = timedelta(days=365)
AHEAD = timedelta(days=14)
"""How long before evidence becomes too old for a published level its provider is told."""
WATCH = "the watch on published levels"
EDITION = "Code of practice of 27 March 2025"
"""What the statements are made of; their version is that of the questionnaire."""
_ORDER = (Level.TOWARDS, Level.CORE, Level.FULL)


def level_of(weighing: Weighing) -> Level:
    """What an assessment comes to: every statement met with evidence, every critical one, or less."""
    if not weighing.all or weighing.open_of(Weight.CRITICAL):
        return Level.TOWARDS
    return Level.CORE if weighing.gaps else Level.FULL


def published_of(sheet: Sheet) -> Published | None:
    """The level that a provider has published and that stands today; None if none does."""
    found = Published.objects.filter(sheet=sheet, withdrawn_at=None, expires_on__gte=localdate())
    return found.order_by("-published_at").first()


@transaction.atomic
def publish(sheet: Sheet, weighing: Weighing, *, by: Membership) -> Published:
    """Publish the level of today, in the place of one that stands. Raises ActionRefused below the core level, or of an older version."""
    Sheet.objects.select_for_update().get(
        pk=sheet.pk
    )  # of two who publish at once, the second ends what the first published
    level = level_of(weighing)
    if level is Level.TOWARDS:
        raise ActionRefused("A level can be published once every critical statement is met, with evidence.")
    if sheet.version < newest(STANDARDS).version:
        raise ActionRefused("There is a newer version of the statements. Use it first.")
    _end(sheet, by.person.email)
    today = localdate()
    made = Published.objects.create(
        sheet=sheet, body_id=sheet.body_id, level=level, version=sheet.version, edition=EDITION, assessed_on=today,
        expires_on=today + LASTS, published_by=by.person.email,
    )  # fmt: skip
    record("published a level of the standards", by=by, about=named(sheet))
    return made


@transaction.atomic
def withdraw(sheet: Sheet, *, by: Actor) -> None:
    """Withdraw the level that stands. Raises ActionRefused if none does."""
    if not _end(sheet, name_of(by)):
        raise ActionRefused("No level is published.")
    record("withdrew a level of the standards", by=by, about=named(sheet))


def withdraw_if_lower(sheet: Sheet, weighing: Weighing, *, by: Actor) -> bool:
    """Withdraw the level that stands if the answers no longer bear it out. Returns whether they do not."""
    stands = published_of(sheet)
    if stands is None or _ORDER.index(Level(stands.level)) <= _ORDER.index(level_of(weighing)):
        return False
    withdraw(sheet, by=by)
    return True


def rests_until(standing: Standing, level: Level) -> date | None:
    """The last day on which the evidence of a level bears it out, if nobody looks at it again; None of one that rests on none."""
    weighed = [each for each in standing.asked if each.weight and standing.answers.get(each.key) == "yes"]
    needed = [each for each in weighed if level is Level.FULL or each.weight is Weight.CRITICAL]
    days = [
        proven_until(each.weight, proof) for each in needed if each.weight and (proof := standing.proof_of(each.key))
    ]
    return min(days, default=None)


def hold(today: date) -> int:
    """Withdraw every published level that its answers and evidence no longer bear out, of every provider, and tell it; tell those of which evidence
    is soon too old. How many were withdrawn.
    """
    standing = Published.objects.filter(withdrawn_at=None, expires_on__gte=today).select_related("sheet__body")
    return sum(_held(one, today) for one in standing.order_by("pk"))


@transaction.atomic
def _held(published: Published, today: date) -> bool:
    at, level = standing_of(published.sheet, on=today), Level(published.level)
    if withdraw_if_lower(published.sheet, weighing_of(at), by=WATCH):
        _tell(published, "ended", "Your level is no longer published", [
            f"“{level.label}” is no longer published: evidence has become too old, or a rule behind an answer has changed.",
            "The page shows what is missing. You can publish again once it is seen to:",
        ])  # fmt: skip
        return True
    last = rests_until(at, level)
    if last is not None and last - today <= AHEAD:
        _tell(published, f"old/{last}", f"Look at the evidence of your published level by {say_day(last)}", [
            f"Evidence of your published level counts until {say_day(last)}. Look at it again and note when you saw it, or the level is withdrawn:",
        ])  # fmt: skip
    return False


def _tell(published: Published, what: str, subject: str, words: list[str]) -> None:
    for held in people_of(published.sheet.body):
        if held.role in OWN.roles:
            text = "\n".join([*words, whole_address("standards-level", published.sheet_id)])
            post(kind=LEVEL, key=f"level/{published.pk}/{what}", to=held.person.email, subject=subject, text=text)


def _end(sheet: Sheet, who: str) -> int:
    standing = Published.objects.filter(sheet=sheet, withdrawn_at=None)
    return standing.update(withdrawn_at=timezone.now(), withdrawn_by=who)


@dataclass(frozen=True)
class PublicLevel:
    """All that anybody is told: the level in words, of which edition, and until when it stands."""

    words: str
    edition: str
    version: int
    assessed_on: date
    expires_on: date


def public_levels(provider_ids: Collection[str], on: date | None = None) -> list[PublicLevel]:
    """The levels that providers of these CQC ids have chosen to publish, and that stand on a day (today)."""
    if not provider_ids:
        return []
    day = on or localdate()
    with system_access("a level that a provider published is shown beside its record"):
        rows = Published.objects.filter(
            body__place_code__in=provider_ids, withdrawn_at=None, assessed_on__lte=day, expires_on__gte=day
        ).exclude(body__place_code="")
        return [
            PublicLevel(str(Level(row.level).label), row.edition, row.version, row.assessed_on, row.expires_on)
            for row in rows.order_by("body__place_code")
        ]
