"""Where a case stood before the helpline refused it: the client is shown that until its time has come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support", "0009_feedback")]

    operations = [
        migrations.AddField(
            model_name="declined", name="before", field=models.CharField(default="open", max_length=20)
        ),
    ]
