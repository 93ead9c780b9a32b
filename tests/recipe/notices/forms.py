"""What this room's pages ask."""

from __future__ import annotations

from typing import Any

from django import forms
from irhub.notices.queries import providers

from irhub.web.forms import Form, LineField, SeenField, TextField


class Post(Form):
    """A notice to be posted."""

    to = forms.ModelChoiceField(queryset=None, label="Provider", empty_label=None)
    title = LineField(label="Title", max_length=120)
    text = TextField(label="What they are to know", max_words=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["to"]
        chosen.queryset = providers()


class Acknowledge(Form):
    """That somebody has read a notice."""

    version = SeenField()


class Withdraw(Form):
    """Why a notice is taken back."""

    version = SeenField()
    reason = LineField(label="Why", max_length=200, required=False)
