"""What this room's pages ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from irhub.guidance.topics import topics
from irhub.guidance.workflows import Kinds, Visibility
from irhub.programmes.models import Audience
from irhub.web.forms import DateField, Form, LineField, OfferedField, SeenField, TextField, choice, shown

EARLIEST = date(2020, 1, 1)
LONGEST = 60_000
"""Characters of a text: some twenty printed pages."""
_MARKDOWN = "In Markdown. A rule is written by its name, like {{ rule: salary_floor }}, and shows the value of the day."


def _today() -> date:
    return localdate()


def _in_two_years() -> date:
    return localdate() + timedelta(days=731)


def _review(**options: Any) -> DateField:
    return DateField(label="To be read again by", least=EARLIEST, most=_in_two_years, **options)


class Write(Form):
    """A new page. `answer`: of the question from which it is begun by one button (guidance/parts.html)."""

    title = LineField(label="Title", max_length=120, help_text="What somebody would look for: “Right to work checks”.")
    kind = choice(Kinds.choices, label="What is it?")
    visibility = choice(
        Visibility.choices,
        label="Who may read it?",
        help_text="This cannot be changed later. Pages for our own staff are for the people of this body alone.",
    )
    answer = TextField(max_length=3000, required=False, widget=forms.HiddenInput)


class Edit(Form):
    """What a draft says."""

    version = SeenField()
    title = LineField(label="Title", max_length=120)
    answer = TextField(
        label="The answer", max_length=3000, required=False, widget=shown(forms.Textarea(), rows=5),
        help_text=f"What the reader needs to know, in a few sentences. It comes first. {_MARKDOWN}",
    )  # fmt: skip
    text = TextField(
        label="The page", max_length=LONGEST, required=False, widget=shown(forms.Textarea(), rows=22),
        help_text=f"Headings begin with ##. Do not name workers, providers or callers. {_MARKDOWN}",
    )  # fmt: skip
    sources = TextField(
        label="Sources", max_length=5000, required=False, widget=shown(forms.Textarea(), rows=5),
        help_text="What else you read, as a list in Markdown. The sources of rules are added by themselves.",
    )  # fmt: skip
    topics = OfferedField(label="Topics", choices=topics)
    audience = OfferedField(label="For whom", choices=Audience.choices)
    law_as_at = DateField(
        label="Law as at", least=EARLIEST, most=_today, required=False, help_text="The day for which you read the law."
    )
    review_on = _review(required=False, help_text="You are reminded of it then.")
    change_note = LineField(
        label="What is new in this version",
        max_length=300,
        required=False,
        help_text="Readers are told. Blank for a new page.",
    )


MOVES = ("submit", "take back", "publish", "send back", "unschedule", "confirm", "withdraw", "discard")
"""What a version's page offers, as its table of moves names them."""


class Chosen(Form):
    """Which of the moves that a page offers."""

    move = forms.ChoiceField(choices=[(name, name) for name in MOVES], widget=forms.HiddenInput)


class Act(Chosen):
    """A step that needs nothing else."""

    version = SeenField()


class Publish(Act):
    """From when it is published."""

    publish_on = DateField(
        label="Publish on",
        least=EARLIEST,
        most=_in_two_years,
        required=False,
        help_text="Leave blank to publish it now.",
    )


class SendBack(Act):
    """Why it is sent back."""

    reason = TextField(
        label="What is to be changed", max_words=300, required=False, widget=shown(forms.Textarea(), rows=3)
    )


class Withdraw(Act):
    """Why it is withdrawn."""

    reason = TextField(
        label="Why it is withdrawn", max_words=100, required=False, widget=shown(forms.Textarea(), rows=3)
    )


class Confirm(Act):
    """That it still holds."""

    review_on = _review()
