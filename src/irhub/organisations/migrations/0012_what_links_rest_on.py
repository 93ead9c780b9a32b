"""A link says what it rests on. What was accepted by likeness alone waits for a person once links are made anew, as they then are."""

from django.db import migrations, models

_HELP = "What proves it; blank: it is likely at most"


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0011_providers_in_councils"),
        ("registers", "0007_derivation"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="link", name="link_in_queue"),
        migrations.RemoveField(model_name="link", name="other_company"),
        migrations.AddField(
            model_name="companylink",
            name="rests_on",
            field=models.CharField(blank=True, db_default="", help_text=_HELP, max_length=10),
        ),
        migrations.AddField(
            model_name="link",
            name="rests_on",
            field=models.CharField(blank=True, db_default="", help_text=_HELP, max_length=10),
        ),
        migrations.AlterField(
            model_name="link",
            name="said",
            field=models.TextField(blank=True, help_text="The same for those who review: bodies and dates, no people"),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(
                condition=models.Q(
                    ("linked", "review"),
                    models.Q(("linked", "accepted"), ("rests_on", "")),
                    models.Q(("waits_for", ""), _negated=True),
                    _connector="OR",
                ),
                fields=["sponsor_key"],
                name="link_in_queue",
            ),
        ),
        migrations.RunSQL("DELETE FROM registers_derivation", migrations.RunSQL.noop),
    ]
