"""A database with small fictional registers in it, loaded as an operator would load them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from irhub.cli.loading import register_files
from irhub.dashboards.services import bring_up_to_date
from irhub.registers import services
from irhub.registers.fictional import Scale, write_registers

TINY = Scale(sponsor_rows=400, providers=160, locations=240, other_companies=50, sponsor_editions=32)


def load_fictional(folder: Path) -> dict[str, str]:
    """Write tiny registers below `folder`, load them all and link. Returns each file's name and outcome."""
    write_registers(folder / "registers", TINY, until=date(2026, 11, 20), seed=5)
    files = register_files([folder / "registers"])
    outcomes = {file.name: services.load(file).outcome.value for file in files}
    bring_up_to_date()
    return outcomes
