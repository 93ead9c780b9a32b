"""What the helpline asks of those who ask it, on their own pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from irhub.files.forms import FilesField
from irhub.support.forms import LONG, TEL, Themed, letter_on, select
from irhub.support.models import Client
from irhub.web.forms import Form, LineField, TextField, choice, shown


class AskForm(Themed):
    """What somebody asks the helpline. `known`: the client is known already, as it takes part. `found`: who may be meant, if several."""

    client_type = choice(
        [(Client.PROVIDER, "A care provider"), (Client.COUNCIL, "A council"), (Client.WORKER, "A care worker")],
        label="Who are you asking for?",
        error_messages={"required": "Select who you are asking for"},
    )
    client = LineField(
        label="Which provider or council?",
        max_length=150,
        required=False,
        help_text="Its name, postcode, CQC provider id (such as 1-101234567) or company number.",
    )
    which = choice((), label="Which one do you mean?", error_messages={"required": "Select which one you mean"})
    name = LineField(label="Your name", max_length=150, error_messages={"required": "Enter your name"})
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="We send a link there, by which you confirm your question.",
        error_messages={"required": "Enter your e-mail address"},
    )
    phone = LineField(
        label="Your telephone number (optional)",
        max_length=40,
        required=False,
        widget=shown(forms.TextInput(attrs=TEL), classes="govuk-input--width-20"),
    )
    subject = LineField(
        label="What do you ask, in a line?", max_length=150, error_messages={"required": "Write in a line what you ask"}
    )
    text = TextField(
        label="Your question",
        max_length=LONG,
        error_messages={"required": "Write your question"},
        help_text="Do not name workers or people who receive care.",
    )
    attached = FilesField()
    letter_on = letter_on()
    about = LineField(
        label="Is it about another organisation? (optional)",
        max_length=100,
        required=False,
        help_text="Its CQC provider id, or the name of a council.",
    )

    field_order = [
        "client_type",
        "client",
        "which",
        "theme",
        "subject",
        "text",
        "attached",
        "letter_on",
        "about",
        "name",
        "email",
        "phone",
    ]

    def __init__(self, *args: Any, known: bool = False, found: Iterable[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        several: Any = self.fields["which"]
        several.choices = list(found)
        if not several.choices:
            del self.fields["which"]
        for name in ("client_type", "client") if known else ():
            del self.fields[name]
        if not known:
            del self.fields["attached"]
            self.fields["text"].help_text += " Files can be added once you have confirmed your address."
        if known:
            self.fields["email"].help_text = "We write there when there is an answer."

    def clean(self) -> dict[str, Any]:
        """A worker is asked nothing more; anybody else says for whom they ask."""
        given = super().clean() or self.cleaned_data
        if given.get("client_type") == Client.WORKER:
            self._errors = type(self.errors)()
        elif "client" in self.fields and not given.get("client") and "client_type" in given:
            self.add_error("client", "Enter the name, postcode or number of the provider or council")
        return given


class WorkerForm(Form):
    """What a worker wants passed on to those who help workers. `to`: who takes it, as choices."""

    to = select("Who should get in touch with you?", "Select who should get in touch with you")
    name = LineField(
        label="What should they call you?",
        max_length=100,
        error_messages={"required": "Enter what they should call you"},
    )
    reach = LineField(
        label="How can they reach you?", max_length=200, help_text="A telephone number or an e-mail address that is safe for you.",
        error_messages={"required": "Enter how they can reach you"},
    )  # fmt: skip
    safe = LineField(label="When is it safe to contact you, and how? (optional)", max_length=200, required=False)
    language = LineField(label="In which language? (optional)", max_length=60, required=False)
    text = TextField(
        label="What do you need help with? (optional)", max_length=1_000, required=False, help_text="Only what you want them to know."
    )  # fmt: skip

    def __init__(self, *args: Any, to: Iterable[tuple[Any, str]] = (), hidden: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        asked: Any = self.fields["to"]
        asked.choices = list(to)
        if hidden:
            for field in self.fields.values():
                field.widget = field.hidden_widget()


class AgreeForm(Form):
    """That a worker agrees to what they were shown."""

    agree = forms.BooleanField(error_messages={"required": "Tick the box if you agree. If you do not, nothing is sent"})

    def __init__(self, *args: Any, words: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agree"].label = words


class ConfirmForm(Form):
    """The button that confirms an address: opening the link does nothing."""


class ThreadForm(Form):
    """What a client adds to a thread."""

    text = TextField(
        label="Your answer",
        max_length=LONG,
        error_messages={"required": "Write what you want to say"},
        help_text="Do not name workers or people who receive care.",
    )
    attached = FilesField()
