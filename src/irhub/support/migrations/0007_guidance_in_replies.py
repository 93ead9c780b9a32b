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
            name="Quoted",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="quoted", to="support.message"
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
                "constraints": [models.UniqueConstraint(models.F("message"), models.F("version"), name="quoted_once")],
            },
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_quoted" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_quoted" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_quoted" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_quoted" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_quoted" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_quoted" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
    ]
