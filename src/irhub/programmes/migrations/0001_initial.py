"""What a hub offers: what is a draft is its body's alone, all else is public, and only its body changes it."""

import django.contrib.postgres.fields
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
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(help_text="Its address", max_length=60, unique=True)),
                ("summary", models.TextField(help_text="What it is, in a few sentences that everybody reads")),
                (
                    "councils",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9),
                        help_text="ONS codes of the councils that it covers",
                        size=None,
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=10)),
                ("opened_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("instead", models.TextField(blank=True, default="", help_text="What to do now that it has ended")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "commissioned_by",
                    models.ForeignKey(
                        help_text="Who pays for it, and reads its counts",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.body",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgrammeEvent",
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(default=1)),
                ("name", models.CharField(max_length=120)),
                ("what", models.TextField(help_text="What somebody gets, and what does not count against it")),
                ("funder", models.CharField(max_length=120)),
                (
                    "open_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), help_text="Audience: provider, council", size=None
                    ),
                ),
                (
                    "councils",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9),
                        help_text="Of the programme's, those in which it is offered",
                        size=None,
                    ),
                ),
                ("unit", models.CharField(default="minutes", max_length=10)),
                ("amount", models.PositiveIntegerField(help_text="What each client is given, once")),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField(help_text="The last day on which a call may begin")),
                ("instead", models.TextField(help_text="What to do before and after: another source of help")),
                ("state", models.CharField(default="draft", max_length=10)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "law_firm",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="schemes", to="programmes.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SchemeEvent",
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
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="programmes.scheme"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("urgency", models.CharField(max_length=10)),
                ("days", models.PositiveSmallIntegerField()),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="service_levels",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("retired_on", models.DateField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="themes", to="programmes.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="hours_of_a_weekday"),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))), name="hours_close_after_they_open"
                    ),
                    models.UniqueConstraint(
                        models.F("programme"), models.F("weekday"), models.F("opens"), name="hours_open_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("audience", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=80)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("web", models.URLField(blank=True, default="")),
                ("words", models.CharField(blank=True, default="", help_text="When, and for what", max_length=200)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), ("phone", ""), ("web", ""), _negated=True),
                        name="contact_point_can_be_reached",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("why", models.CharField(help_text="In words that everybody reads", max_length=120)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="closures", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="closure_ends_after_it_begins"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gte", 1)), name="scheme_gives_something"),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="scheme_closes_after_it_opens"
            ),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.UniqueConstraint(models.F("programme"), models.F("name"), name="scheme_named_once"),
        ),
        migrations.AddConstraint(
            model_name="servicelevel",
            constraint=models.UniqueConstraint(models.F("programme"), models.F("urgency"), name="service_level_once"),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.UniqueConstraint(models.F("programme"), models.F("code"), name="theme_once"),
        ),
        migrations.RunSQL(
            """
ALTER TABLE "programmes_programme" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "programmes_programme" FOR SELECT TO "irhub_app" USING (state <> 'draft' OR irhub_body() IN (body_id, commissioned_by_id));
CREATE POLICY "fenced_add" ON "programmes_programme" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id);
CREATE POLICY "fenced_change" ON "programmes_programme" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id) WITH CHECK (irhub_body() = body_id);
CREATE POLICY "fenced_remove" ON "programmes_programme" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id);
CREATE POLICY "system" ON "programmes_programme" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "programmes_scheme" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "programmes_scheme" FOR SELECT TO "irhub_app" USING ((state <> 'draft' AND EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.state <> 'draft')) OR irhub_body() = body_id);
CREATE POLICY "fenced_add" ON "programmes_scheme" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() = body_id AND EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "fenced_change" ON "programmes_scheme" FOR UPDATE TO "irhub_app" USING (irhub_body() = body_id) WITH CHECK (irhub_body() = body_id);
CREATE POLICY "fenced_remove" ON "programmes_scheme" FOR DELETE TO "irhub_app" USING (irhub_body() = body_id);
CREATE POLICY "system" ON "programmes_scheme" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "programmes_programmeevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "programmes_programmeevent" FOR SELECT TO "irhub_app" USING (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_add" ON "programmes_programmeevent" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_change" ON "programmes_programmeevent" FOR UPDATE TO "irhub_app" USING (irhub_body() IN ("body_id")) WITH CHECK (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_remove" ON "programmes_programmeevent" FOR DELETE TO "irhub_app" USING (irhub_body() IN ("body_id"));
CREATE POLICY "system" ON "programmes_programmeevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "programmes_programmeevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "programmes_programmeevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "programmes_programmeevent" USING (false);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "programmes_schemeevent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "programmes_schemeevent" FOR SELECT TO "irhub_app" USING (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_add" ON "programmes_schemeevent" FOR INSERT TO "irhub_app" WITH CHECK (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_change" ON "programmes_schemeevent" FOR UPDATE TO "irhub_app" USING (irhub_body() IN ("body_id")) WITH CHECK (irhub_body() IN ("body_id"));
CREATE POLICY "fenced_remove" ON "programmes_schemeevent" FOR DELETE TO "irhub_app" USING (irhub_body() IN ("body_id"));
CREATE POLICY "system" ON "programmes_schemeevent" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
CREATE TRIGGER only_added_to BEFORE UPDATE ON "programmes_schemeevent" FOR EACH ROW EXECUTE FUNCTION irhub_only_added_to();
ALTER POLICY fenced_change ON "programmes_schemeevent" USING (false) WITH CHECK (false);
ALTER POLICY fenced_remove ON "programmes_schemeevent" USING (false);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "programmes_openinghours" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "programmes_openinghours" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id));
CREATE POLICY "fenced_add" ON "programmes_openinghours" FOR INSERT TO "irhub_app" WITH CHECK (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "fenced_change" ON "programmes_openinghours" FOR UPDATE TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body())) WITH CHECK (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "fenced_remove" ON "programmes_openinghours" FOR DELETE TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "system" ON "programmes_openinghours" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "programmes_closure" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "programmes_closure" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id));
CREATE POLICY "fenced_add" ON "programmes_closure" FOR INSERT TO "irhub_app" WITH CHECK (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "fenced_change" ON "programmes_closure" FOR UPDATE TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body())) WITH CHECK (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "fenced_remove" ON "programmes_closure" FOR DELETE TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "system" ON "programmes_closure" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "programmes_servicelevel" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "programmes_servicelevel" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id));
CREATE POLICY "fenced_add" ON "programmes_servicelevel" FOR INSERT TO "irhub_app" WITH CHECK (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "fenced_change" ON "programmes_servicelevel" FOR UPDATE TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body())) WITH CHECK (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "fenced_remove" ON "programmes_servicelevel" FOR DELETE TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "system" ON "programmes_servicelevel" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "programmes_theme" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "programmes_theme" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id));
CREATE POLICY "fenced_add" ON "programmes_theme" FOR INSERT TO "irhub_app" WITH CHECK (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "fenced_change" ON "programmes_theme" FOR UPDATE TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body())) WITH CHECK (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "fenced_remove" ON "programmes_theme" FOR DELETE TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "system" ON "programmes_theme" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
ALTER TABLE "programmes_contactpoint" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "fenced_read" ON "programmes_contactpoint" FOR SELECT TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id));
CREATE POLICY "fenced_add" ON "programmes_contactpoint" FOR INSERT TO "irhub_app" WITH CHECK (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "fenced_change" ON "programmes_contactpoint" FOR UPDATE TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body())) WITH CHECK (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "fenced_remove" ON "programmes_contactpoint" FOR DELETE TO "irhub_app" USING (EXISTS (SELECT FROM programmes_programme parent WHERE parent.id = programme_id AND parent.body_id = irhub_body()));
CREATE POLICY "system" ON "programmes_contactpoint" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            migrations.RunSQL.noop,
        ),
    ]
