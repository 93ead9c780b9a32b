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


class Purpose(forms.Form):
    """Why somebody looks at people's data."""

    kind = forms.ChoiceField(
        label="What do you need it for?",
        widget=forms.RadioSelect,
        choices=[
            (told, told)
            for told in (
                "To check that the same person is meant in two registers",
                "To prepare a visit to a provider or a meeting with one",
                "To look after people whose employer may lose its licence",
                "To answer a complaint or a request of the person concerned",
                "For something else",
            )
        ],
    )
    words = forms.CharField(
        label="In your own words",
        max_length=200,
        required=False,
        help_text="Needed if it is for something else. Name no person here.",
    )

    def clean(self) -> dict[str, str]:
        """Something else needs words."""
        told: dict[str, str] = super().clean() or {}
        if told.get("kind") == "For something else" and len(told.get("words", "").strip()) < 10:
            self.add_error("words", "Say in a few words what you need it for.")
        return told

    def told(self) -> str:
        """The purpose in one line."""
        return ": ".join(filter(None, (self.cleaned_data["kind"], self.cleaned_data["words"].strip())))
