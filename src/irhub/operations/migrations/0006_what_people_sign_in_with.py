"""What people sign in with, and attempts that are counted, are written by a request that proves to write that very one, and by no other.

Before, whatever a page proved (a person of their own, an administrator anybody, a page of sign-in everybody) could change a password's hash,
add a passkey or forget attempts; and values of attempts were programs to whoever read them. No request makes a system administrator.
"""

from django.db import migrations

WRITES = """
CREATE FUNCTION irhub_writes() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT COALESCE(irhub_proved() ->> 'writes', '') $$;
CREATE FUNCTION accounts_written_as_their_own() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    may text := irhub_writes();
    was jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
    becomes jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
    whose text := TG_ARGV[0];
BEGIN
    IF NOT (pg_has_role(current_user, 'irhub_jobs', 'USAGE') OR pg_has_role(current_user, 'irhub_system', 'USAGE')) THEN
        IF was IS NOT NULL AND may <> concat('person/', was ->> whose) THEN
            RAISE EXCEPTION 'Nothing proves that this is written as their own.' USING ERRCODE = '42501';
        END IF;
        -- somebody new has no number yet by which the hub could name them
        IF becomes IS NOT NULL AND may <> concat('person/', becomes ->> whose)
            AND (was IS NOT NULL OR whose <> 'id' OR may <> concat('person/', lower(becomes ->> 'email'))) THEN
            RAISE EXCEPTION 'Nothing proves that this is written as their own.' USING ERRCODE = '42501';
        END IF;
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER accounts_written_as_their_own BEFORE INSERT OR UPDATE OR DELETE ON accounts_person
    FOR EACH ROW EXECUTE FUNCTION accounts_written_as_their_own('id');
CREATE TRIGGER accounts_written_as_their_own BEFORE INSERT OR UPDATE OR DELETE ON account_emailaddress
    FOR EACH ROW EXECUTE FUNCTION accounts_written_as_their_own('user_id');
CREATE TRIGGER accounts_written_as_their_own BEFORE INSERT OR UPDATE OR DELETE ON mfa_authenticator
    FOR EACH ROW EXECUTE FUNCTION accounts_written_as_their_own('user_id');
CREATE TRIGGER accounts_written_as_their_own BEFORE INSERT OR UPDATE OR DELETE ON socialaccount_socialaccount
    FOR EACH ROW EXECUTE FUNCTION accounts_written_as_their_own('user_id');
"""
NO_WRITES = """
DROP TRIGGER accounts_written_as_their_own ON socialaccount_socialaccount;
DROP TRIGGER accounts_written_as_their_own ON mfa_authenticator;
DROP TRIGGER accounts_written_as_their_own ON account_emailaddress;
DROP TRIGGER accounts_written_as_their_own ON accounts_person;
DROP FUNCTION accounts_written_as_their_own();
DROP FUNCTION irhub_writes();
"""
ADMINISTRATORS = """
CREATE OR REPLACE FUNCTION accounts_administrators_are_made() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.is_system_administrator AND NOT {system} THEN
        IF TG_OP = 'INSERT' OR NOT OLD.is_system_administrator THEN
            RAISE EXCEPTION 'Nobody is made a system administrator by a request.' USING ERRCODE = '42501';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""
BY_THE_SYSTEM = "pg_has_role(current_user, 'irhub_system', 'USAGE')"
# What is kept of before is no JSON. Nothing of it counts for longer than a day.
ATTEMPTS = """
DELETE FROM accounts_attempts;
ALTER TABLE accounts_attempts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY fenced_read ON accounts_attempts FOR SELECT TO irhub_app
    USING (expires < now() OR 'attempts/' || cache_key = (SELECT irhub_writes()));
CREATE POLICY fenced_add ON accounts_attempts FOR INSERT TO irhub_app
    WITH CHECK ('attempts/' || cache_key = (SELECT irhub_writes()));
CREATE POLICY fenced_change ON accounts_attempts FOR UPDATE TO irhub_app
    USING (expires < now() OR 'attempts/' || cache_key = (SELECT irhub_writes()))
    WITH CHECK ('attempts/' || cache_key = (SELECT irhub_writes()));
CREATE POLICY fenced_remove ON accounts_attempts FOR DELETE TO irhub_app
    USING (expires < now() OR 'attempts/' || cache_key = (SELECT irhub_writes()));
CREATE POLICY system ON accounts_attempts FOR ALL TO irhub_system USING (true) WITH CHECK (true);
"""
NO_ATTEMPTS = """
DELETE FROM accounts_attempts;
DROP POLICY fenced_read ON accounts_attempts;
DROP POLICY fenced_add ON accounts_attempts;
DROP POLICY fenced_change ON accounts_attempts;
DROP POLICY fenced_remove ON accounts_attempts;
DROP POLICY system ON accounts_attempts;
ALTER TABLE accounts_attempts NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""
RIGHTS = """
REVOKE INSERT, UPDATE, DELETE ON auth_group, auth_group_permissions, auth_permission, django_content_type, account_emailconfirmation,
    accounts_identityprovider, socialaccount_socialapp, socialaccount_socialtoken FROM irhub_app;
"""
GIVEN_RIGHTS = """
GRANT INSERT, UPDATE, DELETE ON auth_group, auth_group_permissions, auth_permission, django_content_type, account_emailconfirmation,
    accounts_identityprovider, socialaccount_socialapp, socialaccount_socialtoken TO irhub_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_sealed_second_steps"),
        ("operations", "0005_rights_are_given_by_those_who_may"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.RunSQL(WRITES, NO_WRITES),
        migrations.RunSQL(
            ADMINISTRATORS.format(system=BY_THE_SYSTEM),
            ADMINISTRATORS.format(system=f"(irhub_is_system() OR {BY_THE_SYSTEM})"),
        ),
        migrations.RunSQL(ATTEMPTS, NO_ATTEMPTS),
        migrations.RunSQL(RIGHTS, GIVEN_RIGHTS),
    ]
