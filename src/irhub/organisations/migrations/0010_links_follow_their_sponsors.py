import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0009_links_of_other_companies"),
    ]

    operations = [
        migrations.AddField(
            model_name="link",
            name="follows",
            field=models.JSONField(
                db_default=models.Value([], models.JSONField()),
                help_text="Sentences: how the sponsor moved or was renamed from an entry that is linked, and why that one is",
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="own_score",
            field=models.FloatField(
                help_text="Of a link that follows another entry: what the linker says of this one", null=True
            ),
        ),
        migrations.CreateModel(
            name="Namesake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sponsor_key", models.TextField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sponsor_key"], name="namesake_of")],
                "constraints": [
                    models.UniqueConstraint(models.F("organisation"), models.F("sponsor_key"), name="namesake_once")
                ],
            },
        ),
    ]
