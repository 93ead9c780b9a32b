"""Who speaks for a client: the same in every room that keeps contacts, which are found by what they are made of."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import APP, Acting, acting
from irhub.casework.contacts import (
    Authority,
    Calls,
    Contact,
    Relation,
    add_contact,
    bring_back_contact,
    change_contact,
    contacts_of,
    retire_contact,
)
from irhub.casework.forms import ChangeContactForm, ContactForm
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.jinja import macro
from tests.casework import test_workflows as tables
from tests.casework.desk import MatterContact, make_desk
from tests.casework.sample import anybody_who_may, key_of, sample
from tests.factories import BodyFactory

pytestmark = pytest.mark.django_db
MODELS = [MatterContact, *(model for model in apps.get_models() if issubclass(model, Contact))]
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


@pytest.fixture(autouse=True)
def desk(db: None) -> None:
    make_desk()


def thing_of(contact: Any) -> Any:
    return getattr(contact, key_of(type(contact), "contacts").name)


@every_model
def test_somebody_is_added_changed_retired_and_brought_back_and_the_trail_tells_no_word_of_it(model):
    contact = sample(model)
    by = anybody_who_may(contact, contact.workflow.named("change"))
    change_contact(contact, version=1, by=by, phone="0121 496 0000", calls=Calls.NO_MESSAGE)
    retire_contact(contact, version=2, by=by)
    with pytest.raises(ActionRefused):
        change_contact(contact, version=3, by=by, phone="0121 496 0001")
    bring_back_contact(contact, version=3, by=by)
    with pytest.raises(StaleVersion):
        change_contact(contact, version=1, by=by, phone="0121 496 0002")
    there = model.objects.get()
    assert (there.phone, there.calls, there.state, there.body_id) == (
        "0121 496 0000",
        "no message",
        "now",
        contact.body_id,
    )
    told = AuditEvent.objects.filter(what__in=["added a contact", "changed a contact"]).order_by("number")
    assert [event.detail for event in told] == [{}, {"changed": ["calls", "phone"]}]
    assert "0121 496" not in str([vars(event) for event in AuditEvent.objects.all()])


@every_model
def test_whoever_speaks_can_be_reached_and_from_outside_needs_authority_by_the_database_too(model):
    thing = thing_of(sample(model))
    told = {"name": "Sam Example", "relation": Relation.ACTS, "authority": Authority.SAID, "email": "sam@example.org"}
    for wrong, field in (
        ({"email": ""}, "email"),
        ({"authority": Authority.OWN}, "authority"),
        ({"name": " "}, "name"),
    ):
        with pytest.raises(ActionRefused) as refused:
            add_contact(thing, by="test", **told | wrong)
        assert refused.value.field == field
    for wrong in ({"email": ""}, {"authority": "own"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            thing.contacts.create(body_id=thing.body_id, added_by="test", **told | wrong)
    assert add_contact(thing, by="test", **told).added_by == "test"


@every_model
def test_those_who_no_longer_speak_come_last(model):
    first = sample(model)
    second = add_contact(
        thing_of(first), by="test", name="Sam", relation=Relation.SELF, authority=Authority.OWN, phone="1"
    )
    retire_contact(first, version=1, by=anybody_who_may(first, first.workflow.named("retire")))
    assert contacts_of(thing_of(first)) == [second, first]


@every_model
def test_no_other_body_sees_a_contact(model):
    contact = sample(model)
    other = BodyFactory(kind=contact.body.kind, name="Another body")
    for body, seen in ((contact.body_id, 1), (other.pk, 0)):
        with acting(Acting(database_role=APP, body=body, role="administrator", side="")):
            assert model.objects.count() <= seen
    with acting(Acting(database_role=APP, body=other.pk)):
        assert not model.objects.exists()


def test_a_contact_is_moved_by_those_alone_to_whom_the_room_grants_it():
    for kind in (Kind.COUNCIL, Kind.PROVIDER):
        with transaction.atomic():
            tables.test_a_move_is_made_by_those_alone_to_whom_the_table_grants_it(MatterContact, kind, [kind])
            transaction.set_rollback(True)
    assert Role.LEAD in MatterContact.workflow.named("change").who[0].roles


ASKED = {
    "name": "Sam Example", "relation": "acts", "firm": "Sample Solicitors", "authority": "seen", "email": "sam@example.org",
    "phone": "", "calls": "never", "announce": "no", "pass_phrase": "blue lantern", "adaptations": "Urdu",
}  # fmt: skip


def test_the_form_gives_what_the_actions_take_and_shows_a_contact_as_it_stands():
    form = ContactForm(ASKED)
    assert form.is_valid(), form.errors
    contact = add_contact(thing_of(sample(MatterContact)), by="test", **form.cleaned_data)
    assert (contact.announce, contact.calls, contact.pass_phrase) == (False, "never", "blue lantern")
    shown = ContactForm.of(contact)
    again = ChangeContactForm({name: shown.get_initial_for_field(field, name) for name, field in shown.fields.items()})
    assert again.is_valid(), again.errors
    by = anybody_who_may(contact, contact.workflow.named("change"))
    with pytest.raises(ActionRefused, match="Nothing was changed"):
        change_contact(contact, by=by, **again.cleaned_data)
    assert "Enter the name of the person who speaks" in str(ContactForm({}).errors)


def test_what_is_not_safe_stands_beside_the_name():
    contact = add_contact(thing_of(sample(MatterContact)), by="test", **ContactForm(ASKED).data | {"announce": False})
    page = macro("casework/parts.html", "contacts")([contact])
    for told in ("Do not call", "Do not say where you call from", "Sample Solicitors", "blue lantern", "Urdu"):
        assert told in page
    assert "Nobody is named yet" in macro("casework/parts.html", "contacts")([])
