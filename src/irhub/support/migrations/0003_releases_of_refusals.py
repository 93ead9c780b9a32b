"""With which release a refusal could go out, and with which it goes: so that its lateness tells nothing of its reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support", "0002_parties_and_refusals")]

    operations = [
        migrations.AddField("declined", "could", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("declined", "goes", models.PositiveSmallIntegerField(default=0)),
    ]
