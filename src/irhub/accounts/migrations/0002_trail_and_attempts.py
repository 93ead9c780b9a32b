"""The audit trail can only be added to; failed attempts are counted in a table that all workers share."""

from io import StringIO

from django.core.management import call_command
from django.db import migrations

GUARD = """
CREATE FUNCTION accounts_trail_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail can only be added to.';
END $$;
CREATE TRIGGER accounts_trail_rows BEFORE UPDATE OR DELETE ON accounts_auditevent
    FOR EACH ROW EXECUTE FUNCTION accounts_trail_is_only_added_to();
CREATE TRIGGER accounts_trail_whole BEFORE TRUNCATE ON accounts_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_trail_is_only_added_to();
"""
NO_GUARD = """
DROP TRIGGER accounts_trail_whole ON accounts_auditevent;
DROP TRIGGER accounts_trail_rows ON accounts_auditevent;
DROP FUNCTION accounts_trail_is_only_added_to();
"""


def attempts(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0, stdout=StringIO())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(GUARD, NO_GUARD),
        migrations.RunPython(attempts, migrations.RunPython.noop),
    ]
