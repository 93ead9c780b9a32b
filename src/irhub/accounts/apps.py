"""The room's place in Django."""

from django.apps import AppConfig
from django.core import checks


class AccountsConfig(AppConfig):
    """Names the room and listens to sign-ins."""

    name = "irhub.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Fence every connection to the database, and write what happens at sign-in to the audit trail."""
        from irhub.accounts import allauth_internals, moving, row_security, sign_in_events

        checks.register(moving.workflow_faults)
        row_security.listen()
        allauth_internals.list_sessions_by_hash()
        allauth_internals.write_as_its_person()
        sign_in_events.listen()
