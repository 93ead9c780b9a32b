"""What the pages of this room ask: of oneself, of those whom one invites, and of bodies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from irhub.accounts.advice import AUTHORITY, REGULATORS
from irhub.accounts.models import Body, Membership
from irhub.accounts.roles import ROLES, ROLES_OF, Kind, Role
from irhub.notify.kinds import Every
from irhub.notify.kinds import Kind as MessageKind
from irhub.web.forms import DateField, Form, LineField, TextField, choice, shown
from irhub.web.held_tables import Whom

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
_SOMETHING_ELSE = "For something else"


class ChooseRole(Form):
    """In which of the roles that one holds to act, and where to go on."""

    membership = forms.ChoiceField(widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, held: Sequence[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["membership"].choices = [(membership.pk, str(membership)) for membership in held]  # type: ignore[attr-defined]


class Join(Form):
    """Name and password of somebody who takes up a first invitation."""

    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 letters, figures or signs. Three words that do not belong together are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password"},
    )

    def clean_password(self) -> str:
        """Hold the password against the rules of the settings."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


def _address(label: str = "E-mail address", autocomplete: str = "off") -> forms.EmailField:
    return forms.EmailField(
        label=label,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": "Enter an e-mail address"},
    )


class Invite(Form):
    """Whom to invite, and to which role."""

    email = _address()
    role = forms.TypedChoiceField(
        label="Role", widget=shown(forms.RadioSelect()), coerce=Role, error_messages={"required": "Select a role"}
    )

    def __init__(self, *args: Any, body: Body, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role, f"{role.capitalize()}: {facts.means}")
            for role, facts in ROLES.items()
            if role in ROLES_OF[Kind(body.kind)]
        ]


class Purpose(Form):
    """Why somebody looks at people's data."""

    kind = choice(
        [
            (told, told)
            for told in (
                "To check that the same person is meant in two registers",
                "To prepare a visit to a provider or a meeting with one",
                "To look after people whose employer may lose its licence",
                "To answer a complaint or a request of the person concerned",
                _SOMETHING_ELSE,
            )
        ],
        label="What do you need it for?",
        error_messages={"required": "Select what you need it for"},
    )
    words = forms.CharField(
        label="In your own words",
        max_length=200,
        required=False,
        help_text="Needed if it is for something else. Name no person here.",
        error_messages={"max_length": "Say it in 200 characters or fewer"},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, str]:
        """Something else needs words."""
        told: dict[str, str] = super().clean() or {}
        if told.get("kind") == _SOMETHING_ELSE and len(told.get("words", "").strip()) < 10:
            self.add_error("words", "Say in a few words what you need it for.")
        return told

    def told(self) -> str:
        """The purpose in one line."""
        return ": ".join(filter(None, (self.cleaned_data["kind"], self.cleaned_data["words"].strip())))


class AboutWhom(Form):
    """Whose data are asked for: all by which they may be known."""

    email = forms.EmailField(
        label="E-mail address (optional)", required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = LineField(
        label="First and last name (optional)", max_length=150, required=False,
        help_text="Finds those of whom the hub has no address. What is found by a name alone may be another’s: the file says so.",
    )  # fmt: skip
    phone = LineField(label="Telephone number (optional)", max_length=40, required=False)
    kind = choice(
        [
            ("html", "A page to read and print"),
            ("csv", "CSV, for a spreadsheet"),
            ("json", "JSON, for another system"),
        ],
        label="What file do you want?",
        initial="html",
        error_messages={"required": "Select what file you want"},
    )

    def clean(self) -> dict[str, Any]:
        """At least one of them that can be looked for."""
        given = super().clean() or self.cleaned_data
        if not self.errors and not Whom(given["email"], given["name"], given["phone"]).patterns:
            told = (
                "Enter the whole telephone number"
                if given["phone"]
                else "Enter an e-mail address, a name or a telephone number"
            )
            self.add_error("phone" if given["phone"] else "email", told)
        return given


class RegistrationToAdvise(Form):
    """The registration by which a body may give immigration advice."""

    regulator = choice(
        [(name, name) for name in REGULATORS],
        label="Regulator",
        error_messages={"required": "Select a regulator"},
    )
    number = forms.CharField(
        label="Number",
        max_length=40,
        help_text="Of the registration or authorisation.",
        widget=shown(forms.TextInput(), classes="govuk-input--width-20"),
        error_messages={"required": "Enter the number of the registration or authorisation"},
    )
    level = forms.TypedChoiceField(
        label="Level",
        widget=shown(forms.RadioSelect()),
        required=False,
        choices=[*((level, f"Level {level}") for level in REGULATORS[AUTHORITY]), ("", "No level")],
        coerce=int,
        empty_value=None,
        help_text=f"Only the {AUTHORITY} has levels.",
    )
    expires_on = DateField(
        label="Last day",
        help_text="The last day on which the registration holds. For example, 31 3 2027.",
        error_messages={"required": "Enter the last day on which the registration holds"},
        least=EARLIEST,
        most=LATEST,
    )


class LeavingDay(Form):
    """The day from which somebody of a body no longer holds a role. `number`: of the role, as several stand on a page."""

    day = DateField(
        label="Leaves on",
        help_text="For example, 31 3 2027. The role works up to the day before.",
        error_messages={"required": "Enter the day on which they leave"},
        least=EARLIEST,
        most=LATEST,
    )

    def __init__(self, *args: Any, number: int, **options: Any) -> None:
        self.number = number
        super().__init__(*args, auto_id=f"%s-{number}", **options)

    def asked(self) -> bool:
        """Whether a day was asked for, be it blank: else the role ends today."""
        return not self.fields["day"].widget.value_omitted_from_data(self.data, self.files, "day")


class Away(Form):
    """When one is away, and who covers. `colleagues`: the roles that can."""

    first = DateField(
        label="First day away", help_text="For example, 21 12 2026.", least=EARLIEST, most=LATEST,
        error_messages={"required": "Enter the first day on which you are away"},
    )  # fmt: skip
    last = DateField(
        label="Last day away", help_text="For example, 4 1 2027. You are back on the day after it.", least=EARLIEST, most=LATEST,
        error_messages={"required": "Enter the last day on which you are away"},
    )  # fmt: skip
    cover = forms.TypedChoiceField(
        label="Who covers?", coerce=int, widget=shown(forms.RadioSelect()), error_messages={"required": "Select who covers for you"}
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Sequence[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["cover"]
        chosen.choices = [(str(held.pk), held.person.name) for held in colleagues]


class ColleagueAway(Away):
    """When a colleague is away. `colleagues`: the roles that can cover."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, wanted in (
            ("first", "Enter the first day on which they are away"),
            ("last", "Enter the last day on which they are away"),
            ("cover", "Select who covers for them"),
        ):
            self.fields[name].error_messages["required"] = wanted
        self.fields["last"].help_text = "For example, 4 1 2027. They are back on the day after it."


class AddBody(Form):
    """A body to take part."""

    kind = forms.TypedChoiceField(
        label="Kind",
        widget=shown(forms.RadioSelect()),
        choices=[(kind, kind.capitalize()) for kind in Kind],
        coerce=Kind,
        error_messages={"required": "Select the kind of body"},
    )
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter the name of the body"})
    place = forms.CharField(
        label="Place",
        max_length=40,
        required=False,
        help_text="ONS code of a council, short name of a partnership, or CQC number of a provider. Blank if it has none.",
        widget=shown(forms.TextInput(), classes="govuk-input--width-20"),
    )


class BodyName(Form):
    """Another name for a body."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        error_messages={"required": "Enter the name of the body"},
    )


class Refusal(Form):
    """Why a provider is refused. `number`: of the request, as several stand on a page."""

    reason = forms.CharField(
        label="Reason for refusing",
        max_length=500,
        help_text="We tell the person who asked.",
        error_messages={"required": "Enter a reason. We tell it to the person who asked"},
    )

    def __init__(self, *args: Any, number: int, **options: Any) -> None:
        self.number = number
        super().__init__(*args, auto_id=f"%s-{number}", **options)


class AskToTakePart(Form):
    """A provider's contact asks to take part."""

    provider_id = forms.RegexField(
        r"^1-[0-9]{4,12}$",
        label="Your CQC provider number",
        help_text="It begins with 1- and is on your page on the CQC’s website.",
        widget=shown(forms.TextInput(), classes="govuk-input--width-20"),
        error_messages={
            "required": "Enter your CQC provider number",
            "invalid": "A provider number looks like 1-101641521.",
        },
    )
    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = _address("Your work e-mail address", "email")
    words = TextField(
        label="Your position, and how the council can check it",
        max_length=500,
        help_text="Such as: registered manager",
        error_messages={"required": "Enter your position, and how the council can check it"},
        widget=shown(forms.Textarea(), rows=3),
    )


class Choices(Form):
    """How often to hear of each kind."""

    def __init__(self, *args: Any, kinds: Iterable[MessageKind], **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in kinds:
            self.fields[kind.name] = choice(
                Every.choices,
                label=kind.title,
                error_messages={"required": f"Select how often you hear of this: {kind.title}"},
            )
