"""What the pages of this room ask: what a body does about a signal, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from irhub.attention.queries import About
from irhub.web.forms import DateField, Form, LineField, SeenField, TextField, choice, shown

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class WorkOn(Form):
    """What a body does about a signal: who, until when, and a note. The button that is pressed says what to do.

    `owners`: the people of the body. `version`: of the task, as it was shown; 0 without one. `closed`: whether the task is.
    """

    owner = forms.CharField(label="Owner", required=False, widget=forms.Select())
    due = DateField(
        label="Date by which it is due", help_text="For example, 31 3 2027", required=False, least=EARLIEST, most=LATEST
    )
    note = TextField(label="Note or reason", required=False, widget=shown(forms.Textarea(), rows=3))
    version = SeenField()
    action = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, owners: Sequence[tuple[str, str]], body: str, closed: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].widget.choices = [("", "Nobody yet"), *owners]
        self.fields["note"].help_text = f"Only {body} sees this."
        self.asks(closed)

    def asks(self, closed: bool) -> None:
        """Of a closed task nothing is asked but why it is opened again."""
        self.asked = ["note"] if closed else ["owner", "due", "note"]


class Reply(Form):
    """What a provider says beside a signal about it. The button that is pressed saves or withdraws it.

    `seen`: the number of the statement that was shown, 0 for none.
    """

    seen = SeenField()
    text = TextField(
        label="What you want to say",
        required=False,
        help_text="Do not name workers, residents or anybody’s health.",
        widget=shown(forms.Textarea(), rows=8),
    )
    action = forms.CharField(required=False, widget=forms.HiddenInput)


class ChallengeSignal(Form):
    """What somebody says is wrong with a signal."""

    about = choice(
        About.choices,
        label="What is wrong?",
        error_messages={"required": "Choose what is wrong: a fact, or whose record it is."},
    )
    text = TextField(
        label="What is wrong, and how you know",
        help_text="Say where it can be checked. Do not name workers, residents or anybody’s health.",
        error_messages={"required": "Write what is wrong and how you know."},
    )


class AnswerChallenge(Form):
    """The answer to a challenge. `version`: of it, as it was shown."""

    version = SeenField()
    agreed = choice(
        [("yes", "Yes, it is wrong"), ("no", "No, it is right")],
        label="Do you agree?",
        error_messages={"required": "Choose whether you agree."},
    )
    text = TextField(
        label="What you found, and what was done",
        required=False,
        help_text="Your answer changes nothing by itself. A review puts a wrong link right. The people who run the hub correct a wrong fact. Say which was done.",
    )


class Pressed(Form):
    """Which button of a form without questions was pressed. `version`: of the challenge, as it was shown."""

    version = SeenField()
    action = forms.CharField(required=False, widget=forms.HiddenInput)


class DecideReply(Form):
    """Whether the public sees a reply: the button that is pressed says it, and why it must not, if so.

    `number`: of the reply, as several stand on a page. `version`: of it, as it was shown.
    """

    why = LineField(
        label="If it must be kept from the public: what in it abuses somebody",
        required=False,
        help_text="The provider reads this. Disagreement is no reason.",
    )
    show = forms.CharField(required=False, widget=forms.HiddenInput)
    version = SeenField()

    def __init__(self, *args: Any, number: int, **options: Any) -> None:
        self.number = number
        super().__init__(*args, auto_id=f"%s-{number}", **options)
