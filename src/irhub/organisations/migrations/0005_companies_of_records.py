"""The company that a record most likely is, kept apart from what joins records."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_links_as_pairs_stand"),
    ]

    operations = [
        migrations.CreateModel(
            name="CompanyLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entity_key", models.TextField(unique=True)),
                ("company_number", models.TextField(blank=True)),
                ("score", models.FloatField(help_text="Probability that it is this company, 0 to 1")),
                (
                    "band",
                    models.CharField(
                        max_length=10,
                    ),
                ),
                ("reasons", models.JSONField(help_text="Sentences, the strongest first")),
                ("against", models.JSONField(help_text="What speaks against it")),
                (
                    "asked",
                    models.BigIntegerField(
                        help_text="A mark of the facts, companies and linker that the answer hangs on"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["company_number"], name="link_to_company")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 1)),
                        name="company_link_score_is_a_probability",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("band", "none"), ("company_number", "")),
                            models.Q(
                                models.Q(("band", "none"), _negated=True),
                                models.Q(("company_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="company_link_names_a_company",
                    ),
                ],
            },
        ),
    ]
