"""The room's place in Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the room and listens to sign-ins."""

    name = "irhub.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Fence every connection to the database, and write what happens at sign-in to the audit trail."""
        from irhub.accounts import row_security, sign_in_events

        row_security.listen()
        sign_in_events.listen()
