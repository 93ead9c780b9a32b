"""What a supplier was called on the list before stays there, for everybody who reads its place."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("casework", "0001_rows_only_added"),
        ("operations", "0003_who_acts_is_proved"),
        ("suppliers", "0004_confirmed_by_the_supplier"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("until", models.DateField()),
                ("register", models.CharField(blank=True, default="", max_length=40)),
                ("edition", models.DateField(null=True)),
                ("line", models.BigIntegerField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former_names", to="suppliers.entry"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(
            """
ALTER TABLE "suppliers_formername" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "suppliers_formername" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM suppliers_entry parent WHERE parent.id = entry_id));
CREATE POLICY "fenced_add" ON "suppliers_formername" FOR INSERT TO "irhub_app" WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_entry parent WHERE parent.id = entry_id AND parent.body_id = suppliers_formername.body_id));
CREATE POLICY "fenced_change" ON "suppliers_formername" FOR UPDATE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_entry parent WHERE parent.id = entry_id AND parent.body_id = suppliers_formername.body_id)) WITH CHECK ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_entry parent WHERE parent.id = entry_id AND parent.body_id = suppliers_formername.body_id));
CREATE POLICY "fenced_remove" ON "suppliers_formername" FOR DELETE TO "irhub_app" USING ((SELECT irhub_body()) = body_id AND (SELECT irhub_role()) IN ('framework officer', 'recruitment lead') AND EXISTS (SELECT FROM suppliers_entry parent WHERE parent.id = entry_id AND parent.body_id = suppliers_formername.body_id));
CREATE POLICY "system" ON "suppliers_formername" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE POLICY "proved_system" ON "suppliers_formername" FOR ALL TO "irhub_app" USING ((SELECT irhub_is_system())) WITH CHECK ((SELECT irhub_is_system()));
CREATE TRIGGER only_added_to BEFORE UPDATE ON "suppliers_formername" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "suppliers_formername" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "suppliers_formername" USING (false);
""",
            """
DROP TRIGGER only_added_to ON "suppliers_formername";
DROP POLICY "fenced_read" ON "suppliers_formername";
DROP POLICY "fenced_add" ON "suppliers_formername";
DROP POLICY "fenced_change" ON "suppliers_formername";
DROP POLICY "fenced_remove" ON "suppliers_formername";
DROP POLICY "system" ON "suppliers_formername";
DROP POLICY "proved_system" ON "suppliers_formername";
ALTER TABLE "suppliers_formername" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
