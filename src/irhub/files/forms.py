"""A field for files that people hand in with what they write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from irhub.files.handed_in import DOCUMENTS, MOST_BYTES, HandedIn, handed_in
from irhub.files.reading.refused import Refused
from irhub.web.forms import FilesInput, Form

MOST = 3
"""Files with one message: with what is typed they stay below what a request may hold (IRHUB_MOST_BODY_BYTES)."""


class FilesField(forms.FileField):
    """A few files, `MOST` at most and as large together as one may be: what comes of it is a list of HandedIn, empty if none was chosen.

    Why each that is refused was refused stands at the field, and none is taken then.
    """

    def __init__(self, **options: Any) -> None:
        words: dict[str, Any] = {
            "label": "Files (optional)",
            "help_text": f"Up to {MOST}, together no larger than {MOST_BYTES / 2**20:.0f} MB: PDF, Word, Excel, OpenDocument, CSV, text or pictures.",
            "widget": FilesInput(attrs={"accept": ", ".join(sorted(DOCUMENTS))}),
        }  # fmt: skip
        super().__init__(required=False, **words | options)

    def clean(self, data: Any, initial: object = None) -> list[HandedIn]:  # type: ignore[override, unused-ignore]
        """The files, checked. Raises ValidationError."""
        chosen = data or []
        if len(chosen) > MOST:
            raise ValidationError(f"Choose up to {MOST} files: you chose {len(chosen)}")
        if len(chosen) > 1 and sum(one.size or 0 for one in chosen) > MOST_BYTES:
            raise ValidationError(
                f"The files are larger than {MOST_BYTES / 2**20:.0f} MB together: send some of them with another message"
            )
        taken, refused = [], []
        for one in chosen:
            try:
                taken.append(handed_in(one))
            except Refused as why:
                refused.append(ValidationError(str(why)))
        if refused:
            raise ValidationError(refused)
        return taken


class EvidenceForm(Form):
    """Files that show what was answered on a page: at least one."""

    evidence = FilesField()

    def clean_evidence(self) -> Any:
        """The files. Raises ValidationError if there is none."""
        if not self.cleaned_data["evidence"]:
            raise ValidationError("Choose a file")
        return self.cleaned_data["evidence"]
