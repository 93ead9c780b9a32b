"""The server forks its workers: what they need must still work in them."""

from __future__ import annotations

import os
import subprocess
import sys

import polars as pl

_A_WORKER_READS_ROWS = """
import faulthandler, os, sys
import django
django.setup()
import irhub.cli.commands
if worker := os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]))
faulthandler.dump_traceback_later(20, exit=True)
import irhub.config.wsgi
import polars as pl
os._exit(0 if pl.read_parquet(sys.argv[1]).filter(pl.col("line") == 2).height == 1 else 3)
"""


def test_a_worker_that_was_forked_can_read_the_rows_of_an_edition(tmp_path):
    path = tmp_path / "published.parquet"
    pl.DataFrame({"line": [1, 2, 3]}).write_parquet(path)
    done = subprocess.run(
        [sys.executable, "-c", _A_WORKER_READS_ROWS, str(path)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
