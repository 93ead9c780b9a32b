"""Levels of the standards that providers choose to publish; the rows stay behind the wall, and level, edition and expiry alone are told."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

FENCE = """
ALTER TABLE "compliance_published" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_published" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_add" ON "compliance_published" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_published.sheet_id AND parent.body_id = compliance_published.body_id));
CREATE POLICY "fenced_change" ON "compliance_published" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_published.sheet_id AND parent.body_id = compliance_published.body_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_published.sheet_id AND parent.body_id = compliance_published.body_id));
CREATE POLICY "fenced_remove" ON "compliance_published" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_published.sheet_id AND parent.body_id = compliance_published.body_id));
CREATE POLICY "system" ON "compliance_published" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_published" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
"""
UNFENCED = """
DROP POLICY "fenced_read" ON "compliance_published";
DROP POLICY "fenced_add" ON "compliance_published";
DROP POLICY "fenced_change" ON "compliance_published";
DROP POLICY "fenced_remove" ON "compliance_published";
DROP POLICY "system" ON "compliance_published";
DROP POLICY "proved_system" ON "compliance_published";
ALTER TABLE "compliance_published" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0003_checks_to_repeat"),
    ]

    operations = [
        migrations.CreateModel(
            name="Published",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(help_text="Of the statements")),
                ("edition", models.CharField(help_text="Of the code", max_length=100)),
                ("assessed_on", models.DateField()),
                ("expires_on", models.DateField()),
                ("published_by", models.CharField(max_length=254)),
                ("published_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("withdrawn_by", models.CharField(blank=True, default="", max_length=254)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="published", to="compliance.sheet"
                    ),
                ),
            ],
            options={
                "verbose_name": "self-check level",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("body"),
                        condition=models.Q(("withdrawn_at", None)),
                        name="one_level_published_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level", "towards"), _negated=True), name="no_level_below_the_core"
                    ),
                ],
            },
        ),
        migrations.RunSQL(FENCE, UNFENCED),
    ]
