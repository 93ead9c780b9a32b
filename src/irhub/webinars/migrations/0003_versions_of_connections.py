"""A connection is settled as it was seen: whoever saw an older page takes nothing from a colleague."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webinars", "0002_attendance_and_certificates"),
    ]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
