"""What the linker says of each sponsor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sponsor_key", models.TextField(unique=True)),
                ("provider_id", models.TextField()),
                ("score", models.FloatField(help_text="Probability that the link is right, 0 to 1")),
                ("band", models.CharField(help_text="accepted or review", max_length=10)),
                ("reasons", models.JSONField(help_text="Sentences, the strongest first")),
                ("against", models.JSONField(help_text="What speaks against it")),
                ("others", models.JSONField(help_text="Who else it may be: provider_id and score")),
            ],
            options={
                "indexes": [models.Index(fields=["provider_id"], name="link_of_provider")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 1)), name="link_score_is_a_probability"
                    )
                ],
            },
        ),
    ]
