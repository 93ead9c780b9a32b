"""What the pages of this room ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from irhub.review.queries import Namesake
from irhub.web.forms import Form, OfferedField, SeenField, TextField, shown


class DecidePair(Form):
    """The answer to a pair, which the button that is pressed gives. `namesakes`: what can be decided with it.

    `seen`: the newest decision of others that the page showed.
    """

    verdict = forms.CharField(required=False, widget=forms.HiddenInput)
    also = OfferedField(
        label="Decide these too, with the same answer",
        help_text="Other sponsor records that wait for this provider.",
        widget=shown(forms.CheckboxSelectMultiple(), classes="govuk-checkboxes--small"),
    )
    why = TextField(
        label="Why, if it helps others (optional)",
        required=False,
        max_length=1000,
        help_text="Reviewers of other bodies read it. Do not name private people.",
        error_messages={"max_length": "Say why in 1,000 characters or fewer"},
        widget=shown(forms.Textarea(), rows=2),
    )
    seen = SeenField()

    def __init__(self, *args: Any, namesakes: Sequence[Namesake], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["also"].choices = [  # type: ignore[attr-defined]
            (each.sponsor_key, f"{each.name} ({each.place})" if each.place else each.name) for each in namesakes
        ]


class Blind(Form):
    """Whether scores and what others decided are hidden, which the button that is pressed says."""

    blind = forms.CharField(required=False, max_length=3)
