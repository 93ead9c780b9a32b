"""Who speaks about a notice, and notes: for the body that posted it alone."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_absences"),
        ("notices", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("who", models.CharField(max_length=254)),
                ("text", models.TextField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="correction",
                        to="notices.noticenote",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="notices.notice"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoticeContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("name", models.CharField(max_length=150)),
                ("relation", models.CharField(max_length=10)),
                ("firm", models.CharField(blank=True, default="", max_length=200)),
                ("authority", models.CharField(max_length=10)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("calls", models.CharField(default="any", max_length=10)),
                (
                    "announce",
                    models.BooleanField(default=True, help_text="Whether a caller may say where they call from"),
                ),
                (
                    "pass_phrase",
                    models.CharField(blank=True, default="", help_text="What they say to be known", max_length=80),
                ),
                (
                    "adaptations",
                    models.CharField(
                        blank=True, default="", help_text="An interpreter, text relay, time", max_length=300
                    ),
                ),
                ("added_by", models.CharField(max_length=254)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("state", models.CharField(default="now", max_length=10)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="notices.notice"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), ("phone", ""), _negated=True),
                        name="noticecontact_can_be_reached",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("authority", "own"), ("relation__in", ["acts", "family", "other"]), _negated=True
                        ),
                        name="noticecontact_outside_needs_authority",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            """
ALTER TABLE "notices_noticecontact" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "notices_noticecontact" FOR SELECT TO "irhub_app" USING (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_add" ON "notices_noticecontact" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_change" ON "notices_noticecontact" FOR UPDATE TO "irhub_app" USING (irhub_body() IN ("body_id")) WITH CHECK (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_remove" ON "notices_noticecontact" FOR DELETE TO "irhub_app" USING (irhub_body() IN ("body_id"));
CREATE POLICY "system" ON "notices_noticecontact" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "notices_noticenote" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "notices_noticenote" FOR SELECT TO "irhub_app" USING (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_add" ON "notices_noticenote" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_change" ON "notices_noticenote" FOR UPDATE TO "irhub_app" USING (irhub_body() IN ("body_id")) WITH CHECK (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_remove" ON "notices_noticenote" FOR DELETE TO "irhub_app" USING (irhub_body() IN ("body_id"));
CREATE POLICY "system" ON "notices_noticenote" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "notices_noticenote" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "notices_noticenote" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "notices_noticenote" USING (false);
""",
            migrations.RunSQL.noop,
        ),
    ]
