"""What the pages of advisers ask; those of clients: client_forms.py."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from irhub.casework.contacts import Relation
from irhub.casework.forms import YES_OR_NO
from irhub.files.forms import FilesField
from irhub.legal_advice.forms import LEVELS
from irhub.programmes.models import Urgency
from irhub.support.models import Channel, Declined, Outcome
from irhub.web.forms import DateField, Form, LineField, SeenField, TextField, choice, shown

LONG = 5_000
FIRST = date(2020, 12, 1)
"""The first day on which a letter can have been written under the rules that the hub holds."""
NEXT = (
    ("reply", "I go on with it"),
    ("ask", "I wait for the client"),
    ("answer", "That answers it"),
    ("close", "That answers it, and I close the case"),
)
TOLD_THEM = (
    ("telephone", "I told them by telephone"),
    ("meeting", "I told them in a meeting"),
)
TEL = {"inputmode": "tel", "autocomplete": "tel"}


def letter_on(**more: Any) -> DateField:
    """The date of a letter of the Home Office."""
    return DateField(
        label="Date of a letter that suspends the licence (optional)", required=False, least=FIRST, most=localdate, **more
    )  # fmt: skip


def select(label: str, wanted: str, **more: Any) -> forms.TypedChoiceField:
    """One of several by number; `wanted`: what is said where none is chosen."""
    return forms.TypedChoiceField(
        label=label, coerce=int, error_messages={"required": wanted, "invalid_choice": wanted}, **more
    )


class Themed(Form):
    """A form that asks for a theme. `themes`: of the programme, as choices."""

    theme = select("What is it about?", "Select what it is about")

    def __init__(self, *args: Any, themes: Iterable[tuple[Any, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        asked: Any = self.fields["theme"]
        asked.choices = [("", "Choose"), *themes]


class WithdrawConsentForm(Form):
    """That a worker withdrew what they agreed to. `given`: the day on which they agreed."""

    said_on = DateField(label="When did they say so?", least=FIRST, most=localdate)
    how = LineField(
        label="How did they say so?", max_length=200, help_text="For example, by telephone to you, or through those who help them.",
        error_messages={"required": "Say how they told you"},
    )  # fmt: skip

    def __init__(self, *args: Any, given: date = FIRST, **options: Any) -> None:
        super().__init__(*args, **options)
        day: Any = self.fields["said_on"]
        day.least = given


class CallForm(Themed):
    """A telephone call, logged while it lasts or just after."""

    name = LineField(label="Who calls?", max_length=150, error_messages={"required": "Enter the name of the caller"})
    phone = LineField(
        label="Telephone number",
        max_length=40,
        required=False,
        widget=shown(forms.TextInput(attrs=TEL), classes="govuk-input--width-20"),
    )
    email = forms.EmailField(label="E-mail address (optional)", max_length=254, required=False)
    subject = LineField(
        label="What do they ask, in a line?",
        max_length=150,
        error_messages={"required": "Write in a line what they ask"},
    )
    urgency = choice(Urgency.choices, label="How urgent is it?", initial=Urgency.ROUTINE)
    told = TextField(label="What did you tell them? (optional)", max_length=LONG, required=False)
    then = choice(NEXT, label="What comes next?", initial="reply", required=False)
    letter_on = letter_on()
    about = LineField(
        label="Is it about another organisation? (optional)",
        max_length=100,
        required=False,
        help_text="Its CQC id, or the name of a council: it matters for conflicts of interest.",
    )
    relation = choice(Relation.choices, label="What is the caller to the client?", initial=Relation.RUNS)
    firm = LineField(
        label="If they act for it from outside, for which firm? (optional)", max_length=200, required=False
    )

    field_order = [
        "name",
        "phone",
        "email",
        "theme",
        "subject",
        "urgency",
        "told",
        "then",
        "letter_on",
        "about",
        "relation",
        "firm",
    ]

    def clean(self) -> dict[str, Any]:
        """Somebody can be answered."""
        given = super().clean() or self.cleaned_data
        if not given.get("phone") and not given.get("email") and not self.errors:
            self.add_error("phone", "Enter a telephone number or an e-mail address, or nobody can answer them")
        return given


class ReplyForm(Form):
    """What the client is told. `to`: whom a mail reaches, in words; blank: nobody, and no mail is offered. `read`: whether the client's own
    people read the thread on its page."""

    version = SeenField()
    text = TextField(label="Your reply", max_length=LONG, error_messages={"required": "Write what you tell the client"})
    attached = FilesField()
    channel = choice(TOLD_THEM, label="How do they get it?", error_messages={"required": "Select how they get it"})
    then = choice(NEXT, label="What comes next?", initial="answer")
    insert = forms.TypedChoiceField(
        label="Put a page of guidance into the reply (optional)", coerce=int, empty_value=None, required=False,
        help_text="With today’s rules. You read it before you send it.",
    )  # fmt: skip
    add = forms.BooleanField(required=False, widget=forms.HiddenInput)
    guidance = forms.RegexField(r"^[0-9 ]*$", required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, pages: Iterable[tuple[int, str]] = (), to: str = "", read: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        ways: Any = self.fields["channel"]
        written = (
            [("mail", f"By e-mail, now, to {to}")] if to else [("page", "On the page of the thread")] if read else []
        )
        ways.choices = [*written, *TOLD_THEM]
        ways.initial = "mail" if to else "telephone"
        known = list(pages)
        inserted: Any = self.fields["insert"]
        inserted.choices = [("", "None"), *known]
        if not known:
            del self.fields["insert"]

    def clean_guidance(self) -> list[int]:
        """The versions of guidance of which the reply is made."""
        return [int(number) for number in self.cleaned_data["guidance"].split()]

    def clean(self) -> dict[str, Any]:
        """A page can be put into a reply of which nothing is written yet."""
        given = super().clean() or self.cleaned_data
        if given.get("add"):
            self.errors.pop("text", None)
            if not given.get("insert"):
                self.add_error("insert", "Choose the page of guidance to put into the reply")
        return given


class HearForm(Form):
    """What the client said."""

    text = TextField(
        label="What did the client say?", max_length=LONG, error_messages={"required": "Write what the client said"}
    )
    attached = FilesField()
    who = LineField(label="Who said it?", max_length=150)
    channel = choice(
        [one for one in Channel.choices if one[0] != Channel.PAGE], label="How?", initial=Channel.TELEPHONE
    )


class CloseForm(Themed):
    """How a case ends: four answers, most of them there already."""

    version = SeenField()
    outcome = choice(
        [
            one for one in Outcome.choices if one[0] != Outcome.COULD_NOT_ACT
        ],  # of which the client is told later (neutral.py)
        label="How did it end?",
        error_messages={"required": "Select how it ended"},
    )
    signposted_to = LineField(label="Who did you refer them to? (optional)", max_length=120, required=False)
    ending = LineField(label="In a line (optional)", max_length=200, required=False)

    field_order = ["version", "theme", "outcome", "signposted_to", "ending"]


class DeclineForm(Form):
    """Why the helpline does not act. The client is told the same whatever stands here."""

    version = SeenField()
    reason = choice(Declined.Reason.choices, label="Why not?", error_messages={"required": "Select why not"})


class SortForm(Themed):
    """What a case is about."""

    version = SeenField()
    subject = LineField(label="What is asked, in a line", max_length=150)
    urgency = choice(Urgency.choices, label="How urgent is it?")
    letter_on = letter_on()

    field_order = ["version", "theme", "subject", "urgency", "letter_on"]


class HandOverForm(Form):
    """Who has a case now."""

    version = SeenField()
    owner = forms.TypedChoiceField(label="Who takes it?", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, owners: Iterable[tuple[Any, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        asked: Any = self.fields["owner"]
        asked.choices = [("", "Nobody yet"), *owners]


class ReasonForm(Form):
    """Something that needs a reason."""

    version = SeenField()
    reason = TextField(label="In your words", max_length=1_000, required=False)


def reason(label: str) -> type[ReasonForm]:
    """The form of something that needs a reason, which says what is asked."""
    return type("ReasonForm", (ReasonForm,), {"reason": TextField(label=label, max_length=1_000, required=False)})


class SplitForm(Themed):
    """A second question in a case, which becomes a case of its own. `said`: what the client wrote, as choices."""

    version = SeenField()
    message = select("In which message do they ask it?", "Select the message in which they ask it")
    subject = LineField(label="What is asked there, in a line?", max_length=150)

    field_order = ["version", "message", "theme", "subject"]

    def __init__(self, *args: Any, said: Iterable[tuple[Any, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        asked: Any = self.fields["message"]
        asked.choices = [("", "Choose"), *said]


class LawyerForm(Form):
    """Of which level the advice is that a case needs."""

    version = SeenField()
    level = choice(
        LEVELS, label="Level of advice", initial="1", error_messages={"required": "Select the level of advice"}
    )

    def clean_level(self) -> int:
        """Of immigration advice, as its regulator tells levels apart."""
        return int(self.cleaned_data["level"])


class ConcernForm(Form):
    """That somebody may be at risk."""

    ground = choice((), label="What is it about?", error_messages={"required": "Select what it is about"})
    text = TextField(
        label="What was seen or said, when and by whom?", max_length=LONG, error_messages={"required": "Write what was seen or said"}
    )  # fmt: skip

    def __init__(self, *args: Any, grounds: Iterable[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        asked: Any = self.fields["ground"]
        asked.choices = list(grounds)


class PassOnForm(Form):
    """That a concern was passed on."""

    version = SeenField()
    passed_to = LineField(label="Who did you pass it on to?", max_length=200, help_text="The office, and who took it.")
    shared = TextField(
        label="What did you tell them?", max_length=LONG, error_messages={"required": "Write what you told them"}
    )
    client_told = choice(
        YES_OR_NO,
        label="Have you told the client?",
        error_messages={"required": "Select whether you have told the client"},
    )
    unsafe = LineField(label="If not, why is it not safe to tell them?", max_length=300, required=False)

    def clean_client_told(self) -> bool:
        """Whether the client knows."""
        return bool(self.cleaned_data["client_told"] == "yes")


class NameLeadForm(Form):
    """Who decides of safeguarding concerns. `people`: who answers the helpline, as choices."""

    person = select("Who decides of safeguarding concerns?", "Select who decides")

    def __init__(self, *args: Any, people: Iterable[tuple[Any, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        asked: Any = self.fields["person"]
        asked.choices = [("", "Choose"), *people]


class ReferenceForm(Form):
    """Another case."""

    version = SeenField()
    reference = LineField(label="Reference of the other case", max_length=40, help_text="Such as HL-2026-482-109-375.")
