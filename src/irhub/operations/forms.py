"""What the pages of this room ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from irhub.web.forms import Form, SeenField, TextField, choice, shown

MEANS = {
    "accept": "Accept it: it counts, in place of any other edition of its date",
    "reject": "Reject it: the history is as if it had never been loaded; its file is kept",
}
"""What each decision does, in words."""
MOST_WORDS = 1000
"""How many characters a reason may have."""


class DecideEdition(Form):
    """What becomes of an edition. `may`: the decisions that can be made of it; one alone is not asked for.

    `seen`: how often people had decided on it when the page was shown.
    """

    decision = choice(
        [], label="What becomes of it?", error_messages={"required": "Choose what becomes of the edition"}
    )
    reason = TextField(
        label="Why?",
        max_length=MOST_WORDS,
        help_text="It is shown with the edition and kept in the audit trail. For example: the publisher confirmed the figures on the telephone.",
        error_messages={"required": "Say why", "max_length": f"Say why in {MOST_WORDS:,} characters or fewer"},
        widget=shown(forms.Textarea(), rows=4),
    )
    seen = SeenField()

    def __init__(self, *args: Any, may: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        asked = self.fields["decision"]
        asked.choices = list(MEANS.items())  # type: ignore[attr-defined]
        if len(may) == 1:
            asked.widget, asked.initial = forms.HiddenInput(), may[0]
        else:
            asked.widget.choices = [(name, MEANS[name]) for name in may]
