"""Everything that is derived from the registers and from people's decisions: one list of steps, and what runs it.

A room that derives has a module `derived` with its steps, `STEPS`. They are found by that name (web/rooms.py), and run in
an order in which each comes after those that it reads. A load, a decision on an edition, `irhub link` and `irhub rebuild` run
them with `bring_up_to_date` or `catch_up`, a reviewer's decision on a pair with `follow`: so no room calls another to tell it
that its data moved.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from graphlib import CycleError, TopologicalSorter

from django.core.checks import CheckMessage, Error
from django.db import connection, transaction
from psycopg import sql

from irhub.registers import lagging
from irhub.registers.progress import Progress, step
from irhub.web.rooms import gathered


@dataclass(frozen=True)
class Touched:
    """Keys of the records of which something derived may be other than it was: of sponsors, and ids of CQC providers.

    `relicensed`: the providers whose licence is told otherwise now.
    """

    sponsors: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    relicensed: frozenset[str] = frozenset()

    @property
    def keys(self) -> list[str]:
        """Those of both registers, in order."""
        return sorted(self.sponsors | self.providers)


@dataclass
class Run:
    """One run of the list, as its steps see it.

    `touched`: what is to be made anew, None for everything; a step that finds more says so here, for those that come after it.
    `anew`: nothing that was worked out before may be leant on. `decided`: people decided on links, and the registers are as
    they were. `said`: what steps tell of the run, in sentences.
    """

    progress: Progress = lambda *_: None
    touched: Touched | None = None
    anew: bool = False
    decided: bool = False
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """A step of deriving: its name, the names of the steps that it comes `after`, and the database `tables` that it makes.

    `all` makes them whole; `some` only what is touched, with the same result. `slow`: people who decide do not wait for it, and the
    worker makes it soon after (`catch_up`). `title`: how it is told while it runs; blank where it tells that itself. `past_day`: keeps
    what is kept of a past day, which is worked out when somebody asks for it, and drops what is kept of days of which nobody asks.
    `withhold`: of a slow step, takes away at once what a decision may have made untrue, until the worker makes it anew.
    """

    name: str
    all: Callable[[Run], object]
    some: Callable[[Run, Touched], object]
    tables: tuple[str, ...]
    after: tuple[str, ...] = ()
    title: str = ""
    slow: bool = False
    past_day: Callable[[date, Collection[date]], None] | None = None
    withhold: Callable[[Touched], None] | None = None


class WrongList(Exception):
    """The list of steps cannot be run. The message is a sentence for whoever wrote a step."""


@cache
def steps() -> tuple[Step, ...]:
    """The steps of every room, each after those that it names. Raises WrongList where that cannot be."""
    return ordered(_registered())


def _registered() -> list[Step]:
    return [one for room in gathered("derived", "STEPS") for one in room]


def ordered(found: Sequence[Step]) -> tuple[Step, ...]:
    """These steps, each after those that it names. Raises WrongList if one is named that does not exist, if two have one name,
    or if some wait for one another."""
    named = {one.name: one for one in found}
    if len(named) < len(found):
        raise WrongList(f"Two steps of deriving have one name; the names are {_listed(one.name for one in found)}.")
    for one in found:
        if unknown := set(one.after) - named.keys():
            raise WrongList(
                f"The step “{one.name}” comes after {_listed(unknown)}, which is no step; the steps are {_listed(named)}."
            )
    try:
        order = tuple(TopologicalSorter({one.name: one.after for one in found}).static_order())
    except CycleError as cycle:
        raise WrongList(f"Steps of deriving wait for one another: {_listed(cycle.args[1])}.") from None
    return tuple(named[name] for name in order)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def check(**_: object) -> list[CheckMessage]:
    """Whether the list of steps can be run, as a check of Django."""
    try:
        steps()
    except WrongList as wrong:
        return [Error(str(wrong), id="irhub.E001")]
    return []


def bring_up_to_date(progress: Progress = lambda *_: None, *, everything: bool = False) -> str:
    """Make everything that is derived of the accepted editions and of people's decisions, in one transaction: a reader sees
    the old or the new.

    Where newer editions of the sponsor register are all that came, only what they touch is made anew, with the result of making all.
    `everything`: lean on nothing that was worked out before. Tells how it was done, in a sentence.
    """
    with transaction.atomic():
        basis = lagging.begin()
        moved = None if everything else lagging.moved(basis)
        run = Run(progress, None if moved is None else Touched(sponsors=frozenset(moved)), anew=everything)
        _run(run, steps())
        lagging.done(basis)
    return " ".join(run.said)


def catch_up(progress: Progress = lambda *_: None) -> bool:
    """Bring everything up to date unless it is. Whether that was needed.

    Where only decisions on links came, that is what is left of them: the slow steps.
    """
    with transaction.atomic():
        lagging.lock()
        if lagging.lag() is not None:
            bring_up_to_date(progress)
            return True
        return _slow_ones(progress)


def follow_up() -> bool:
    """Make what is left of decisions on links, the slow steps, unless editions came too: then `catch_up` makes all. Whether it did."""
    if not lagging.decisions_wait():
        return False
    with transaction.atomic():
        lagging.lock()
        return lagging.lag() is None and _slow_ones()


def _slow_ones(progress: Progress = lambda *_: None) -> bool:
    followed = lagging.decisions_to_follow()
    if followed is None:
        return False
    _run(Run(progress), [one for one in steps() if one.slow])
    lagging.done_following(followed)
    return True


def follow(sponsors: Collection[str]) -> None:
    """After people's decisions on these sponsors, in the same transaction: make anew what hangs on them. What is slow is
    left to the worker, and withheld until then where it may be untrue."""
    with transaction.atomic():
        run = Run(touched=Touched(sponsors=frozenset(sponsors)), decided=True)
        _run(run, [one for one in steps() if not one.slow])
        for one in steps():
            if one.withhold and run.touched is not None:
                one.withhold(run.touched)
        lagging.decided()


def keep_past_day(day: date, kept: Collection[date]) -> None:
    """Keep what every step keeps of a past day, beside the other days that are `kept` and no more. In the transaction of the
    caller."""
    for one in steps():
        if one.past_day:
            one.past_day(day, kept)


def _run(run: Run, wanted: Iterable[Step]) -> None:
    for one in wanted:
        if one.title:
            with step(run.progress, one.title):
                _make(one, run)
        else:
            _make(one, run)


def _make(one: Step, run: Run) -> None:
    if run.touched is not None:
        one.some(run, run.touched)
        return
    one.all(run)
    with connection.cursor() as cursor:
        # What follows joins these tables, and pages read them: neither must wait for the autovacuum to see how large they are.
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(map(sql.Identifier, one.tables))))
