"""The form with which somebody adds a passkey, in the hub's words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm

from irhub.web.forms import LineField


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """Its name, and whether it signs in without the password."""

    name = LineField(label="Name", help_text="What you will know it by, such as the name of your phone", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = "Sign in with it alone, without my password"
