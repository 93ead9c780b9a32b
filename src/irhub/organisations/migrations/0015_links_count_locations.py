"""A link tells how many care locations and beds its provider has; links are made anew. Before, a location without beds counted as 25."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0014_care_homes_of_providers"), ("registers", "0007_derivation")]

    operations = [
        migrations.RemoveField(model_name="link", name="people"),
        migrations.AddField(
            model_name="link",
            name="locations",
            field=models.IntegerField(default=0, help_text="How many care locations the provider has now"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="link",
            name="beds",
            field=models.IntegerField(default=0, help_text="How many beds these have"),
            preserve_default=False,
        ),
        migrations.RunSQL("DELETE FROM registers_derivation", migrations.RunSQL.noop),
    ]
