"""People's decisions on pairs of records: made, withdrawn, and bound anew when the cleaning rules or editions change.

A decision is only ever added. Whoever decides again has changed their mind; undoing adds an entry that withdraws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from irhub.accounts.audit import Actor, name_of, record
from irhub.accounts.models import Membership
from irhub.organisations.models import Decision, Link
from irhub.organisations.sides import PROVIDER_FIELDS, SPONSOR_FIELDS, newest_location, newest_sponsor
from irhub.registers.deriving import follow
from irhub.registers.models import Location, SponsorSpan
from irhub.registers.sources.keys import CLEANER
from irhub.web.errors import ActionRefused, StaleVersion

Verdict = Decision.Verdict
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('irhub organisations'))"


def decide(
    sponsor_key: str,
    provider_id: str,
    verdict: str,
    *,
    by: Actor,
    why: str = "",
    blind: bool = False,
    seen: int | None = None,
    also: Sequence[str] = (),
) -> list[Decision]:
    """Record a person's verdict on a pair, and on the pairs of the sponsors `also` with the same provider, in one go.

    `seen`: the number of the newest decision by others that the person was shown (see newest_of_others), 0 for none;
    None where nothing was shown. Raises StaleVersion, with nothing recorded, if there is a newer one, unless the
    person decides blind; ActionRefused if a record is not held or the verdict is not one to give.
    """
    if verdict not in (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE, Verdict.SKIP):
        raise ActionRefused("Choose one of: same, different, not sure, skip.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK)
        newest = newest_of_others(sponsor_key, provider_id, name_of(by))
        if newest and seen is not None and newest.pk > seen and not blind and verdict != Verdict.SKIP:
            raise StaleVersion(
                f"{newest.who} decided “{newest.get_verdict_display()}” while you were looking. "
                "Your choice was not recorded yet: look again, then choose."
            )
        at = timezone.now()
        keys = list(dict.fromkeys([sponsor_key, *also]))
        made = [_made(key, provider_id, verdict, by, why, blind, at) for key in keys]
        for decision in made:
            decision.save(force_insert=True)
            record(
                "decided a link", by=by, about=f"pair/{provider_id}/{decision.sponsor_key}"[:250],
                verdict=verdict, decision=decision.pk, blind=blind,
            )  # fmt: skip
        if verdict != Verdict.SKIP:
            follow(keys)
    return made


def undo(*, by: Actor) -> list[Decision]:
    """Withdraw what a person decided last, all that was decided in one go. Raises ActionRefused if nothing stands."""
    who = name_of(by)
    last = standing().filter(who=who).order_by("-at", "-pk").first()
    if last is None:
        raise ActionRefused("There is no decision of yours to undo.")
    return withdraw(standing().filter(who=who, at=last.at).values_list("pk", flat=True), by=by)


def withdraw(numbers: Iterable[int], *, by: Actor) -> list[Decision]:
    """Take one's own decisions back, by their numbers: they are kept, and no longer count.

    Raises ActionRefused, with nothing withdrawn, if one does not stand or is somebody else's.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK)
        wanted = set(numbers)
        found = list(standing().filter(pk__in=wanted, who=name_of(by)).order_by("pk"))
        if len(found) < len(wanted) or not found:
            raise ActionRefused("That decision is not yours, or was withdrawn already.")
        at = timezone.now()
        for decision in found:
            entry = _copied(decision)
            entry.withdraws, entry.verdict, entry.why, entry.at = decision, Verdict.WITHDRAWN, "", at
            entry.body, entry.role = _acting(by)
            entry.save(force_insert=True)
            record(
                "withdrew a decision", by=by,
                about=f"pair/{decision.provider_id}/{decision.sponsor_key}"[:250], decision=decision.pk,
            )  # fmt: skip
        follow([decision.sponsor_key for decision in found])
    return found


def standing() -> Any:
    """The decisions that were not withdrawn."""
    return Decision.objects.exclude(verdict=Verdict.WITHDRAWN).filter(withdrawn_by=None)


def newest_of_others(sponsor_key: str, provider_id: str, who: str) -> Decision | None:
    """The newest same or different that anybody else stands by on a pair."""
    found: Decision | None = (
        standing()
        .filter(sponsor_key=sponsor_key, provider_id=provider_id, verdict__in=[Verdict.SAME, Verdict.DIFFERENT])
        .exclude(who=who)
        .order_by("-pk")
        .first()
    )
    return found


def _acting(by: Actor) -> tuple[str, str]:
    return (by.body.name, by.role) if isinstance(by, Membership) else ("", "")


def _made(
    sponsor_key: str,
    provider_id: str,
    verdict: str,
    by: Actor,
    why: str,
    blind: bool,
    at: Any,
) -> Decision:
    sponsor, location = newest_sponsor(sponsor_key), newest_location(provider_id)
    if sponsor is None or location is None:
        raise ActionRefused("One of the two records is no longer held. Nothing was recorded: go back to the queue.")
    link = Link.objects.filter(sponsor_key=sponsor_key, provider_id=provider_id).first()
    body, role = _acting(by)
    return Decision(
        sponsor_key=sponsor_key,
        provider_id=provider_id,
        verdict=verdict,
        who=name_of(by),
        body=body,
        role=role,
        at=at,
        why=why.strip(),
        blind=blind,
        sampled=bool(link and link.sampled),
        score=link.score if link else None,
        linked=link.linked if link else "",
        **rows_of(sponsor, location),
    )


def rows_of(sponsor: SponsorSpan, location: Location) -> dict[str, Any]:
    """The rows on which a decision rests: raw fields, edition and line of either side, version of the cleaning rules."""
    return {
        "sponsor": {name: getattr(sponsor, name) for name in SPONSOR_FIELDS},
        "sponsor_edition": sponsor.since,
        "sponsor_line": sponsor.line,
        "provider": {name: getattr(location, name) for name in PROVIDER_FIELDS},
        "provider_edition": location.since,
        "provider_line": location.line,
        "cleaner": CLEANER,
    }


def _copied(decision: Decision) -> Decision:
    entry = Decision.objects.get(pk=decision.pk)
    entry.pk = None
    entry._state.adding = True
    return entry
