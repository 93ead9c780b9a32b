from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dashboards", "0012_program_that_derived"), ("organisations", "0010_links_follow_their_sponsors")]

    operations = [
        migrations.AlterField(
            model_name="providerincouncil",
            name="licence",
            field=models.CharField(
                max_length=8,
            ),
        )
    ]
