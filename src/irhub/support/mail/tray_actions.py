"""What an adviser can do with a mail, as data. One page serves them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from irhub.accounts.models import Membership
from irhub.casework.forms import MoveForm
from irhub.casework.references import read_reference
from irhub.support.forms import ReasonForm, ReferenceForm
from irhub.support.mail import actions
from irhub.support.mail.forms import NewCaseForm
from irhub.support.mail.models import Mail
from irhub.support.mail.workflow import MailState
from irhub.support.queries import programmes_run, theme_choices
from irhub.support.retention import KEPT


@dataclass(frozen=True)
class TrayAction:
    """A thing to do with a mail. `since`: where the mail lies then."""

    title: str
    button: str
    done: str
    form: type[Any]
    does: Callable[[Any, Membership, dict[str, Any]], object]
    since: tuple[str, ...] = (MailState.WAITS,)


def _make(mail: Any, by: Membership, given: dict[str, Any]) -> object:
    return actions.make_case(mail=mail, by=by, **given)


def _attach(mail: Any, by: Membership, given: dict[str, Any]) -> object:
    return actions.attach(mail=mail, by=by, version=given["version"], reference=read_reference(given["reference"]))


TRAY_ACTIONS: Mapping[str, TrayAction] = {
    "attach": TrayAction("Put it into a case", "Put it into the case", "It is in the thread of the case.", ReferenceForm, _attach),
    "case": TrayAction("Make a case of it", "Make the case", "The case is made.", NewCaseForm, _make),
    "discard": TrayAction("Discard it", "Discard it", f"Discarded. You can put it back for {KEPT[MailState.DISCARDED]} days.", ReasonForm,
                     lambda mail, by, given: actions.discard(mail=mail, by=by, **given)),
    "put-back": TrayAction("Put it back into the tray", "Put it back", "It waits in the tray again.", MoveForm,
                      lambda mail, by, given: actions.put_back(mail=mail, by=by, version=given["version"]), (MailState.IN_CASE, MailState.DISCARDED)),
}  # fmt: skip
"""By the name in the address."""


def form_options(form: type[Any], found: Mail, by: Membership, reference: str) -> dict[str, Any]:
    """What the form of a thing to do is made with, and where it starts. `reference`: of a case that a link named."""
    start = {"version": found.version, "name": found.sender_name, "email": found.email, "subject": found.subject[:150]}
    options: dict[str, Any] = {"initial": start | {"reference": reference}}
    return options | ({"themes": _themes(found, by)} if form is NewCaseForm else {})


def _themes(found: Mail, by: Membership) -> list[tuple[int, str]]:
    """The themes of which a case can be made of a mail, and so of which programme: that to which it came first, each with its name where
    there are several."""
    run = sorted(programmes_run(by.body), key=lambda one: one.pk != found.programme_id)
    if len(run) == 1:
        return theme_choices(run[0])
    return [(number, f"{one.name}: {name}") for one in run for number, name in theme_choices(one)]
