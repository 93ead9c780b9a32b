"""The applications of a body stand in the order of its desk, so that a page of it is read and not all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_sealed_second_steps"),
        ("grants", "0008_fence_of_published"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("submitted_at__isnull", False)),
                fields=["body", "-decided_at", "submitted_at", "id"],
                include=("applicant", "readable_on"),
                name="application_on_the_desk",
            ),
        ),
    ]
