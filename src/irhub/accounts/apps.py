"""The room's place in Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the room and listens to sign-ins."""

    name = "irhub.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Write what happens at sign-in to the audit trail."""
        from irhub.accounts import sign_in_events

        sign_in_events.listen()
