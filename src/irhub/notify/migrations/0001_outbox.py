import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0003_row_security")]  # which makes the database's roles

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=200)),
                ("recipient", models.CharField(max_length=64)),
                ("sealed", models.BinaryField(null=True)),
                ("posted_at", models.DateTimeField()),
                ("of_use_until", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("state", models.CharField(default="waiting", max_length=7)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="message_due"),
                    models.Index(fields=["recipient"], name="message_of_recipient"),
                    models.Index(fields=["ended_at"], name="message_ended"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "recipient"), name="message_posted_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("sealed__isnull", False), ("state", "waiting")),
                            models.Q(("ended_at__isnull", False), ("sealed", None), ("state", "sent")),
                            models.Q(("ended_at__isnull", False), ("state", "failed")),
                            _connector="OR",
                        ),
                        name="message_waits_or_ended",
                    ),
                ],
            },
        ),
        # whoever acts may add; the system alone reads, sends and marks
        migrations.RunSQL(
            """
    ALTER TABLE "notify_message" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "notify_message" FOR SELECT TO "irhub_app" USING (false);
    CREATE POLICY "fenced_add" ON "notify_message" FOR INSERT TO "irhub_app"
        WITH CHECK (state = 'waiting' AND tries = 0);
    CREATE POLICY "fenced_change" ON "notify_message" FOR UPDATE TO "irhub_app" USING (false) WITH CHECK (false);
    CREATE POLICY "fenced_remove" ON "notify_message" FOR DELETE TO "irhub_app" USING (false);
    CREATE POLICY "system" ON "notify_message" FOR ALL TO "irhub_system" USING (true) WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "notify_message";
    DROP POLICY "fenced_add" ON "notify_message";
    DROP POLICY "fenced_change" ON "notify_message";
    DROP POLICY "fenced_remove" ON "notify_message";
    DROP POLICY "system" ON "notify_message";
    ALTER TABLE "notify_message" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
