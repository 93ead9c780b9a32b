"""Past days: worked out once, kept, and brought up to date when editions, links or definitions changed since.

Records are joined into organisations as they are joined today: a link is knowledge of now about then. The signals of a day
are a file in the data folder; steps of deriving add what they keep of it (`deriving.Step.past_day`), in the same transaction.
"""

from __future__ import annotations

import hashlib
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from irhub.accounts.row_security import job_access
from irhub.files.reading.kinds import whole_parquet
from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.models import PastDay
from irhub.indicators.working_out import stored, worked_out
from irhub.registers import queries as register_queries
from irhub.registers.deriving import keep_past_day
from irhub.registers.models import Edition
from irhub.web.whole_files import whole_file

log = logging.getLogger(__name__)
KEPT_DAYS = 12
"""How many past days stay worked out: those that somebody asked for last."""
MONTHS_AHEAD = 3
"""Of how many past months the last day is worked out before anybody asks: board papers are mostly about these."""
WAITING = 4
"""How many days may wait to be worked out in a web process; who asks for another is asked to come again."""
_GROUP = 2000  # rows that are read together: a page needs a few, and a file of one group would be read whole
_LEFT_OPEN = 3600  # seconds after which nobody reads a file any more that no kept day names

_worker = ThreadPoolExecutor(1, thread_name_prefix="past-day")
_begun: set[date] = set()


class NotWorkedOut(Exception):
    """Nothing is kept of a past day yet, or no longer."""

    def __init__(self, day: date) -> None:
        super().__init__(f"What the registers said on {day} is not worked out yet.")
        self.day = day


def asked_for(text: str, newest: date | None) -> date | None:
    """The past day that a link or form asks for; None if it asks for none, or for the newest (register_queries.newest_date).

    Raises ValueError, with a sentence for whoever asked, if it is no day, lies in the future, or no register is held as far back.
    """
    asked = text.strip()
    if not asked or newest is None:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise ValueError(
            f"Write the date as year, month and day, like 2026-03-27. We could not read {asked}."
        ) from None
    if day > max(newest, timezone.localdate()):
        raise ValueError(f"{day.day} {day:%B %Y} is in the future: what is shown is the newest.")
    if day >= newest:
        return None
    if not register_queries.editions_telling_of(day):
        raise ValueError(f"No register is held as far back as {day.day} {day:%B %Y}.")
    return day


def look(day: date) -> bool:
    """Somebody asks for a past day: whether what is kept of it is up to date. If not, it is worked out again from now on.

    Raises NotWorkedOut if nothing is kept of it: then somebody must `begin`.
    """
    kept = _kept(day)
    if kept is None:
        raise NotWorkedOut(day)
    whole = kept.mark == _mark(day)
    if not whole:
        begin(day)
    today = timezone.localdate()
    if kept.asked_on != today:
        PastDay.objects.filter(day=day).update(asked_on=today)
    return whole


def signals_as_at(day: date) -> pl.LazyFrame:
    """The signals of a past day that are kept, in the one order, numbered from 0 (`number`), evidence as JSON.

    Raises NotWorkedOut if none are kept.
    """
    kept = _kept(day)
    if kept is None:
        raise NotWorkedOut(day)
    return pl.scan_parquet(_file(day, kept.mark)).with_row_index("number")


def work_out(day: date) -> None:
    """Work out a day and keep it, unless it is kept and up to date. Whoever works out the same day at once waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"irhub past day {day}"])
        kept, mark = _kept(day), _mark(day)
        if kept and kept.mark == mark:
            return
        file = _file(day, mark)
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as making:
            stored(worked_out(day)).write_parquet(making.name, row_group_size=_GROUP)
        now = timezone.now()
        asked_on = kept.asked_on if kept else timezone.localdate()
        PastDay.objects.update_or_create(day=day, defaults={"mark": mark, "made_at": now, "asked_on": asked_on})
        latest = PastDay.objects.order_by("-asked_on", "-made_at", "-day").values_list("day", flat=True)
        PastDay.objects.exclude(day__in=[day, *latest[:KEPT_DAYS]]).delete()
        keep_past_day(day, list(PastDay.objects.values_list("day", flat=True)))
    _tidy()


def work_out_expected() -> int:
    """Work out the days that people asked for, and the last days of the months before, where newer editions or links left
    them behind. So a link in a paper opens at once. Returns how many days are ready.
    """
    newest, (first, _) = register_queries.newest_date(), register_queries.span_of("home_office_sponsors")
    if newest is None or first is None:
        return 0
    days = list(PastDay.objects.order_by("-asked_on", "-made_at", "-day").values_list("day", flat=True))
    month_end = newest
    for _ in range(MONTHS_AHEAD):
        month_end = month_end.replace(day=1) - timedelta(days=1)
        days.append(month_end)
    ready = [day for day in dict.fromkeys(days) if first <= day < newest][:KEPT_DAYS]
    for day in ready:
        work_out(day)
    return len(ready)


def begin(day: date) -> None:
    """Work a day out in this process beside its requests, once this one's transaction is over: one day after another, and
    none while WAITING of them are to be done."""

    def submit() -> None:
        if day not in _begun and len(_begun) < WAITING:
            _begun.add(day)
            _worker.submit(_work, day)

    transaction.on_commit(submit)


def _work(day: date) -> None:
    try:
        with job_access():
            work_out(day)
    except BaseException:  # a panic of Polars is no Exception, and would end this thread unheard
        log.exception("A past day could not be worked out", extra={"day": str(day)})
    finally:
        connection.close()
        _begun.discard(day)


def _kept(day: date) -> PastDay | None:
    """What is kept of a day; None also where its file is gone, as after a restore, or torn."""
    kept = PastDay.objects.filter(day=day).first()
    return kept if kept and whole_parquet(_file(day, kept.mark)) else None


def _folder() -> Path:
    return Path(settings.HOME) / "signals"


def _file(day: date, mark: str) -> Path:
    return _folder() / f"{day:%Y-%m-%d}-{mark}.parquet"


def _tidy() -> None:
    """Drop the files that no kept day names. Those of the last hour stay: somebody may be reading them."""
    named = {_file(day, mark) for day, mark in PastDay.objects.values_list("day", "mark")}
    for file in _folder().iterdir():
        if file not in named and file.stat().st_mtime < time.time() - _LEFT_OPEN:
            file.unlink(missing_ok=True)


def _mark(day: date) -> str:
    """A mark of everything that a day hangs on: the editions up to it and how they were cleaned, links and who decided
    them, and the definitions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(hashtext(concat_ws('/', id, decisions))), 0), sum(cleaner),"
            " (SELECT coalesce(sum(hashtext(sponsor_key || provider_id || band || said)), 0) FROM organisations_link)"
            " FROM registers_edition WHERE state = %s AND date <= %s",
            [Edition.State.ACCEPTED, day],
        )
        held = cursor.fetchone()
    versions = sorted((code, indicator.version) for code, indicator in CATALOGUE.items())
    return hashlib.sha256(repr((held, versions)).encode()).hexdigest()[:16]
