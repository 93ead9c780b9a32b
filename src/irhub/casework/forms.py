"""What pages ask about contacts, notes and complaints: rooms show these forms, or add to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from irhub.casework.complaints import Level
from irhub.casework.contacts import Authority, Calls, Relation
from irhub.web.forms import Form, LineField, SeenField, TextField, choice, shown

YES_OR_NO = (("yes", "Yes"), ("no", "No"))
_LONG = 5_000
_NARROW = "govuk-input--width-20"


class ContactForm(Form):
    """Somebody who speaks for the client. `cleaned_data` is what add_contact and change_contact take."""

    name = LineField(
        label="Name", max_length=150, error_messages={"required": "Enter the name of the person who speaks"}
    )
    relation = choice(
        Relation.choices,
        label="What are they to the client?",
        error_messages={"required": "Select what they are to the client"},
    )
    firm = LineField(
        label="Who do they work for, if not the client? (optional)", max_length=200, required=False,
        help_text="Such as a firm of solicitors: its other clients matter for conflicts of interest.",
    )  # fmt: skip
    authority = choice(
        Authority.choices,
        label="May they speak for the client?",
        error_messages={"required": "Select whether they may speak for the client"},
    )
    email = forms.EmailField(label="E-mail address", max_length=254, required=False)
    phone = LineField(
        label="Telephone number", max_length=40, required=False, widget=shown(forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}), classes=_NARROW)
    )  # fmt: skip
    calls = choice(
        Calls.choices,
        label="Is it safe to call?",
        initial=Calls.ANY,
        error_messages={"required": "Select whether it is safe to call"},
    )
    announce = choice(
        YES_OR_NO, label="May a caller say where they call from?", initial="yes", error_messages={"required": "Select whether a caller may say where they call from"}
    )  # fmt: skip
    pass_phrase = LineField(
        label="Pass phrase (optional)", max_length=80, required=False,
        help_text="Words that they say when they call, so that you know them.", widget=shown(forms.TextInput(attrs={"autocomplete": "off"}), classes=_NARROW),
    )  # fmt: skip
    adaptations = LineField(
        label="What do they need? (optional)", max_length=300, required=False,
        help_text="Such as an interpreter and for which language, text relay, large print, or when to call.",
    )  # fmt: skip

    def clean_announce(self) -> bool:
        """Whether a caller may say so."""
        return bool(self.cleaned_data["announce"] == "yes")

    @classmethod
    def of(cls, contact: Any) -> ChangeContactForm:
        """The form that changes a contact, as it stands."""
        told = {name: getattr(contact, name) for name in cls.base_fields}
        return ChangeContactForm(
            initial=told | {"announce": "yes" if contact.announce else "no", "version": contact.version}
        )


class ChangeContactForm(ContactForm):
    """A contact as it stands, to be changed."""

    version = SeenField()


class MoveForm(Form):
    """A button that moves something as the page showed it: retire a contact, acknowledge a complaint."""

    version = SeenField()


class NoteForm(Form):
    """A note, or what a note should say instead."""

    text = TextField(label="Note", max_length=_LONG, error_messages={"required": "Write something"})


class ComplaintForm(Form):
    """A complaint about our work. `owners`: who can look into it, as choices (colleagues.py)."""

    complainant = LineField(label="Who complains?", max_length=150, error_messages={"required": "Enter who complains"})
    text = TextField(
        label="What do they complain about?",
        max_length=_LONG,
        error_messages={"required": "Write what they complain about"},
    )
    level = choice(Level.choices, label="How serious is it?", error_messages={"required": "Select how serious it is"})
    owner = forms.TypedChoiceField(label="Who looks into it?", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, owners: Iterable[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["owner"]
        chosen.choices = [("", "Nobody yet"), *owners]


class AssignComplaintForm(ComplaintForm):
    """Who looks into a complaint, and how grave it is."""

    complainant = None  # type: ignore[assignment]
    text = None  # type: ignore[assignment]
    version = SeenField()


class WordsForm(Form):
    """What somebody writes as they move a complaint: what was asked or said, why it is reopened or withdrawn."""

    version = SeenField()
    text = TextField(label="In your words", max_length=_LONG, required=False)


class AnswerComplaintForm(Form):
    """The answer to a complaint."""

    version = SeenField()
    justified = choice(
        YES_OR_NO, label="Were they right?", error_messages={"required": "Select whether they were right"}
    )
    text = TextField(label="What did you find, and what follows from it?", max_length=_LONG, required=False)

    def clean_justified(self) -> bool:
        """Whether they were right."""
        return bool(self.cleaned_data["justified"] == "yes")


class SettleComplaintForm(Form):
    """Whether the answer settled a complaint."""

    version = SeenField()
    resolved = choice(
        YES_OR_NO,
        label="Did the answer settle it for them?",
        error_messages={"required": "Select whether the answer settled it"},
    )

    def clean_resolved(self) -> bool:
        """Whether it did."""
        return bool(self.cleaned_data["resolved"] == "yes")


class WritingForm(Form):
    """What the script of a page says: whether somebody has typed since it said so last."""

    writes = forms.BooleanField(required=False)
