"""Fences ask who acts once for a statement, not once for a row, and the appointments of a hub stand in their order."""

from django.db import migrations, models

# PostgreSQL works (SELECT irhub_body()) out before it reads the first row, and reckons that half of the rows pass a CASE, as in support.
ASKED_ONCE = r"""
ALTER POLICY fenced_read ON legal_advice_appointment USING (
    CASE irhub_side()
        WHEN 'advice' THEN irhub_body() IN (body_id, firm_id)
        ELSE EXISTS (
            SELECT FROM accounts_body client WHERE client.id = irhub_body() AND client.kind = client_kind
            AND client.place_code = client_key AND client.place_code <> ''
            AND (client.kind = 'provider' OR irhub_role() IN ('recruitment lead', 'administrator'))
        )
    END
);
ALTER POLICY fenced_read ON legal_advice_entitlement USING (
    CASE irhub_side()
        WHEN 'advice' THEN irhub_body() = body_id OR EXISTS (
            SELECT FROM legal_advice_appointment booked
            WHERE booked.entitlement_id = legal_advice_entitlement.id AND booked.firm_id = irhub_body()
        )
        ELSE EXISTS (
            SELECT FROM accounts_body client WHERE client.id = irhub_body() AND client.kind = client_kind
            AND client.place_code = client_key AND client.place_code <> ''
            AND (client.kind = 'provider' OR irhub_role() IN ('recruitment lead', 'administrator'))
        )
    END
);
DO $$
DECLARE
    rule record;
    asks constant text := '(?<!SELECT )(irhub_(?:body|side|role)\(\))';
BEGIN
    FOR rule IN SELECT * FROM pg_policies WHERE tablename LIKE 'legal\_advice\_%' AND policyname LIKE 'fenced\_%' LOOP
        IF rule.qual ~ asks THEN
            EXECUTE format('ALTER POLICY %I ON %I USING (%s)', rule.policyname, rule.tablename,
                regexp_replace(rule.qual, asks, '(SELECT \1)', 'g'));
        END IF;
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("legal_advice", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                models.F("body"), models.OrderBy(models.F("starts_at"), descending=True), name="appointment_of_hub"
            ),
        ),
        migrations.AddIndex(
            model_name="entitlement",
            index=models.Index(models.F("client_key"), name="entitlement_of_client"),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(models.F("client_key"), name="appointment_of_client"),
        ),
        migrations.AddIndex(
            model_name="entitlemententry",
            index=models.Index(models.F("at"), name="entitlement_entry_at"),
        ),
        migrations.RunSQL(ASKED_ONCE, migrations.RunSQL.noop),
    ]
