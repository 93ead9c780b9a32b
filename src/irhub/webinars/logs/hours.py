"""Whether a log is of the hours of a session. One in another time zone is refused: everybody in it would have come for no time at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from irhub.files.reading.refused import Refused
from irhub.web.london import LONDON
from irhub.web.saying import counted
from irhub.webinars.logs.lasting import Stay, within
from irhub.webinars.logs.reading import LogRead, Seen

_AROUND = timedelta(hours=3)
"""How far from a session somebody may come of whom the log does not say when they went, or the meeting begin."""
_SHIFTS = [hours for hours in range(-12, 13) if hours]
_NEARLY_ALL = 0.9
_GAIN = 0.25
"""Of a session's length, by how much more each must have stayed by the clock of another zone."""


def check_hours(log: LogRead, starts: datetime, ends: datetime, name: str) -> None:
    """Raises Refused if nobody was there during the session, or the hours of another time zone fit nearly everybody better."""
    hours = shift_that_fits(log.people, starts, ends)
    if hours:
        ahead = (starts.astimezone(LONDON).utcoffset() or timedelta()) // timedelta(hours=1) - hours
        zone = f"UTC{ahead:+d}" if ahead else "UTC"
        raise Refused(
            f"{name} seems to be in the time zone {zone}: moved by {counted(abs(hours), 'hours')} its times fit this webinar,"
            " but they do not. Export it in UK time. If the webinar began at another time, change its start first."
        )
    if not _anybody(log, starts, ends):
        times = [each.joined for seen in log.people for each in seen.intervals] or [log.began or starts]
        raise Refused(
            f"{name} is of another time: its first time is {min(times):%H:%M} on {min(times):%-d %B}, and this webinar began at"
            f" {starts.astimezone(LONDON):%H:%M on %-d %B}. If it was exported in another time zone, export it in UK time."
        )


def shift_that_fits(people: Sequence[Seen], starts: datetime, ends: datetime) -> int:
    """By how many whole hours the times of a log must move so that nearly everybody was there for much longer; 0 if none do."""
    timed = [seen for seen in people if any(each.left for each in seen.intervals)]
    least = _GAIN * (ends - starts).total_seconds()

    def there(seen: Seen, hours: int) -> float:
        moved = timedelta(hours=hours)
        return _length(
            (Stay(each.joined + moved, each.left + moved, None) for each in seen.intervals if each.left), starts, ends
        )

    stands = [there(seen, 0) for seen in timed]
    best, most = 0, sum(stands)
    for hours in sorted(_SHIFTS, key=abs):
        would = [there(seen, hours) for seen in timed]
        gain = sum(after >= before + least for before, after in zip(stands, would, strict=True))
        if timed and gain >= _NEARLY_ALL * len(timed) and sum(would) > most:
            best, most = hours, sum(would)
    return best


def _length(stays: Iterable[Stay], starts: datetime, ends: datetime) -> float:
    spans = (within(stay, starts, ends) for stay in stays)
    return sum((each[1] - each[0]).total_seconds() for each in spans if each)


def _anybody(log: LogRead, starts: datetime, ends: datetime) -> bool:
    """Whether anybody was there during the session, as far as the log has times."""
    every = [each for seen in log.people for each in seen.intervals]
    if not every:
        return log.began is None or starts - _AROUND <= log.began < ends
    return any(
        each.joined < ends and (each.left >= starts if each.left else each.joined > starts - _AROUND) for each in every
    )
