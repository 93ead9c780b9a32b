from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_owned")]

    operations = [
        migrations.AddIndex("signal", models.Index(fields=["code", "number"], name="signal_of_indicator")),
    ]
