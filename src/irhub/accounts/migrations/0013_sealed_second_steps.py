"""Secrets of authenticator apps and seeds of recovery codes are sealed with the installation's key."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import migrations

SECRETS = ("secret", "seed")


def box():
    digest = hashlib.sha256(f"irhub.accounts.second-steps{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def changed(apps, change):
    for held in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        held.data = {name: change(value) if name in SECRETS else value for name, value in held.data.items()}
        held.save(update_fields=["data"])


def seal(apps, schema_editor):
    sealing = box()
    changed(apps, lambda secret: sealing.encrypt(secret.encode()).decode())


def unseal(apps, schema_editor):
    sealing = box()

    def opened(sealed):
        try:
            return sealing.decrypt(sealed.encode()).decode()
        except InvalidToken:  # of another key: it is lost, as it was before
            return sealed

    changed(apps, opened)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_sessions_by_a_hash"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal, unseal)]
