"""A place of its own: a data folder and an empty database, in which the real commands run as an operator runs them."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from irhub.accounts import proof
from irhub.operations.database_logins import WEB, WORK
from tests.migrated import keep, restore

COMMAND = str(Path(sys.executable).with_name("irhub"))
PATIENCE = 60


class Place:
    """Where commands run. `url` reaches its database, `admin` another one of the same server."""

    def __init__(self, home: Path, database: str, admin: str) -> None:
        self.home, self.database, self.admin = home, database, admin
        self.url = psycopg.conninfo.make_conninfo(admin, dbname=database)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("IRHUB_")} | {
            "IRHUB_HOME": str(home),
            "IRHUB_PUBLIC": "1",
            "IRHUB_LOGS": "json",
            "IRHUB_FEWEST_RECORDS_PERCENT": "0",  # registers in tests are small
            "DATABASE_URL": self._uri(),
            "DATABASE_WORK_URL": self._uri(WORK),
            "DATABASE_WEB_URL": self._uri(WEB),
            "DJANGO_SETTINGS_MODULE": "irhub.config.settings",
        }

    def _uri(self, user: str = "") -> str:
        parts = psycopg.conninfo.conninfo_to_dict(self.url)
        port = f"&port={parts['port']}" if parts.get("port") else ""
        return f"postgresql://{user or parts['user']}@/{self.database}?host={parts['host']}{port}"

    def run(self, *arguments: str, expect: int | None = 0, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        done = subprocess.run(
            [COMMAND, *arguments], env=self.environment | more, capture_output=True, text=True, timeout=300
        )
        assert expect is None or done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return done

    def start(self, *arguments: str, log: Path, **more: str) -> subprocess.Popen[str]:
        """Start a command that stays, in a process group of its own; its output goes to `log`."""
        with log.open("a") as file:
            return subprocess.Popen(
                [COMMAND, *arguments], env=self.environment | more, stdout=file, stderr=file, text=True,
                start_new_session=True,
            )  # fmt: skip

    def python(self, code: str, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Start code in a process that has the settings of the place. It may read what it is sent."""
        return subprocess.Popen(
            [sys.executable, "-c", f"import sys, django\ndjango.setup()\n{code}", *arguments],
            env=self.environment | more, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            bufsize=1,
        )  # fmt: skip

    def migrated_to(self, *names: str) -> None:
        """Migrate a place that was empty up to some migrations, each told by its room and its number, and what these need."""
        _, fault = self.python(_UP_TO, *names).communicate()
        assert not fault, fault

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows that a query of its database gives."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query, values).fetchall()

    def away(self) -> None:
        """Take the database away: nobody gets in, and whoever is in is thrown out."""
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {self.database} WITH ALLOW_CONNECTIONS false")
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [self.database]
            )

    def back(self) -> None:
        """Bring it back."""
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {self.database} WITH ALLOW_CONNECTIONS true")


_UP_TO = """
from django.core.management import call_command
from irhub.accounts.row_security import owner_access
from irhub.web import migration_states
with owner_access(), migration_states.forwards():
    for room, name in zip(sys.argv[1::2], sys.argv[2::2]):
        call_command("migrate", room, name, verbosity=0)
"""
TEMPLATE = "irhub_template"


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One process of the run at a time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _admin() -> str:
    """How to reach the server of the tests."""
    from django.conf import settings

    server = settings.DATABASES["default"]
    return psycopg.conninfo.make_conninfo(
        "", host=server["HOST"], user=server["USER"], port=server["PORT"] or None, dbname="postgres"
    )


def template() -> str:
    """The database whose tables are up to date and hold nothing, of which others are copies: made once a run."""
    folder = Path(os.environ["IRHUB_TEST_HOME"]) / "template"
    folder.mkdir(exist_ok=True)
    with alone(folder / "lock"):
        if not (folder / "made").exists():
            admin = _admin()
            if not restore(TEMPLATE, admin):
                with psycopg.connect(admin, autocommit=True) as connection:
                    connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
                    connection.execute(f"CREATE DATABASE {TEMPLATE}")
                Place(folder / "home", TEMPLATE, admin).run("migrate")
                keep(TEMPLATE, admin)
            (folder / "made").touch()
    return TEMPLATE


@contextmanager
def place(folder: Path, *, empty: bool = False) -> Iterator[Place]:
    """A new place whose database lies on the server of the tests, and goes with the block.

    Its tables are up to date and hold nothing; `empty`: there are none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    admin = _admin()
    name = f"irhub_place_{uuid4().hex[:12]}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}" if empty else f"CREATE DATABASE {name} TEMPLATE {template()}")
    try:
        yield Place(folder, name, admin)
    finally:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def inside(where: Place) -> Iterator[None]:
    """This process works on the database and the data folder of a place: for what is promised of a command's work, not of its process,
    which takes two seconds to begin."""
    from django.conf import settings
    from django.db import connection

    own = connection.settings_dict["NAME"], settings.HOME, settings.SECRET_KEY
    connection.close()
    connection.settings_dict["NAME"], settings.HOME = where.database, where.home
    key = where.home / "secret-key"
    settings.SECRET_KEY = key.read_text() if key.exists() else own[2]
    proof.keep_up()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"], settings.HOME, settings.SECRET_KEY = own


class Site:
    """A place that is served: `get` asks it, `process` is its first web process."""

    def __init__(self, address: str, process: subprocess.Popen[str], log: Path) -> None:
        self.address, self.process, self.log = address, process, log
        self.client = httpx.Client(base_url=address, timeout=30, trust_env=False)

    def get(self, path: str, **more: Any) -> httpx.Response:
        """The answer of a page."""
        return self.client.get(path, **more)

    def workers(self) -> list[int]:
        """The process ids of its web processes but the first."""
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(pid) for pid in re.findall(r"\d+", children.stdout)]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def served(where: Place, *arguments: str, port: int | None = None, **more: str) -> Iterator[Site]:
    """The place, served on a port of its own until the block ends."""
    port = port or free_port()
    log = where.home.parent / f"serve-{port}.log"
    process = where.start("serve", "--port", str(port), *arguments, log=log, **more)
    site = Site(f"http://127.0.0.1:{port}", process, log)
    try:
        until(lambda: answers(site, "/readyz"), f"the site to be ready: {log.read_text()[-2000:]}")
        yield site
    finally:
        site.client.close()
        end(process)


def answers(site: Site, path: str, status: int = 200) -> bool:
    """Whether the site answers a path with a status; False while it does not answer at all."""
    try:
        return site.get(path).status_code == status
    except httpx.TransportError:
        return False


def until(holds: Any, what: str | Callable[[], str], patience: float = PATIENCE) -> float:
    """Wait for something to hold, and return the seconds that it took. Fails after `patience` seconds, and says for what it waited:
    `what`, or what that gives by then."""
    begun = time.monotonic()
    while time.monotonic() - begun < patience:
        if holds():
            return time.monotonic() - begun
        time.sleep(0.1)
    raise AssertionError(f"waited {patience} s in vain for {what if isinstance(what, str) else what()}")


def end(process: subprocess.Popen[str]) -> None:
    """Stop a process that we started, and its children."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
