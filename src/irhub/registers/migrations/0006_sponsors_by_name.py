from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0005_decisions_and_checks"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="sponsorspan",
            index=models.Index(fields=["name_key"], name="sponsor_by_name_key"),
        ),
    ]
