"""Proposals count their changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checker", "0002_fence"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="version",
            field=models.IntegerField(default=1),
        ),
    ]
