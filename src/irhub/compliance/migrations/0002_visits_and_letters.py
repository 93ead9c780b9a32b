"""Visits of the Home Office and letters about the licence, behind the same wall; what there is to do about them are actions of the plan."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

FENCE = """
ALTER TABLE "compliance_matter" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "compliance_matter" FOR SELECT TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead'));
CREATE POLICY "fenced_add" ON "compliance_matter" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_matter.sheet_id AND parent.body_id = compliance_matter.body_id));
CREATE POLICY "fenced_change" ON "compliance_matter" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_matter.sheet_id AND parent.body_id = compliance_matter.body_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_matter.sheet_id AND parent.body_id = compliance_matter.body_id));
CREATE POLICY "fenced_remove" ON "compliance_matter" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_side()) = 'provider' AND (SELECT irhub_role()) IN ('administrator', 'sponsorship lead') AND EXISTS (SELECT FROM compliance_sheet parent WHERE parent.id = compliance_matter.sheet_id AND parent.body_id = compliance_matter.body_id));
CREATE POLICY "system" ON "compliance_matter" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "compliance_matter" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
"""
UNFENCED = """
DROP POLICY "fenced_read" ON "compliance_matter";
DROP POLICY "fenced_add" ON "compliance_matter";
DROP POLICY "fenced_change" ON "compliance_matter";
DROP POLICY "fenced_remove" ON "compliance_matter";
DROP POLICY "system" ON "compliance_matter";
DROP POLICY "proved_system" ON "compliance_matter";
ALTER TABLE "compliance_matter" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="planitem",
            name="step",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("kind", models.CharField(max_length=20)),
                ("dated", models.DateField(help_text="The day of the visit, or the date on the letter")),
                ("state", models.CharField(default="open", max_length=10)),
                ("note", models.TextField(blank=True, default="", help_text="How it ended")),
                ("opened_by", models.CharField(max_length=254)),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("closed_by", models.CharField(blank=True, default="", max_length=254)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="matters", to="compliance.sheet"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="planitem",
            name="matter",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="items", to="compliance.matter"
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("state", "open")),
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    _connector="OR",
                ),
                name="matter_closed_by_whom_and_when",
            ),
        ),
        migrations.RunSQL(FENCE, UNFENCED),
    ]
