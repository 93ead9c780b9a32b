"""Sessions are kept by a hash of their key, and requests come to them by four functions, each for one row that they must know."""

from django.db import migrations

HASHED = """
UPDATE django_session SET session_key = left('#' || encode(sha256(convert_to(session_key, 'UTF8')), 'hex'), 40)
    WHERE session_key NOT LIKE '#%';
UPDATE usersessions_usersession SET session_key = left('#' || encode(sha256(convert_to(session_key, 'UTF8')), 'hex'), 40)
    WHERE session_key NOT LIKE '#%';
"""
# Nobody can tell the keys from the hashes: everybody signs in again.
ENDED = "DELETE FROM usersessions_usersession; DELETE FROM django_session;"
FUNCTIONS = """
CREATE FUNCTION accounts_session(which text, at timestamptz) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
    $$ SELECT session_data FROM django_session WHERE session_key = which AND expire_date > at $$;
CREATE FUNCTION accounts_session_is_there(which text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
    $$ SELECT EXISTS (SELECT FROM django_session WHERE session_key = which) $$;
CREATE FUNCTION accounts_keep_session(which text, held text, until timestamptz, is_new boolean) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF is_new THEN
        INSERT INTO django_session (session_key, session_data, expire_date) VALUES (which, held, until) ON CONFLICT DO NOTHING;
    ELSE
        UPDATE django_session SET session_data = held, expire_date = until WHERE session_key = which;
    END IF;
    RETURN FOUND;
END $$;
CREATE FUNCTION accounts_end_session(which text) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS
    $$ DELETE FROM django_session WHERE session_key = which $$;
REVOKE ALL ON FUNCTION accounts_session(text, timestamptz), accounts_session_is_there(text),
    accounts_keep_session(text, text, timestamptz, boolean), accounts_end_session(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_session(text, timestamptz), accounts_session_is_there(text),
    accounts_keep_session(text, text, timestamptz, boolean), accounts_end_session(text) TO irhub_app, irhub_system;
REVOKE ALL ON django_session FROM irhub_app;
"""
NO_FUNCTIONS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO irhub_app;
DROP FUNCTION accounts_session(text, timestamptz), accounts_session_is_there(text),
    accounts_keep_session(text, text, timestamptz, boolean), accounts_end_session(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_trail_of_help"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunSQL(HASHED, ENDED), migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS)]
