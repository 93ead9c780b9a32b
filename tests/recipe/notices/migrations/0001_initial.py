"""The tables of notices, behind the fence of the body that posts one and of the provider that it is to."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0009_moved_by_tables"),
        ("casework", "0001_rows_only_added"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("posted_by", models.CharField(max_length=254)),
                ("posted_at", models.DateTimeField(auto_now_add=True)),
                ("state", models.CharField(default="posted", max_length=20)),
                ("acknowledged_by", models.CharField(blank=True, default="", max_length=254)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoticeEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("who", models.CharField(max_length=254)),
                ("what", models.CharField(help_text="In words: assigned to Pat Example", max_length=200)),
                ("text", models.TextField(blank=True, default="", help_text="The note or reason")),
                ("before", models.CharField(blank=True, default="", help_text="The state that it left", max_length=20)),
                (
                    "after",
                    models.CharField(blank=True, default="", help_text="The state that it came to", max_length=20),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="notices.notice"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL(
            """
ALTER TABLE "notices_notice" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "notices_notice" FOR SELECT TO "irhub_app" USING (irhub_body() IN ("body_id", "to_id"));
CREATE POLICY "fenced_add" ON "notices_notice" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = "body_id");
CREATE POLICY "fenced_change" ON "notices_notice" FOR UPDATE TO "irhub_app" USING (irhub_body() IN ("body_id", "to_id")) WITH CHECK (irhub_body() IN ("body_id", "to_id"));
CREATE POLICY "fenced_remove" ON "notices_notice" FOR DELETE TO "irhub_app" USING (irhub_body() IN ("body_id", "to_id"));
CREATE POLICY "system" ON "notices_notice" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "notices_noticeevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "notices_noticeevent" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM "notices_notice" parent WHERE parent.id = "notices_noticeevent"."notice_id"));
CREATE POLICY "fenced_add" ON "notices_noticeevent" FOR INSERT TO "irhub_app" WITH CHECK (EXISTS (SELECT FROM "notices_notice" parent WHERE parent.id = "notices_noticeevent"."notice_id"));
CREATE POLICY "fenced_change" ON "notices_noticeevent" FOR UPDATE TO "irhub_app" USING (EXISTS (SELECT FROM "notices_notice" parent WHERE parent.id = "notices_noticeevent"."notice_id")) WITH CHECK (EXISTS (SELECT FROM "notices_notice" parent WHERE parent.id = "notices_noticeevent"."notice_id"));
CREATE POLICY "fenced_remove" ON "notices_noticeevent" FOR DELETE TO "irhub_app" USING (EXISTS (SELECT FROM "notices_notice" parent WHERE parent.id = "notices_noticeevent"."notice_id"));
CREATE POLICY "system" ON "notices_noticeevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "notices_noticeevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "notices_noticeevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "notices_noticeevent" USING (false);
""",
            migrations.RunSQL.noop,
        ),
    ]
