"""Pages of guidance and their versions: of a public page everybody reads what is or was published, all else is the body's own."""

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
            name="Page",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "pages of guidance",
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("number", models.PositiveIntegerField()),
                ("visibility", models.CharField(default="public", max_length=10)),
                ("title", models.CharField(max_length=120)),
                ("answer", models.TextField(blank=True, default="")),
                ("text", models.TextField(blank=True, default="")),
                ("sources", models.TextField(blank=True, default="")),
                ("topics", models.JSONField(default=list)),
                ("audience", models.JSONField(default=list)),
                ("law_as_at", models.DateField(null=True)),
                ("review_on", models.DateField(null=True)),
                ("change_note", models.CharField(blank=True, default="", max_length=300)),
                ("state", models.CharField(default="draft", max_length=20)),
                ("written_by", models.CharField(max_length=254)),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                ("submitted_by", models.CharField(blank=True, default="", max_length=254)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("approved_by", models.CharField(blank=True, default="", max_length=254)),
                ("approved_at", models.DateTimeField(null=True)),
                ("publish_on", models.DateField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("why", models.TextField(blank=True, default="")),
                ("rules", models.JSONField(default=dict)),
                ("checked_by", models.CharField(blank=True, default="", max_length=254)),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="guidance.page"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "versions of guidance",
            },
        ),
        migrations.CreateModel(
            name="VersionEvent",
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="guidance.version"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "events of versions of guidance",
            },
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["state", "visibility"], name="guidance_out"),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["body", "state"], name="guidance_of_body"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(models.F("page"), models.F("number"), name="guidance_version_once"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                models.F("page"), condition=models.Q(("state", "published")), name="guidance_one_published_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                models.F("page"),
                condition=models.Q(("state__in", ["draft", "submitted", "sent back", "scheduled"])),
                name="guidance_one_version_in_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("scheduled", "published", "superseded", "withdrawn")), _negated=True),
                    models.Q(
                        models.Q(("approved_by", ""), _negated=True),
                        models.Q(("approved_by__iexact", models.F("submitted_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="guidance_approved_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "scheduled"), _negated=True), ("publish_on__isnull", False), _connector="OR"
                ),
                name="guidance_scheduled_for_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["withdrawn", "sent back"]), _negated=True),
                    models.Q(("why", ""), _negated=True),
                    _connector="OR",
                ),
                name="guidance_withdrawn_with_a_reason",
            ),
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "guidance_page" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "guidance_page" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id OR EXISTS (SELECT FROM guidance_version v WHERE v.page_id = guidance_page.id AND v.visibility = 'public' AND v.state IN ('published', 'superseded', 'withdrawn')));
    CREATE POLICY "fenced_add" ON "guidance_page" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id);
    CREATE POLICY "fenced_change" ON "guidance_page" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id) WITH CHECK (irhub_body() = body_id);
    CREATE POLICY "fenced_remove" ON "guidance_page" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id);
    CREATE POLICY "system" ON "guidance_page" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true)
""",
            """
    DROP POLICY "fenced_read" ON "guidance_page";
    DROP POLICY "fenced_add" ON "guidance_page";
    DROP POLICY "fenced_change" ON "guidance_page";
    DROP POLICY "fenced_remove" ON "guidance_page";
    DROP POLICY "system" ON "guidance_page";
    ALTER TABLE "guidance_page" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "guidance_version" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "guidance_version" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id OR (visibility = 'public' AND state IN ('published', 'superseded', 'withdrawn')));
    CREATE POLICY "fenced_add" ON "guidance_version" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id);
    CREATE POLICY "fenced_change" ON "guidance_version" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id) WITH CHECK (irhub_body() = body_id);
    CREATE POLICY "fenced_remove" ON "guidance_version" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id);
    CREATE POLICY "system" ON "guidance_version" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true)
""",
            """
    DROP POLICY "fenced_read" ON "guidance_version";
    DROP POLICY "fenced_add" ON "guidance_version";
    DROP POLICY "fenced_change" ON "guidance_version";
    DROP POLICY "fenced_remove" ON "guidance_version";
    DROP POLICY "system" ON "guidance_version";
    ALTER TABLE "guidance_version" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "guidance_versionevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "guidance_versionevent" FOR SELECT TO "irhub_app" USING (irhub_body() IN ("body_id"));
    CREATE POLICY "fenced_add" ON "guidance_versionevent" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() IN ("body_id"));
    CREATE POLICY "fenced_change" ON "guidance_versionevent" FOR UPDATE TO "irhub_app" USING (irhub_body() IN ("body_id")) WITH CHECK (irhub_body() IN ("body_id"));
    CREATE POLICY "fenced_remove" ON "guidance_versionevent" FOR DELETE TO "irhub_app" USING (irhub_body() IN ("body_id"));
    CREATE POLICY "system" ON "guidance_versionevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true)
""",
            """
    DROP POLICY "fenced_read" ON "guidance_versionevent";
    DROP POLICY "fenced_add" ON "guidance_versionevent";
    DROP POLICY "fenced_change" ON "guidance_versionevent";
    DROP POLICY "fenced_remove" ON "guidance_versionevent";
    DROP POLICY "system" ON "guidance_versionevent";
    ALTER TABLE "guidance_versionevent" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY
""",
        ),
        migrations.RunSQL(
            """
    CREATE TRIGGER only_added_to BEFORE UPDATE ON "guidance_versionevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
    ALTER POLICY fenced_change ON "guidance_versionevent" USING (false) WITH CHECK (false);
    ALTER POLICY fenced_remove ON "guidance_versionevent" USING (false)
""",
            migrations.RunSQL.noop,
        ),
    ]
