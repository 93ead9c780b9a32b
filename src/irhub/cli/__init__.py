"""The `irhub` command: thin, calls services and queries."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command: find the data folder, set up Django, bring the database's tables up to date, and go.

    Exit codes: 0 done, 1 failed, 2 refused or wrongly called, 3 quarantined.
    """
    if sys.argv[1:2] == ["demo"]:  # fictional registers get a data folder of their own
        os.environ.setdefault("IRHUB_HOME", "~/.local/share/irhub-demo")
        os.environ.setdefault("IRHUB_PUBLIC", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")

    import django
    from django.core.management import call_command

    django.setup()
    if "--help" not in sys.argv:
        call_command("migrate", verbosity=0, interactive=False)

    from irhub.cli.commands import irhub

    irhub(prog_name="irhub")
