"""Who is a provider, where and with which licence, is one table."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0010_links_follow_their_sponsors"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProviderInCouncil",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_at", models.DateField(help_text="The past day; null of the newest list", null=True)),
                (
                    "council_code",
                    models.CharField(blank=True, help_text="Blank where the council is not known", max_length=9),
                ),
                ("adult_social_care", models.BooleanField(help_text="Whether these are care locations, or its others")),
                ("provider_id", models.TextField()),
                ("name", models.TextField()),
                ("locations", models.IntegerField()),
                ("dormant", models.IntegerField(help_text="How many of the locations are dormant")),
                ("beds", models.IntegerField()),
                ("home_care", models.IntegerField(help_text="How many of the locations give home care")),
                ("service_types", models.TextField(help_text="Joined by |, each once")),
                ("lowest_rating", models.TextField(help_text="Of its locations here; blank if none was rated")),
                (
                    "licence",
                    models.CharField(max_length=8),
                ),
                ("left_by", models.DateField(help_text="Edition by which the last linked sponsor had left", null=True)),
                ("waits", models.BooleanField(default=False, help_text="A possible link awaits review")),
                ("decided", models.BooleanField(default=False, help_text="A person decided an accepted link")),
                (
                    "numbered",
                    models.BooleanField(
                        default=False, help_text="Companies House knows the company number that it gave"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["provider_id"], name="councils_of_provider")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("as_at", "council_code", "provider_id", "adult_social_care"),
                        name="provider_in_council_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
