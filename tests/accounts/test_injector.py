"""Somebody who can run SQL of their own by the web's login gets no row that is not theirs, and no right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from irhub.operations import database_logins, login_check
from irhub.operations.database_logins import WEB, WORK
from tests.place import Place, inside, place, served


@pytest.fixture(scope="module")
def where(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place with its logins."""
    with place(tmp_path_factory.mktemp("injector")) as made:
        with psycopg.connect(made.url, autocommit=True) as owner:
            database_logins.make(owner, made.database, {WEB: "", WORK: ""})
        yield made


@pytest.fixture
def injector(where: Place) -> Iterator[psycopg.Connection]:
    """A connection by the web's login."""
    with psycopg.connect(where.url, user=WEB, autocommit=True) as connection:
        yield connection


RIGHTS = {
    "be the superuser": "SET ROLE postgres",
    "be a job": "SET ROLE irhub_jobs",
    "be the worker": "SET SESSION AUTHORIZATION irhub_work",
    "read passwords of logins": "SELECT rolpassword FROM pg_authid",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "read a file": "SELECT pg_read_file('postgresql.conf')",
    "write a file": "COPY (SELECT 1) TO '/tmp/injected'",
    "make a table": "CREATE TABLE injected (a int)",
    "make a temporary table": "CREATE TEMPORARY TABLE injected (a int)",
    "make a function": "CREATE FUNCTION injected() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make a schema": "CREATE SCHEMA injected",
    "make an extension": "CREATE EXTENSION vector",
    "make a login": "CREATE ROLE injected LOGIN",
    "give itself a role": "GRANT irhub_jobs TO irhub_web",
    "change a policy": "ALTER POLICY fenced_read ON accounts_person USING (true)",
    "drop a policy": "DROP POLICY fenced_read ON accounts_person",
    "switch the fence off": "ALTER TABLE accounts_person DISABLE ROW LEVEL SECURITY",
    "switch triggers off": "SET session_replication_role = replica",
    "drop a table": "DROP TABLE accounts_person CASCADE",
    "change a function": "ALTER FUNCTION irhub_body() SECURITY DEFINER",
    "alter the trail": "UPDATE accounts_auditevent SET who = ''",
    "write a register": "DELETE FROM registers_edition",
    "write a span": "INSERT INTO registers_sponsorspan DEFAULT VALUES",
    "write what is derived": "DELETE FROM dashboards_placefigures",
    "say that a migration ran": "DELETE FROM django_migrations",
    "read large objects": "SELECT lo_import('/etc/passwd')",
    "end other connections": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
}


@pytest.mark.parametrize("what", RIGHTS)
def test_by_the_webs_login_no_statement_gives_a_right(injector: psycopg.Connection, what: str):
    for begins in ("SELECT 1", "SET ROLE irhub_app"):
        injector.execute(begins)
        with pytest.raises(
            psycopg.Error, match=r"permission denied|must be|insufficient|violates row-level|only roles"
        ):
            injector.execute(RIGHTS[what])


@pytest.mark.django_db(transaction=True)
def test_the_check_finds_the_webs_login_weak_and_tells_what_a_stronger_one_may(where: Place):
    with inside(where):
        assert list(login_check.faults(WEB, "postgres")) == []
        assert list(login_check.faults("postgres", "postgres"))[:2] == [
            "is that of the database's owner",
            "is a superuser",
        ]
        assert "may become irhub_jobs" in list(login_check.faults(WORK, "postgres"))
        assert list(login_check.faults("nobody", "")) == ["is not there"]


@pytest.mark.slow
def test_the_site_comes_to_its_database_by_the_webs_login_alone(tmp_path: Path):
    with place(tmp_path / "home") as own, served(own) as site:
        assert site.get("/").status_code == 200
        assert own.ask(
            "SELECT DISTINCT usename::text FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            own.database,
        ) == [(WEB,)]
