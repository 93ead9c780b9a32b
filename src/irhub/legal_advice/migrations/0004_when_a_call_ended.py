"""A call whose timer went on too long says that its end was typed, and why, until it is confirmed."""

from django.db import migrations, models

STANDS = """
CREATE OR REPLACE FUNCTION legal_advice_call_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.started_at <> OLD.started_at OR NEW.scheme_id <> OLD.scheme_id
        OR (NEW.typed <> OLD.typed AND (OLD.typed OR OLD.confirmed_at IS NOT NULL)) THEN
        RAISE EXCEPTION 'When and under which scheme a call began is never altered.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'call_stands';
    ELSIF OLD.invoice_id IS NOT NULL THEN
        RAISE EXCEPTION 'The month of this call is closed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'month_closed';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("legal_advice", "0003_whom_to_ring")]

    operations = [
        migrations.AddField(
            model_name="call",
            name="typed_why",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="Why the timer did not stop at its end", max_length=500
            ),
        ),
        migrations.AlterField(
            model_name="call",
            name="typed",
            field=models.BooleanField(
                default=False, help_text="Its minutes, or when it ended, were typed, not taken by the timer"
            ),
        ),
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
    ]
