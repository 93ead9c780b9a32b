"""Forms of pages: what is asked, with which words, and how it looks. Rooms import from here and write their forms in `forms.py`."""

from irhub.web.forms.asking import Form, choose_again, posted, seen_now
from irhub.web.forms.fields import (
    DateField,
    FilesInput,
    LineField,
    OfferedField,
    SeenField,
    TextField,
    TimeField,
    choice,
    shown,
)
from irhub.web.forms.refusals import at_fault, refusals_at, refusals_told, status_of
from irhub.web.forms.rendering import govuk, problems, summary

__all__ = [
    "DateField",
    "FilesInput",
    "Form",
    "LineField",
    "OfferedField",
    "SeenField",
    "TextField",
    "TimeField",
    "at_fault",
    "choice",
    "choose_again",
    "govuk",
    "posted",
    "problems",
    "refusals_at",
    "refusals_told",
    "seen_now",
    "shown",
    "status_of",
    "summary",
]
