"""A supplier confirms each half year that what it told is still so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0003_countries_agents_interests"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="confirmed_on",
            field=models.DateField(help_text="When the supplier last confirmed that all is still so", null=True),
        ),
    ]
