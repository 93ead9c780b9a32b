"""What people write down about a case. A note is never altered: a correction is a note of its own, which names the old one.

A room makes the table its own: a `Note` whose key to the thing has `related_name="notes"`. The migration fences the table with
`protect("table")` and closes it with `append_only("table")` (events.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now

from irhub.accounts.audit import Actor, name_of, record
from irhub.accounts.models import OwnedByBody
from irhub.accounts.moving import named
from irhub.web.errors import ActionRefused, StaleVersion


class Note(OwnedByBody):
    """What somebody wrote about a thing. `corrects`: the note that it takes the place of; each is corrected once, and then its correction."""

    at = models.DateTimeField(db_default=Now())
    who = models.CharField(max_length=254)
    text = models.TextField()
    corrects = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="correction")

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Written:
    """A note as it stands: the newest words, and those that they took the place of, newest first."""

    note: Any
    before: tuple[Any, ...] = ()

    @property
    def at(self) -> datetime:
        """When it was written first: its place among the others."""
        first: datetime = (self.before or (self.note,))[-1].at
        return first


@transaction.atomic
def write_note(thing: Any, *, text: str, by: Actor) -> Any:
    """Write a note. The trail keeps that, not its words. Raises ActionRefused if it is blank."""
    return _written(thing, text, by, "wrote a note")


@transaction.atomic
def correct_note(note: Any, *, text: str, by: Actor) -> Any:
    """Put a note in the place of another, which stays to be read. Raises StaleVersion if somebody has corrected it already."""
    if text.strip() == note.text:
        raise ActionRefused("Nothing was changed: write what it should say.", "text")
    key = next(field.name for field in note._meta.fields if getattr(field.remote_field, "related_name", "") == "notes")
    try:
        with transaction.atomic():
            return _written(getattr(note, key), text, by, "corrected a note", corrects=note)
    except IntegrityError as problem:
        raise StaleVersion(
            "Somebody has corrected this note in the meantime. Your change was not saved: read what they wrote, and correct that.",
            "text",
        ) from problem


def notes_of(thing: Any) -> list[Written]:
    """The notes of a thing, that written last first, each with what it corrects."""
    found = {note.pk: note for note in thing.notes.all()}
    corrected = {note.corrects_id for note in found.values()}
    told = [Written(note, _before(note, found)) for note in found.values() if note.pk not in corrected]
    return sorted(told, key=lambda written: (written.at, written.note.pk), reverse=True)


def _before(note: Any, found: dict[int, Any]) -> tuple[Any, ...]:
    old = found.get(note.corrects_id)
    return () if old is None else (old, *_before(old, found))


def _written(thing: Any, text: str, by: Actor, told: str, **more: Any) -> Any:
    if not text.strip():
        raise ActionRefused("Write something.", "text")
    made = thing.notes.create(body_id=thing.body_id, who=name_of(by), text=text.strip(), **more)
    record(told, by=by, about=named(thing))
    return made
