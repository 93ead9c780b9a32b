"""Bodies can be closed; care providers ask to take part."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_identity_providers"),
    ]

    operations = [
        migrations.AddField(
            model_name="body",
            name="closed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="ProviderRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider_id", models.CharField(help_text="As the CQC numbers it", max_length=40)),
                ("provider_name", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=150)),
                ("email", models.EmailField(max_length=254)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=200)),
                ("approved", models.BooleanField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("provider_id"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("decided_at", None)),
                        name="provider_asks_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved", None), ("decided_at", None)),
                            models.Q(("approved__isnull", False), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="provider_request_decided_or_not",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "accounts_providerrequest" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "accounts_providerrequest" FOR SELECT TO "irhub_app"
        USING ((irhub_role() = 'administrator' AND irhub_body() = body_id) OR irhub_administers());
    CREATE POLICY "fenced_add" ON "accounts_providerrequest" FOR INSERT TO "irhub_app"
        WITH CHECK ((irhub_role() = 'administrator' AND irhub_body() = body_id) OR irhub_administers());
    CREATE POLICY "fenced_change" ON "accounts_providerrequest" FOR UPDATE TO "irhub_app"
        USING ((irhub_role() = 'administrator' AND irhub_body() = body_id) OR irhub_administers())
        WITH CHECK ((irhub_role() = 'administrator' AND irhub_body() = body_id) OR irhub_administers());
    CREATE POLICY "fenced_remove" ON "accounts_providerrequest" FOR DELETE TO "irhub_app"
        USING ((irhub_role() = 'administrator' AND irhub_body() = body_id) OR irhub_administers());
    CREATE POLICY "system" ON "accounts_providerrequest" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "accounts_providerrequest";
    DROP POLICY "fenced_add" ON "accounts_providerrequest";
    DROP POLICY "fenced_change" ON "accounts_providerrequest";
    DROP POLICY "fenced_remove" ON "accounts_providerrequest";
    DROP POLICY "system" ON "accounts_providerrequest";
    ALTER TABLE "accounts_providerrequest" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
