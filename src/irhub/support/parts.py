"""What hangs on a case and changes: who speaks for the client, notes, complaints about us. As data, as what is done with a case (doing.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.acting import asker_as
from irhub.accounts.models import Body, Membership
from irhub.casework import complaints as about_us
from irhub.casework.clocks import Reading
from irhub.casework.complaints import Stands, answer_clock, letter_clock
from irhub.casework.contacts import bring_back_contact, contacts_of, retire_contact
from irhub.casework.forms import (
    AnswerComplaintForm,
    AssignComplaintForm,
    ChangeContactForm,
    MoveForm,
    NoteForm,
    SettleComplaintForm,
    WordsForm,
)
from irhub.casework.notebook import correct_note, notes_of
from irhub.programmes.queries import closed_days
from irhub.support import safeguarding
from irhub.support.forms import PassOnForm, reason
from irhub.support.models import Case, CaseComplaint
from irhub.support.queries import adviser_choices
from irhub.support.speakers import change_speaker

Starts = Callable[[Any], dict[str, Any]]
Links = Callable[[Any], list[tuple[str, str]]]


def _version(thing: Any) -> dict[str, Any]:
    return {"version": thing.version}


def _as_it_stands(form: type[Any]) -> Starts:
    def starts(thing: Any) -> dict[str, Any]:
        told = {name: getattr(thing, name) for name in form.base_fields if name != "owner"}
        owner = {"owner": thing.owner_id} if "owner" in form.base_fields else {}
        return {name: {True: "yes", False: "no"}.get(value, value) for name, value in told.items()} | owner

    return starts


@dataclass(frozen=True)
class Part:
    """A thing to do with what hangs on a case. `move`: of its table, by which it is offered; blank: always. `starts`: what the form holds."""

    title: str
    button: str
    done: str
    form: type[Any]
    does: Callable[..., object]
    move: str = ""
    starts: Starts = _version


PARTS: Mapping[str, Mapping[str, Part]] = {
    "contact": {
        "change": Part("Change", "Save", "Saved.", ChangeContactForm, change_speaker, "change", _as_it_stands(ChangeContactForm)),
        "retire": Part("No longer speaks for the client", "They no longer do", "Nobody writes to them any more.", MoveForm, retire_contact, "retire"),
        "bring-back": Part("Speaks for the client again", "They do again", "They speak for the client again.", MoveForm, bring_back_contact, "bring back"),
    },
    "note": {
        "correct": Part("Correct the note", "Keep the correction", "Corrected: what it said before can still be read.", NoteForm, correct_note,
                        starts=lambda note: {"text": note.text}),
    },
    "concern": {
        "pass-on": Part("Pass it on", "It was passed on", "Recorded: to whom, what, and by which law.", PassOnForm, safeguarding.pass_on, "pass on"),
        "keep": Part("Do not pass it on", "Do not pass it on", "Recorded, with your reason.", reason("Why is it not passed on?"), safeguarding.keep, "keep"),
        "tell": Part("Record that the client was told", "They were told", "Recorded.", MoveForm, safeguarding.tell, "tell"),
    },
    "complaint": {
        "letter": Part("Record the holding letter", "It was sent", "Recorded. The answer is due next.", MoveForm, about_us.acknowledge_complaint, "acknowledge"),
        "assign": Part("Change who looks into it, or how grave it is", "Save", "Saved.", AssignComplaintForm, about_us.assign_complaint, "assign",
                       _as_it_stands(AssignComplaintForm)),
        "ask": Part("Ask whoever complained", "Keep what was asked", "Kept. The clock stops until they answer.", WordsForm, about_us.ask_complainant, "ask"),
        "hear": Part("Write down what they answered", "Keep it", "Kept. The clock is running again.", WordsForm, about_us.hear_complainant, "hear"),
        "answer": Part("Answer the complaint", "Keep the answer", "The answer is kept. Send it to whoever complained.", AnswerComplaintForm,
                       about_us.answer_complaint, "answer"),
        "settle": Part("Say whether that settled it", "Save", "Saved.", SettleComplaintForm, about_us.settle_complaint, "settle"),
        "reopen": Part("Look into it again", "Reopen the complaint", "It is looked into again.", WordsForm, about_us.reopen_complaint, "reopen"),
        "withdraw": Part("Record that it was withdrawn", "It was withdrawn", "The complaint is withdrawn.", WordsForm, about_us.withdraw_complaint, "withdraw"),
    },
}  # fmt: skip
"""By what hangs on the case, and by the name in the address."""


def parts_of(case: Case, kind: str) -> list[Any]:
    """What hangs on a case, of a kind, in the order in which it came. Raises KeyError for no kind."""
    found = {"contact": case.contacts, "note": case.notes, "complaint": case.complaints, "concern": case.concerns}[kind]
    return list(found.order_by("pk"))


def part_numbered(case: Case, kind: str, nth: int) -> Any:
    """The so-maniest of a kind that hangs on a case; None if there is none."""
    found = parts_of(case, kind) if kind in PARTS else []
    return found[nth - 1] if 0 < nth <= len(found) else None


def links_of(case: Case, by: Membership) -> Links:
    """What somebody can do with each thing that hangs on a case: title and address, for its page."""
    asker = asker_as(by)
    places = {(kind, one.pk): nth for kind in PARTS for nth, one in enumerate(parts_of(case, kind), 1)}

    def links(kind: str, thing: Any) -> list[tuple[str, str]]:
        moves = {move.name for move in thing.workflow.open_to(thing, asker)} if hasattr(thing, "workflow") else set()
        nth = places[kind, thing.pk]
        return [
            (one.title, reverse("support-part", args=[case.reference, kind, nth, name]))
            for name, one in PARTS[kind].items()
            if not one.move or one.move in moves
        ]

    return links  # type: ignore[return-value]


def options_of(part: Part, thing: Any, by: Membership) -> dict[str, Any]:
    """What the form of a thing to do is made with."""
    owners = {"owners": adviser_choices(by)} if part.form is AssignComplaintForm else {}
    return {"initial": part.starts(thing)} | owners


@dataclass(frozen=True)
class AboutUs:
    """A complaint with its clocks: by when the holding letter goes, and the answer."""

    complaint: CaseComplaint
    letter: Reading
    answer: Reading

    @property
    def due(self) -> date | None:
        """What is due next; None while it waits for whoever complained."""
        return self.letter.due if self.complaint.state == Stands.RECEIVED else self.answer.due


def complaints_of(found: Sequence[CaseComplaint], today: date | None = None) -> list[AboutUs]:
    """Complaints with their clocks, by the closures of the programme."""
    day = today or localdate()
    told = []
    for one in found:
        closed = closed_days(one.case.programme)
        told.append(AboutUs(one, letter_clock(one, day, closed=closed), answer_clock(one, day, closed=closed)))
    return told


def open_complaints(body: Body) -> list[AboutUs]:
    """The complaints of a body that wait for an answer, what is due first first."""
    waiting = CaseComplaint.objects.filter(body=body).exclude(state__in=[Stands.ANSWERED, Stands.WITHDRAWN])
    found = complaints_of(list(waiting.select_related("case__programme", "owner").prefetch_related("events")))
    return sorted(found, key=lambda one: (one.due or date.max, one.complaint.pk))


def shown_with(case: Case, by: Membership) -> dict[str, Any]:
    """What the page of a case shows of all this."""
    links = links_of(case, by)
    complained = case.complaints.select_related("case__programme", "owner").prefetch_related("events").order_by("pk")
    return {
        "contacts": contacts_of(case), "notes": notes_of(case), "complaints": complaints_of(list(complained)),
        **safeguarding.shown_with(case),
        **{f"{kind}_links": partial(links, kind) for kind in PARTS},
    }  # fmt: skip
