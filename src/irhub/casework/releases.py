"""When a client hears that the helpline cannot act: at moments that hang on when they wrote last, and as often late for one reason as for another.

After the client's last words come releases, one behind the other, each at ten. A refusal goes out with the first of them that is to come: so
that nothing within a round tells when it was decided. What is decided after the first goes with a later one, and would tell of the reason if
one reason took longer to decide than others (no time for it is seen late, a conflict at once). So where refusals for one reason were late, as
large a share of those for each other reason waits as long: `covered`. Where nobody is late, nobody waits.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.timezone import localtime, make_aware

from irhub.web.working_days import working_days_after

AT = time(10)
"""When a release goes out, in England."""
FURTHEST = 2500
"""So many working days ahead releases are looked for: ten years."""


@dataclass(frozen=True)
class Refused:
    """An earlier refusal, by the numbers of its releases: the one with which it could go out, and the one with which it went."""

    could: int
    went: int


def releases(wrote_at: datetime, days: int, closed: Collection[date] = ()) -> list[datetime]:
    """The releases after a client's last words: at ten, each so many working days after the other. `closed`: days of the hub that do not count."""
    after = working_days_after(localtime(wrote_at).date(), FURTHEST)
    counted = [day for day in after if day not in closed]
    return [make_aware(datetime.combine(day, AT)) for day in counted[days - 1 :: days]]


def first_to_come(found: Sequence[datetime], moment: datetime) -> int:
    """The number of the first release that is yet to come."""
    return min(bisect_left(found, moment), len(found) - 1)


def covered(could: int, reason: str, earlier: Mapping[str, Sequence[Refused]]) -> int:
    """With which release a refusal goes out that could go with this one, so that lateness tells nothing of its reason.

    It waits as long as the share of its own reason that went later is below the share of any other that could not go sooner. `earlier`:
    refusals of the same helpline, by reason.
    """
    mine, number = earlier.get(reason, ()), could
    while True:
        late = [
            sum(one.could > number for one in rows) / (len(rows) + 1)
            for name, rows in earlier.items()
            if name != reason
        ]
        if 1 + sum(one.went > number for one in mine) > max(late, default=0) * (len(mine) + 1):
            return number
        number += 1
