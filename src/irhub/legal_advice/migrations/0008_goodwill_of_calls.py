"""Goodwill of a call is agreed to by a second person; what they refuse stands with the call, and the firm is not owed it."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("legal_advice", "0007_kept_as_if")]

    operations = [
        migrations.RemoveConstraint("correction", "goodwill_is_given_and_of_no_call"),
        migrations.AddConstraint(
            "correction",
            models.CheckConstraint(condition=Q(goodwill=False) | Q(amount__gt=0), name="goodwill_is_given"),
        ),
        migrations.AddField(
            "call",
            "unpaid",
            models.PositiveSmallIntegerField(
                default=0, db_default=0, help_text="Beyond the entitlement, and refused as goodwill"
            ),
        ),
        migrations.AddConstraint(
            "call",
            models.CheckConstraint(
                condition=Q(unpaid=0) | Q(goodwill=0, unpaid__lte=F("minutes")), name="call_is_goodwill_or_unpaid"
            ),
        ),
    ]
