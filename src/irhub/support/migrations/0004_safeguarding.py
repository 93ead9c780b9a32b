"""Safeguarding concerns that came up in cases, and who decides of them: for the helpline's own advisers alone."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_absences"),
        ("programmes", "0001_initial"),
        ("support", "0003_releases_of_refusals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("ground", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("raised_by", models.CharField(max_length=254)),
                ("raised_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("state", models.CharField(default="raised", max_length=10)),
                ("law", models.CharField(blank=True, default="", max_length=100)),
                ("passed_to", models.CharField(blank=True, default="", max_length=200)),
                ("shared", models.TextField(blank=True, default="")),
                ("client_told", models.BooleanField(null=True)),
                ("unsafe", models.CharField(blank=True, default="", max_length=300)),
                ("decided_by", models.CharField(blank=True, default="", max_length=254)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="concerns", to="support.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConcernEvent",
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
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="support.concern"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SafeguardingLead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named_by", models.CharField(max_length=254)),
                ("named_at", models.DateTimeField(auto_now=True)),
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
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "safeguarding leads",
            },
        ),
        migrations.AddIndex(
            model_name="concern",
            index=models.Index(
                models.F("body"), models.F("raised_at"), condition=models.Q(("state", "raised")), name="concern_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "passed on"), _negated=True),
                    models.Q(
                        models.Q(("law", ""), _negated=True),
                        models.Q(("passed_to", ""), _negated=True),
                        models.Q(("shared", ""), _negated=True),
                        models.Q(("client_told", True), models.Q(("unsafe", ""), _negated=True), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="concern_passed_on_by_a_law",
            ),
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_concern" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_concern" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_concern" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_concern" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_concern" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_concern" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_concernevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_concernevent" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_concernevent" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_concernevent" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_concernevent" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_concernevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
CREATE TRIGGER only_added_to BEFORE UPDATE ON "support_concernevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "support_concernevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "support_concernevent" USING (false);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "support_safeguardinglead" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "support_safeguardinglead" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_add" ON "support_safeguardinglead" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_change" ON "support_safeguardinglead" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead')) WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "fenced_remove" ON "support_safeguardinglead" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice' AND irhub_role() IN ('adviser', 'helpline lead'));
CREATE POLICY "system" ON "support_safeguardinglead" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
    ]
