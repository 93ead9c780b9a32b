"""Identity providers of bodies, and the fence round them and the accounts that they vouch for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_row_security"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityProvider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "app",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="socialaccount.socialapp"
                    ),
                ),
                (
                    "body",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identity_provider",
                        to="accounts.body",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "accounts_identityprovider" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "accounts_identityprovider" FOR SELECT TO "irhub_app"
        USING (irhub_body() = body_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_add" ON "accounts_identityprovider" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_administers());
    CREATE POLICY "fenced_change" ON "accounts_identityprovider" FOR UPDATE TO "irhub_app"
        USING (irhub_administers())
        WITH CHECK (irhub_administers());
    CREATE POLICY "fenced_remove" ON "accounts_identityprovider" FOR DELETE TO "irhub_app"
        USING (irhub_administers());
    CREATE POLICY "system" ON "accounts_identityprovider" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "accounts_identityprovider";
    DROP POLICY "fenced_add" ON "accounts_identityprovider";
    DROP POLICY "fenced_change" ON "accounts_identityprovider";
    DROP POLICY "fenced_remove" ON "accounts_identityprovider";
    DROP POLICY "system" ON "accounts_identityprovider";
    ALTER TABLE "accounts_identityprovider" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "socialaccount_socialapp" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "socialaccount_socialapp" FOR SELECT TO "irhub_app"
        USING (irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_add" ON "socialaccount_socialapp" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_administers());
    CREATE POLICY "fenced_change" ON "socialaccount_socialapp" FOR UPDATE TO "irhub_app"
        USING (irhub_administers())
        WITH CHECK (irhub_administers());
    CREATE POLICY "fenced_remove" ON "socialaccount_socialapp" FOR DELETE TO "irhub_app"
        USING (irhub_administers());
    CREATE POLICY "system" ON "socialaccount_socialapp" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "socialaccount_socialapp";
    DROP POLICY "fenced_add" ON "socialaccount_socialapp";
    DROP POLICY "fenced_change" ON "socialaccount_socialapp";
    DROP POLICY "fenced_remove" ON "socialaccount_socialapp";
    DROP POLICY "system" ON "socialaccount_socialapp";
    ALTER TABLE "socialaccount_socialapp" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "socialaccount_socialaccount" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "socialaccount_socialaccount" FOR SELECT TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_add" ON "socialaccount_socialaccount" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_change" ON "socialaccount_socialaccount" FOR UPDATE TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers())
        WITH CHECK (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "fenced_remove" ON "socialaccount_socialaccount" FOR DELETE TO "irhub_app"
        USING (irhub_person() = user_id OR irhub_signing_in() OR irhub_administers());
    CREATE POLICY "system" ON "socialaccount_socialaccount" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "socialaccount_socialaccount";
    DROP POLICY "fenced_add" ON "socialaccount_socialaccount";
    DROP POLICY "fenced_change" ON "socialaccount_socialaccount";
    DROP POLICY "fenced_remove" ON "socialaccount_socialaccount";
    DROP POLICY "system" ON "socialaccount_socialaccount";
    ALTER TABLE "socialaccount_socialaccount" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "socialaccount_socialtoken" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "socialaccount_socialtoken" FOR SELECT TO "irhub_app"
        USING (EXISTS (SELECT FROM "socialaccount_socialaccount" parent WHERE parent.id = "socialaccount_socialtoken"."account_id"));
    CREATE POLICY "fenced_add" ON "socialaccount_socialtoken" FOR INSERT TO "irhub_app"
        WITH CHECK (EXISTS (SELECT FROM "socialaccount_socialaccount" parent WHERE parent.id = "socialaccount_socialtoken"."account_id"));
    CREATE POLICY "fenced_change" ON "socialaccount_socialtoken" FOR UPDATE TO "irhub_app"
        USING (EXISTS (SELECT FROM "socialaccount_socialaccount" parent WHERE parent.id = "socialaccount_socialtoken"."account_id"))
        WITH CHECK (EXISTS (SELECT FROM "socialaccount_socialaccount" parent WHERE parent.id = "socialaccount_socialtoken"."account_id"));
    CREATE POLICY "fenced_remove" ON "socialaccount_socialtoken" FOR DELETE TO "irhub_app"
        USING (EXISTS (SELECT FROM "socialaccount_socialaccount" parent WHERE parent.id = "socialaccount_socialtoken"."account_id"));
    CREATE POLICY "system" ON "socialaccount_socialtoken" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "socialaccount_socialtoken";
    DROP POLICY "fenced_add" ON "socialaccount_socialtoken";
    DROP POLICY "fenced_change" ON "socialaccount_socialtoken";
    DROP POLICY "fenced_remove" ON "socialaccount_socialtoken";
    DROP POLICY "system" ON "socialaccount_socialtoken";
    ALTER TABLE "socialaccount_socialtoken" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
