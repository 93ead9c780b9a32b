"""Taking files in and fetching new ones: what `irhub load`, `irhub refresh` and the daily job do alike."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from irhub.dashboards.services import bring_up_to_date
from irhub.registers import holdings, refresh, services
from irhub.registers.services import Outcome
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Refused

Report = Callable[[str, int, int], None]
Told = dict[str, str]
"""What became of a file: `file`, `outcome` ("refused" or one of Outcome), `edition`, `reason`."""


def load_files(files: list[Path], report: Report, register: str | None = None, given: date | None = None) -> list[Told]:
    """Load files one after another, then link organisations. A file that is refused does not stop the rest."""
    told = []
    for done, file in enumerate(files, 1):
        try:
            loaded = services.load(file, register=register, given=given)
        except Refused as refused:
            told.append({"file": file.name, "outcome": "refused", "edition": "", "reason": str(refused)})
        else:
            told.append(
                {
                    "file": file.name,
                    "outcome": loaded.outcome.value,
                    "edition": str(loaded.edition),
                    "reason": loaded.reason,
                }
            )
        report("Loading", done, len(files))
    if any(row["outcome"] in {Outcome.APPLIED, Outcome.HELD} for row in told):
        bring_up_to_date(report)
    return told


def fetch_and_load(names: Iterable[str], report: Report = lambda *_: None) -> list[Told]:
    """Find, download and load the newest editions of registers; one that cannot be fetched counts as refused."""
    told: list[Told] = []
    memory = Path(settings.HOME) / "refresh.json"
    agent = f"irhub/{version('irhub')}" + (f" (+{settings.IRHUB_CONTACT})" if settings.IRHUB_CONTACT else "")
    for name in names:
        if not_due := _not_due(name):
            told.append({"file": name, "outcome": Outcome.HELD.value, "edition": "", "reason": not_due})
            continue
        with tempfile.TemporaryDirectory(prefix="irhub-refresh-") as folder:
            try:
                fetched = refresh.Fetcher(SOURCES[name], memory, agent).newest(Path(folder), report)
            except refresh.Unreachable as problem:
                told.append({"file": name, "outcome": "refused", "edition": "", "reason": str(problem)})
                continue
            if fetched is None:
                told.append({"file": name, "outcome": Outcome.HELD.value, "edition": "", "reason": "Not changed."})
                continue
            loaded = load_files([fetched.path], report, register=name, given=fetched.published)
            if loaded[0]["outcome"] != "refused":
                refresh.remember(memory, fetched)
            told += loaded
    return told


def _not_due(name: str) -> str:
    """Why a register that is large and put out often is not fetched today; blank if it is, or may be."""
    every, (_, newest) = SOURCES[name].discovery.every_days, holdings.span_of(name)
    if not every or newest is None or localdate() - newest >= timedelta(days=every):
        return ""
    return f"Not due: it is fetched once in {every} days, and the edition of {newest} is held."
