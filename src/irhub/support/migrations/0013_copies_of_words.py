"""Words that were split off know of which they are a copy: they go when those are taken out of their thread."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support", "0012_what_a_client_sees_of_a_case")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="copy_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="copies", to="support.message"
            ),
        ),
    ]
