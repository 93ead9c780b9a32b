"""Taking files in and fetching new ones: what `irhub load`, `irhub refresh` and the daily job do alike."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

from django.conf import settings
from django.utils.timezone import localdate

from irhub.operations import faults
from irhub.registers import queries as register_queries
from irhub.registers import refresh, taking_in
from irhub.registers.finding import Found, find
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Refused
from irhub.registers.taking_in import Outcome

Report = Callable[[str, int, int], None]
REFUSED, PASSED_OVER, FAILED = "refused", "passed over", "failed"


class Told(TypedDict):
    """What became of a file: `outcome` is one of Outcome, or of REFUSED, PASSED_OVER and FAILED; blank `register`: it is none."""

    file: str
    outcome: str
    register: str
    edition: str
    reason: str


def load_files(files: list[Found], report: Report = lambda *_: None, given: date | None = None) -> Iterator[Told]:
    """Load files one after another and tell of each. One that is refused, or meets a fault of ours, does not stop the rest.

    What pages read is not made of them here: registers.deriving.catch_up does that. Raises what is wrong with the place
    rather than with a file: the disk, the database.
    """
    for done, file in enumerate(files, 1):
        report("Loading", done - 1, len(files))
        yield _taken_in(file, given)
        report("Loading", done, len(files))


def _taken_in(file: Found, given: date | None) -> Told:
    if file.source is None:
        return Told(
            file=file.label,
            outcome=REFUSED if file.refused else PASSED_OVER,
            register="",
            edition="",
            reason=file.problem,
        )
    told = Told(file=file.label, outcome=REFUSED, register=file.source.name, edition="", reason="")
    try:
        loaded = taking_in.load(file.path, register=file.source.name, given=given)
    except Refused as refused:
        told["reason"] = str(refused)
    except Exception as fault:
        if faults.explain(fault):
            raise
        told["outcome"], told["reason"] = FAILED, faults.told(fault, "load")
    else:
        told["outcome"], told["edition"] = loaded.outcome.value, str(loaded.edition)
        told["reason"] = loaded.reason
    return told


def fetch_and_load(names: Iterable[str], report: Report = lambda *_: None) -> Iterator[Told]:
    """Find, download and load the newest editions of registers; one that cannot be fetched counts as refused.

    What pages read is not made of them here: registers.deriving.catch_up does that.
    """
    for name in names:
        if not_due := _not_due(name):
            yield _told_of(name, Outcome.HELD.value, not_due)
            continue
        with tempfile.TemporaryDirectory(prefix="irhub-refresh-") as folder:
            try:
                fetched = refresh.Fetcher(SOURCES[name], _memory(), _agent()).newest(Path(folder), report)
            except refresh.Unreachable as problem:
                known = SOURCES[name].discovery.offers_file
                yield _told_of(name, REFUSED if known else PASSED_OVER, str(problem))
                continue
            if fetched is None:
                yield _told_of(name, Outcome.HELD.value, "Not changed.")
                continue
            (told,) = load_files(find([fetched.path], name), report, fetched.published)
            if told["outcome"] not in {REFUSED, FAILED}:
                refresh.remember(_memory(), fetched)
            yield told


def fetch_from(
    address: str, register: str | None, given: date | None, report: Report = lambda *_: None
) -> Iterator[Told]:
    """Download one file from a publisher of registers and load it: as the register that it is, or that was named.

    What pages read is not made of it here: registers.deriving.catch_up does that.
    """
    with tempfile.TemporaryDirectory(prefix="irhub-refresh-") as folder:
        try:
            sources = [SOURCES[register]] if register else SOURCES.values()
            fetcher = refresh.at_a_publisher(address, sources, _memory(), _agent())
            fetched = fetcher.file_at(address, Path(folder), report)
        except refresh.Unreachable as problem:
            yield Told(file=address, outcome=REFUSED, register=register or "", edition="", reason=str(problem))
            return
        (told,) = load_files(find([fetched.path], register), report, given)
        if told["outcome"] not in {REFUSED, FAILED}:
            refresh.remember(_memory(), fetched)
        yield told


def _told_of(register: str, outcome: str, reason: str) -> Told:
    return Told(file=register, outcome=outcome, register=register, edition="", reason=reason)


def _memory() -> Path:
    return Path(settings.HOME) / "refresh.json"


def _agent() -> str:
    return f"irhub/{version('irhub')}" + (f" (+{settings.IRHUB_CONTACT})" if settings.IRHUB_CONTACT else "")


def _not_due(name: str) -> str:
    """Why a register that is large and put out often is not fetched today; blank if it is, or may be."""
    every, (_, newest) = SOURCES[name].discovery.every_days, register_queries.span_of(name)
    if not every or newest is None or localdate() - newest >= timedelta(days=every):
        return ""
    return f"Not due: it is fetched once in {every} days, and the edition of {newest} is held."
