"""What compose.yaml and docs/operations.md say of a database of one's own, done against a server that asks for passwords: each login with its
own, and the pages on which people come in through the web's.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
import yaml
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from psycopg import sql

from irhub.operations.embedded.programs import run
from tests.place import end, free_port, until
from tests.smoke import NEW_PASSWORD, PASSWORD, Visitor, visiting, walk

pytestmark = pytest.mark.slow
SERVICES = yaml.safe_load((Path(__file__).parents[2] / "deploy/compose.yaml").read_text())["services"]
OWNER, WORK, WEB = "irhub", "irhub_work", "irhub_web"
PASSWORDS = {OWNER: "ownersownword", WORK: "workersownword", WEB: "websownword"}
NAMED = {"DATABASE_PASSWORD": OWNER, "WORK_PASSWORD": WORK, "WEB_PASSWORD": WEB}
"""By the names that compose.yaml asks for in deploy/.env."""
EMAIL = "pat@example.org"


class Deployment:
    """The services of compose.yaml, on a server of PostgreSQL that lets nobody in without a password."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def environment(self, service: str) -> dict[str, str]:
        """What compose tells a service, on this machine."""
        kept = {name: value for name, value in os.environ.items() if not re.match("IRHUB|DATABASE|DJANGO|PG|LD_", name)}
        told = {name: self._filled(str(value)) for name, value in SERVICES[service]["environment"].items()}
        return (
            kept | told | {"IRHUB_HOME": str(self.folder / "data"), "IRHUB_LOGS": "json", "IRHUB_BREACH_CHECK": "off"}
        )

    def _filled(self, value: str) -> str:
        value = re.sub(r"\$\{(\w+):\?[^}]*\}", lambda found: PASSWORDS[NAMED[found[1]]], value)
        return value.replace("@database/", f"@127.0.0.1:{self.port}/")

    def run(self, service: str, *command: str, expect: int = 0) -> str:
        """What a command says in the container of a service."""
        done = subprocess.run(
            [Path(sys.executable).with_name("irhub"), *command], env=self.environment(service), text=True, capture_output=True, check=False
        )  # fmt: skip
        assert done.returncode == expect, (command, done.stdout, done.stderr)
        return done.stdout + done.stderr

    @contextmanager
    def up(self, service: str, *command: str) -> Iterator[Path]:
        """A service that stays, within; gives its log."""
        log = self.folder / f"{service}.log"
        with log.open("w") as file:
            process: subprocess.Popen[str] = subprocess.Popen(
                [Path(sys.executable).with_name("irhub"), *command], env=self.environment(service), stdout=file, stderr=file, text=True,
                start_new_session=True,
            )  # fmt: skip
        try:
            yield log
        finally:
            end(process)

    def connect(self, login: str, password: str | None = None, database: str = "irhub") -> psycopg.Connection[Any]:
        """A connection by a login, with its password or another."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, dbname=database, user=login, autocommit=True,
            password=PASSWORDS[login] if password is None else password,
        )  # fmt: skip


@pytest.fixture(scope="module")
def deployed() -> Iterator[Deployment]:
    """A server and an empty database as an operator finds them: the owner's login may make logins, and is no superuser."""
    with tempfile.TemporaryDirectory(prefix="irhub-compose-") as made:
        os.chmod(made, 0o755)
        server, port = Path(made) / "server", free_port()
        server.mkdir(mode=0o700)
        (server.parent / "word").write_text("superusersword")
        if os.geteuid() == 0:
            from irhub.operations.embedded.programs import owner

            os.chown(server, owner(server).pw_uid, owner(server).pw_gid)
        word = str(server.parent / "word")
        told = shlex.split(SERVICES["database"]["environment"]["POSTGRES_INITDB_ARGS"])
        said = run(
            "initdb",
            *told,
            "--auth=scram-sha-256",
            "--username=postgres",
            f"--pwfile={word}",
            "--no-sync",
            folder=server,
        )
        assert said is None, said
        options = f"-h 127.0.0.1 -k . -p {port} -c fsync=off"
        assert run("pg_ctl", "start", "-w", "-s", "-l", "log", "-o", options, folder=server) is None
        try:
            deployment = Deployment(Path(made), port)
            with psycopg.connect(
                host="127.0.0.1",
                port=port,
                dbname="postgres",
                user="postgres",
                password="superusersword",
                autocommit=True,
            ) as connection:
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}").format(
                        sql.Identifier(OWNER), sql.Literal(PASSWORDS[OWNER])
                    )
                )
                connection.execute("CREATE DATABASE irhub OWNER irhub")
            yield deployment
        finally:
            run("pg_ctl", "stop", "-m", "immediate", "-s", folder=server)


@pytest.fixture(scope="module")
def migrated(deployed: Deployment) -> Deployment:
    """What the service `migrate` leaves."""
    deployed.run("migrate", *SERVICES["migrate"]["command"][1:])
    return deployed


def test_each_login_comes_in_with_its_own_password_alone(migrated: Deployment):
    for login in PASSWORDS:
        with migrated.connect(login) as connection:
            assert connection.execute("SELECT session_user::text").fetchone() == (login,)
        for wrong in ("", *(word for name, word in PASSWORDS.items() if name != login)):
            with pytest.raises(psycopg.OperationalError, match="password"):
                migrated.connect(login, wrong)


REFUSED = {
    WEB: (
        "CREATE TABLE mine (a int)", "DROP TABLE accounts_person", "ALTER TABLE accounts_person DISABLE ROW LEVEL SECURITY",
        "SET ROLE irhub_jobs", "SET ROLE irhub_system", "SET ROLE irhub", "DELETE FROM registers_edition", "SELECT * FROM irhub_seal",
        "SELECT * FROM django_session", "DELETE FROM procrastinate_jobs", "CREATE ROLE mine LOGIN", "CREATE TEMPORARY TABLE mine (a int)",
    ),
    WORK: (
        "CREATE TABLE mine (a int)", "DROP TABLE accounts_person", "ALTER TABLE accounts_person DISABLE ROW LEVEL SECURITY",
        "SET ROLE irhub", "DELETE FROM accounts_auditevent", "SELECT * FROM irhub_seal", "CREATE ROLE mine LOGIN",
        "DELETE FROM django_migrations",
    ),
    OWNER: ("SELECT rolpassword FROM pg_authid", "COPY (SELECT 1) TO PROGRAM 'true'", "CREATE ROLE mine SUPERUSER"),
}  # fmt: skip


@pytest.mark.parametrize("login", REFUSED)
def test_each_login_is_refused_what_is_not_its(migrated: Deployment, login: str):
    done = []
    with migrated.connect(login) as connection:
        for statement in REFUSED[login]:
            with suppress(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
                done.append(statement)
    assert done == []


def test_the_workers_login_does_a_jobs_work(migrated: Deployment):
    with migrated.connect(WORK) as connection:
        connection.execute("SET ROLE irhub_jobs")
        assert connection.execute("DELETE FROM registers_issuecount").rowcount == 0


def test_a_process_is_told_of_the_logins_that_it_needs_and_no_command_of_the_webs_migrates(migrated: Deployment):
    assert f"{OWNER}:" not in json.dumps(migrated.environment("web"))
    assert "was told no address" in migrated.run("web", "migrate", expect=1)


def link(text: str, path: str) -> str:
    """The path of a link that stands in a text."""
    found = re.search(rf"http://\S+{path}[^\s\"\\]+", text)
    assert found, text[-3000:]
    return urlsplit(found[0]).path


@pytest.fixture(scope="module")
def site(migrated: Deployment) -> Iterator[tuple[Visitor, Path]]:
    """The services `web` and `worker`, and somebody at a browser; gives the worker's log, in which mails are printed."""
    migrated.run("worker", "body", "provider", "Quillmoor Care Ltd", "--place", "1-100")
    port = free_port()
    with (
        migrated.up("web", "serve", "--port", str(port), "--workers", "2") as log,
        migrated.up("worker", *SERVICES["worker"]["command"][1:]) as worker,
        visiting(f"http://127.0.0.1:{port}") as visitor,
    ):

        def ready() -> bool:
            try:
                return visitor.client.get("/readyz").status_code == 200
            except httpx.TransportError:
                return False

        until(ready, lambda: log.read_text()[-3000:])
        yield visitor, worker
        assert "Traceback" not in log.read_text() + worker.read_text()


def test_people_join_sign_in_change_and_forget_their_password_by_the_webs_login(
    migrated: Deployment, site: tuple[Visitor, Path]
):
    visitor, worker = site
    invited = link(migrated.run("worker", "invite", "Quillmoor Care Ltd", "viewer", EMAIL), "/invitations/")
    walk(visitor, invited, EMAIL)
    assert visitor.signs_in(EMAIL, NEW_PASSWORD)
    # who sets up a second step confirms who they are
    page = visitor.send("/account/second-step/app/", password=NEW_PASSWORD)
    secret = re.search(r"Key: <strong>(\w+)</strong>", page.text)
    assert secret
    visitor.fill(page, code=format_hotp_value(hotp_value(secret[1], next(yield_hotp_counters_from_time()))))
    codes = re.findall(r"<code>([\w-]+)</code>", visitor.get("/account/second-step/codes/").text)
    assert len(codes) >= 8
    assert visitor.signs_in(EMAIL, NEW_PASSWORD)
    assert not visitor.is_in(), "the second step comes first"
    visitor.send("/account/second-step/sign-in/", code=codes[0])
    assert visitor.is_in()

    visitor.client.cookies.clear()
    visitor.send("/account/password/forgotten/", email=EMAIL)
    until(lambda: "/account/password/new/" in worker.read_text(), lambda: worker.read_text()[-3000:])
    visitor.send(link(worker.read_text(), "/account/password/new/"), password1=PASSWORD, password2=PASSWORD)
    assert visitor.signs_in(EMAIL, PASSWORD)
    visitor.send("/account/second-step/sign-in/", code=codes[1])
    assert visitor.is_in()
    with migrated.connect(OWNER) as connection:
        come = connection.execute(
            "SELECT usename::text FROM pg_stat_activity WHERE datname = 'irhub' AND usename IS NOT NULL"
        )
        assert {name for (name,) in come} - {OWNER} == {WEB, WORK}


def test_guessing_ends_by_the_webs_login_too(site: tuple[Visitor, Path]):
    visitor, _ = site
    said = ""
    for _ in range(6):
        visitor.client.cookies.clear()
        said = visitor.send("/account/sign-in/", login="nobody@example.org", password="wrong").text
    assert "Too many failed" in said


def test_the_image_serves_and_checks_itself_as_the_compose_file_takes_it_to():
    text = (Path(__file__).parents[2] / "deploy/Containerfile").read_text()
    command = json.loads(re.search(r"^CMD (\[.*\])$", text, re.M)[1])  # type: ignore[index]
    assert command[:2] == ["irhub", "serve"]
    assert SERVICES["web"]["ports"][0].endswith(f":{command[command.index('--port') + 1]}")
    assert "command" not in SERVICES["web"], f"it runs {shlex.join(command)}"
