"""A month that is kept stays: no role removes it, as none alters it."""

from django.db import migrations

STAYS = """
CREATE FUNCTION programmes_month_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are kept for good.', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'month_stays';
END $$;
CREATE TRIGGER stays BEFORE DELETE ON programmes_frozenmonth FOR EACH ROW EXECUTE FUNCTION programmes_month_stays();
"""
MAY_GO = """
DROP TRIGGER stays ON programmes_frozenmonth;
DROP FUNCTION programmes_month_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_frozen_months")]

    operations = [migrations.RunSQL(STAYS, MAY_GO)]
