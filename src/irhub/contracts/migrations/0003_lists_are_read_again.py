import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_advice_registrations"),
        ("contracts", "0002_rows_as_the_file_counts_them"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContractFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("data", models.BinaryField()),
                ("handed_in_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="contractlist",
            name="file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="contracts.contractfile",
            ),
        ),
        migrations.AddField(model_name="contractlist", name="read", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="contractline", name="sheet", field=models.TextField(blank=True, default="")),
        migrations.AddField(model_name="contractline", name="places", field=models.JSONField(default=list)),
        migrations.AddField(
            model_name="contractline", name="company_number", field=models.TextField(blank=True, default="")
        ),
        migrations.AddField(model_name="contractline", name="before", field=models.JSONField(null=True)),
        migrations.RemoveConstraint(model_name="contractline", name="contract_line_once"),
        migrations.AddConstraint(
            model_name="contractline",
            constraint=models.UniqueConstraint(
                models.F("contract_list"), models.F("sheet"), models.F("number"), name="contract_line_once"
            ),
        ),
        migrations.RunSQL(
            """
    ALTER TABLE "contracts_contractfile" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "fenced_read" ON "contracts_contractfile" FOR SELECT TO "irhub_app"
        USING (irhub_body() IN ("body_id") AND irhub_side() = 'oversight');
    CREATE POLICY "fenced_add" ON "contracts_contractfile" FOR INSERT TO "irhub_app"
        WITH CHECK (irhub_body() IN ("body_id") AND irhub_side() = 'oversight');
    CREATE POLICY "fenced_change" ON "contracts_contractfile" FOR UPDATE TO "irhub_app"
        USING (irhub_body() IN ("body_id") AND irhub_side() = 'oversight')
        WITH CHECK (irhub_body() IN ("body_id") AND irhub_side() = 'oversight');
    CREATE POLICY "fenced_remove" ON "contracts_contractfile" FOR DELETE TO "irhub_app"
        USING (irhub_body() IN ("body_id") AND irhub_side() = 'oversight');
    CREATE POLICY "system" ON "contracts_contractfile" FOR ALL TO "irhub_system"
        USING (true)
        WITH CHECK (true);
""",
            """
    DROP POLICY "fenced_read" ON "contracts_contractfile";
    DROP POLICY "fenced_add" ON "contracts_contractfile";
    DROP POLICY "fenced_change" ON "contracts_contractfile";
    DROP POLICY "fenced_remove" ON "contracts_contractfile";
    DROP POLICY "system" ON "contracts_contractfile";
    ALTER TABLE "contracts_contractfile" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
""",
        ),
    ]
