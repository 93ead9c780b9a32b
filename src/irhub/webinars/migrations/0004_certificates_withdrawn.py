"""Certificates can be withdrawn, with the reason; no certificate and no withdrawal is ever altered, whatever writes it."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

_FENCE = """
ALTER TABLE "webinars_withdrawal" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_withdrawal" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice');
CREATE POLICY "fenced_add" ON "webinars_withdrawal" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice');
CREATE POLICY "fenced_change" ON "webinars_withdrawal" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "webinars_withdrawal" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "webinars_withdrawal" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE TRIGGER only_added_to BEFORE UPDATE ON "webinars_withdrawal" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
"""
# Retention takes the booking from a certificate, and nothing else of it.
_NEVER_ALTERED = """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "webinars_certificate" FOR EACH ROW
WHEN (NEW.booking_id IS NOT NULL OR to_jsonb(NEW) - 'booking_id' IS DISTINCT FROM to_jsonb(OLD) - 'booking_id')
EXECUTE FUNCTION irhub_only_added_to();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_moved_by_tables"),
        ("casework", "0001_rows_only_added"),
        ("webinars", "0003_versions_of_connections"),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("who", models.CharField(max_length=254)),
                ("why", models.CharField(max_length=500)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withdrawal",
                        to="webinars.certificate",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "withdrawals of certificates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="withdrawn_for_a_reason"
                    )
                ],
            },
        ),
        migrations.RunSQL(_FENCE, migrations.RunSQL.noop),
        migrations.RunSQL(_NEVER_ALTERED, 'DROP TRIGGER only_added_to ON "webinars_certificate"'),
    ]
