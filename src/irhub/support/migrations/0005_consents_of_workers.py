"""What workers agreed to who were handed to those who help workers: for the helpline's own advisers alone."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_absences"),
        ("programmes", "0001_initial"),
        ("support", "0004_safeguarding"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkerConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.CharField(max_length=80)),
                ("words", models.TextField(help_text="What they agreed to")),
                ("passed_on", models.TextField(help_text="What was passed on, as they saw it before")),
                ("given_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "consents of workers",
                "indexes": [models.Index(models.F("given_at"), name="worker_consent_given")],
            },
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_workerconsent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_workerconsent" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_workerconsent" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_workerconsent" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_workerconsent" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_workerconsent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE TRIGGER only_added_to BEFORE UPDATE ON "support_workerconsent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "support_workerconsent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "support_workerconsent" USING (false);
""",
            migrations.RunSQL.noop,
        ),
    ]
