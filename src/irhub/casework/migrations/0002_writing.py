import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_absences"),
        ("casework", "0001_rows_only_added"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Writing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=250)),
                ("side", models.CharField(blank=True, default="", max_length=20)),
                ("until", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("about", "body", "person", "side"), name="writing_once")
                ],
            },
        ),
        migrations.RunSQL(
            """
ALTER TABLE "casework_writing" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "casework_writing" FOR SELECT TO "irhub_app" USING (irhub_body() = "body_id" AND irhub_side() = "side");
CREATE POLICY "fenced_add" ON "casework_writing" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = "body_id" AND irhub_side() = "side");
CREATE POLICY "fenced_change" ON "casework_writing" FOR UPDATE TO "irhub_app" USING (irhub_body() = "body_id" AND irhub_side() = "side") WITH CHECK (irhub_body() = "body_id" AND irhub_side() = "side");
CREATE POLICY "fenced_remove" ON "casework_writing" FOR DELETE TO "irhub_app" USING (irhub_body() = "body_id" AND irhub_side() = "side");
CREATE POLICY "system" ON "casework_writing" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            """
DROP POLICY "fenced_read" ON "casework_writing";
DROP POLICY "fenced_add" ON "casework_writing";
DROP POLICY "fenced_change" ON "casework_writing";
DROP POLICY "fenced_remove" ON "casework_writing";
DROP POLICY "system" ON "casework_writing";
ALTER TABLE "casework_writing" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
