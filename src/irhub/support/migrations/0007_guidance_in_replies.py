"""Of which guidance replies were made: for the helpline's own advisers alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_absences"),
        ("guidance", "0002_words_to_search"),
        ("support", "0006_mail_and_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="UsedGuidance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="used_guidance", to="support.message"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="guidance.version"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "guidance used in replies",
                "constraints": [
                    models.UniqueConstraint(models.F("message"), models.F("version"), name="guidance_used_once")
                ],
            },
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_usedguidance" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_usedguidance" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_usedguidance" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_usedguidance" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_usedguidance" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_usedguidance" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
    ]
