import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from irhub.accounts.row_security import protect


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_chain_at_commit"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdviceRegistration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("regulator", models.CharField(max_length=60)),
                ("number", models.CharField(max_length=40)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="1 to 3; none where there are no levels", null=True
                    ),
                ),
                ("expires_on", models.DateField(help_text="The last day on which it holds")),
                ("recorded_on", models.DateField(default=django.utils.timezone.localdate)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.body"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        protect(  # its own administrators alone record it
            "accounts_adviceregistration",
            read="irhub_body() = body_id OR irhub_administers()",
            write="irhub_role() = 'administrator' AND irhub_body() = body_id",
        ),
    ]
