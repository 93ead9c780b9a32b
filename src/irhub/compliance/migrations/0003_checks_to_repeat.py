"""Right-to-work checks to repeat, by initials or a reference alone, behind the same wall."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

FENCE = """
ALTER TABLE "compliance_repeat" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_repeat" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_add" ON "compliance_repeat" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_change" ON "compliance_repeat" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead')) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_remove" ON "compliance_repeat" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "system" ON "compliance_repeat" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_repeat" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
"""
UNFENCED = """
DROP POLICY "fenced_read" ON "compliance_repeat";
DROP POLICY "fenced_add" ON "compliance_repeat";
DROP POLICY "fenced_change" ON "compliance_repeat";
DROP POLICY "fenced_remove" ON "compliance_repeat";
DROP POLICY "system" ON "compliance_repeat";
DROP POLICY "proved_system" ON "compliance_repeat";
ALTER TABLE "compliance_repeat" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0002_visits_and_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="Repeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("reference", models.CharField(max_length=12)),
                ("shown", models.CharField(help_text="What was shown, as the checker calls it", max_length=30)),
                (
                    "ends",
                    models.DateField(
                        help_text="When permission ends; of an application under way, the date of the positive notice"
                    ),
                ),
                ("due", models.DateField(help_text="By the rulebook")),
                ("state", models.CharField(default="due", max_length=10)),
                ("added_by", models.CharField(max_length=254)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("reminded_on", models.DateField(null=True)),
                ("ended_by", models.CharField(blank=True, default="", max_length=254)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "due")), fields=["body", "due"], name="checks_to_repeat")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state", "due")),
                            models.Q(models.Q(("state", "due"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="repeat_ended_by_whom_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reference__regex", "^([A-Z]\\.?([ -]?[A-Z]\\.?){0,2}|[A-Z]{0,4}[-/ ]?[0-9]{1,5}[A-Z]?)$")
                        ),
                        name="repeat_names_nobody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FENCE, UNFENCED),
    ]
