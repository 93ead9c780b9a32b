"""On a managed PostgreSQL, where the login is no superuser, the tables are made and fenced all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.slow
WORK = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from irhub.accounts import actions
from irhub.accounts.audit import verify
from irhub.accounts.models import Membership, Person
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import OWNER, Acting, acting, system_access
with system_access("a test"):
    place = actions.add_body(Kind.COUNCIL, "Sampleham", by="test")
    _, secret = actions.invite(place, Role.VIEWER, "pat@example.org", by="test")
membership = actions.accept(secret, name="Pat", password="quillmoor bicycle lantern")
assert Membership.objects.count() == 0
with acting(Acting(body=place.pk)):
    assert Membership.objects.count() == 1
with acting(Acting(database_role=OWNER)):
    assert Membership.objects.count() == 1  # a migration may need to mend rows
with system_access("a test"):
    assert list(verify()) == []
with connection.cursor() as cursor:
    cursor.execute("SELECT session_user, current_user")
    print(*cursor.fetchone())
"""


@pytest.fixture(scope="module")
def login(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of an empty database that belongs to a login with no right but to make roles."""
    name = f"council_{os.getpid()}"
    with django_db_blocker.unblock():
        to = connection.get_connection_params()
    with psycopg.connect(host=to["host"], user=to["user"], dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE ROLE {name} LOGIN CREATEROLE")
        for role in ("irhub_app", "irhub_system", "irhub_jobs"):
            server.execute(f"GRANT {role} TO {name} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE")
        server.execute(f"CREATE DATABASE {name} OWNER {name}")
        yield f"postgresql://{name}@/{name}?{urlencode({'host': to['host']})}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.execute(f"DROP OWNED BY {name} CASCADE")
        server.execute(f"DROP ROLE {name}")


@pytest.fixture(scope="module")
def run(login: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Runs a process with such a login, and gives what it printed."""
    environment = os.environ | {
        "DATABASE_URL": login,
        "IRHUB_HOME": str(tmp_path_factory.mktemp("home")),
        "DJANGO_SETTINGS_MODULE": "irhub.config.settings",
    }

    def running(*command: str) -> str:
        done = subprocess.run([*command], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return running


@pytest.fixture(scope="module")
def told(run: Callable[..., str]) -> str:
    """What the work tells of who it was. Its tables and rows stay for the tests of this file."""
    return run(sys.executable, "-c", WORK)


def test_a_login_that_is_no_superuser_makes_the_fence_and_is_fenced_by_it(told: str):
    session, current = told.split()
    assert session.startswith("council_")
    assert current == "irhub_jobs"


def test_a_backup_by_such_a_login_has_every_body_s_rows_and_can_be_put_back(
    login: str, told: str, run: Callable[..., str], tmp_path: Path
):
    irhub = str(Path(sys.executable).with_name("irhub"))
    run(irhub, "backup", str(tmp_path / "backup.tar"))
    assert "Restored and checked" in run(irhub, "restore", str(tmp_path / "backup.tar"), "--force")
    with psycopg.connect(login) as connection:
        connection.execute("SET ROLE irhub_system")
        assert connection.execute("SELECT count(*) FROM accounts_membership").fetchone() == (1,)
        connection.execute("SET ROLE irhub_app")
        assert connection.execute("SELECT count(*) FROM accounts_membership").fetchone() == (0,)
