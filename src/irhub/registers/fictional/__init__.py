"""Fictional registers in the official formats, from a seed: every name in them is invented."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from pathlib import Path

from irhub.registers.fictional import publishing, tables
from irhub.registers.fictional.care import next_month, providers_and_locations
from irhub.registers.fictional.controllers import snapshot_lines
from irhub.registers.fictional.examples import World, staged
from irhub.registers.fictional.recruiters import recruiter_rows
from irhub.registers.fictional.sponsors import editions, first_register, months_before, working_days
from irhub.registers.finding import FICTIONAL_NOTICE


@dataclass(frozen=True)
class Scale:
    """How large the registers are: rows, providers, locations, companies of no matter, daily editions of sponsors, and monthly ones
    before them. `unevenness`: how much of the care is in councils with many care homes (towns.somewhere)."""

    sponsor_rows: int
    providers: int
    locations: int
    other_companies: int
    sponsor_editions: int = 60
    earlier_months: int = 0
    unevenness: float = 0


SCALES: Mapping[str, Scale] = {
    "small": Scale(6_000, 1_300, 2_400, 10_000, earlier_months=12, unevenness=1.5),
    "england": Scale(140_000, 30_000, 55_000, 200_000, earlier_months=12),
}


def write_registers(
    folder: Path,
    scale: str | Scale,
    *,
    until: date,
    seed: int = 1,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> list[Path]:
    """Write every register into `folder`, with its truth beside it in `folder.parent`: truth.csv and events.csv.

    truth.csv has each name and town that ever stood, and the CQC provider behind it, blank where there is none.

    The sponsors' editions are those of the last working days up to `until`, and of the first one of months before; the CQC's and Companies House's are of the
    first of the two latest months. Returns the files in the order written.
    """
    size = SCALES[scale] if isinstance(scale, str) else scale
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FICTIONAL_NOTICE).write_text("Every name in these registers is invented.\n")
    newest = until.replace(day=1)
    before = (newest - timedelta(days=1)).replace(day=1)
    providers, first = providers_and_locations(size.providers, size.locations, chance, before, size.unevenness)
    second = next_month(first, providers, chance, newest)
    register = first_register(size.sponsor_rows, providers, first, chance)
    days = working_days(until, size.sponsor_editions)
    home = Counter(owner.council.code for owner in providers).most_common(1)[0][0] if size.unevenness else ""
    world = staged(World(providers, [first, second], register, [before, newest], days, home=home))
    written: list[Path] = []
    for number, (on, locations) in enumerate(zip(world.months, world.locations, strict=True), 1):
        here = {location.id for location in locations}
        gone = [location for location in world.locations[0] if location.id not in here]
        written += publishing.write_cqc(folder, on, locations, gone, world.providers, older=number == 1)
        companies = tables.company_rows(
            world.providers, size.other_companies, random.Random(seed + number), on, number - 1, world.owners
        )
        written.append(publishing.write_companies(folder, on, companies))
        lines = snapshot_lines(world.providers, size.other_companies, on, number - 1, world.controllers, world.owners)
        written.append(publishing.write_controllers(folder, on, lines))
        written.append(publishing.write_recruiters(folder, on, recruiter_rows(number - 1)))
        progress("Writing CQC and Companies House files", number, len(world.months))
    truth: dict[tuple[str, str], str] = {}
    earlier = months_before(days[0], size.earlier_months)
    shown = editions(register, days, chance, world.script, world.spared, earlier)
    for number, (day, standing) in enumerate(shown, 1):
        written.append(publishing.write_sponsors(folder, day, standing, blank_lines=number % 7 == 0))
        truth |= {(sponsor.name, sponsor.town): sponsor.provider_id for sponsor in standing}
        progress("Writing editions of the sponsor register", number, len(earlier) + len(days))
    _write_truth(folder.parent, truth, [astuple(event) for event in register.events])
    return written


def _write_truth(folder: Path, truth: Mapping[tuple[str, str], str], events: list[tuple[object, ...]]) -> None:
    for name, header, rows in (
        (
            "truth.csv",
            ("sponsor_name", "sponsor_town", "cqc_provider_id"),
            [(name, town, provider) for (name, town), provider in truth.items()],
        ),
        ("events.csv", ("edition", "kind", "name", "town", "new_name"), events),
    ):
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)
