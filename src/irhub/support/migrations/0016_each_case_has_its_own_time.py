"""Words that were split off, and what was said of a case, stay when another case is removed after its time."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support", "0015_mail_of_a_programme")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="copy_of",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="copies",
                to="support.message",
            ),
        ),
        migrations.AlterField(
            model_name="feedback",
            name="contact",
            field=models.ForeignKey(
                help_text="Who said it; None if they went with a case that was merged into this one",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="support.casecontact",
            ),
        ),
    ]
