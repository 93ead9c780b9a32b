"""Makes the two database roles of row_security.py and gives them what they need, and nothing more."""

from __future__ import annotations

from typing import Any

from psycopg import sql

from irhub.accounts.row_security import APP, SYSTEM

_MAKE = sql.SQL("""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {name}) THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of this server was quicker
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The database login may not make roles. Let somebody who may run: CREATE ROLE % NOLOGIN; GRANT % TO %;',
            {name}, {name}, session_user;
END $$;
DO $$ BEGIN
    IF NOT pg_has_role(session_user, {name}, 'USAGE') OR NOT pg_has_role(session_user, {name}, 'MEMBER') THEN
        EXECUTE format('GRANT %I TO %I', {name}, session_user);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The database login is not a member of %. Let somebody who may run: GRANT % TO %;',
            {name}, {name}, session_user;
END $$;
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
REVOKE UPDATE, DELETE ON accounts_auditevent FROM {role};
""")
_ANALYSE = sql.SQL("""
GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT MAINTAIN ON TABLES TO {role};
""")


def make_roles(cursor: Any, server_version: int) -> None:
    """Make the roles where they are missing and grant them their rights. Safe to run again, after a restore for one.

    `server_version`: as PostgreSQL numbers it (180004). From 17 on the roles may renew a table's statistics too.
    Raises DatabaseError, in words for whoever runs the database, if the login may not make roles.
    """
    for name in (APP, SYSTEM):
        named = {"role": sql.Identifier(name), "name": sql.Literal(name)}
        cursor.execute(_MAKE.format(**named))
        if server_version >= 170000:
            cursor.execute(_ANALYSE.format(**named))
