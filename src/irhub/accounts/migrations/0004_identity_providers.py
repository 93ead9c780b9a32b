"""Identity providers of bodies, and the fence round them and the accounts that they vouch for."""

import django.db.models.deletion
from django.db import migrations, models

from irhub.accounts.row_security import protect

SIGN_IN = "irhub_signing_in() OR irhub_administers()"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_row_security"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityProvider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "app",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="socialaccount.socialapp"
                    ),
                ),
                (
                    "body",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identity_provider",
                        to="accounts.body",
                    ),
                ),
            ],
        ),
        protect(
            "accounts_identityprovider",
            read=f"irhub_body() = body_id OR {SIGN_IN}",
            write="irhub_administers()",
        ),
        protect("socialaccount_socialapp", read=SIGN_IN, write="irhub_administers()"),
        protect("socialaccount_socialaccount", read=f"irhub_person() = user_id OR {SIGN_IN}"),
        protect("socialaccount_socialtoken", through=("account_id", "socialaccount_socialaccount")),
    ]
