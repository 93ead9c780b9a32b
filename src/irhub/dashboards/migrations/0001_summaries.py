"""Summaries of councils."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordInCouncil",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("council_code", models.CharField(max_length=9)),
                ("entity_key", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("council_code"), models.F("entity_key"), name="record_once_in_a_council"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderInCouncil",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("council_code", models.CharField(max_length=9)),
                ("provider_id", models.TextField()),
                ("name", models.TextField()),
                ("locations", models.IntegerField()),
                ("dormant", models.IntegerField(help_text="How many of the locations are dormant")),
                ("beds", models.IntegerField()),
                ("service_types", models.TextField(help_text="Joined by |, each once")),
                ("lowest_rating", models.TextField(help_text="Of its locations here; blank if none was rated")),
                (
                    "licence",
                    models.CharField(
                        max_length=8,
                    ),
                ),
                ("left_by", models.DateField(help_text="Edition by which the last linked sponsor had left", null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("council_code"), models.F("provider_id"), name="provider_once_in_a_council"
                    )
                ],
            },
        ),
    ]
