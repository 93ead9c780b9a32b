"""The database's own fence round people's data: two roles, and policies for each table that tells of people."""

from django.conf import settings
from django.db import migrations
from psycopg import sql

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
        migrations.RunSQL(
            """
    ALTER TABLE "accounts_membership" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "accounts_membership" FOR SELECT TO "irhub_app"
        USING (irhub_body() = body_id OR irhub_person() = person_id OR irhub_administers());
    CREATE POLICY "fenced_add" ON "accounts_membership" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_body() = body_id OR irhub_administers());
    CREATE POLICY "fenced_change" ON "accounts_membership" FOR UPDATE TO "irhub_app"
        USING (irhub_body() = body_id OR irhub_administers())
        WITH CHECK (irhub_body() = body_id OR irhub_administers());
    CREATE POLICY "fenced_remove" ON "accounts_membership" FOR DELETE TO "irhub_app"
        USING (irhub_body() = body_id OR irhub_administers());
    CREATE POLICY "system" ON "accounts_membership" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "accounts_membership";
    DROP POLICY "fenced_add" ON "accounts_membership";
    DROP POLICY "fenced_change" ON "accounts_membership";
    DROP POLICY "fenced_remove" ON "accounts_membership";
    DROP POLICY "system" ON "accounts_membership";
    ALTER TABLE "accounts_membership" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "accounts_person" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "accounts_person" FOR SELECT TO "irhub_app"
        USING (irhub_person() = id OR irhub_signing_in() OR irhub_administers()
    OR EXISTS (SELECT FROM accounts_membership held WHERE held.person_id = accounts_person.id AND held.body_id = irhub_body())
);
    CREATE POLICY "fenced_add" ON "accounts_person" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_person() = id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_change" ON "accounts_person" FOR UPDATE TO "irhub_app"
        USING (irhub_person() = id OR irhub_signing_in() OR irhub_administers())
        WITH CHECK (irhub_person() = id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_remove" ON "accounts_person" FOR DELETE TO "irhub_app"
        USING (irhub_person() = id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "system" ON "accounts_person" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "accounts_person";
    DROP POLICY "fenced_add" ON "accounts_person";
    DROP POLICY "fenced_change" ON "accounts_person";
    DROP POLICY "fenced_remove" ON "accounts_person";
    DROP POLICY "system" ON "accounts_person";
    ALTER TABLE "accounts_person" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "accounts_invitation" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "accounts_invitation" FOR SELECT TO "irhub_app"
        USING (irhub_body() = body_id OR irhub_administers());
    CREATE POLICY "fenced_add" ON "accounts_invitation" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_body() = body_id OR irhub_administers());
    CREATE POLICY "fenced_change" ON "accounts_invitation" FOR UPDATE TO "irhub_app"
        USING (irhub_body() = body_id OR irhub_administers())
        WITH CHECK (irhub_body() = body_id OR irhub_administers());
    CREATE POLICY "fenced_remove" ON "accounts_invitation" FOR DELETE TO "irhub_app"
        USING (irhub_body() = body_id OR irhub_administers());
    CREATE POLICY "system" ON "accounts_invitation" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "accounts_invitation";
    DROP POLICY "fenced_add" ON "accounts_invitation";
    DROP POLICY "fenced_change" ON "accounts_invitation";
    DROP POLICY "fenced_remove" ON "accounts_invitation";
    DROP POLICY "system" ON "accounts_invitation";
    ALTER TABLE "accounts_invitation" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "accounts_auditevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "accounts_auditevent" FOR SELECT TO "irhub_app"
        USING ((irhub_role() = 'auditor' AND irhub_body() = body_id) OR irhub_administers());
    CREATE POLICY "fenced_add" ON "accounts_auditevent" FOR INSERT TO "irhub_app"
        WITH CHECK (true);
    CREATE POLICY "fenced_change" ON "accounts_auditevent" FOR UPDATE TO "irhub_app"
        USING (true)
        WITH CHECK (true);
    CREATE POLICY "fenced_remove" ON "accounts_auditevent" FOR DELETE TO "irhub_app"
        USING (true);
    CREATE POLICY "system" ON "accounts_auditevent" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "accounts_auditevent";
    DROP POLICY "fenced_add" ON "accounts_auditevent";
    DROP POLICY "fenced_change" ON "accounts_auditevent";
    DROP POLICY "fenced_remove" ON "accounts_auditevent";
    DROP POLICY "system" ON "accounts_auditevent";
    ALTER TABLE "accounts_auditevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "account_emailaddress" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "account_emailaddress" FOR SELECT TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_add" ON "account_emailaddress" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_change" ON "account_emailaddress" FOR UPDATE TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers())
        WITH CHECK (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_remove" ON "account_emailaddress" FOR DELETE TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "system" ON "account_emailaddress" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "account_emailaddress";
    DROP POLICY "fenced_add" ON "account_emailaddress";
    DROP POLICY "fenced_change" ON "account_emailaddress";
    DROP POLICY "fenced_remove" ON "account_emailaddress";
    DROP POLICY "system" ON "account_emailaddress";
    ALTER TABLE "account_emailaddress" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "mfa_authenticator" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "mfa_authenticator" FOR SELECT TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in());
    CREATE POLICY "fenced_add" ON "mfa_authenticator" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_person() = user_id OR irhub_signing_in());
    CREATE POLICY "fenced_change" ON "mfa_authenticator" FOR UPDATE TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in())
        WITH CHECK (irhub_person() = user_id OR irhub_signing_in());
    CREATE POLICY "fenced_remove" ON "mfa_authenticator" FOR DELETE TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in());
    CREATE POLICY "system" ON "mfa_authenticator" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "mfa_authenticator";
    DROP POLICY "fenced_add" ON "mfa_authenticator";
    DROP POLICY "fenced_change" ON "mfa_authenticator";
    DROP POLICY "fenced_remove" ON "mfa_authenticator";
    DROP POLICY "system" ON "mfa_authenticator";
    ALTER TABLE "mfa_authenticator" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "usersessions_usersession" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "usersessions_usersession" FOR SELECT TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_add" ON "usersessions_usersession" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_change" ON "usersessions_usersession" FOR UPDATE TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers())
        WITH CHECK (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_remove" ON "usersessions_usersession" FOR DELETE TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "system" ON "usersessions_usersession" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "usersessions_usersession";
    DROP POLICY "fenced_add" ON "usersessions_usersession";
    DROP POLICY "fenced_change" ON "usersessions_usersession";
    DROP POLICY "fenced_remove" ON "usersessions_usersession";
    DROP POLICY "system" ON "usersessions_usersession";
    ALTER TABLE "usersessions_usersession" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
