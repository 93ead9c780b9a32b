from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dashboards", "0012_program_that_derived"), ("organisations", "0010_links_follow_their_sponsors")]

    operations = [
        migrations.AlterField(
            model_name="providerincouncil",
            name="licence",
            field=models.CharField(
                choices=[
                    ("licensed", "Linked sponsor on the register now"),
                    ("formerly", "Linked sponsor no longer on the register"),
                    ("unclear", "Linked sponsor gone, but one of the same or a like name stands: not reviewed"),
                    ("none", "No sponsor linked"),
                ],
                max_length=8,
            ),
        )
    ]
