"""The `irhub` command: thin, calls actions and queries."""

from __future__ import annotations

import gc
import os
import sys

from irhub.web.command_line import EXIT_FAILED, EXIT_REFUSED, EXIT_STOPPED
from irhub.web.errors import ActionRefused


def main() -> None:
    """Run the command: find the data folder, set up Django, bring the database's tables up to date, and go.

    Exit codes: 0 done, 1 failed, 2 refused or wrongly called, 3 quarantined, 4 accepted but what is derived from it is not made
    yet, 130 stopped by the person who ran it. Whatever goes wrong is told in a sentence, never in a traceback.
    """
    if sys.argv[1:2] == ["demo"]:  # fictional registers get a data folder of their own
        os.environ.setdefault("IRHUB_HOME", "~/.local/share/irhub-demo")
        os.environ.setdefault("IRHUB_PUBLIC", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")

    try:
        code = _run(sys.argv[1:2])
    except KeyboardInterrupt:
        _say("Stopped. What was not finished was not done.")
        code = EXIT_STOPPED
    except BrokenPipeError:  # whoever read our output has enough
        _say_no_more()
        code = EXIT_FAILED
    except Exception as fault:
        from irhub.operations import faults

        _say(faults.told(fault, " ".join(sys.argv[1:2])))
        faults.show(fault)
        code = EXIT_FAILED
    sys.exit(code)


UNMIGRATED = {"migrate", "backup", "backup-key", "restore", "doctor"}
"""Commands that look at the database as it is."""
WITHOUT_DATA = {"docs"}
"""Commands that need no data folder and no database."""


def _run(command: list[str]) -> int:
    gc.disable()  # what is imported stays: to look through it for garbage takes a sixth of the time until the command begins
    import django

    from irhub.config import logins

    logins.log_in_as(logins.OF_COMMANDS.get("".join(command), logins.Login.WORK))
    django.setup()

    import click

    from irhub.cli.commands import irhub
    from irhub.config.home import make_home

    named = command and not command[0].startswith("-")
    known = named and irhub.get_command(click.Context(irhub), command[0])
    gc.freeze()
    gc.enable()
    if known and not {"--help", "--version"} & set(sys.argv) and not WITHOUT_DATA & set(command):
        make_home()
        try:
            if not UNMIGRATED & set(command):
                _bring_up_to_date()
        except ActionRefused as refused:
            _say(str(refused))
            return EXIT_REFUSED

    try:
        code = irhub.main(prog_name="irhub", standalone_mode=False)
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except click.Abort as aborted:
        if isinstance(aborted.__cause__, EOFError):
            _say("There is nobody to answer what it asks: give it as options.")
            return EXIT_FAILED
        raise KeyboardInterrupt from aborted
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _say(sentence: str) -> None:
    try:
        sys.stderr.write(f"irhub: {sentence}\n")
    except OSError:  # nobody listens there either
        _say_no_more()


def _say_no_more() -> None:
    """Have nothing written to a pipe that is closed, at the end of the process neither."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _bring_up_to_date() -> None:
    from django.conf import settings

    from irhub.accounts import proof
    from irhub.operations.health import pending
    from irhub.operations.migrating import migrate
    from irhub.operations.putting_aside import refuse_if_put_aside

    refuse_if_put_aside()
    if settings.IRHUB_MIGRATE:
        migrate()
    elif waiting := pending():
        sys.exit(f"irhub: {len(waiting)} changes of the database's tables are pending: run irhub migrate first.")
    elif not proof.fits():
        sys.exit("irhub: the database does not know the key of this installation: run irhub migrate first.")
