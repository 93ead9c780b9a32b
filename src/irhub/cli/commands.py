"""The commands that `irhub` has. Those that work across rooms have their modules here, each imported when one of them runs, for each
needs a part of the program; a room's own are in its module `commands` (web/rooms.py)."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from irhub.web.command_line import EXIT_REFUSED
from irhub.web.errors import ActionRefused
from irhub.web.rooms import gathered

MODULES = {
    "serving": ("serve",),
    "running": ("demo",),
    "keeping": ("migrate", "backup", "backup-key", "restore"),
    "working": ("worker", "job"),
    "examining": ("doctor",),
    "loading": ("load", "refresh", "rebuild"),
    "editions": ("editions", "accept", "reject"),
    "history": ("changes", "as-of"),
    "linking": ("link", "links", "linkage"),
    "people": (
        "administrator", "forget-second-step", "body", "invite", "identity-provider", "audit", "subject-access", "retention",
    ),
    "documents": ("docs",),
}  # fmt: skip
MODULE_OF = {name: module for module, names in MODULES.items() for name in names}


class Commands(click.Group):
    """The commands of all modules and rooms. What one of them is refused is told in its sentence, with exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ActionRefused as refused:
            click.echo(str(refused), err=True)
            sys.exit(EXIT_REFUSED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, as help lists them."""
        return sorted(
            [*MODULE_OF, *(str(command.name) for room in gathered("commands", "COMMANDS") for command in room)]
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None if there is none."""
        if cmd_name in MODULE_OF:
            own: tuple[click.Command, ...] = import_module(f"irhub.cli.{MODULE_OF[cmd_name]}").COMMANDS
            return next(command for command in own if command.name == cmd_name)
        return next(
            (command for room in gathered("commands", "COMMANDS") for command in room if command.name == cmd_name), None
        )


@click.group(cls=Commands)
@click.version_option(package_name="irhub")
def irhub() -> None:
    """International Recruitment Hub: who sponsors overseas care workers in England, and what changed."""
