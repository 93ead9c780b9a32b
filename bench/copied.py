"""A stand-in for a data folder for one run of a bench, so that the folder stays as it was; and the hub served on it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
from psycopg import sql

COPY = "irhub_bench"
_READ = ("archive", "rows", "linkage", "static", "secret-key")


@contextmanager
def copied() -> Iterator[None]:
    """Put a copy of the database of IRHUB_HOME (or DATABASE_URL), which nobody else may use meanwhile, and a folder that reads the rest
    from there, in its place in the environment. For before Django's settings are read. Both are gone at the end, with all that was
    written to them.
    """
    from irhub.config.home import home
    from irhub.operations.embedded import server

    folder = home()
    url = os.environ.get("DATABASE_URL")
    if not url:
        server.ensure_running(folder / "postgres")
        url = server.url(folder / "postgres")
    original = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(COPY))
    with (
        psycopg.connect(psycopg.conninfo.make_conninfo(url, dbname="postgres"), autocommit=True) as connection,
        tempfile.TemporaryDirectory() as instead,
    ):
        connection.execute(drop)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(COPY), sql.Identifier(original)
            )
        )
        for name in _READ:
            (Path(instead) / name).symlink_to(folder / name)
        (Path(instead) / "signals").mkdir()
        os.environ |= {"DATABASE_URL": psycopg.conninfo.make_conninfo(url, dbname=COPY), "IRHUB_HOME": instead}
        try:
            yield
        finally:
            connection.execute(drop)


@contextmanager
def served(port: int, settings: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """`irhub serve` on this machine with two workers, once it answers, until the end of the block."""
    command = [str(Path(sys.executable).with_name("irhub")), "serve", "--port", str(port)]
    serving = subprocess.Popen(
        command, env=os.environ | (settings or {}), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                if httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        yield serving
    finally:
        serving.terminate()
        serving.wait()
