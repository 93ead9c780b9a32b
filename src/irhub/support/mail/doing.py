"""What an adviser can do with a mail, as data. One page serves them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from irhub.accounts.models import Membership
from irhub.casework.forms import MoveForm
from irhub.casework.references import read_reference
from irhub.programmes.models import Programme
from irhub.support.forms import ReasonForm, ReferenceForm
from irhub.support.mail import actions
from irhub.support.mail.forms import NewCaseForm
from irhub.support.mail.models import Mail
from irhub.support.queries import programmes_run, theme_choices
from irhub.web.errors import ActionRefused


@dataclass(frozen=True)
class Doing:
    """A thing to do with a mail. `since`: where the mail lies then."""

    title: str
    button: str
    done: str
    form: type[Any]
    does: Callable[[Any, Membership, dict[str, Any]], object]
    since: tuple[str, ...] = ("waits",)


def _make(mail: Any, by: Membership, given: dict[str, Any]) -> object:
    return actions.make_case(mail=mail, by=by, programme=_open(by), **given)


def _attach(mail: Any, by: Membership, given: dict[str, Any]) -> object:
    return actions.attach(mail=mail, by=by, version=given["version"], reference=read_reference(given["reference"]))


DOING: Mapping[str, Doing] = {
    "attach": Doing("Put it into a case", "Put it into the case", "It is in the thread of the case.", ReferenceForm, _attach),
    "case": Doing("Make a case of it", "Make the case", "The case is made.", NewCaseForm, _make),
    "discard": Doing("Discard it", "Discard it", "Discarded. You can put it back for 90 days.", ReasonForm,
                     lambda mail, by, given: actions.discard(mail=mail, by=by, **given)),
    "put-back": Doing("Put it back into the tray", "Put it back", "It waits in the tray again.", MoveForm,
                      lambda mail, by, given: actions.put_back(mail=mail, by=by, version=given["version"]), ("in a case", "discarded")),
}  # fmt: skip
"""By the name in the address."""


def form_options(form: type[Any], found: Mail, by: Membership, reference: str) -> dict[str, Any]:
    """What the form of a thing to do is made with, and where it starts. `reference`: of a case that a link named."""
    start = {"version": found.version, "name": found.sender_name, "email": found.email, "subject": found.subject[:150]}
    options: dict[str, Any] = {"initial": start | {"reference": reference}}
    return options | ({"themes": theme_choices(_open(by))} if form is NewCaseForm else {})


def programme_answered(by: Membership) -> Programme | None:
    """The programme whose helpline somebody answers; None if none is open."""
    return programmes_run(by.body).first()


def _open(by: Membership) -> Programme:
    found = programme_answered(by)
    if found is None:
        raise ActionRefused("No programme of yours is open.")
    return found
