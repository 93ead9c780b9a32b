"""Webinars, bookings and the places that they take, behind the fence of those who give advice in the body that runs them."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0009_moved_by_tables"),
        ("casework", "0001_rows_only_added"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("lot", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=150)),
                ("email", models.EmailField(max_length=254)),
                ("audience", models.CharField(max_length=10)),
                ("provider_id", models.CharField(blank=True, default="", max_length=40)),
                ("council_code", models.CharField(blank=True, default="", max_length=9)),
                ("organisation", models.CharField(max_length=200)),
                ("wants", models.CharField(blank=True, default="", max_length=500)),
                ("booked_by", models.CharField(max_length=254)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("state", models.CharField(default="asked", max_length=10)),
                ("offered_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "booked_for",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BookingEvent",
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
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="webinars.booking"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("title", models.CharField(max_length=120)),
                ("summary", models.TextField(help_text="What people learn, in a few sentences")),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        default=list,
                        help_text="Codes of themes of the programme",
                        size=None,
                    ),
                ),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), help_text="Audience: provider, council", size=None
                    ),
                ),
                ("host", models.CharField(max_length=120)),
                ("speaker", models.CharField(blank=True, default="", max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=60)),
                ("capacity", models.PositiveIntegerField()),
                ("taken", models.PositiveIntegerField(default=0)),
                ("rules", models.JSONField(default=dict)),
                ("law_as_at", models.DateField(null=True)),
                ("recording_url", models.URLField(blank=True, default="", max_length=500)),
                ("state", models.CharField(default="draft", max_length=10)),
                ("cancelled_because", models.TextField(blank=True, default="")),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, default="", max_length=254)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="webinars", to="programmes.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.TextField()),
                ("answer", models.TextField(blank=True, default="")),
                ("written_by", models.CharField(max_length=254)),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="webinars.session"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JoinLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("link", models.URLField(max_length=1000)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="join", to="webinars.session"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="booking",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="bookings", to="webinars.session"
            ),
        ),
        migrations.CreateModel(
            name="SessionEvent",
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="webinars.session"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Slides",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("media_type", models.CharField(max_length=100)),
                ("sha256", models.CharField(help_text="Of the bytes, in hex", max_length=64)),
                ("data", models.BinaryField()),
                ("kept_by", models.CharField(max_length=254)),
                ("kept_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slides", to="webinars.session"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "slides",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["state", "starts_at"], name="webinar_when"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 1), ("capacity__lte", 5000)), name="webinar_has_places"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken__lte", models.F("capacity"))), name="webinar_never_over_its_places"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 5), ("minutes__lte", 600)), name="webinar_of_a_length"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["session", "state"], name="webinar_bookings"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["provider_id"], name="webinar_provider"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                models.F("session"),
                django.db.models.functions.text.Lower("email"),
                django.db.models.functions.text.Lower("booked_by"),
                condition=models.Q(("state__in", ["lapsed", "cancelled"]), _negated=True),
                name="webinar_booked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("provider_id", ""), _negated=True),
                    models.Q(("council_code", ""), _negated=True),
                    ("audience__in", ["worker", "partner"]),
                    _connector="OR",
                ),
                name="webinar_booked_for_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="slides",
            constraint=models.CheckConstraint(
                condition=models.Q(("data", b""), _negated=True), name="webinars_slides_is_not_empty"
            ),
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_session" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_session" FOR SELECT TO "irhub_app" USING (state <> 'draft' OR irhub_body() = body_id);
CREATE POLICY "fenced_add" ON "webinars_session" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_session" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_session" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_session" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_sessionevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_sessionevent" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_add" ON "webinars_sessionevent" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_sessionevent" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_sessionevent" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_sessionevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "webinars_sessionevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "webinars_sessionevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "webinars_sessionevent" USING (false);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_joinlink" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_joinlink" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_add" ON "webinars_joinlink" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_joinlink" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_joinlink" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_joinlink" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_slides" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_slides" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM webinars_session parent WHERE parent.id = session_id));
CREATE POLICY "fenced_add" ON "webinars_slides" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_slides" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_slides" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_slides" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_question" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_question" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM webinars_session parent WHERE parent.id = session_id));
CREATE POLICY "fenced_add" ON "webinars_question" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_question" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_question" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_question" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_booking" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_booking" FOR SELECT TO "irhub_app" USING ((irhub_body() = body_id AND irhub_side() = 'advice') OR irhub_body() = booked_for_id);
CREATE POLICY "fenced_add" ON "webinars_booking" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_booking" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_booking" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_booking" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "webinars_bookingevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "webinars_bookingevent" FOR SELECT TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_add" ON "webinars_bookingevent" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_change" ON "webinars_bookingevent" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice') WITH CHECK (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "fenced_remove" ON "webinars_bookingevent" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id AND irhub_side() = 'advice');
CREATE POLICY "system" ON "webinars_bookingevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "webinars_bookingevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "webinars_bookingevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "webinars_bookingevent" USING (false);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE OR REPLACE FUNCTION webinars_take_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    had integer := CASE WHEN TG_OP <> 'INSERT' AND OLD.state IN ('booked', 'offered') THEN 1 ELSE 0 END;
    has integer := CASE WHEN TG_OP <> 'DELETE' AND NEW.state IN ('booked', 'offered') THEN 1 ELSE 0 END;
BEGIN
    IF had <> has THEN
        UPDATE webinars_session SET taken = taken + has - had WHERE id = COALESCE(NEW.session_id, OLD.session_id);
        IF NOT FOUND THEN
            RAISE EXCEPTION 'places of a webinar are counted by whoever may write to it' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER places_taken AFTER INSERT OR DELETE OR UPDATE OF state ON webinars_booking FOR EACH ROW EXECUTE FUNCTION webinars_take_places();
""",
            migrations.RunSQL.noop,
        ),
    ]
