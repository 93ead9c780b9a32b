"""A signal has its fact's own date where there is one, and "know" is called "for information". Past days are worked out again
when somebody asks for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0007_what_links_rest_on"),
    ]

    operations = [
        migrations.AlterField(model_name="signal", name="severity", field=models.CharField(max_length=15)),
        migrations.RunSQL(
            "UPDATE indicators_signal SET severity = 'for information' WHERE severity = 'know'",
            "UPDATE indicators_signal SET severity = 'know' WHERE severity = 'for information'",
        ),
        migrations.AddField(
            model_name="signal",
            name="own_date",
            field=models.BooleanField(db_default=False, help_text="Whether since is the fact's own date"),
        ),
        migrations.AlterField(
            model_name="signal",
            name="since",
            field=models.DateField(help_text="The fact's own date, else that of the first edition by which it held"),
        ),
        migrations.AlterField(
            model_name="signal",
            name="evidence",
            field=models.JSONField(help_text="Source rows: register, date, line (null: not in it), says, newest"),
        ),
        migrations.RunSQL("DELETE FROM indicators_pastday", migrations.RunSQL.noop),
    ]
