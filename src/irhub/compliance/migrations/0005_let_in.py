"""An assessor whom a provider lets in reads what was opened to them, on its days, by the database's clock, once a look of the day is noted."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

BODY = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "accounts.body"}


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0004_published_levels"),
        ("casework", "0001_rows_only_added"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.CharField(max_length=254)),
                ("provider", models.CharField(help_text="The name of the provider, for the assessor", max_length=250)),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                (
                    "questions",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None),
                ),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(help_text="The last day")),
                ("opened_by", models.CharField(max_length=254)),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("revoked_by", models.CharField(blank=True, default="", max_length=254)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("body", models.ForeignKey(**BODY)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="compliance.sheet"
                    ),
                ),
            ],
            options={
                "verbose_name": "self-check opening",
                "indexes": [models.Index(fields=["person"], name="opening_to_a_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gte", models.F("begins_on")), ("ends_on__lte", models.F("begins_on") + 31)
                        ),
                        name="opening_is_of_a_month_at_most",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("body", models.ForeignKey(**BODY)),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="compliance.opening"
                    ),
                ),
            ],
            options={"verbose_name": "self-check look"},
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=60)),
                ("confirmed", models.BooleanField()),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("revision", models.PositiveIntegerField()),
                ("who", models.CharField(max_length=254)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("body", models.ForeignKey(**BODY)),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="compliance.opening",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="confirmations", to="compliance.sheet"
                    ),
                ),
            ],
            options={
                "verbose_name": "self-check confirmation",
                "indexes": [models.Index(fields=["sheet", "question"], name="confirmations_of_a_question")],
            },
        ),
        migrations.RunSQL(
            """
ALTER TABLE "compliance_opening" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_opening" FOR SELECT TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead')) OR (person_id = (SELECT irhub_person()) AND (SELECT irhub_role()) = 'grants assessor' AND NOT EXISTS (SELECT FROM accounts_membership held WHERE held.person_id = (SELECT irhub_person()) AND held.role = 'commissioner' AND held.since <= (now() AT TIME ZONE 'Europe/London')::date AND (held.until IS NULL OR held.until > (now() AT TIME ZONE 'Europe/London')::date))));
CREATE POLICY "fenced_add" ON "compliance_opening" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_change" ON "compliance_opening" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_remove" ON "compliance_opening" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "system" ON "compliance_opening" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_opening" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "compliance_opening";
DROP POLICY "fenced_add" ON "compliance_opening";
DROP POLICY "fenced_change" ON "compliance_opening";
DROP POLICY "fenced_remove" ON "compliance_opening";
DROP POLICY "system" ON "compliance_opening";
DROP POLICY "proved_system" ON "compliance_opening";
ALTER TABLE "compliance_opening" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "compliance_look" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_look" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM compliance_opening parent WHERE parent.id = compliance_look.opening_id AND parent.body_id = compliance_look.body_id));
CREATE POLICY "fenced_add" ON "compliance_look" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_role()) = 'grants assessor' AND EXISTS (SELECT FROM compliance_opening mine WHERE mine.id = compliance_look.opening_id AND mine.body_id = compliance_look.body_id AND mine.person_id = (SELECT irhub_person()) AND mine.revoked_at IS NULL AND (now() AT TIME ZONE 'Europe/London')::date BETWEEN mine.begins_on AND mine.ends_on));
CREATE POLICY "fenced_change" ON "compliance_look" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "compliance_look" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "compliance_look" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_look" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "compliance_look";
DROP POLICY "fenced_add" ON "compliance_look";
DROP POLICY "fenced_change" ON "compliance_look";
DROP POLICY "fenced_remove" ON "compliance_look";
DROP POLICY "system" ON "compliance_look";
DROP POLICY "proved_system" ON "compliance_look";
ALTER TABLE "compliance_look" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "compliance_confirmation" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_confirmation" FOR SELECT TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead')) OR (EXISTS (SELECT FROM compliance_opening parent WHERE parent.id = compliance_confirmation.opening_id AND parent.body_id = compliance_confirmation.body_id)));
CREATE POLICY "fenced_add" ON "compliance_confirmation" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_role()) = 'grants assessor' AND EXISTS (SELECT FROM compliance_opening mine WHERE mine.id = compliance_confirmation.opening_id AND mine.body_id = compliance_confirmation.body_id AND mine.sheet_id = compliance_confirmation.sheet_id AND compliance_confirmation.question = ANY (mine.questions) AND EXISTS (SELECT FROM compliance_look seen WHERE seen.opening_id = mine.id AND (seen.at AT TIME ZONE 'Europe/London')::date = (now() AT TIME ZONE 'Europe/London')::date) AND mine.person_id = (SELECT irhub_person()) AND mine.revoked_at IS NULL AND (now() AT TIME ZONE 'Europe/London')::date BETWEEN mine.begins_on AND mine.ends_on));
CREATE POLICY "fenced_change" ON "compliance_confirmation" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
CREATE POLICY "fenced_remove" ON "compliance_confirmation" FOR DELETE TO "irhub_app" USING (false);
CREATE POLICY "system" ON "compliance_confirmation" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_confirmation" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "compliance_confirmation";
DROP POLICY "fenced_add" ON "compliance_confirmation";
DROP POLICY "fenced_change" ON "compliance_confirmation";
DROP POLICY "fenced_remove" ON "compliance_confirmation";
DROP POLICY "system" ON "compliance_confirmation";
DROP POLICY "proved_system" ON "compliance_confirmation";
ALTER TABLE "compliance_confirmation" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
CREATE POLICY "let_in" ON "compliance_sheet" FOR SELECT TO "irhub_app" USING ((SELECT irhub_role()) = 'grants assessor' AND EXISTS (SELECT FROM compliance_opening mine WHERE mine.sheet_id = compliance_sheet.id AND mine.body_id = compliance_sheet.body_id AND mine.person_id = (SELECT irhub_person()) AND mine.revoked_at IS NULL AND (now() AT TIME ZONE 'Europe/London')::date BETWEEN mine.begins_on AND mine.ends_on AND EXISTS (SELECT FROM compliance_look seen WHERE seen.opening_id = mine.id AND (seen.at AT TIME ZONE 'Europe/London')::date = (now() AT TIME ZONE 'Europe/London')::date)));
CREATE POLICY "let_in" ON "compliance_answer" FOR SELECT TO "irhub_app" USING ((SELECT irhub_role()) = 'grants assessor' AND EXISTS (SELECT FROM compliance_opening mine WHERE mine.sheet_id = compliance_answer.sheet_id AND mine.body_id = compliance_answer.body_id AND compliance_answer.question = ANY (mine.questions) AND mine.person_id = (SELECT irhub_person()) AND mine.revoked_at IS NULL AND (now() AT TIME ZONE 'Europe/London')::date BETWEEN mine.begins_on AND mine.ends_on AND EXISTS (SELECT FROM compliance_look seen WHERE seen.opening_id = mine.id AND (seen.at AT TIME ZONE 'Europe/London')::date = (now() AT TIME ZONE 'Europe/London')::date)));
CREATE POLICY "let_in" ON "compliance_evidence" FOR SELECT TO "irhub_app" USING ((SELECT irhub_role()) = 'grants assessor' AND EXISTS (SELECT FROM compliance_opening mine WHERE mine.sheet_id = compliance_evidence.sheet_id AND mine.body_id = compliance_evidence.body_id AND compliance_evidence.question = ANY (mine.questions) AND mine.person_id = (SELECT irhub_person()) AND mine.revoked_at IS NULL AND (now() AT TIME ZONE 'Europe/London')::date BETWEEN mine.begins_on AND mine.ends_on AND EXISTS (SELECT FROM compliance_look seen WHERE seen.opening_id = mine.id AND (seen.at AT TIME ZONE 'Europe/London')::date = (now() AT TIME ZONE 'Europe/London')::date)));
""",
            """
DROP POLICY "let_in" ON "compliance_sheet";
DROP POLICY "let_in" ON "compliance_answer";
DROP POLICY "let_in" ON "compliance_evidence";
""",
        ),
        migrations.RunSQL(
            'CREATE TRIGGER only_added_to BEFORE UPDATE ON "compliance_look" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to()',
            'DROP TRIGGER only_added_to ON "compliance_look"',
        ),
        migrations.RunSQL(
            'CREATE TRIGGER only_added_to BEFORE UPDATE ON "compliance_confirmation" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to()',
            'DROP TRIGGER only_added_to ON "compliance_confirmation"',
        ),
    ]
