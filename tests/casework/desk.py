"""A desk of nobody's, with contacts, notes and complaints as a room would make them: for tests, in tables of their own."""

from __future__ import annotations

from django.db import connection, models

from irhub.accounts.models import Body, OwnedByBody
from irhub.accounts.policy import Rows, acting_as
from irhub.accounts.roles import OVERSIGHT, Role
from irhub.accounts.row_security import protect
from irhub.casework.complaints import Complaint, complaint_table
from irhub.casework.contacts import Contact, contact_table
from irhub.casework.events import Event, append_only
from irhub.casework.notebook import Note
from tests.casework.sample import MADE

WORKS = acting_as(Role.LEAD, Role.REVIEWER, of=OVERSIGHT, rows=Rows.OWN_BODY)
ANSWERS = acting_as(Role.LEAD, of=OVERSIGHT, rows=Rows.OWN_BODY)


class Matter(OwnedByBody):
    title = models.CharField(max_length=40)

    class Meta:
        app_label = "casework_tests"


class MatterContact(Contact):
    workflow = contact_table(WORKS)
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="contacts")

    class Meta(Contact.Meta):
        app_label = "casework_tests"


class MatterNote(Note):
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="notes")

    class Meta(Note.Meta):
        app_label = "casework_tests"


class MatterComplaint(Complaint):
    workflow = complaint_table(WORKS, answers=(ANSWERS,))
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="complaints")

    class Meta(Complaint.Meta):
        app_label = "casework_tests"


class MatterComplaintEvent(Event):
    complaint = models.ForeignKey(MatterComplaint, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        app_label = "casework_tests"


MODELS = (Matter, MatterContact, MatterNote, MatterComplaint, MatterComplaintEvent)
ONLY_ADDED = (MatterNote, MatterComplaintEvent)


def a_matter(body: Body) -> Matter:
    return Matter.objects.create(body=body, title="A question about certificates")


MADE[Matter] = a_matter


def make_desk() -> None:
    """The tables, fenced as a room's migration fences them."""
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    with connection.cursor() as cursor:
        for model in MODELS:
            table = model._meta.db_table
            cursor.execute(protect(table).sql)
            if model in ONLY_ADDED:
                cursor.execute(append_only(table).sql)
