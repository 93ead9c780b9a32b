"""The form with which people sign in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm

from irhub.accounts.queries import identity_providers


class SignIn(LoginForm):  # type: ignore[misc]
    """Address and password: the link for a forgotten password stands below the form, where it can be seen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["password"].help_text = ""

    identity_providers = staticmethod(identity_providers)
