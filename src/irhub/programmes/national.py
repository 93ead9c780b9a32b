"""Who helps anywhere in England, whatever a hub offers, as data (`national.yaml`): for those where there is no hub, or for whom it is not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from irhub.programmes.models import Audience
from irhub.web.yaml_files import read_yaml


@dataclass(frozen=True)
class National:
    """Who helps, with what, and how they are reached. `phone`: blank if only by their page. `source`: where that was read."""

    name: str
    helps: str
    phone: str
    web: str
    audiences: tuple[Audience, ...]
    source: str

    @property
    def told(self) -> str:
        """In a line."""
        return f"{self.name}, for {self.helps}: {self.phone or self.web}"


@cache
def _every() -> tuple[National, ...]:
    rows = read_yaml(Path(__file__).with_name("national.yaml"))
    return tuple(
        National(
            **{key: value for key, value in row.items() if key != "for"}, audiences=tuple(map(Audience, row["for"]))
        )
        for row in rows
    )


def national(audience: Audience) -> list[National]:
    """Who helps an audience anywhere in England."""
    return [one for one in _every() if audience in one.audiences]
