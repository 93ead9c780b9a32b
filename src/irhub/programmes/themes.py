"""The themes with which a programme begins, as data (`themes.yaml`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from irhub.web.yaml_files import read_yaml


@cache
def usual_themes() -> tuple[tuple[str, str], ...]:
    """Code and name of each, in their order."""
    return tuple((row["code"], row["name"]) for row in read_yaml(Path(__file__).with_name("themes.yaml")))
