"""Who came to webinars, and certificates: for those alone who give advice in the body that runs them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_absences"),
        ("webinars", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("came", models.CharField(default="not known", max_length=12)),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                ("ticked_by", models.CharField(blank=True, default="", max_length=254)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendance", to="webinars.booking"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=14, unique=True)),
                ("name", models.CharField(max_length=150)),
                ("email", models.EmailField(max_length=254)),
                ("title", models.CharField(max_length=120)),
                ("held_on", models.DateField()),
                ("length", models.PositiveSmallIntegerField(help_text="Of the webinar, in minutes")),
                (
                    "attended",
                    models.PositiveSmallIntegerField(
                        help_text="Minutes; none where the host ticked who came", null=True
                    ),
                ),
                ("law_as_at", models.DateField(null=True)),
                ("issuer", models.CharField(max_length=200)),
                ("issued_by", models.CharField(max_length=254)),
                ("issued_at", models.DateTimeField(auto_now_add=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="certificates",
                        to="webinars.booking",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="webinars.certificate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Connection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=500)),
                ("name", models.CharField(max_length=200)),
                ("also", models.CharField(blank=True, default="", help_text="The name of the account", max_length=200)),
                ("email", models.CharField(blank=True, default="", max_length=254)),
                ("runs_it", models.BooleanField(default=False)),
                ("standing", models.CharField(default="to settle", max_length=10)),
                ("settled_by", models.CharField(blank=True, default="", max_length=254)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="connections", to="webinars.session"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "connections",
            },
        ),
        migrations.CreateModel(
            name="Behind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("said_by", models.CharField(max_length=254)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="behind", to="webinars.booking"
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="behind", to="webinars.connection"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Log",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("shape", models.CharField(max_length=40)),
                (
                    "sha256",
                    models.CharField(help_text="Of the file, so that the same one is not read twice", max_length=64),
                ),
                ("absent", models.PositiveIntegerField(default=0, help_text="How many it lists as absent")),
                ("odd", models.JSONField(default=list, help_text="A sentence for each odd row")),
                ("read_by", models.CharField(max_length=254)),
                ("read_at", models.DateTimeField(auto_now_add=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="logs", to="webinars.session"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "attendance reports",
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("joined_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("seconds", models.PositiveIntegerField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="webinars.connection"
                    ),
                ),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="webinars.log"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="connection",
            constraint=models.UniqueConstraint(models.F("session"), models.F("key"), name="webinar_connection_once"),
        ),
        migrations.AddConstraint(
            model_name="behind",
            constraint=models.UniqueConstraint(models.F("connection"), models.F("booking"), name="webinar_behind_once"),
        ),
        migrations.AddConstraint(
            model_name="log",
            constraint=models.UniqueConstraint(models.F("session"), models.F("sha256"), name="webinar_log_once"),
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_log" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_log" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_add" ON "webinars_log" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_log" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_log" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_log" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_presence" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_presence" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_add" ON "webinars_presence" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_presence" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_presence" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_presence" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_connection" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_connection" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_add" ON "webinars_connection" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_connection" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_connection" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_connection" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_behind" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_behind" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_add" ON "webinars_behind" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_behind" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_behind" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_behind" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_attendance" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_attendance" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_add" ON "webinars_attendance" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_attendance" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_attendance" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_attendance" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_certificate" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_certificate" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_add" ON "webinars_certificate" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_certificate" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_certificate" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_certificate" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
    ]
