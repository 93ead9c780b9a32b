"""The second fence: PostgreSQL itself gives a request the rows of the body that it acts for, and no others (ADR 0010).

Every connection runs as the role `irhub_app`, or one with its policies, which owns nothing and cannot go round row-level security. Who acts, for
which body and in which role is told to the database with a proof (proof.py, ADR 40), on which the policies of protected tables
rest. Where nothing is proved they give no rows at all.

- `acting(...)`: what a request or a job does for somebody runs inside it.
- `system_access(reason)`: work that no person asked for, and that needs the rows of every body.
- `writing(what)`: what somebody signs in with is written, or an attempt counted: nothing else that a request proves lets it through.
- `protect(...)`: the SQL for a migration that puts a table behind the fence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, migrations
from django.db.backends.signals import connection_created
from psycopg import errors, sql
from psycopg.pq import TransactionStatus

from irhub.accounts.proof import proof

APP = "irhub_app"
"""The database role of requests, commands and jobs: fenced."""
SYSTEM = "irhub_system"
"""The database role of work for the system: policies let it through, yet it owns nothing either."""
JOBS = "irhub_jobs"
"""The database role of commands and jobs: as fenced as APP, and may write what no request does."""
OWNER = ""
"""The role that logged in: of the login that owns the tables, for migrations alone."""

_BECOME = (
    "SELECT set_config('role', %(role)s, false) WHERE EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = %(role)s)"
)
_ACT = """
    SELECT irhub_act(%(said)s, %(proof)s), set_config('role', %(role)s, false)
    WHERE EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = %(role)s)
"""

_BE_OWNER = "SELECT set_config('role', 'none', false), set_config('irhub.acting', '', false)"
_NUMBER, _TOLD = "irhub_number", "irhub_told"
"""Where a connection remembers the number that it drew last, and what it was told."""

_POLICIES = {
    "fenced_read": "FOR SELECT TO {app} USING ({seen})",
    "fenced_add": "FOR INSERT TO {app} WITH CHECK ({added})",
    "fenced_change": "FOR UPDATE TO {app} USING ({changed}) WITH CHECK ({changed})",
    "fenced_remove": "FOR DELETE TO {app} USING ({changed})",
    "system": "FOR ALL TO {system} USING (true) WITH CHECK (true)",
    "proved_system": "FOR ALL TO {app} USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()))",
}


@dataclass(frozen=True)
class Acting:
    """What the database knows about who acts. Everything blank: nobody, and no protected row.

    `database_role`: one of APP, SYSTEM and OWNER. `person`, `body`: their ids. `role`, `side`: as in roles.py. `purpose`: why
    people's data are looked at, where a page asks for it. `administrator`: of the system. `signing_in`: only while a
    page of sign-in answers, which must find people by their address. `writes`: what `writing` says.
    """

    database_role: str = APP
    person: int | None = None
    body: int | None = None
    role: str = ""
    side: str = ""
    purpose: str = ""
    administrator: bool = False
    signing_in: bool = False
    writes: str = ""

    def said(self, role: str) -> str:
        """What the database is told by its role `role`, as JSON that is signed; blank where nobody acts."""
        told = {name: value for name, value in vars(self).items() if value and name != "database_role"}
        if self.database_role == SYSTEM != role:
            told["system"] = True
        return json.dumps(told, sort_keys=True) if told else ""


_now: ContextVar[Acting | None] = ContextVar("acting", default=None)
_asked: ContextVar[bool] = ContextVar("asked", default=False)


def acting_now() -> Acting:
    """Who acts on this thread's connection now."""
    return _now.get() or Acting(database_role=settings.IRHUB_DATABASE_ROLE)


def become(state: Acting) -> None:
    """From now on this thread acts as `state`. For code that is inside `acting` already and has learnt more."""
    _now.set(state)
    tell()


@contextmanager
def acting(state: Acting) -> Iterator[None]:
    """Act as `state` within, and afterwards as before: on the open connection, and on any that is opened meanwhile."""
    before = _now.get()
    try:
        become(state)
        yield
    finally:
        _now.set(before)
        tell()


@contextmanager
def asked(state: Acting) -> Iterator[None]:
    """What is done within is done for a request, as `state`. The database is told anew as it begins and as it ends, whatever it was told
    before: nothing that a request did to its connection outlasts it."""
    before = _asked.get()
    _asked.set(True)
    forget(connection)
    try:
        with acting(state):
            try:
                yield
            finally:
                forget(connection)
    finally:
        _asked.set(before)


@contextmanager
def system_access(reason: str, *, by: str = "", about: str = "") -> Iterator[None]:
    """Read and write the rows of every body within, for a stated reason: work that serves no one body.

    With `by` (an e-mail address or the name of a command's user) the access is kept in the audit trail: so wherever a
    person comes to see other people's data by it. `about`: whom or what it concerns ("person/3").
    """
    if not reason:
        raise ValueError("Access to the rows of every body needs a reason.")
    with acting(Acting(database_role=SYSTEM)):
        if by:
            from irhub.accounts.audit import record  # the trail is written through this fence itself

            record("used system access", by=by, about=about, reason=reason)
        yield


@contextmanager
def writing(what: str) -> Iterator[None]:
    """Write within what somebody signs in with (`person/` and their id, of somebody new their address), or come to a counted attempt
    (`attempts/` and its key). Round the one statement that does it, so that SQL of somebody's own elsewhere in a page cannot."""
    with acting(replace(acting_now(), writes=what)):
        yield


@contextmanager
def owner_access() -> Iterator[None]:
    """Be the owner of the tables within: for migrations, nothing else."""
    with _logged_in("owner"), acting(Acting(database_role=OWNER)):
        yield


@contextmanager
def job_access() -> Iterator[None]:
    """Act for the same person as before, with the worker's login and what jobs may write: where a request does a job's work.

    Raises OperationalError where this process was not told of that login.
    """
    with _logged_in("work"), acting(replace(acting_now(), database_role=JOBS)):
        yield


@contextmanager
def _logged_in(login: str) -> Iterator[None]:
    """Come to the database by another login within: by a connection of its own, outside of any transaction."""
    if login not in settings.IRHUB_LOGINS:
        raise OperationalError(f"This process was not told how to come to the database as its {login} login.")
    kept = connection.settings_dict
    other = {name: value for name, value in settings.IRHUB_LOGINS[login].items() if name != "NAME"}
    if other == {name: kept[name] for name in other}:
        yield
        return
    if connection.in_atomic_block:
        raise RuntimeError("Within a transaction nobody can come to the database by another login.")
    connection.close()
    connection.settings_dict = kept | other  # of this thread's connection: the settings belong to all threads
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = kept


def tell(to: Any = connection) -> None:
    """Bring an open connection up to date. One that is not open, or has gone, is told when it is opened again."""
    if to.connection is None:
        return
    try:
        _set(to.connection, acting_now())
    except (OperationalError, InterfaceError):
        if to.in_atomic_block:
            raise
        to.close()


def forget(told: Any) -> None:
    """Whatever a connection was told counts no longer: the next time it is told in any case, and not only where that is something else."""
    if told.connection is not None:
        setattr(told.connection, _TOLD, None)


def _set(raw: Any, state: Acting) -> None:
    """Tell a connection who acts, unless it knows."""
    if raw.info.transaction_status == TransactionStatus.INERROR:
        return  # the roll-back that must follow takes it all back, and the connection is told after it (accounts/engine)
    state = Acting(database_role=OWNER) if state.database_role == OWNER else state
    if getattr(raw, _TOLD, None) == (state, *_roles(state)):
        return
    setattr(raw, _TOLD, None)
    try:
        with raw.cursor() as cursor:
            if state.database_role == OWNER:
                cursor.execute(_BE_OWNER, prepare=False)
            elif not any(_acts(raw, cursor, state, role) for role in _roles(state)):
                if _is_fenced(cursor):
                    raise OperationalError(
                        f"The database has no role {APP}: see Row-level security in docs/operations.md."
                    )
                return  # its migrations are still to come
    except psycopg.Error as problem:
        raise OperationalError(str(problem)) from problem
    if state.database_role == OWNER or getattr(raw, _NUMBER, None) is not None:  # else it knows a role alone
        setattr(raw, _TOLD, (state, *_roles(state)))


def _roles(state: Acting) -> list[str]:
    """As which role of the database to act: the first that there is. JOBS is new, and not there before its migration.

    No request becomes SYSTEM: that it works for the system is in what it proves, and the policies of APP let it through.
    """
    if state.database_role == SYSTEM and (_asked.get() or settings.IRHUB_LOGIN == "web"):
        return [APP]
    return [JOBS, APP] if state.database_role == JOBS else [state.database_role]


def _acts(raw: Any, cursor: Any, state: Acting, role: str) -> bool:
    """Tell the database who acts, proved; False where it has no such role. The connection remembers the number that it drew last."""
    said = state.said(role)
    try:
        for _ in range(2):
            number = getattr(raw, _NUMBER, None)
            if said and number is None:
                number = _drawn(raw, cursor, "", "", role)
            proved = proof(said, backend=raw.info.backend_pid, number=number) if said and number is not None else ""
            try:
                return _drawn(raw, cursor, said, proved, role) is not None
            except (errors.InvalidAuthorizationSpecification, errors.ObjectNotInPrerequisiteState):
                if raw.info.transaction_status != TransactionStatus.IDLE:
                    raise
                setattr(raw, _NUMBER, None)  # somebody drew a number beside us: once more, with a new one
        raise OperationalError("The database does not know the key of this installation: run irhub migrate.")
    except errors.UndefinedFunction:  # of a database whose migrations are still to come: nobody acts
        cursor.execute(_BECOME, {"role": role}, prepare=False)
        return cursor.fetchone() is not None


def _drawn(raw: Any, cursor: Any, said: str, proved: str, role: str) -> int | None:
    cursor.execute(_ACT, {"said": said, "proof": proved, "role": role}, prepare=False)
    row: tuple[int, str] | None = cursor.fetchone()
    if row is None:
        return None
    setattr(raw, _NUMBER, row[0])
    return row[0]


def _is_fenced(cursor: Any) -> bool:
    """Whether the tables are protected: a database whose first migrations are still to come has neither roles nor rows."""
    cursor.execute("SELECT relforcerowsecurity FROM pg_class WHERE oid = to_regclass('accounts_auditevent')")
    found = cursor.fetchone()
    return bool(found and found[0])


def _opened(sender: Any, connection: Any, **_: Any) -> None:
    if connection.vendor == "postgresql":
        _set(connection.connection, acting_now())


def listen() -> None:
    """From now on every connection that opens is told who acts."""
    connection_created.connect(_opened, dispatch_uid="irhub row security")


def protect(
    table: str,
    *,
    bodies: Sequence[str] = ("body_id",),
    side: str = "",
    roles: Sequence[str] = (),
    needs_purpose: bool = False,
    through: tuple[str, str] | None = None,
    read: str = "",
    write: str = "",
    add: str = "",
) -> migrations.RunSQL:
    """The migration operation that puts a table behind the fence, for its owner as well: for tests, and to write migrations.

    A migration holds the SQL itself (`print(protect("table").sql)`), since what a database has run must not change with
    this function. The policies ask SQL functions who acts (`irhub_body()` and so on), never settings.

    A row is there for whoever acts for one of the bodies that its columns `bodies` name. `side`: for those alone who act
    on this side of the wall between advice and oversight (`roles.Side`). `roles`: for these roles alone. `needs_purpose`:
    only after the person said why. `through`: column and table of a protected parent; the row is there when its parent
    is. `read`, `write`, `add`: conditions of one's own instead, in SQL; `write` is `read` and `add`, of new rows, is `write`
    unless it is given.
    """
    named = {"table": sql.Identifier(table), "app": sql.Identifier(APP), "system": sql.Identifier(SYSTEM)}
    conditions = [sql.SQL(read)] if read else _conditions(named["table"], bodies, side, roles, needs_purpose, through)
    seen = sql.SQL(" AND ").join(conditions)
    changed = sql.SQL(write) if write else seen
    rules = named | {"seen": seen, "changed": changed, "added": sql.SQL(add) if add else changed}
    policies = {name: sql.SQL(rule).format(**rules) for name, rule in _POLICIES.items()}
    forward = [
        sql.SQL("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY").format(**named),
        *(
            sql.SQL("CREATE POLICY {} ON {table} {}").format(sql.Identifier(name), rule, **named)
            for name, rule in policies.items()
        ),
    ]
    backward = [
        *(sql.SQL("DROP POLICY {} ON {table}").format(sql.Identifier(name), **named) for name in policies),
        sql.SQL("ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY").format(**named),
    ]
    then = sql.SQL(";\n")
    return migrations.RunSQL(then.join(forward).as_string(), then.join(backward).as_string())


def _conditions(
    table: sql.Identifier,
    bodies: Sequence[str],
    side: str,
    roles: Sequence[str],
    needs_purpose: bool,
    through: tuple[str, str] | None,
) -> list[sql.Composable]:
    """What must hold for a row to be there, as `protect` tells it."""
    found: list[sql.Composable] = []
    if through:
        column, parent = map(sql.Identifier, through)
        found.append(
            sql.SQL("EXISTS (SELECT FROM {parent} parent WHERE parent.id = {table}.{column})").format(
                parent=parent, table=table, column=column
            )
        )
    else:
        found.append(sql.SQL("(SELECT irhub_body()) IN ({})").format(sql.SQL(", ").join(map(sql.Identifier, bodies))))
    if side:
        found.append(sql.SQL("(SELECT irhub_side()) = {}").format(sql.Literal(side)))
    if roles:
        found.append(sql.SQL("(SELECT irhub_role()) IN ({})").format(sql.SQL(", ").join(map(sql.Literal, roles))))
    if needs_purpose:
        found.append(sql.SQL("(SELECT irhub_purpose()) <> ''"))
    return found
