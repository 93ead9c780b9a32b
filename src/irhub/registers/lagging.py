"""Of which accepted editions, and of how many decisions, everything derived was made: so that it is known exactly whether it lags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from operator import itemgetter
from pathlib import Path

from django.db import connection
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.timezone import localtime

from irhub.registers.models import Derivation, Edition

HOW_TO_GO_ON = "Run irhub link, or irhub load of anything, to make them; a running irhub worker does it by itself within five minutes."
DECISIONS_WAIT = (
    "People decided on links since signals and the history of places were made: those that may depend on this are left out until"
    " they have been worked out again."
)
_NAMED = 3


@dataclass(frozen=True)
class Lag:
    """What is derived is not of the editions that are accepted now, or another version of the program derived it.

    `editions`: register and date of those that are accepted and not in it; none where others were taken out of the history, or
    out and in again, or where only the program is another (`upgraded`). `made_at`: when it was made; None if never, or if the history
    was made anew since.
    """

    editions: list[tuple[str, date]]
    made_at: datetime | None
    upgraded: bool = False

    def __str__(self) -> str:
        from irhub.registers.sources import SOURCES

        named = [f"{SOURCES[register].title} of {on:%-d %B %Y}" for register, on in self.editions[-_NAMED:]]
        more = len(self.editions) - len(named)
        held = "; ".join(named) + (f"; and {more} more" if more else "")
        shown = f" Pages show what was made on {localtime(self.made_at):%-d %B %Y at %H:%M}." if self.made_at else ""
        if self.upgraded:
            what = (
                "Links, summaries and indicators were made by another version of the program and have to be made again."
            )
        elif not held:
            what = "People decided on editions, and links, summaries and indicators do not show it yet."
        else:
            what = f"Held and accepted, but not yet in links, summaries and indicators: {held}."
        return what + shown


@dataclass(frozen=True)
class Basis:
    """What everything derived is made of: the accepted editions (number to register and date), and how often people decided on
    editions, and on links."""

    editions: dict[int, tuple[str, date]]
    decisions: int
    links_decided: int


def begin() -> Basis:
    """What is accepted, for `done`. Whoever derives at the same time waits until this transaction ends."""
    lock()
    return _basis()


def _basis() -> Basis:
    accepted = Edition.objects.filter(state=Edition.State.ACCEPTED).order_by("pk").values_list("pk", "register", "date")
    decided = Edition.objects.aggregate(decisions=Sum("decisions"))["decisions"]
    on_links = Derivation.objects.values_list("links_decided", flat=True).first()
    return Basis({number: (register, on) for number, register, on in accepted}, decided or 0, on_links or 0)


def done(basis: Basis) -> None:
    """Keep, in the transaction that made them, what the links, summaries and indicators are made of."""
    made = {
        "editions": list(basis.editions),
        "decisions": basis.decisions,
        "links_followed": basis.links_decided,
        "program": _program(),
        "made_at": timezone.now(),
    }
    Derivation.objects.update_or_create(pk=1, defaults=made)


def moved(basis: Basis) -> set[str] | None:
    """Keys of the sponsors that editions moved since everything was derived, if nothing else changed; None if more may have."""
    kept = Derivation.objects.first()
    if kept is None or kept.decisions != basis.decisions or kept.program != _program():
        return None
    from irhub.registers import queries  # with all that reads registers, which who only asks for the lag does not need

    return queries.sponsors_moved(kept.editions)


@cache
def _program() -> str:
    """A digest of this program: what another version derived is made anew."""
    folder, digest = Path(__file__).parents[1], sha256()
    for file in sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".csv", ".json"}):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def lock() -> None:
    """Derive alone, until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('irhub derived'))")


def forget() -> None:
    """What was derived is of a history that is made anew in this transaction: it lags from now on."""
    lock()
    Derivation.objects.all().delete()


def decided() -> None:
    """People decided on links, and not everything was made of it yet. Within the transaction of the decision."""
    Derivation.objects.update(links_decided=F("links_decided") + 1)


def decisions_wait() -> bool:
    """Whether people decided on links and the worker has not made anew yet what is slow to make."""
    return decisions_to_follow() is not None


def decisions_to_follow() -> int | None:
    """Up to which decision on links everything is to be made, for `done_following`; None where it is."""
    kept = Derivation.objects.exclude(links_followed=F("links_decided")).values_list("links_decided", flat=True)
    return kept.first()


def done_following(decision: int) -> None:
    """Everything is made of the decisions on links up to this one, if not of those that came meanwhile."""
    Derivation.objects.update(links_followed=decision)


def lag() -> Lag | None:
    """What the derived data lack; None if this program made them of exactly the editions that are accepted."""
    kept, now = Derivation.objects.first(), _basis()
    made = set(kept.editions) if kept else set[int]()
    if made == set(now.editions) and (not kept or kept.decisions == now.decisions):
        return Lag([], kept.made_at, upgraded=True) if kept and kept.program != _program() else None
    lacking = sorted((now.editions[number] for number in now.editions.keys() - made), key=itemgetter(1, 0))
    return Lag(lacking, kept.made_at if kept else None)
