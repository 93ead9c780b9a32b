"""The forms of allauth with which people sign in and look after their passwords, in the words of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp

from irhub.accounts.demo import ready_people
from irhub.accounts.queries import identity_providers

MISSING: Mapping[str, str] = {
    "login": "Enter your e-mail address",
    "email": "Enter your e-mail address",
    "password": "Enter your password",
    "oldpassword": "Enter the password that you have now",
    "password1": "Enter a new password",
    "password2": "Enter the new password again",
    "code": "Enter the code",
}
"""What is said of a field that was left blank, by its name."""


class _Ours:
    """What every form of allauth says of a field that was left blank."""

    fields: Mapping[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in MISSING.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = words


class SignIn(_Ours, account.LoginForm):  # type: ignore[misc]
    """Address and password: the link for a forgotten password stands below the form, where it can be seen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["password"].help_text = ""

    identity_providers = staticmethod(identity_providers)
    ready_people = staticmethod(ready_people)


class ChangePassword(_Ours, account.ChangePasswordForm):  # type: ignore[misc]
    """Another password, by whoever knows the one there is."""


class ForgottenPassword(_Ours, account.ResetPasswordForm):  # type: ignore[misc]
    """The address to which a link for a forgotten password goes."""


class NewPassword(_Ours, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link for a forgotten one."""


class ConfirmByPassword(_Ours, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that asks for it."""


class SecondStep(_Ours, mfa.AuthenticateForm):  # type: ignore[misc]
    """The code of the second step."""


class ConfirmBySecondStep(_Ours, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something that asks for it."""


class SetUpApp(_Ours, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""
