"""The example work of the demo: what the rooms play through their own actions (`SCENES` of their modules `demo`), each once."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.db import transaction

from irhub.accounts.row_security import system_access
from irhub.web.errors import ActionRefused
from irhub.web.rooms import gathered
from irhub.web.whole_files import whole_file


def play(told: Path) -> None:
    """Play the scenes that the file `told` does not name yet, those of lower rooms first, each whole or not at all."""
    played = _played(told)
    for scene in (scene for room in reversed(list(gathered("demo", "SCENES"))) for scene in room):
        name = f"{scene.__module__}.{scene.__qualname__}"
        if name in played:
            continue
        click.echo(f"Playing {scene.__doc__.splitlines()[0] if scene.__doc__ else name}", err=True)
        with system_access("example people and their work, for the demo", by="irhub demo"), transaction.atomic():
            scene()
        played.append(name)
        with whole_file(told) as file:
            file.write(json.dumps(played).encode())


def _played(told: Path) -> list[str]:
    """The scenes that were played. Raises ActionRefused if that cannot be read: to play them again would double them."""
    try:
        played: list[str] = json.loads(told.read_text(encoding="utf-8")) if told.exists() else []
    except ValueError:
        raise ActionRefused(
            f"{told} cannot be read, so nobody knows what the demo holds: remove its data folder, and start again."
        ) from None
    return played
