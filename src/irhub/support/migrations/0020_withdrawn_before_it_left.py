"""A withdrawn consent says whether what was passed on had left the hub."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0019_consents_withdrawn"),
    ]

    operations = [
        migrations.AddField(
            model_name="consentwithdrawal",
            name="went_out",
            field=models.BooleanField(
                db_default=True, default=True, help_text="Whether what was passed on had left the hub, or may have"
            ),
        ),
        migrations.AlterField(
            model_name="consentwithdrawal",
            name="told",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The address at which those were told who have it; blank: none is known, or nobody has it",
                max_length=254,
            ),
        ),
    ]
