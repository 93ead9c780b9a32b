"""How many of a provider's locations are care homes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0013_rejected_links")]

    operations = [
        migrations.AddField(
            "providerincouncil",
            "care_homes",
            models.IntegerField(
                default=0, help_text="How many of the locations are care homes, with or without nursing"
            ),
        ),
    ]
