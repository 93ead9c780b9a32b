"""Links tell how a pair stands: the linker's answer and, above it, people's decisions."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_decisions_and_moves"),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sponsor_key", models.TextField()),
                ("provider_id", models.TextField()),
                (
                    "score",
                    models.FloatField(
                        help_text="Probability that the link is right, 0 to 1; 0 where the linker does not tell"
                    ),
                ),
                (
                    "linked",
                    models.CharField(
                        blank=True, help_text="The linker's own band; blank if it names another", max_length=10
                    ),
                ),
                (
                    "band",
                    models.CharField(
                        max_length=10,
                    ),
                ),
                (
                    "waits_for",
                    models.CharField(
                        blank=True,
                        help_text="Why a person should look",
                        max_length=10,
                    ),
                ),
                (
                    "conflict",
                    models.TextField(blank=True, help_text="What would be brought together wrongly, in a sentence"),
                ),
                ("decided_by", models.TextField(blank=True, help_text="Who decided it, if people did")),
                ("said", models.TextField(blank=True, help_text="The same for everybody: bodies and dates, no people")),
                ("reasons", models.JSONField(help_text="Sentences, the strongest first")),
                ("against", models.JSONField(help_text="What speaks against it")),
                ("others", models.JSONField(help_text="Who else it may be: provider_id and score")),
                (
                    "sampled",
                    models.BooleanField(help_text="Drawn to measure how many of the linker's accepted links are right"),
                ),
                (
                    "councils",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9),
                        help_text="Where the provider has or had locations",
                        size=None,
                    ),
                ),
                (
                    "people",
                    models.IntegerField(help_text="How many people's care may depend on the provider (see links.py)"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["provider_id"], name="link_of_provider"),
                    models.Index(fields=["band", "waits_for"], name="link_waiting"),
                    django.contrib.postgres.indexes.GinIndex(fields=["councils"], name="link_in_council"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 1)), name="link_score_is_a_probability"
                    ),
                    models.UniqueConstraint(models.F("sponsor_key"), models.F("provider_id"), name="pair_linked_once"),
                    models.UniqueConstraint(
                        models.F("sponsor_key"),
                        condition=models.Q(("linked", ""), _negated=True),
                        name="linker_names_one_provider",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("waits_for", ""), ("band", "review"), _connector="OR"),
                        name="link_waits_in_review_alone",
                    ),
                ],
            },
        ),
    ]
