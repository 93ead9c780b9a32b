"""The server forks its workers: what they need must still work in them (irhub/cli/web.py)."""

from __future__ import annotations

import os
import subprocess
import sys

_BEFORE_THE_FORK = """
import sys
import irhub.cli.web
from django.conf import settings
settings.LOGGING
irhub.cli.web.configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
print("polars" in sys.modules, len([name for name in sys.modules if name.startswith("irhub.registers")]))
"""


def test_nothing_that_has_threads_of_its_own_is_imported_before_the_web_processes_are_made():
    done = subprocess.run(
        [sys.executable, "-c", _BEFORE_THE_FORK],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["False", "0"], done.stderr[-2000:]
