"""What people fill in about themselves and those whom they invite."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password

from irhub.accounts.models import Body
from irhub.accounts.roles import ROLE_MEANS, ROLES_OF, Kind


class Join(forms.Form):
    """Name and password of somebody who takes up a first invitation."""

    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 letters, figures or signs. Three words that do not belong together are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Hold the password against the rules of the settings."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class Invite(forms.Form):
    """Whom to invite, and to which role."""

    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)

    def __init__(self, body: Body, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role, f"{role.capitalize()}: {ROLE_MEANS[role]}")
            for role in ROLE_MEANS
            if role in ROLES_OF[Kind(body.kind)]
        ]
