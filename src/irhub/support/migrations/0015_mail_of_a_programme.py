"""Mail is of the programme to whose address it came, with the names of its files; readings that have begun; feedback of each contact."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_absences"),
        ("programmes", "0001_initial"),
        ("support", "0014_people_in_common"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="programme",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
            ),
        ),
        migrations.AddField(
            model_name="mail",
            name="files",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=255), null=True, size=None
            ),
        ),
        migrations.RunSQL(
            """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE "support_mail" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "support_case" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "programmes_programme" NO FORCE ROW LEVEL SECURITY;
UPDATE support_mail SET proof = 'likely' WHERE proof = 'open';
UPDATE support_mail mail SET programme_id = coalesce(
    (SELECT programme_id FROM support_case WHERE id = mail.case_id), (SELECT programme_id FROM support_case WHERE id = mail.named_id),
    (SELECT id FROM programmes_programme WHERE body_id = mail.body_id ORDER BY state <> 'open', id LIMIT 1)
);
ALTER TABLE "programmes_programme" FORCE ROW LEVEL SECURITY;
ALTER TABLE "support_case" FORCE ROW LEVEL SECURITY;
ALTER TABLE "support_mail" FORCE ROW LEVEL SECURITY;
""",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="mail",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
            ),
        ),
        migrations.AlterField(
            model_name="feedback",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="feedback", to="support.case"
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="contact",
            field=models.ForeignKey(
                help_text="Who said it",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="support.casecontact",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(models.F("case"), models.F("contact"), name="feedback_once_a_contact"),
        ),
        migrations.CreateModel(
            name="BegunReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(max_length=40)),
                ("times", models.PositiveSmallIntegerField(default=0)),
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
                "verbose_name_plural": "mails whose reading has begun",
                "constraints": [
                    models.UniqueConstraint(models.F("programme"), models.F("uid"), name="reading_begun_once")
                ],
            },
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_begunreading" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_begunreading" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'advice' AND (SELECT irhub_role()) IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_begunreading" FOR INSERT TO "irhub_app" WITH CHECK (false);
CREATE POLICY "fenced_change" ON "support_begunreading" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "support_begunreading" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "support_begunreading" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
    ]
