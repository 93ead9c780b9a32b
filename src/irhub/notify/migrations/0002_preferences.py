from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_row_security"),
        ("notify", "0001_outbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("every", models.CharField(max_length=5)),
                ("told_until", models.DateField()),
                ("body_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person_id", "body_id", "kind"), name="preference_of_a_kind_once")
                ],
            },
        ),
        # each person's own
        migrations.RunSQL(
            """
    ALTER TABLE "notify_preference" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "notify_preference" FOR SELECT TO "irhub_app" USING (irhub_person() = person_id);
    CREATE POLICY "fenced_add" ON "notify_preference" FOR INSERT TO "irhub_app" WITH CHECK (irhub_person() = person_id);
    CREATE POLICY "fenced_change" ON "notify_preference" FOR UPDATE TO "irhub_app"
        USING (irhub_person() = person_id) WITH CHECK (irhub_person() = person_id);
    CREATE POLICY "fenced_remove" ON "notify_preference" FOR DELETE TO "irhub_app" USING (irhub_person() = person_id);
    CREATE POLICY "system" ON "notify_preference" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "notify_preference";
    DROP POLICY "fenced_add" ON "notify_preference";
    DROP POLICY "fenced_change" ON "notify_preference";
    DROP POLICY "fenced_remove" ON "notify_preference";
    DROP POLICY "system" ON "notify_preference";
    ALTER TABLE "notify_preference" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
