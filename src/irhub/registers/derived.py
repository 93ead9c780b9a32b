"""What this room derives (deriving.py): the locations that the CQC's directory shows before its workbook does."""

from __future__ import annotations

from irhub.registers.deriving import Step
from irhub.registers.directory_locations import list_directory_locations

STEPS = (
    Step(
        "locations of the directory",
        title="Locations that the CQC’s directory alone shows",
        all=lambda _: list_directory_locations(),
        # neither sponsors nor people's decisions on links touch them
        some=lambda _, _touched: None,
        tables=("registers_directorylocation",),
    ),
)
