"""A whole hub on one host for the fault tests: its own database server, web and worker processes that are started again
when they die, a publisher of registers, and people who review and upload all the while. All of it real processes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import psycopg
from psycopg import sql

from irhub.operations.embedded.server import DATABASE, ensure_running, let_go, url
from irhub.registers.fictional import Scale, write_registers
from irhub.registers.finding import FICTIONAL_NOTICE
from tests.faults.figures import TRACEBACK
from tests.migrated import restore
from tests.place import Place, alone, free_port, template, until

RESTART_SECONDS = 2
"""RestartSec of the units in deploy/systemd."""
SMALL = Scale(sponsor_rows=800, providers=250, locations=400, other_companies=100)
HELD = 2
"""Editions of sponsors that a hub begins with."""
PAUSE = 0.1 if int(os.environ.get("IRHUB_TEST_KILLS", "1")) > 1 else 1.0
"""Seconds between what somebody does and what they do next: pages take most of a processor while a kill is waited for."""
LINES = 12
"""Lines of each list that is uploaded."""
WORKER = """
import os, sys
from dataclasses import replace
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
django.setup()
from irhub.operations import jobs
from irhub.registers.sources import SOURCES
sponsors = SOURCES["home_office_sponsors"]
found = replace(sponsors.discovery, page=os.environ["PUBLISHER"], hosts=("127.0.0.1",))
SOURCES["home_office_sponsors"] = replace(sponsors, discovery=found)
jobs.SOURCES = ["home_office_sponsors"]  # the one register that this publisher has
from irhub.cli import main
main()
"""
"""`irhub worker` and the other commands, whose publisher of sponsors is the test's."""
AT_HAND = """
from django.conf import settings
from django.db import connection
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.operations import running
from tests.factories import BodyFactory, PersonFactory, signed_in
with system_access("a test"):
    place = BodyFactory(kind=Kind.DEPARTMENT, name="Example Department")
    for email, role in (("reviewer@example.org", Role.REVIEWER), ("analyst@example.org", Role.ANALYST)):
        who = PersonFactory(email=email, roles=[(place, role)])
        print(signed_in(who).cookies[settings.SESSION_COOKIE_NAME].value, flush=True)
connection.close()
for _ in sys.stdin:
    running.ask_for("refresh", by="test")
    connection.close()
    print("asked", flush=True)
"""
"""Prints the sessions of two people whom it makes, and then asks for a refresh for each line that it is sent, each time by a connection of its
own: the database may have been killed since."""


class Hub(Place):
    """A hub with a database server of its own, whose tables are up to date and hold nothing. `address`: of its pages."""

    def __init__(self, home: Path, *, empty: bool = False, **more: str) -> None:
        if empty:
            home.mkdir(parents=True)
        else:  # with its owners: the server's files are those of a user of its own where root runs it
            home.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["cp", "-a", migrated_home(), home], check=True)
        self.home, self.logs = home, home.parent
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("IRHUB_")} | {
            "IRHUB_HOME": str(home),
            "IRHUB_PUBLIC": "1",
            "IRHUB_LOGS": "json",
            "IRHUB_MAX_GAINED_PERCENT": "100",
            "IRHUB_MAX_LOST_PERCENT": "4",
            "IRHUB_FEWEST_RECORDS_PERCENT": "0",
            "DJANGO_SETTINGS_MODULE": "irhub.config.settings",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        } | more  # fmt: skip
        self.environment.pop("DATABASE_URL", None)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def server(self) -> list[str]:
        """What the database server wrote of itself, its process id first."""
        return (self.home / "postgres" / "postmaster.pid").read_text().split("\n")

    @property
    def url(self) -> str:  # type: ignore[override]
        """How to reach the database."""
        return url(self.home / "postgres")

    def serves(self) -> bool:
        """Whether pages come that need the database."""
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.address}/data/", timeout=20, trust_env=False).status_code == 200
        return False


def migrated_home() -> Path:
    """A data folder of which hubs begin with a copy: made once a run."""
    folder = Path(os.environ["IRHUB_TEST_HOME"]) / "hub"
    folder.mkdir(exist_ok=True)
    with alone(folder / "lock"):
        if not (folder / "made").exists():
            made = Hub(folder / "home", empty=True)
            _restored(made.home / "postgres")
            made.run("migrate")
            with (made.home / "postgres" / "postgresql.auto.conf").open("a") as settings:
                settings.write("fsync = off\n")  # what kill -9 leaves behind is whole without; only a power cut is not
            (folder / "made").touch()
    return folder / "home"


def _restored(folder: Path) -> None:
    """Put the dump of the tests' own migrated database into a new server, where there is one."""
    template()
    ensure_running(folder)
    with psycopg.connect(url(folder, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(DATABASE)))
    restore(DATABASE, url(folder, "postgres"))
    let_go(folder)


class Kept:
    """A process that is started again when it ends, as systemd does."""

    def __init__(self, start: Callable[[], subprocess.Popen[str]]) -> None:
        self.start, self.stopped, self.process = start, threading.Event(), start()
        self.thread = threading.Thread(target=self._keep, daemon=True)
        self.thread.start()

    def _keep(self) -> None:
        while True:
            self.process.wait()
            if self.stopped.wait(RESTART_SECONDS):
                return
            self.process = self.start()

    def kill(self) -> None:
        """kill -9 of it and all its children."""
        os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End it for good."""
        self.stopped.set()
        with suppress(ProcessLookupError):
            self.process.terminate()
        self.thread.join(30)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Publisher(ThreadingHTTPServer):
    """Offers one file, the newest edition, as GOV.UK does: a page of its content API and the file."""

    offered: Path
    daemon_threads = True

    @property
    def page(self) -> str:
        """The address of its page."""
        return f"http://127.0.0.1:{self.server_port}/content"


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Publisher)
        link = f"http://127.0.0.1:{server.server_port}/media/1a2b/{server.offered.name}"
        page = self.path == "/content"
        told = {"public_updated_at": "2026-11-20T10:41:00+00:00", "details": {"attachments": [{"url": link}]}}
        body = json.dumps(told).encode() if page else server.offered.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if page else "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def hub(
    folder: Path, editions: int
) -> Iterator[tuple[Hub, Kept, Kept, Publisher, list[Path], list[str], subprocess.Popen[str]]]:
    """A hub at work: itself, its web, its worker, its publisher, so many editions still to come, two people's sessions, and the process that
    asks for a refresh for each line that it is sent."""
    # Not in pytest's folder, whose path may be too long for a socket.
    own = Path(tempfile.mkdtemp(prefix="irhub-hub-"))
    where = Hub(
        own / "home", IRHUB_MAX_LOST_PERCENT="100"
    )  # one fictional edition is cut off, and would wait for a person
    publisher = Publisher(("127.0.0.1", 0), _Answer)
    threading.Thread(target=publisher.serve_forever, daemon=True).start()
    scale = replace(SMALL, sponsor_editions=HELD + editions)
    files = sorted(write_registers(folder / "registers", scale, until=date(2026, 11, 20), seed=5))
    (folder / "registers" / FICTIONAL_NOTICE).unlink()  # what the publisher offers carries no such notice
    sponsors = [file for file in files if "Temporary_Worker" in file.name]
    to_come = sponsors[HELD:]
    script = folder / "worker.py"
    script.write_text(WORKER)
    where.environment["PUBLISHER"] = publisher.page
    where.run("load", *(str(file) for file in files if file not in to_come))

    def start_worker() -> subprocess.Popen[str]:
        with (folder / "worker.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, str(script), "worker"], env=where.environment, stdout=log, stderr=log, text=True,
                start_new_session=True,
            )  # fmt: skip

    web = Kept(lambda: where.start("serve", "--port", str(where.port), log=folder / "web.log"))
    worker = Kept(start_worker)
    try:
        until(where.serves, "the site to serve")
        with where.python(AT_HAND) as at_hand:
            sessions = [line_of(at_hand) for _ in range(2)]
            until(lambda: where.ask("SELECT count(*) FROM procrastinate_workers")[0][0] == 1, "the worker")
            yield where, web, worker, publisher, to_come, sessions, at_hand
    finally:
        worker.stop()
        web.stop()
        publisher.shutdown()
        publisher.server_close()
        shutil.rmtree(own, ignore_errors=True)


def line_of(process: subprocess.Popen[str]) -> str:
    """The next line that a process prints. Fails, with what it said, if it ended before."""
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, process.communicate()
    return line


class Doer:
    """Somebody who does a thing again and again, whatever happens to the hub, and notes what the hub said was done."""

    def __init__(self, where: Hub, session: str, do: Callable[[httpx.Client, int], str]) -> None:
        self.where, self.session, self.do = where, session, do
        self.told: list[str] = []
        self.traced: list[str] = []
        """Pages on which a traceback stands."""
        self.tried, self.stopped = 0, threading.Event()
        self.odd: set[str] = set()
        self.thread = threading.Thread(target=self._go, daemon=True)
        self.thread.start()

    def _go(self) -> None:
        hooks = {"response": [self._look]}
        with httpx.Client(base_url=self.where.address, timeout=30, trust_env=False, event_hooks=hooks) as client:
            client.cookies.set("sessionid", self.session)
            while not self.stopped.is_set():
                self.tried += 1
                try:
                    if not hasattr(client, "role"):
                        found = re.search(r'name="sent_for" value="(\d+)"', client.get("/account/").text)
                        if not found:
                            raise httpx.TransportError("The page of the account has no form.")
                        client.role = {"sent_for": found[1]}
                    client.headers["X-CSRFToken"] = client.cookies.get("csrftoken", "")
                    if done := self.do(client, self.tried):
                        self.told.append(done)
                except (httpx.TransportError, httpx.HTTPStatusError) as lost:
                    self.odd.add(str(getattr(getattr(lost, "response", None), "status_code", type(lost).__name__)))
                time.sleep(PAUSE)

    def _look(self, answer: httpx.Response) -> None:
        if TRACEBACK in answer.read().decode(errors="replace"):
            self.traced.append(answer.text)

    def stop(self) -> None:
        """Have it end."""
        self.stopped.set()
        self.thread.join(60)


def reviewing(where: Hub) -> Callable[[httpx.Client, int], str]:
    """Decides pairs in turn, each time with words of its own as the reason."""
    pairs = where.ask("SELECT provider_id, sponsor_key FROM organisations_link ORDER BY 1, 2 LIMIT 5")
    assert len(pairs) == 5

    def decide(client: httpx.Client, number: int) -> str:
        provider, sponsor = pairs[number % len(pairs)]
        why = f"decision {number}"
        answer = client.post(
            f"/review/pairs/{provider}/{quote(sponsor, safe='')}/",
            data=client.role | {"verdict": ("unsure", "different")[number % 2], "why": why, "seen": "0"},
        )
        if answer.status_code != 302:
            answer.raise_for_status()
        return why if answer.status_code == 302 else ""

    return decide


def uploading(client: httpx.Client, number: int) -> str:
    """Uploads a list of `LINES` providers under a name of its own."""
    name = f"list-{number}.csv"
    table = "Provider,Postcode\n" + "".join(f"Quillmoor {number} {line} Care,ZZ1 1ZZ\n" for line in range(LINES))
    answer = client.post("/my-providers/upload/", data=client.role, files={"file": (name, table.encode(), "text/csv")})
    if answer.status_code != 302:
        answer.raise_for_status()
    return name if answer.headers.get("Location") == "/my-providers/" else ""


def asked(where: Hub, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """As `ask`, but patient: nothing while the database does not answer."""
    try:
        return where.ask(query, *values)
    except (OSError, psycopg.OperationalError):
        return []
