"""The database's own fence round people's data: two roles, and policies for each table that tells of people."""

from django.conf import settings
from django.db import migrations
from psycopg import sql

from irhub.accounts.row_security import protect

ACTING = """
CREATE FUNCTION irhub_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT NULLIF(current_setting('irhub.person', true), '')::bigint $$;
CREATE FUNCTION irhub_body() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT NULLIF(current_setting('irhub.body', true), '')::bigint $$;
CREATE FUNCTION irhub_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT COALESCE(current_setting('irhub.role', true), '') $$;
CREATE FUNCTION irhub_side() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT COALESCE(current_setting('irhub.side', true), '') $$;
CREATE FUNCTION irhub_purpose() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT COALESCE(current_setting('irhub.purpose', true), '') $$;
CREATE FUNCTION irhub_administers() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT COALESCE(current_setting('irhub.administrator', true), '') = 'on' $$;
CREATE FUNCTION irhub_signing_in() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT COALESCE(current_setting('irhub.signing_in', true), '') = 'on' $$;
"""
NOT_ACTING = """
DROP FUNCTION irhub_person(), irhub_body(), irhub_role(), irhub_side(), irhub_purpose(), irhub_administers(),
    irhub_signing_in();
"""
# Whoever adds an event needs the one before it, whose row they may not read: this tells its number and hash, no more.
HEAD = """
CREATE FUNCTION accounts_trail_head() RETURNS TABLE (number bigint, hash varchar)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
    $$ SELECT number, hash FROM accounts_auditevent ORDER BY number DESC LIMIT 1 $$;
"""
OWN = "irhub_person() = {column} OR irhub_signing_in() OR irhub_administers()"
COLLEAGUE = """
    OR EXISTS (SELECT FROM accounts_membership held WHERE held.person_id = accounts_person.id AND held.body_id = irhub_body())
"""
# The two database roles, and what they need and nothing more. From PostgreSQL 17 on they may renew a table's statistics too.
MAKE = sql.SQL("""
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
ANALYSE = sql.SQL("""
GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT MAINTAIN ON TABLES TO {role};
""")


def roles(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for name in ("irhub_app", "irhub_system"):
            named = {"role": sql.Identifier(name), "name": sql.Literal(name)}
            cursor.execute(MAKE.format(**named))
            if schema_editor.connection.pg_version >= 170000:
                cursor.execute(ANALYSE.format(**named))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_trail_and_attempts"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(roles, migrations.RunPython.noop),
        migrations.RunSQL(ACTING, NOT_ACTING),
        migrations.RunSQL(HEAD, "DROP FUNCTION accounts_trail_head()"),
        protect(
            "accounts_membership",
            read="irhub_body() = body_id OR irhub_person() = person_id OR irhub_administers()",
            write="irhub_body() = body_id OR irhub_administers()",
        ),
        protect(
            "accounts_person",
            read=OWN.format(column="id") + COLLEAGUE,
            write=OWN.format(column="id"),
        ),
        protect("accounts_invitation", read="irhub_body() = body_id OR irhub_administers()"),
        protect(
            "accounts_auditevent",
            read="(irhub_role() = 'auditor' AND irhub_body() = body_id) OR irhub_administers()",
            write="true",
        ),
        protect("account_emailaddress", read=OWN.format(column="user_id")),
        protect("mfa_authenticator", read="irhub_person() = user_id OR irhub_signing_in()"),
        protect("usersessions_usersession", read=OWN.format(column="user_id")),
    ]
