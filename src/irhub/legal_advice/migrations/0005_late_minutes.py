"""Lines of an invoice know their month, late ones an earlier one; an invoice and its lines go six years after their scheme ended, and not before."""

from django.db import migrations, models

OF_ITS_INVOICE = """
ALTER TABLE legal_advice_invoiceline DISABLE TRIGGER only_added_to;
UPDATE legal_advice_invoiceline SET month = invoice.month FROM legal_advice_invoice invoice WHERE invoice.id = invoice_id;
ALTER TABLE legal_advice_invoiceline ENABLE TRIGGER only_added_to;
"""
KEPT = """
CREATE FUNCTION legal_advice_invoice_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_scheme bigint;
BEGIN
    IF TG_TABLE_NAME = 'legal_advice_invoice' THEN
        of_scheme := OLD.scheme_id;
    ELSE
        SELECT scheme_id INTO of_scheme FROM legal_advice_invoice WHERE id = OLD.invoice_id;
    END IF;
    IF EXISTS (
        SELECT FROM programmes_scheme WHERE id = of_scheme
        AND closes_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date - 2192
    ) THEN
        RAISE EXCEPTION 'Rows of % are kept until six years after their scheme ended.', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_kept';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER kept BEFORE DELETE ON legal_advice_invoice FOR EACH ROW EXECUTE FUNCTION legal_advice_invoice_kept();
CREATE TRIGGER kept BEFORE DELETE ON legal_advice_invoiceline FOR EACH ROW EXECUTE FUNCTION legal_advice_invoice_kept();
"""
NOT_KEPT = """
DROP TRIGGER kept ON legal_advice_invoiceline;
DROP TRIGGER kept ON legal_advice_invoice;
DROP FUNCTION legal_advice_invoice_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("legal_advice", "0004_when_a_call_ended"), ("programmes", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("invoiceline", "invoice_line_for_each_client"),
        migrations.AddField("invoiceline", "month", models.DateField(null=True)),
        migrations.RunSQL(OF_ITS_INVOICE, migrations.RunSQL.noop),
        migrations.AlterField(
            "invoiceline", "month", models.DateField(help_text="The first day of that in which the calls began")
        ),
        migrations.AddConstraint(
            "invoiceline",
            models.UniqueConstraint("invoice", "client_key", "month", name="invoice_line_for_each_client"),
        ),
        migrations.AddConstraint(
            "invoiceline",
            models.CheckConstraint(condition=models.Q(month__day=1), name="invoice_line_of_a_month"),
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
