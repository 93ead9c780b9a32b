"""Makes the two database roles of row_security.py and gives them what they need, and nothing more."""

from __future__ import annotations

from typing import Any

from irhub.accounts.row_security import APP, SYSTEM

_MAKE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of this server was quicker
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The database login may not make roles. Let somebody who may run: CREATE ROLE {role} NOLOGIN; GRANT {role} TO %;', session_user;
END $$;
DO $$ BEGIN
    IF NOT pg_has_role(session_user, '{role}', 'USAGE') OR NOT pg_has_role(session_user, '{role}', 'MEMBER') THEN
        EXECUTE format('GRANT {role} TO %I', session_user);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The database login is not a member of {role}. Let somebody who may run: GRANT {role} TO %;', session_user;
END $$;
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
REVOKE UPDATE, DELETE ON accounts_auditevent FROM {role};
"""
_ANALYSE = """
GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT MAINTAIN ON TABLES TO {role};
"""


def make_roles(cursor: Any, server_version: int) -> None:
    """Make the roles where they are missing and grant them their rights. Safe to run again, after a restore for one.

    `server_version`: as PostgreSQL numbers it (180004). From 17 on the roles may renew a table's statistics too.
    Raises DatabaseError, in words for whoever runs the database, if the login may not make roles.
    """
    for role in (APP, SYSTEM):
        cursor.execute(_MAKE.format(role=role))
        if server_version >= 170000:
            cursor.execute(_ANALYSE.format(role=role))
