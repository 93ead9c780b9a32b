"""The commands that `irhub` has, and the module of each, which is imported when the command runs: each needs a part of the program."""

from __future__ import annotations

from importlib import import_module

import click

MODULES = {
    "running": ("demo", "serve"),
    "keeping": ("worker", "job", "migrate", "backup", "restore", "doctor"),
    "loading": ("load", "refresh", "rebuild"),
    "editions": ("editions", "accept", "reject"),
    "boundaries": ("boundaries",),
    "history": ("changes", "as-of"),
    "linking": ("link", "links", "linkage"),
    "signals": ("indicators",),
    "deciding": ("decisions",),
    "correcting": ("correct", "corrections", "withdraw"),
    "rules": ("rules",),
    "people": (
        "administrator", "body", "invite", "identity-provider", "audit", "subject-access", "retention",
    ),
    "documents": ("docs",),
}  # fmt: skip
MODULE_OF = {name: module for module, names in MODULES.items() for name in names}


class Commands(click.Group):
    """The commands of all modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, as help lists them."""
        return sorted(MODULE_OF)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None if there is none."""
        if cmd_name not in MODULE_OF:
            return None
        own: tuple[click.Command, ...] = import_module(f"irhub.cli.{MODULE_OF[cmd_name]}").COMMANDS
        return next(command for command in own if command.name == cmd_name)


@click.group(cls=Commands)
@click.version_option(package_name="irhub")
def irhub() -> None:
    """International Recruitment Hub: who sponsors overseas care workers in England, and what changed."""
