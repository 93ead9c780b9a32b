"""A signal says what its link rests on. Past days are worked out again when somebody asks for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0006_past_days_of_adult_social_care"),
    ]

    operations = [
        migrations.RemoveField(model_name="signal", name="link_decided"),
        migrations.AddField(
            model_name="signal",
            name="link_basis",
            field=models.CharField(
                blank=True, default="", help_text="What that link rests on; blank: it is likely at most", max_length=10
            ),
        ),
        migrations.RunSQL("DELETE FROM indicators_pastday", migrations.RunSQL.noop),
    ]
