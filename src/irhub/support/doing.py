"""What an adviser can do with a case, as data: the form, what it does, and what is said then. One page serves them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from irhub.accounts.acting import asker_as
from irhub.accounts.models import Membership
from irhub.casework.complaints import complain
from irhub.casework.forms import ComplaintForm, ContactForm, MoveForm, NoteForm
from irhub.casework.notebook import write_note
from irhub.casework.references import read_reference
from irhub.programmes.queries import themes_of
from irhub.support import actions, forms, neutral
from irhub.support.letters import told_of
from irhub.support.models import Case, Channel
from irhub.support.queries import adviser_choices
from irhub.support.safeguarding import grounds, raise_concern
from irhub.support.scripts import pages_of, with_page
from irhub.support.speakers import add_speaker
from irhub.support.workflows import hindered
from irhub.web.jinja import moment

Act = Callable[[Case, Membership, dict[str, Any]], object]


@dataclass(frozen=True)
class Doing:
    """A thing to do. `done`: what is said then, of the case and what the form told. `move`: of the table of cases, by which it is offered; blank: always. `form`: made for a case and whoever acts. `about`:
    under which heading it is offered."""

    title: str
    button: str
    done: str | Callable[[Case, Mapping[str, Any]], str]
    form: type[Any]
    does: Act
    move: str = ""
    about: str = "The case"


def _themes(case: Case, by: Membership) -> dict[str, Any]:
    return {"themes": [(one.pk, one.name) for one in themes_of(case.programme)]}


def _owners(case: Case, by: Membership) -> dict[str, Any]:
    return {"owners": adviser_choices(by)}


def _nothing(case: Case, by: Membership) -> dict[str, Any]:
    return {}


def _messages(case: Case, by: Membership) -> dict[str, Any]:
    said = case.messages.filter(inbound=True).order_by("at", "pk")
    return _themes(case, by) | {
        "said": [(one.pk, f"{moment(one.at)}: {Truncator(one.text).words(12)}") for one in said]
    }


def _grounds(case: Case, by: Membership) -> dict[str, Any]:
    return {"grounds": [(key, one.title) for key, one in grounds().items()]}


def _reply(case: Case, by: Membership) -> dict[str, Any]:
    return {"pages": pages_of(by.body), "to": _reached(case), "read": case.client_body_id is not None}


def _reached(case: Case) -> str:
    """Whom a mail reaches, in words."""
    return ", ".join(f"{one.name} ({one.email})" for one in told_of(case))


def _replied(case: Case, given: Mapping[str, Any]) -> str:
    """What is said once a reply is kept: to whom it goes, if it goes anywhere."""
    if given["channel"] == Channel.MAIL:
        return f"Your reply is on its way to {_reached(case)}."
    return (
        "Your reply is in the thread." if given["channel"] == Channel.PAGE else "What you told them is in the thread."
    )


OPTIONS: Mapping[type[Any], Callable[[Case, Membership], dict[str, Any]]] = {
    forms.CloseForm: _themes, forms.SortForm: _themes, forms.HandOverForm: _owners, forms.SplitForm: _messages, forms.ConcernForm: _grounds, forms.ReplyForm: _reply, ComplaintForm: _owners,
}  # fmt: skip
"""What a form is made with besides."""


def form_options(form: type[Any], case: Case, by: Membership) -> dict[str, Any]:
    """What the form of a thing to do is made with, and where it starts."""
    kept = {name: getattr(case, name) for name in ("version", "urgency", "subject", "letter_on")}
    start = kept | {"theme": case.theme_id, "owner": case.owner_id if form is forms.HandOverForm else None}
    return OPTIONS.get(form, _nothing)(case, by) | {"initial": start}


def _themed(case: Case, given: dict[str, Any]) -> dict[str, Any]:
    return given | {"theme": case.programme.themes.get(pk=given["theme"])}


def _referred(given: dict[str, Any], name: str) -> dict[str, Any]:
    return {"version": given["version"], name: read_reference(given["reference"])}


def _sent(given: dict[str, Any]) -> dict[str, Any]:
    words = {name: value for name, value in given.items() if name not in ("insert", "add", "attached")}
    return words | {"files": given["attached"]}


def reply_with_page(case: Case, by: Membership, given: Mapping[str, Any]) -> forms.ReplyForm:
    """The form of a reply with a page of guidance put into it, to be read before it is sent. Raises ActionRefused."""
    text = with_page(by.body, given["insert"], given.get("text", ""))
    used = " ".join(map(str, dict.fromkeys([*given["guidance"], given["insert"]])))
    start = {name: given[name] for name in ("version", "channel", "then")} | {"text": text, "guidance": used}
    return forms.ReplyForm(**_reply(case, by) | {"initial": start})


DOING: Mapping[str, Doing] = {
    "reply": Doing("Reply", "Send the reply", _replied, forms.ReplyForm,
                   lambda case, by, given: actions.reply(case=case, by=by, **_sent(given)), "reply"),
    "hear": Doing("Write down what the client said", "Keep it", "It is in the thread.", forms.HearForm,
                  lambda case, by, given: actions.hear(case=case, by=by, **_sent(given)), about="The client"),
    "close": Doing("Close the case", "Close it", "The case is closed.", forms.CloseForm,
                   lambda case, by, given: actions.close_case(case=case, by=by, **_themed(case, given)), "close"),
    "decline": Doing(
        "The helpline cannot act", "Do not act", "The case is closed. The client is told in the words and at the time that are the same for all.",
        forms.DeclineForm, lambda case, by, given: neutral.decline(case=case, by=by, **given), "close",
    ),
    "sort": Doing("Change what it is about", "Save", "Saved.", forms.SortForm,
                  lambda case, by, given: actions.sort(case=case, by=by, **_themed(case, given)), "sort"),
    "hand-over": Doing("Hand the case over", "Hand it over", "Handed over.", forms.HandOverForm,
                       lambda case, by, given: actions.hand_over(case=case, by=by, **given), "assign", about="Colleagues"),
    "lawyer": Doing("Hand the case to the lawyer", "Hand it to the lawyer", "It waits for the lawyer.", forms.LawyerForm,
                    lambda case, by, given: actions.to_lawyer(case=case, by=by, **given), "to the lawyer", about="Colleagues"),
    "from-lawyer": Doing("Return the case from the lawyer to the helpline", "Return it", "It is with you again.", MoveForm,
                         lambda case, by, given: actions.from_lawyer(case=case, by=by, **given), "from the lawyer", about="Colleagues"),
    "escalate": Doing("Escalate to the helpline lead", "Escalate", "Escalated: the helpline lead has been written to.",
                      forms.reason("What should the helpline lead look at?"),
                      lambda case, by, given: actions.escalate(case=case, by=by, **given), "escalate", about="Colleagues"),
    "settle": Doing("Settle the escalation", "Settle it", "Settled: your decision is shown under “What happened”.", forms.reason("What did you decide?"),
                    lambda case, by, given: actions.settle_escalation(case=case, by=by, **given), "settle", about="Colleagues"),
    "reopen": Doing("Reopen the case", "Reopen it", "The case is open again.", forms.reason("Why is it opened again?"),
                    lambda case, by, given: actions.reopen_case(case=case, by=by, **given), "reopen"),
    "merge": Doing("Merge into another case", "Merge it", "Merged.", forms.ReferenceForm,
                   lambda case, by, given: actions.merge_case(case=case, by=by, **_referred(given, "into")), "merge", about="Other cases"),
    "unmerge": Doing("Take it out of the other case", "Take it out", "It is a case of its own again.", MoveForm,
                     lambda case, by, given: actions.unmerge_case(case=case, by=by, **given), "unmerge", about="Other cases"),
    "split": Doing("Split a second question off", "Make it a case of its own", "It is a case of its own, linked to this one.", forms.SplitForm,
                   lambda case, by, given: actions.split_case(case=case, by=by, **_themed(case, given)), "link", about="Other cases"),
    "link": Doing("Link to another case", "Link it", "Linked.", forms.ReferenceForm,
                  lambda case, by, given: actions.link_case(case=case, by=by, **_referred(given, "to")), "link", about="Other cases"),
    "show": Doing("Show the thread to the client’s own body", "Show it", "Whoever runs the client’s body reads the thread now.", MoveForm,
                  lambda case, by, given: actions.show_to_body(case=case, by=by, **given), "show", about="The client"),
    "safeguarding": Doing(
        "Raise a safeguarding concern", "Raise the concern", "The safeguarding lead has been written to, and decides.", forms.ConcernForm,
        lambda case, by, given: raise_concern(case, by=by, **given), about="The client"),
    "note": Doing("Write a note", "Keep the note", "The note is kept.", NoteForm,
                  lambda case, by, given: write_note(case, by=by, **given), about="Colleagues"),
    "contact": Doing("Add who speaks for the client", "Add", "Added.", ContactForm,
                     lambda case, by, given: add_speaker(case, by=by, **given), about="The client"),
    "complaint": Doing("Take a complaint about us", "Take the complaint", "The complaint is kept: a holding letter is due in one working day.",
                       ComplaintForm, lambda case, by, given: complain(case, by=by, **given), about="The client"),
}  # fmt: skip
"""By the name in the address."""


def offered(case: Case, by: Membership) -> dict[str, Doing]:
    """What somebody can do with a case as it stands."""
    moves = {move.name for move in case.workflow.open_to(case, asker_as(by))}
    return {
        name: one for name, one in DOING.items() if not one.move or (one.move in moves and not hindered(case, one.move))
    }


ABOUT = ("The case", "The client", "Colleagues", "Other cases")
"""The headings under which things are offered, in this order."""


def by_heading(found: Mapping[str, Doing]) -> list[tuple[str, list[tuple[str, Doing]]]]:
    """What is offered beside the forms on the page of a case, under its headings."""
    beside = [(name, one) for name, one in found.items() if name not in ("reply", "close")]
    grouped = [(about, [(name, one) for name, one in beside if one.about == about]) for about in ABOUT]
    return [(about, ones) for about, ones in grouped if ones]
