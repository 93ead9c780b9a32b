import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_chain_at_commit"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdviceRegistration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("regulator", models.CharField(max_length=60)),
                ("number", models.CharField(max_length=40)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="1 to 3; none where there are no levels", null=True
                    ),
                ),
                ("expires_on", models.DateField(help_text="The last day on which it holds")),
                ("recorded_on", models.DateField(default=django.utils.timezone.localdate)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        # its own administrators alone record it
        migrations.RunSQL(
            """
    ALTER TABLE "accounts_adviceregistration" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "accounts_adviceregistration" FOR SELECT TO "irhub_app"
        USING (irhub_body() = body_id OR irhub_administers());
    CREATE POLICY "fenced_add" ON "accounts_adviceregistration" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_role() = 'administrator' AND irhub_body() = body_id);
    CREATE POLICY "fenced_change" ON "accounts_adviceregistration" FOR UPDATE TO "irhub_app"
        USING (irhub_role() = 'administrator' AND irhub_body() = body_id)
        WITH CHECK (irhub_role() = 'administrator' AND irhub_body() = body_id);
    CREATE POLICY "fenced_remove" ON "accounts_adviceregistration" FOR DELETE TO "irhub_app"
        USING (irhub_role() = 'administrator' AND irhub_body() = body_id);
    CREATE POLICY "system" ON "accounts_adviceregistration" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "accounts_adviceregistration";
    DROP POLICY "fenced_add" ON "accounts_adviceregistration";
    DROP POLICY "fenced_change" ON "accounts_adviceregistration";
    DROP POLICY "fenced_remove" ON "accounts_adviceregistration";
    DROP POLICY "system" ON "accounts_adviceregistration";
    ALTER TABLE "accounts_adviceregistration" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
