"""What people write down stays as it was written, in every room that keeps notes; a correction is a note of its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.template import engines

from irhub.accounts.models import AuditEvent
from irhub.accounts.row_security import APP, OWNER, SYSTEM, Acting, acting
from irhub.casework.notebook import Note, correct_note, notes_of, write_note
from irhub.web.errors import ActionRefused, StaleVersion
from tests.casework.desk import MatterNote, make_desk
from tests.casework.sample import key_of, made_of
from tests.factories import BodyFactory

pytestmark = pytest.mark.django_db
MODELS = [MatterNote, *(model for model in apps.get_models() if issubclass(model, Note))]
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


@pytest.fixture(autouse=True)
def desk(db: None) -> None:
    make_desk()


def a_note(model: type[Any]) -> tuple[Any, Any]:
    """A note and the thing that it is about."""
    note = made_of(model, BodyFactory(name="The body itself"))
    return note, getattr(note, key_of(model, "notes").name)


@every_model
def test_a_correction_takes_the_place_of_a_note_that_stays_to_be_read(model):
    note, thing = a_note(model)
    second = write_note(thing, text="They rang back.", by="sam@example.org")
    correction = correct_note(note, text="Wrote to them.", by="sam@example.org")
    again = correct_note(correction, text="Wrote to them twice.", by="pat@example.org")
    told = notes_of(thing)
    assert [written.note for written in told] == [second, again]
    assert told[1].before == (correction, note)
    assert told[1].at == note.at
    assert correction.corrects == note
    assert [event.what for event in AuditEvent.objects.order_by("number")][-4:] == [
        "wrote a note", "wrote a note", "corrected a note", "corrected a note"
    ]  # fmt: skip
    assert "twice" not in str([vars(event) for event in AuditEvent.objects.all()])


@every_model
def test_of_two_who_correct_a_note_one_is_refused_and_nothing_of_theirs_is_kept(model):
    note, thing = a_note(model)
    correct_note(note, text="Wrote to them.", by="sam@example.org")
    with pytest.raises(StaleVersion, match="read what they wrote"):
        correct_note(note, text="Did nothing.", by="pat@example.org")
    for blank in ("", " \n"):
        with pytest.raises(ActionRefused):
            write_note(thing, text=blank, by="pat@example.org")
    with pytest.raises(ActionRefused, match="Nothing was changed"):
        correct_note(note, text="Rang them. ", by="pat@example.org")
    assert model.objects.count() == 2


@every_model
def test_a_note_is_altered_by_nobody_and_removed_with_its_thing_alone(model):
    note, thing = a_note(model)
    correct_note(note, text="Wrote to them.", by="sam@example.org")
    for role in (OWNER, SYSTEM):
        with (
            acting(Acting(database_role=role)),
            pytest.raises(DatabaseError, match="only added, never altered"),
            transaction.atomic(),
        ):
            model.objects.update(text="Something else")
    with acting(Acting(database_role=APP, body=thing.body_id, role="administrator")):
        assert model.objects.update(text="Something else") == 0
        assert model.objects.all().delete()[0] == 0
    with acting(Acting(database_role=APP, body=BodyFactory(name="Another Council").pk)):
        assert not model.objects.exists()
    with acting(Acting(database_role=SYSTEM)):
        assert model.objects.count() == 2
        model.objects.all().delete()
        assert not model.objects.exists()


def test_the_page_shows_the_words_as_they_stand_and_below_them_what_they_said_before():
    note, thing = a_note(MatterNote)
    correct_note(note, text="Wrote to <them>.", by="sam@example.org")
    parts = engines["jinja2"].env.get_template("casework/parts.html").make_module({"called": str})
    page = parts.notes(notes_of(thing))
    assert page.index("Wrote to &lt;them&gt;.") < page.index("What it said before") < page.index("Rang them.")
    assert "No note was written yet" in parts.notes([])
