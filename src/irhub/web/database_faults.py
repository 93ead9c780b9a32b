"""How work ends that the database did not finish: what commands and pages say of each kind, by the code that it gave.

The codes are PostgreSQL's, of its documentation's appendix A: whole, or the first two signs of a class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from django.db import InterfaceError, OperationalError

KINDS = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""What says that the database did not finish, and that nothing of the program is to blame. psycopg's own come from what is copied, past Django."""


@dataclass(frozen=True)
class Ended:
    """What is said of a kind. `command`: in which `{says}` is what the server said. `heading`, `page`: of a web page."""

    command: str
    heading: str
    page: str


LOST = Ended(
    "The database cannot be reached or was lost on the way. Run it again when it is back. irhub doctor says more.",
    "The service cannot reach its data at the moment",
    "What you had saved is kept. If you were sending a form, go back in a minute and send it again.",
)
"""What has no code of the table: the server was not reached, went away, or refused to let anybody in."""
BY_CODE: Mapping[str, Ended] = {
    "53100": Ended(
        "The database's disk is full. Make room and run it again.",
        "The service has no room to save anything at the moment",
        "What you had saved is kept. Whoever looks after the service must make room. If you were sending a form, keep what you wrote and send it again later.",
    ),
    "53": Ended(
        "The database server ran short of something ({says}). Whoever looks after the server can give it more.",
        "The service has too much to do at the moment",
        "What you had saved is kept. If you were sending a form, go back in a minute and send it again.",
    ),
    "40": Ended(
        "Others were writing the same rows. Run it again.",
        "Somebody else was changing the same thing",
        "What you had saved is kept. If you were sending a form, go back and send it again.",
    ),
    "55P03": Ended(
        "Others kept the rows for too long. Run it again once they are done.",
        "Somebody else is changing the same thing",
        "What you had saved is kept. If you were sending a form, go back in a minute and send it again.",
    ),
    "57014": Ended(
        "The database took longer than it may, or was told to stop. Run it again.",
        "This took too long and was stopped",
        "What you had saved is kept. Ask for less, for example by a filter, or try again in a minute.",
    ),
}


def how_it_ended(fault: BaseException) -> Ended:
    """What to say of a fault that is one of `KINDS`."""
    error = _error(fault)
    code = (error.sqlstate if error else None) or ""
    return BY_CODE.get(code) or BY_CODE.get(code[:2]) or LOST


def told_to_commands(fault: BaseException) -> str:
    """The sentence of a command on a fault that is one of `KINDS`."""
    error = _error(fault)
    said = filter(None, (error.diag.message_primary, error.diag.message_hint)) if error else ()
    return how_it_ended(fault).command.format(says=": ".join(said) or (error and error.sqlstate) or "")


def _error(fault: BaseException) -> psycopg.Error | None:
    """The driver's own error, which Django's names as its cause."""
    return next((each for each in (fault, fault.__cause__) if isinstance(each, psycopg.Error)), None)
