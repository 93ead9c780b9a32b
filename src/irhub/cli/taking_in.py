"""Ending a command that takes editions in: whatever stops it, its last sentence says what is held and what is not made of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
from django.db import DatabaseError, connection

from irhub.operations import faults
from irhub.registers import lagging
from irhub.web.command_line import EXIT_NOT_MADE, EXIT_STOPPED
from irhub.web.errors import ActionRefused


@dataclass
class TakenIn:
    """Whether an edition was accepted so far."""

    accepted: bool = False


@contextmanager
def taking_in(command: str) -> Iterator[TakenIn]:
    """Within it editions are taken in, and then what pages read is made of them.

    A fault by which accepted editions are left without it ends the command with exit code 4 (stopped by hand: 130) and a
    sentence; any other goes on to whoever called.
    """
    taken = TakenIn()
    try:
        yield taken
    except (click.ClickException, ActionRefused):
        raise
    except (Exception, KeyboardInterrupt) as fault:
        left = _left(taken)
        if not left:
            raise
        stopped = isinstance(fault, KeyboardInterrupt)
        why = "Stopped." if stopped else faults.told(fault, command)
        click.echo(f"irhub: {why} {left}", err=True)
        faults.show(fault)
        sys.exit(EXIT_STOPPED if stopped else EXIT_NOT_MADE)


def tell_of_lag() -> None:
    """Say what pages do not show yet, as after an upgrade that has it derived anew, and what makes them show it."""
    if lag := lagging.lag():
        click.echo(f"irhub: {lag} {lagging.HOW_TO_GO_ON}", err=True)


def _left(taken: TakenIn) -> str:
    """What is held and not made of it, and how to go on; blank if nothing is left."""
    if not connection.in_atomic_block:
        connection.close()  # it may be the one that was lost
    try:
        lag = lagging.lag()
    except DatabaseError:
        if not taken.accepted:
            return ""
        return (
            "Editions that were told as applied are held; whether links, summaries and indicators were made of them,"
            f" irhub doctor tells when the database is back. {lagging.HOW_TO_GO_ON}"
        )
    return f"{lag} {lagging.HOW_TO_GO_ON}" if lag else ""
