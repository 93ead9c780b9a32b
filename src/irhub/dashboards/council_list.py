"""The list of councils side by side: its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from irhub.dashboards.compare import CouncilFigures
from irhub.web.listing import Column, Listing, Where

NAME: Column[Any] = Column("council", "Council", "The council.", value=lambda row: row.council.name, heads=True)
CODE: Column[Any] = Column(
    "code",
    "Code",
    "The council’s code of the Office for National Statistics.",
    value=lambda row: row.council.code,
    where=Where.FILES,
)
"""By what every list of councils names them: each of its rows has a `council`."""


def _count(
    key: str, title: str, means: str, value: Callable[[CouncilFigures], int], *, page: bool = True, also: str = ""
) -> Column[CouncilFigures]:
    return Column(
        key,
        title,
        means,
        value=value,
        own=page,
        by=value if page else None,
        falls=True,
        numeric=True,
        also=also,
        where=Where.BOTH if page else Where.FILES,
    )


COUNCILS: Listing[CouncilFigures] = Listing(
    name="councils",
    told_apart_by=("code",),
    caption="Councils side by side",
    noun=("council", "councils"),
    none_at_all="No location here is on the CQC’s list that is loaded.",
    none_fits="No location here is on the CQC’s list that is loaded.",
    sort="council",
    size=40,
    columns=(
        replace(NAME, own=True, by=lambda row: row.council.name, also="name"),
        CODE,
        _count("providers", "Providers", "Care providers with a location there.", lambda row: row.figures.providers),
        _count("licensed", "Licensed", "Of these, how many have a linked sponsor on the register of licensed sponsors.", lambda row: row.figures.licensed),
        Column(
            "share",
            "Share licensed (range)",
            "Licensed providers of all, from 0 to 1.",
            value=lambda row: round(row.share, 4),
            own=True,
            by=lambda row: row.share,
            falls=True,
        ),
        Column("low", "Low end", "The low end of the range in which the share may lie: of the 95% interval (E. B. Wilson, 1927), with no link that awaits review.", value=lambda row: round(row.interval[0], 4), where=Where.FILES),
        Column("high", "High end", "The high end of that range: of the 95% interval with every link that awaits review.", value=lambda row: round(row.interval[1], 4), where=Where.FILES),
        _count("left", "Left the register", "Providers whose linked sponsors have all left the register.", lambda row: row.figures.formerly, also="formerly"),
        _count("licensed_below_good", "Licensed, rated below Good", "Licensed providers with a location there that the CQC rates below Good.", lambda row: row.figures.low_rated, also="low"),
        _count("act", "Act this week", "Signals about providers there that ask for something this week.", lambda row: row.act),
        _count("look", "Look soon", "Signals about providers there that ask to be looked at soon.", lambda row: row.look, page=False),
    ),
)  # fmt: skip
ALIKE = replace(COUNCILS, sort="", caption="The councils most like it, the likest first")
"""The councils that are most like one, in the order of likeness."""
