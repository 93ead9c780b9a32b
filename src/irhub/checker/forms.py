"""What the pages of this room ask, save the questions of a checker, which its flow declares."""

from __future__ import annotations

from django import forms

from irhub.web.forms import Form, LineField, shown


class KeepCase(Form):
    """A name for a case that one keeps."""

    title = LineField(
        label="Name of the case",
        max_length=80,
        help_text="Not a person’s name. For example: night worker, certificate of May 2025.",
        error_messages={"required": "Give the case a name. Do not use a person’s name."},
    )


class DecideProposal(Form):
    """What somebody has to say of a proposal, and the answers that they were shown to change (their fingerprint)."""

    decision = LineField(
        label="What you have to say",
        required=False,
        max_length=2000,
        help_text="Needed if you decline. The person who proposed it reads it.",
        widget=shown(forms.Textarea(), rows=3),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
