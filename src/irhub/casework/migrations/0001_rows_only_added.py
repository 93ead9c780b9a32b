"""What refuses to alter a row of a table of events: such tables name it in a trigger of theirs."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION irhub_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are only added, never altered.', TG_TABLE_NAME;
END $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0003_row_security")]

    operations = [migrations.RunSQL(GUARD, "DROP FUNCTION irhub_only_added_to()")]
