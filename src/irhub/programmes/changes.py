"""The ways in which people change a programme and its schemes: what each asks, does and tells, by the word in its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from irhub.programmes import actions, forms
from irhub.web.forms import Form


@dataclass(frozen=True)
class Change:
    """A change: its heading and button, its form, the action that makes it, and what is told once it is made.

    `names`: what the action calls the row that it changes. `lead`: a paragraph above the form.
    """

    heading: str
    button: str
    form: type[Form]
    action: Callable[..., object]
    done: str
    names: str = "programme"
    lead: str = ""


OF_A_PROGRAMME: Mapping[str, Change] = {
    "details": Change(
        "Change what the programme is", "Save", forms.ChangeProgramme, actions.edit_programme, "The programme is changed."
    ),
    "hours": Change(
        "Opening hours", "Save", forms.Hours, actions.set_hours, "The opening hours are changed.",
        lead="Write them like 9am to 5pm, or 9am to 12:30pm, 1:30pm to 5pm. Leave a day blank if the helpline is closed.",
    ),
    "promises": Change(
        "How soon you reply", "Save", forms.Promises, actions.set_service_levels, "The promised times are changed.",
        lead="Working days are Monday to Friday, without bank holidays in England and the days on which you are closed.",
    ),
    "closure": Change(
        "Close the hub for some days", "Close it", forms.AddClosure, actions.add_closure, "The closure is added.",
        lead="Clocks stop on these days. The hub’s page and its automatic answers say so.",
    ),
    "theme": Change("Add a theme", "Add", forms.AddTheme, actions.add_theme, "The theme is added."),
    "contact": Change(
        "Add a contact", "Add", forms.AddContact, actions.add_contact_point, "The contact is added.",
        lead="Give at least one of a telephone number, an e-mail address and a page.",
    ),
    "end": Change(
        "End the programme", "End it", forms.EndProgramme, actions.end_programme, "The programme has ended.",
        lead="Its page says that it has ended, and what to do instead. What was recorded is kept. You can reopen it.",
    ),
}  # fmt: skip
"""Of a programme."""

OF_A_SCHEME: Mapping[str, Change] = {
    "draft": Change(
        "Change the scheme", "Save", forms.SchemeForm, actions.edit_scheme, "The scheme is changed.", names="scheme"
    ),
    "words": Change(
        "Change the words of the scheme", "Save", forms.RewordScheme, actions.reword_scheme, "The scheme is changed.",
        names="scheme", lead="What each client is given stays as it was published. For another amount, begin another scheme.",
    ),
    "closing-date": Change(
        "Move the closing date", "Move it", forms.ClosingDate, actions.move_closing_date, "The closing date is moved.",
        names="scheme", lead="A call counts if it begins on the closing date or before.",
    ),
    "withdraw": Change(
        "Withdraw the scheme", "Withdraw it", forms.WithdrawScheme, actions.withdraw_scheme, "The scheme is withdrawn.",
        names="scheme", lead="Nobody can use it any more. What was used stays recorded.",
    ),
}  # fmt: skip
"""Of a scheme."""
