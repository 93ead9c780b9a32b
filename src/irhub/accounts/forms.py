"""What people fill in about themselves and those whom they invite."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password

from irhub.accounts.advice import AUTHORITY, REGULATORS
from irhub.accounts.models import Body
from irhub.accounts.roles import ROLES, ROLES_OF, Kind


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
            (role, f"{role.capitalize()}: {facts.means}")
            for role, facts in ROLES.items()
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


class AboutWhom(forms.Form):
    """Whose data are asked for."""

    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    kind = forms.ChoiceField(
        label="What file do you want?",
        widget=forms.RadioSelect,
        choices=[
            ("html", "A page to read and print"),
            ("csv", "CSV, for a spreadsheet"),
            ("json", "JSON, for another system"),
        ],
        initial="html",
    )


class RegistrationToAdvise(forms.Form):
    """The registration by which a body may give immigration advice."""

    regulator = forms.ChoiceField(
        label="Regulator", widget=forms.RadioSelect, choices=[(name, name) for name in REGULATORS]
    )
    number = forms.CharField(label="Number", max_length=40, help_text="Of the registration or authorisation.")
    level = forms.TypedChoiceField(
        label="Level",
        widget=forms.RadioSelect,
        required=False,
        choices=[*((level, f"Level {level}") for level in REGULATORS[AUTHORITY]), ("", "No level")],
        coerce=int,
        empty_value=None,
        help_text=f"Only the {AUTHORITY} has levels.",
    )
    expires_on = forms.DateField(
        label="Last day",
        help_text="The last day on which the registration holds. For example 2027-03-31.",
        error_messages={"required": "Give a day, like 2027-03-31.", "invalid": "Write the day like 2027-03-31."},
    )


class LeavingDay(forms.Form):
    """The last day on which somebody holds a role."""

    day = forms.DateField(
        label="Leaves on",
        help_text="For example 2027-03-31. The role works up to the day before.",
        error_messages={"required": "Give a day, like 2027-03-31.", "invalid": "Write the day like 2027-03-31."},
    )


class AddBody(forms.Form):
    """A body to take part."""

    kind = forms.ChoiceField(
        label="Kind", widget=forms.RadioSelect, choices=[(kind, kind.capitalize()) for kind in Kind]
    )
    name = forms.CharField(label="Name", max_length=200)
    place = forms.CharField(
        label="Place",
        max_length=40,
        required=False,
        help_text="ONS code of a council, short name of a partnership, or CQC number of a provider. Blank if it has none.",
    )


class BodyName(forms.Form):
    """Another name for a body."""

    name = forms.CharField(label="Name", max_length=200)


class Refusal(forms.Form):
    """Why a provider is refused."""

    reason = forms.CharField(label="Reason", max_length=500, help_text="The person who asked is told it.")


class AskToTakePart(forms.Form):
    """A provider's contact asks to take part."""

    provider_id = forms.RegexField(
        r"^1-[0-9]{4,12}$",
        label="Your CQC provider number",
        help_text="It begins with 1- and stands on your page on the CQC's site.",
        error_messages={"invalid": "A provider number looks like 1-101641521."},
    )
    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label="Your work e-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    words = forms.CharField(
        label="Your position, and how the council can check it", max_length=500, help_text="Such as: registered manager"
    )
