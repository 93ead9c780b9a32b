"""The commands that `irhub` has, in the order that its help shows."""

from __future__ import annotations

import click

from irhub.cli import (
    boundaries,
    correcting,
    deciding,
    documents,
    editions,
    history,
    keeping,
    linking,
    loading,
    people,
    rules,
    running,
    signals,
)


@click.group()
@click.version_option(package_name="irhub")
def irhub() -> None:
    """International Recruitment Hub: who sponsors overseas care workers in England, and what changed."""


for command in (
    *running.COMMANDS,
    *keeping.COMMANDS,
    *loading.COMMANDS,
    *editions.COMMANDS,
    *boundaries.COMMANDS,
    *history.COMMANDS,
    *linking.COMMANDS,
    *signals.COMMANDS,
    *deciding.COMMANDS,
    *correcting.COMMANDS,
    *rules.COMMANDS,
    *people.COMMANDS,
    *documents.COMMANDS,
):
    irhub.add_command(command)
