"""What pictures are drawn of: providers of a place by service and rating, apart by licence; its history month by month, with why the
number of licensed providers moved; its care homes. What is derived is made anew, and histories are left out until then;
past days are worked out again when somebody asks for them."""

from django.db import migrations, models

_DERIVE_ANEW = """
    DELETE FROM dashboards_placeperiod;
    DELETE FROM registers_derivation;
    DELETE FROM indicators_pastday;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0015_providers_move_to_organisations"),
        ("indicators", "0008_own_dates"),
        ("organisations", "0014_care_homes_of_providers"),
    ]

    operations = [
        migrations.AddField(
            "placefigures",
            "care_homes",
            models.IntegerField(default=0, help_text="Locations that are care homes, with or without nursing"),
        ),
        *(
            migrations.AddField("placeperiod", name, models.IntegerField(default=0))
            for name in ("gained", "opened", "lost", "closed")
        ),
        migrations.CreateModel(
            "PlaceSplit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_at", models.DateField(help_text="The past day; null of the newest list", null=True)),
                ("place_code", models.CharField(max_length=40)),
                (
                    "by",
                    models.CharField(
                        help_text="SERVICE: a provider counts in each that it gives here. RATING: its lowest here",
                        max_length=7,
                    ),
                ),
                ("value", models.TextField(blank=True, help_text="Blank where none of its locations here was rated")),
                (
                    "licence",
                    models.CharField(help_text="licensed, formerly, or none: no confirmed licence", max_length=8),
                ),
                ("providers", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("as_at", "place_code", "by", "value", "licence"),
                        name="split_once_of_a_place",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunSQL(_DERIVE_ANEW, migrations.RunSQL.noop),
    ]
