"""Countries and sub-agents of an applicant, and interests that people of a body declare in companies."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0002_fence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="countries",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="SubAgent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("owner", models.CharField(max_length=200)),
                ("country", models.CharField(max_length=20)),
                ("company_number", models.CharField(blank=True, default="", max_length=8)),
                ("checked_on", models.DateField(null=True)),
                ("named_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agents", to="suppliers.application"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("application"), models.F("name"), models.F("country"), name="sub_agent_named_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclaredInterest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.CharField(max_length=254)),
                ("name", models.CharField(help_text="The company, as the person calls it", max_length=200)),
                ("company_number", models.CharField(max_length=8)),
                ("what", models.TextField(help_text="What connects the person with it")),
                ("declared_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_on", models.DateField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_subagent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_subagent" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id));
CREATE POLICY "fenced_add" ON "suppliers_subagent" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.body_id = suppliers_subagent.body_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body())));
CREATE POLICY "fenced_change" ON "suppliers_subagent" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.body_id = suppliers_subagent.body_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body()))) WITH CHECK ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.body_id = suppliers_subagent.body_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body())));
CREATE POLICY "fenced_remove" ON "suppliers_subagent" FOR DELETE TO "irhub_app" USING ((SELECT irhub_role()) = 'administrator' AND EXISTS (SELECT FROM suppliers_application parent WHERE parent.id = application_id AND parent.body_id = suppliers_subagent.body_id AND parent.state = 'draft' AND parent.supplier_id = (SELECT irhub_body())));
CREATE POLICY "system" ON "suppliers_subagent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_subagent" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_subagent";
DROP POLICY "fenced_add" ON "suppliers_subagent";
DROP POLICY "fenced_change" ON "suppliers_subagent";
DROP POLICY "fenced_remove" ON "suppliers_subagent";
DROP POLICY "system" ON "suppliers_subagent";
DROP POLICY "proved_system" ON "suppliers_subagent";
ALTER TABLE "suppliers_subagent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_declaredinterest" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_declaredinterest" FOR SELECT TO "irhub_app" USING (((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead')) OR ((SELECT irhub_body()) = body_id AND person_id = (SELECT irhub_person()) AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead', 'grants assessor')));
CREATE POLICY "fenced_add" ON "suppliers_declaredinterest" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND person_id = (SELECT irhub_person()) AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_change" ON "suppliers_declaredinterest" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND person_id = (SELECT irhub_person()) AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead', 'grants assessor')) WITH CHECK ((SELECT irhub_body()) = body_id AND person_id = (SELECT irhub_person()) AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "fenced_remove" ON "suppliers_declaredinterest" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND person_id = (SELECT irhub_person()) AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead', 'grants assessor'));
CREATE POLICY "system" ON "suppliers_declaredinterest" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_declaredinterest" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
""",
            """
DROP POLICY "fenced_read" ON "suppliers_declaredinterest";
DROP POLICY "fenced_add" ON "suppliers_declaredinterest";
DROP POLICY "fenced_change" ON "suppliers_declaredinterest";
DROP POLICY "fenced_remove" ON "suppliers_declaredinterest";
DROP POLICY "system" ON "suppliers_declaredinterest";
DROP POLICY "proved_system" ON "suppliers_declaredinterest";
ALTER TABLE "suppliers_declaredinterest" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
