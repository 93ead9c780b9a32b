"""What gives rights is held by the database too: roles and invitations by whoever administers the body, bodies and system administrators by
those of the system. Before, a page could be made to write them for anybody who acts for the body.
"""

from django.db import migrations

ADMINISTERS = (
    "((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) = 'administrator') OR (SELECT irhub_administers())"
)
BELONGS = "(SELECT irhub_body()) = body_id OR (SELECT irhub_administers())"
POLICIES = """
ALTER POLICY fenced_add ON accounts_membership WITH CHECK ({rule});
ALTER POLICY fenced_change ON accounts_membership USING ({rule}) WITH CHECK ({rule});
ALTER POLICY fenced_remove ON accounts_membership USING ({rule});
ALTER POLICY fenced_add ON accounts_invitation WITH CHECK ({rule});
ALTER POLICY fenced_change ON accounts_invitation USING ({rule}) WITH CHECK ({rule});
ALTER POLICY fenced_remove ON accounts_invitation USING ({rule});
"""
BODIES = """
ALTER TABLE accounts_body ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY fenced_read ON accounts_body FOR SELECT TO irhub_app USING (true);
CREATE POLICY fenced_add ON accounts_body FOR INSERT TO irhub_app WITH CHECK ((SELECT irhub_administers()));
CREATE POLICY fenced_change ON accounts_body FOR UPDATE TO irhub_app
    USING ((SELECT irhub_administers())) WITH CHECK ((SELECT irhub_administers()));
CREATE POLICY fenced_remove ON accounts_body FOR DELETE TO irhub_app USING ((SELECT irhub_administers()));
CREATE POLICY system ON accounts_body FOR ALL TO irhub_system USING (true) WITH CHECK (true);
CREATE POLICY proved_system ON accounts_body FOR ALL TO irhub_app
    USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
"""
NO_BODIES = """
DROP POLICY fenced_read ON accounts_body;
DROP POLICY fenced_add ON accounts_body;
DROP POLICY fenced_change ON accounts_body;
DROP POLICY fenced_remove ON accounts_body;
DROP POLICY system ON accounts_body;
DROP POLICY proved_system ON accounts_body;
ALTER TABLE accounts_body NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""
ADMINISTRATORS = """
CREATE FUNCTION accounts_administrators_are_made() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.is_system_administrator AND NOT (irhub_is_system() OR pg_has_role(current_user, 'irhub_system', 'USAGE')) THEN
        IF TG_OP = 'INSERT' OR NOT OLD.is_system_administrator THEN
            RAISE EXCEPTION 'Nobody is made a system administrator by a request.' USING ERRCODE = '42501';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_administrators_are_made BEFORE INSERT OR UPDATE ON accounts_person
    FOR EACH ROW EXECUTE FUNCTION accounts_administrators_are_made();
"""
NO_ADMINISTRATORS = """
DROP TRIGGER accounts_administrators_are_made ON accounts_person;
DROP FUNCTION accounts_administrators_are_made();
"""


class Migration(migrations.Migration):
    dependencies = [("operations", "0004_jobs_by_functions"), ("accounts", "0013_sealed_second_steps")]

    operations = [
        migrations.RunSQL(POLICIES.format(rule=ADMINISTERS), POLICIES.format(rule=BELONGS)),
        migrations.RunSQL(BODIES, NO_BODIES),
        migrations.RunSQL(ADMINISTRATORS, NO_ADMINISTRATORS),
    ]
