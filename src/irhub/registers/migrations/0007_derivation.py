"""Of what everything derived was made is kept in this room, whose editions it names."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0006_sponsors_by_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Derivation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "editions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="Numbers of the accepted editions, in order",
                        size=None,
                    ),
                ),
                ("decisions", models.IntegerField(help_text="How often people had decided on editions")),
                (
                    "links_decided",
                    models.IntegerField(
                        db_default=0, help_text="How often people decided on links since there is a row"
                    ),
                ),
                (
                    "links_followed",
                    models.IntegerField(db_default=0, help_text="Up to which of these everything was made"),
                ),
                (
                    "program",
                    models.CharField(db_default="", help_text="A digest of the program that made it", max_length=64),
                ),
                ("made_at", models.DateTimeField()),
            ],
        ),
    ]
