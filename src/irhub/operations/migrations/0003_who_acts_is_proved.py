"""Who acts is proved by the installation's key, and policies let through what is proved alone (ADR 40).

Before, policies asked settings, which whoever runs SQL may set. Now they ask functions that hold what is claimed against a proof:
an HMAC over the backend's number, a number that this backend drew, and the claim. The key lies in a table of the owner's alone.
"""

import re

from django.db import migrations
from psycopg import sql

# The key, as the two blocks that HMAC makes of it, so that `sha256` is all that it takes. `irhub migrate` writes them.
SEAL = """
CREATE TABLE irhub_seal (inner_block bytea NOT NULL CHECK (length(inner_block) = 64), outer_block bytea NOT NULL CHECK (length(outer_block) = 64));
CREATE SEQUENCE irhub_request;
REVOKE ALL ON irhub_seal FROM PUBLIC, irhub_app, irhub_system, irhub_jobs;
REVOKE ALL ON irhub_request FROM PUBLIC, irhub_app, irhub_system, irhub_jobs;

CREATE FUNCTION irhub_proof(word text, number bigint, said text) RETURNS SETOF text
    LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(outer_block || sha256(inner_block || convert_to(concat_ws(' ', word, pg_backend_pid(), number, said), 'UTF8'))), 'hex')
    FROM irhub_seal
$$;
REVOKE ALL ON FUNCTION irhub_proof(text, bigint, text) FROM PUBLIC;

CREATE FUNCTION irhub_act(said text, proof text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    number bigint;
    own text := '';
BEGIN
    IF said = '' THEN
        number := nextval('irhub_request');
    ELSE
        IF NOT EXISTS (SELECT FROM irhub_proof('asks', currval('irhub_request'), said) good WHERE good = proof) THEN
            RAISE EXCEPTION 'Nothing proves who acts.' USING ERRCODE = '28000';
        END IF;
        number := nextval('irhub_request');
        SELECT good INTO own FROM irhub_proof('is', number, said) good LIMIT 1;
    END IF;
    PERFORM set_config('irhub.acting', said, false), set_config('irhub.proof', own, false);
    RETURN number;
END $$;

CREATE FUNCTION irhub_proved() RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = public, pg_temp AS $$
DECLARE
    said text := current_setting('irhub.acting', true);
BEGIN
    IF said IS NULL OR said = '' THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM irhub_proof('is', currval('irhub_request'), said) good WHERE good = current_setting('irhub.proof', true)) THEN
        RETURN said::jsonb;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION irhub_sealed(proofs text[]) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) = cardinality(proofs) AND COALESCE(bool_and(good = ANY (proofs)), false)
    FROM (SELECT encode(sha256(outer_block || sha256(inner_block || convert_to('sealed', 'UTF8'))), 'hex') AS good FROM irhub_seal) held
$$;
"""
NO_SEAL = """
DROP FUNCTION irhub_sealed(text[]);
DROP FUNCTION irhub_proved();
DROP FUNCTION irhub_act(text, text);
DROP FUNCTION irhub_proof(text, bigint, text);
DROP SEQUENCE irhub_request;
DROP TABLE irhub_seal;
"""
ASKED = """
CREATE OR REPLACE FUNCTION irhub_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT (irhub_proved() ->> 'person')::bigint $$;
CREATE OR REPLACE FUNCTION irhub_body() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT (irhub_proved() ->> 'body')::bigint $$;
CREATE OR REPLACE FUNCTION irhub_role() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT COALESCE(irhub_proved() ->> 'role', '') $$;
CREATE OR REPLACE FUNCTION irhub_side() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT COALESCE(irhub_proved() ->> 'side', '') $$;
CREATE OR REPLACE FUNCTION irhub_purpose() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT COALESCE(irhub_proved() ->> 'purpose', '') $$;
CREATE OR REPLACE FUNCTION irhub_administers() RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT COALESCE((irhub_proved() ->> 'administrator')::boolean, false) $$;
CREATE OR REPLACE FUNCTION irhub_signing_in() RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT COALESCE((irhub_proved() ->> 'signing_in')::boolean, false) $$;
CREATE FUNCTION irhub_is_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT COALESCE((irhub_proved() ->> 'system')::boolean, false) $$;
"""
AS_BEFORE = """
DROP FUNCTION irhub_is_system();
CREATE OR REPLACE FUNCTION irhub_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT NULLIF(current_setting('irhub.person', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION irhub_body() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT NULLIF(current_setting('irhub.body', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION irhub_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT COALESCE(current_setting('irhub.role', true), '') $$;
CREATE OR REPLACE FUNCTION irhub_side() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT COALESCE(current_setting('irhub.side', true), '') $$;
CREATE OR REPLACE FUNCTION irhub_purpose() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT COALESCE(current_setting('irhub.purpose', true), '') $$;
CREATE OR REPLACE FUNCTION irhub_administers() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT COALESCE(current_setting('irhub.administrator', true), '') = 'on' $$;
CREATE OR REPLACE FUNCTION irhub_signing_in() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT COALESCE(current_setting('irhub.signing_in', true), '') = 'on' $$;
"""
POLICIES = """
    SELECT tablename::text, policyname::text, qual, with_check FROM pg_policies
    WHERE schemaname = 'public' AND policyname <> 'proved_system' AND (qual ~ 'irhub_' OR with_check ~ 'irhub_') ORDER BY 1, 2
"""
FENCED = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity ORDER BY 1"
BARE = re.compile(r"(?<!SELECT )\b(irhub_\w+)\(\)")
ONCE = re.compile(r"\( SELECT (irhub_\w+)\(\) AS irhub_\w+\)")


def rewrite(cursor, change):
    """Write each policy anew with its two conditions changed, and the one view that asks who acts."""
    cursor.execute(POLICIES)
    for table, name, qual, check in cursor.fetchall():
        parts = [sql.SQL("ALTER POLICY {} ON {}").format(sql.Identifier(name), sql.Identifier(table))]
        parts += [sql.SQL("USING ({})").format(sql.SQL(change(qual)))] if qual else []
        parts += [sql.SQL("WITH CHECK ({})").format(sql.SQL(change(check)))] if check else []
        cursor.execute(sql.SQL(" ").join(parts))
    cursor.execute(
        "SELECT viewname::text, definition FROM pg_views WHERE schemaname = 'public' AND definition ~ 'irhub_'"
    )
    for view, definition in cursor.fetchall():
        cursor.execute("SELECT COALESCE(reloptions, '{}') FROM pg_class WHERE oid = %s::regclass", [view])
        (options,) = cursor.fetchone()
        kept = sql.SQL("WITH ({}) ").format(sql.SQL(", ").join(map(sql.SQL, options))) if options else sql.SQL("")
        cursor.execute(
            sql.SQL("CREATE OR REPLACE VIEW {} {}AS {}").format(sql.Identifier(view), kept, sql.SQL(change(definition)))
        )


def prove(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        rewrite(cursor, lambda text: BARE.sub(r"( SELECT \1())", text))
        cursor.execute(FENCED)
        for (table,) in cursor.fetchall():
            cursor.execute(
                sql.SQL(
                    'CREATE POLICY "proved_system" ON {} FOR ALL TO irhub_app'
                    " USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()))"
                ).format(sql.Identifier(table))
            )


def believe(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FENCED)
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL('DROP POLICY IF EXISTS "proved_system" ON {}').format(sql.Identifier(table)))
        rewrite(cursor, lambda text: ONCE.sub(r"\1()", text))


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0002_what_requests_do_not_write"),
        ("accounts", "0011_trail_of_help"),
        ("attention", "0004_replies_for_oversight_alone"),
        ("casework", "0002_writing"),
        ("checker", "0003_moved_by_tables"),
        ("contracts", "0005_alert_choices_are_preferences"),
        ("guidance", "0002_words_to_search"),
        ("legal_advice", "0008_goodwill_of_calls"),
        ("notify", "0002_preferences"),
        ("programmes", "0004_months_so_far"),
        ("support", "0018_words_and_files_by_the_page"),
        ("webinars", "0005_certificates_know_their_webinar"),
    ]

    operations = [
        migrations.RunSQL(SEAL, NO_SEAL),
        migrations.RunSQL(ASKED, AS_BEFORE),
        migrations.RunPython(prove, believe),
    ]
