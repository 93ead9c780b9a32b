"""Somebody who can run SQL of their own by the web's login gets no row that is not theirs, and no right."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from irhub.accounts import actions as accounts
from irhub.accounts.proof import proof
from irhub.accounts.roles import Role
from irhub.operations import database_logins, login_check
from irhub.operations.database_logins import WEB, WORK
from tests.factories import PASSWORD, BodyFactory, PersonFactory, signed_in
from tests.place import Place, Site, inside, place, served


@pytest.fixture(scope="module")
def where(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place with its logins."""
    with place(tmp_path_factory.mktemp("injector")) as made:
        with psycopg.connect(made.url, autocommit=True) as owner:
            database_logins.make(owner, made.database, {WEB: "", WORK: ""})
        yield made


@dataclass
class Somebody:
    """Who is in the database: an administrator of one council, of two."""

    person: int
    body: int

    def said(self, **more: Any) -> str:
        """What the hub says to the database when they act."""
        return json.dumps(
            {"person": self.person, "body": self.body, "role": "administrator", "side": "oversight", **more}
        )


@pytest.fixture(scope="module")
def two(where: Place, django_db_blocker: pytest.FixtureRequest) -> tuple[Somebody, Somebody]:
    """Two councils of which nobody of one may read what the other has: people, passwords, second steps, sessions, mails."""
    found = []
    with django_db_blocker.unblock(), inside(where):
        for name in ("Sampleham", "Exampleton"):
            body = BodyFactory(name=f"{name} Council")
            boss = PersonFactory(email=f"boss@{name}.example".lower(), roles=[(body, Role.ADMINISTRATOR)])
            accounts.invite(body, Role.VIEWER, f"new@{name}.example".lower(), by=boss.memberships.get())
            signed_in(boss).get("/people/")
            found.append(Somebody(boss.pk, body.pk))
    return found[0], found[1]


class Web:
    """A connection by the web's login, and the hub that tells it who acts: what is injected runs between two of its words."""

    def __init__(self, where: Place) -> None:
        self.connection = psycopg.connect(where.url, user=WEB, autocommit=True)
        self.connection.execute("SET ROLE irhub_app")
        self.number = self.one("SELECT irhub_act('', '')")
        self.sent = ("", "")

    def one(self, statement: str, *values: Any) -> Any:
        return self.connection.execute(statement, values).fetchone()[0]

    def act(self, said: str) -> None:
        """The hub says who acts."""
        proved = proof(said, backend=self.connection.info.backend_pid, number=self.number)
        self.sent = (said, proved)
        self.number = self.one("SELECT irhub_act(%s, %s)", said, proved)

    def kept(self) -> tuple[str, str]:
        """What the connection holds of who acts, which SQL may read."""
        found = self.connection.execute(
            "SELECT current_setting('irhub.acting'), current_setting('irhub.proof')"
        ).fetchone()
        assert found
        return found

    def sees(self) -> dict[str, Any]:
        """The rows of every table that are there, or that none may be read."""
        self.connection.execute("SET ROLE NONE")
        self.connection.execute("RESET row_security")
        tables = self.connection.execute(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')"
        ).fetchall()
        return {name: self._rows(name) for (name,) in tables}

    def _rows(self, table: str) -> Any:
        try:
            return self.connection.execute(
                sql.SQL("SELECT count(*), min(found::text), max(found::text) FROM {} found").format(
                    sql.Identifier(table)
                )
            ).fetchone()
        except psycopg.errors.InsufficientPrivilege:
            return "refused"


@pytest.fixture
def web(where: Place, two: object) -> Iterator[Web]:
    """The web's connection."""
    made = Web(where)
    with made.connection:
        yield made


@pytest.fixture
def injector(where: Place) -> Iterator[psycopg.Connection]:
    """A connection by the web's login."""
    with psycopg.connect(where.url, user=WEB, autocommit=True) as connection:
        yield connection


CLAIMS = {
    "become the system": "SET ROLE irhub_system",
    "become a job": "SET ROLE irhub_jobs",
    "be the worker": "SET SESSION AUTHORIZATION irhub_work",
    "name another body as once it was done": "SELECT set_config('irhub.body', %(body)s, false), set_config('irhub.role', 'administrator', false)",
    "sign in as once it was done": "SELECT set_config('irhub.signing_in', 'on', false), set_config('irhub.administrator', 'on', false)",
    "claim to be another": "SELECT set_config('irhub.acting', %(another)s, false)",
    "claim to be the system": "SELECT set_config('irhub.acting', %(system)s, false)",
    "claim it with one's own proof": "SELECT set_config('irhub.acting', %(system)s, false), set_config('irhub.proof', %(proof)s, false)",
    "claim it as if nothing had to be proved": "SELECT set_config('irhub.acting', %(system)s, false), set_config('irhub.proof', NULL, false)",
    "use what another connection holds": "SELECT set_config('irhub.acting', %(seen)s, false), set_config('irhub.proof', %(seen_proof)s, false)",
    "use what this connection held before": "SELECT set_config('irhub.acting', %(old)s, false), set_config('irhub.proof', %(old_proof)s, false)",
    "tell it as the hub does, without a key": "SELECT irhub_act(%(system)s, '')",
    "tell it with one's own proof": "SELECT irhub_act(%(system)s, %(proof)s)",
    "send again what the hub sent another connection": "SELECT irhub_act(%(sent)s, %(sent_proof)s)",
    "send again what the hub sent before": "SELECT irhub_act(%(old)s, %(old_sent_proof)s)",
    "set the number back": "SELECT setval('irhub_request', 1, false)",
    "draw numbers": "SELECT nextval('irhub_request')",
    "read the key": "SELECT * FROM irhub_seal",
    "write a key of one's own": "INSERT INTO irhub_seal VALUES (decode(repeat('00', 64), 'hex'), decode(repeat('00', 64), 'hex'))",
    "have it signed": "SELECT irhub_proof('is', 1, %(system)s)",
    "forget the number": "DISCARD ALL",
    "look past the fence": "SET row_security = off",
    "put functions before the database's": "SET search_path = pg_temp, public",
    "take the role back that logged in": "RESET ROLE",
}
"""What somebody may try, to be taken for another. Where a statement is refused, that is as good."""


@pytest.mark.parametrize("acts", [False, True], ids=["nobody acts", "somebody acts"])
@pytest.mark.parametrize("what", CLAIMS)
def test_whatever_is_claimed_no_row_comes_that_was_not_there(
    web: Web, where: Place, two: tuple[Somebody, Somebody], what: str, acts: bool
):
    ours, theirs = two
    other = Web(where)
    web.act(theirs.said())  # somebody else's request came before, on this connection and on another
    other.act(theirs.said(system=True))
    held, sent = other.kept(), other.sent
    old, old_sent = web.kept(), web.sent
    web.act(ours.said() if acts else "")
    before = web.sees()
    assert before["accounts_person"][0] == (1 if acts else 0)
    values = {
        "body": str(theirs.body), "another": theirs.said(), "system": ours.said(system=True), "proof": web.kept()[1],
        "seen": held[0], "seen_proof": held[1], "sent": sent[0], "sent_proof": sent[1],
        "old": old[0], "old_proof": old[1], "old_sent_proof": old_sent[1],
    }  # fmt: skip
    with suppress(psycopg.Error):
        web.connection.execute(CLAIMS[what], values)
    try:
        after = web.sees()
    except psycopg.Error:  # not one row, then
        return
    finally:
        other.connection.close()
    more = {name for name in after if after[name] not in (before[name], (0, None, None), "refused")}
    assert more == set()


GIVEN = {
    "make oneself a system administrator": "UPDATE accounts_person SET is_system_administrator = true WHERE id = %(person)s",
    "make somebody else one": "INSERT INTO accounts_person (email, name, password, is_system_administrator) VALUES ('x@y.example', 'x', 'x', true)",
    "take a better role": "UPDATE accounts_membership SET role = 'administrator'",
    "give oneself a better role": "INSERT INTO accounts_membership (person_id, body_id, role, since, given_by) VALUES (%(person)s, %(body)s, 'administrator', now(), 'x')",
    "give oneself a role elsewhere": "INSERT INTO accounts_membership (person_id, body_id, role, since, given_by) VALUES (%(person)s, %(other)s, 'viewer', now(), 'x')",
    "let a role of before live on": "UPDATE accounts_membership SET until = NULL",
    "invite oneself to a better role": "UPDATE accounts_invitation SET role = 'administrator', digest = repeat('0', 64)",
    "make one's body of another kind": "UPDATE accounts_body SET kind = 'department'",
    "let one's body stand for another place": "UPDATE accounts_body SET place_code = 'E08000025'",
}
"""What somebody may try who acts as a viewer, to have more rights from the next request on."""


@pytest.mark.parametrize("what", GIVEN)
def test_nobody_who_runs_statements_of_their_own_gives_themselves_a_right(
    web: Web, two: tuple[Somebody, Somebody], what: str
):
    ours, theirs = two
    web.act(json.dumps({"person": ours.person, "body": ours.body, "role": "viewer", "side": "oversight"}))
    try:
        done = web.connection.execute(GIVEN[what], {"person": ours.person, "body": ours.body, "other": theirs.body})
    except psycopg.errors.InsufficientPrivilege:
        return
    assert done.rowcount == 0


CREDENTIALS = {
    "change a password": "UPDATE accounts_person SET password = 'x' WHERE id = %(person)s",
    "change everybody's password": "UPDATE accounts_person SET password = 'x'",
    "sign in by another address": "UPDATE accounts_person SET email = 'other@example.org' WHERE id = %(person)s",
    "let somebody sign in who may not": "UPDATE accounts_person SET is_active = true",
    "be a system administrator": "UPDATE accounts_person SET is_system_administrator = true WHERE id = %(person)s",
    "make somebody up": "INSERT INTO accounts_person (email, name, password, is_active, is_system_administrator, joined_at)"
    " VALUES ('made@example.org', 'x', 'x', true, false, now())",
    "remove somebody": "DELETE FROM accounts_person WHERE id = %(person)s",
    "add a passkey": "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%(person)s, 'webauthn', '{}', now())",
    "put another's secret in its place": "UPDATE mfa_authenticator SET data = '{}' WHERE user_id = %(person)s",
    "make a second step another's": "UPDATE mfa_authenticator SET user_id = %(other)s",
    "take second steps away": "DELETE FROM mfa_authenticator",
    "add an address": "INSERT INTO account_emailaddress (user_id, email, verified, \"primary\") VALUES (%(person)s, 'o@example.org', true, false)",
    "make an address another's": "UPDATE account_emailaddress SET user_id = %(other)s",
    "be vouched for": "INSERT INTO socialaccount_socialaccount (user_id, provider, uid, extra_data, date_joined, last_login)"
    " VALUES (%(person)s, 'x', 'x', '{}', now(), now())",
    "have another vouch": "UPDATE socialaccount_socialapp SET settings = '{}'",
    "make up who vouches": "INSERT INTO accounts_identityprovider (body_id, app_id, added_at) VALUES (%(body)s, 1, now())",
    "forget attempts": "DELETE FROM accounts_attempts",
    "forget the attempts of somebody": "UPDATE accounts_attempts SET value = '[]'",
    "let attempts expire": "UPDATE accounts_attempts SET expires = now()",
    "lock somebody out": "INSERT INTO accounts_attempts VALUES ('y', '[]', now() + interval '1 day')",
    "make a group": "INSERT INTO auth_group (name) VALUES ('x')",
    "give rights of Django's": "INSERT INTO auth_permission (name, content_type_id, codename) SELECT 'x', min(id), 'x' FROM django_content_type",
    "confirm an address": "DELETE FROM account_emailconfirmation",
    "make a kind of thing": "INSERT INTO django_content_type (app_label, model) VALUES ('x', 'x')",
}
"""What somebody may try, to sign in as somebody else or to try passwords without end."""
PROVED: dict[str, dict[str, object]] = {
    "nobody": {},
    "a viewer": {"role": "viewer"},
    "an administrator of their body": {"role": "administrator"},
    "a system administrator": {"administrator": True},
    "a page of sign-in": {"signing_in": True},
    "work for the system": {"system": True},
    "what another signs in with": {"signing_in": True, "writes": "person/0"},
    "an attempt that is counted": {"signing_in": True, "writes": "attempts/x"},
}


@pytest.mark.parametrize("proved", PROVED)
def test_whatever_a_page_proves_nothing_that_people_sign_in_with_is_written_by_it(
    web: Web, where: Place, two: tuple[Somebody, Somebody], proved: str
):
    ours, theirs = two
    with psycopg.connect(where.url, autocommit=True) as owner:
        owner.execute(
            "INSERT INTO accounts_attempts VALUES ('tried', '[1]', now() + interval '1 day') ON CONFLICT DO NOTHING"
        )
    web.act(json.dumps({"person": ours.person, "body": ours.body, **PROVED[proved]}) if PROVED[proved] else "")
    values = {"person": ours.person, "other": theirs.person, "body": ours.body}
    done = {}
    for what, statement in CREDENTIALS.items():
        try:
            done[what] = web.connection.execute(statement, values).rowcount
        except psycopg.errors.InsufficientPrivilege:
            done[what] = 0
    assert {what for what, rows in done.items() if rows} == set()
    assert web.one("SELECT count(*) FROM accounts_attempts") == 0


def test_what_somebody_signs_in_with_is_written_by_whoever_proves_to_write_it(web: Web, two: tuple[Somebody, Somebody]):
    ours, theirs = two
    web.act(ours.said(writes=f"person/{ours.person}"))
    changed = "UPDATE accounts_person SET password = password WHERE id = %s"
    assert web.connection.execute(changed, [ours.person]).rowcount == 1
    assert web.connection.execute(changed, [theirs.person]).rowcount == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="as their own"):
        web.connection.execute(
            "UPDATE mfa_authenticator SET user_id = %s WHERE user_id = %s", [theirs.person, ours.person]
        )
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="Nobody is made a system administrator"):
        web.connection.execute("UPDATE accounts_person SET is_system_administrator = true WHERE id = %s", [ours.person])
    web.act(ours.said(writes="attempts/y"))
    kept = "INSERT INTO accounts_attempts VALUES (%s, '[]', now() + interval '1 day')"
    assert web.connection.execute(kept, ["y"]).rowcount == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.connection.execute(kept, ["z"])
    assert web.connection.execute("DELETE FROM accounts_attempts").rowcount == 1


def test_a_proof_is_good_once_and_for_the_connection_for_which_it_was_made(web: Web, two: tuple[Somebody, Somebody]):
    for somebody in two:
        web.act(somebody.said())
        assert web.one("SELECT irhub_person()") == somebody.person
        with pytest.raises(psycopg.Error, match="Nothing proves who acts"):
            web.one("SELECT irhub_act(%s, %s)", *web.sent)
        assert web.one("SELECT irhub_person()") == somebody.person
    web.act("")
    assert web.one("SELECT irhub_person()") is None


def test_a_transaction_that_is_rolled_back_gives_nobody_back_who_acted_before(web: Web, two: tuple[Somebody, Somebody]):
    ours, theirs = two
    web.act(theirs.said(system=True))
    web.connection.execute("BEGIN")
    web.act(ours.said())
    web.connection.execute("ROLLBACK")
    assert web.one("SELECT irhub_person()") is None
    assert not web.one("SELECT irhub_is_system()")


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
    "read sessions": "SELECT session_key, session_data FROM django_session",
    "write a session": "UPDATE django_session SET expire_date = 'infinity'",
    "end everybody's sessions": "DELETE FROM django_session",
    "write a job": "INSERT INTO procrastinate_jobs (task_name, args) VALUES ('backup', '{}')",
    "change a job": "UPDATE procrastinate_jobs SET task_name = 'retention'",
    "remove a job": "DELETE FROM procrastinate_jobs",
    "take a job": "SELECT procrastinate_fetch_job_v2(NULL, 1)",
    "end a job": "SELECT procrastinate_finish_job_v1(1, 'failed', true)",
    "read large objects": "SELECT lo_import('/etc/passwd')",
    "lock what it only reads": "DO $$ BEGIN LOCK TABLE registers_edition IN ACCESS EXCLUSIVE MODE; END $$",
    "rebuild a table": "CLUSTER accounts_person USING accounts_person_pkey",
    "rebuild what finds rows": "REINDEX TABLE accounts_person",
    "set numbers back": "SELECT setval('accounts_membership_id_seq', 1, false)",
    "count what it may not see": "SELECT last_value FROM support_case_id_seq",
    "see what others run later": "SET track_activities = on",
    "have it shown": "ALTER ROLE irhub_web SET track_activities = on",
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


def test_what_one_connection_runs_no_other_reads_though_both_have_the_webs_login(
    web: Web, injector: psycopg.Connection
):
    web.connection.execute("SELECT 'what a client writes to the helpline'")
    seen = injector.execute(
        "SELECT query FROM pg_stat_activity WHERE pid = %s", [web.connection.info.backend_pid]
    ).fetchone()
    assert seen
    assert not seen[0]


@pytest.mark.django_db(transaction=True)
def test_the_check_finds_the_webs_login_weak_and_tells_what_a_stronger_one_may(where: Place):
    with inside(where):
        assert list(login_check.faults(WEB, "postgres")) == []
        assert list(login_check.faults("postgres", "postgres"))[:2] == [
            "is that of the database's owner",
            "is a superuser",
        ]
        assert {
            "may become irhub_jobs",
            "shows what it runs, with all values, to every connection of its own (track_activities)",
        } <= set(login_check.faults(WORK, "postgres"))
        assert list(login_check.faults("nobody", "")) == ["is not there"]


@pytest.mark.slow
def test_the_site_comes_to_its_database_by_the_webs_login_alone_and_people_sign_in(tmp_path: Path):
    with place(tmp_path / "home") as own:
        own.run("administrator", "boss@example.org", "--name", "Boss", "--password", PASSWORD)
        with served(own) as site:
            _signs_in(own, site)


def _signs_in(own: Place, site: Site) -> None:
    assert site.get("/").status_code == 200
    form = site.get("/account/sign-in/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    told = {"csrfmiddlewaretoken": token[1], "login": "boss@example.org", "password": PASSWORD}
    assert site.client.post("/account/sign-in/", data=told, headers={"Referer": site.address}).status_code == 302
    assert "authenticator app" in site.client.get("/", follow_redirects=True).text
    assert own.ask(
        "SELECT DISTINCT usename::text FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
        own.database,
    ) == [(WEB,)]
