"""The access policy: who may open which page, take which file away and run which job, of whose things, and what for.

One row for each route, each download of one (`changes?format=csv`) and each job; whatever has no row is closed to
everybody. Each room has its rows in a module of this name:

- `ACCESS`: by route or download, the rule.
- `WHOSE`: by route, a function that is given what the address names and tells whose that is, None if there is no such thing.
  Each route whose address names something of which a rule grants not any has one.
- `PARTS`: by name, the rule of what pages show to some of those who open them.
- `WORK`: by name, what the worker does beside the jobs of the rooms (`JOBS` of their modules `jobs`), and what for.

docs/access.md is made of them. Pages, downloads, feeds, menu, e-mails and jobs ask this table and nothing else. Which rows
of a table come is held once more by the database (row_security.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

from irhub.accounts import absences, queries
from irhub.accounts.policy import (
    ANYONE,
    SIGNED_IN,
    SYSTEM,
    Asker,
    Grant,
    Rows,
    Rule,
    Whose,
    Work,
    acting_as,
    fitting,
    gives,
)
from irhub.accounts.roles import Role
from irhub.accounts.row_security import JOBS, Acting, acting
from irhub.accounts.row_security import SYSTEM as SYSTEM_ROLE
from irhub.accounts.workflows import DECIDES, LOOKS_AFTER_ADVISERS, LOOKS_AFTER_PEOPLE
from irhub.web import background_jobs
from irhub.web.listing import with_downloads
from irhub.web.rooms import gathered

Find = Callable[..., Whose | None]

_SIGN_IN = Rule("signing in and out", to=(ANYONE,), second_factor=False, signs_in=True)
_OWN = Rule("one's own account", to=(replace(SIGNED_IN, rows=Rows.OWN),), second_factor=False)
_PEOPLE = Rule("who acts for one's body", to=(LOOKS_AFTER_PEOPLE,))
_AWAY = Rule("saying when one is away, and who covers", to=(acting_as(rows=Rows.OWN),))
_AWAY_OF = Rule("saying that a colleague is away, and who covers", to=(LOOKS_AFTER_PEOPLE, LOOKS_AFTER_ADVISERS))
_BODIES = Rule("which bodies take part", to=(SYSTEM,))
_PROVIDERS = Rule("whether somebody speaks for a care provider", to=(SYSTEM, DECIDES))
_OWN_TRAIL = acting_as(Role.AUDITOR, rows=Rows.OWN_BODY)
_AUDIT = Rule("who did what", to=(_OWN_TRAIL, SYSTEM))

ACCESS: Mapping[str, Rule] = {
    "account_login": _SIGN_IN,
    "account_signup": _SIGN_IN,
    "account_logout": _SIGN_IN,
    "account_inactive": _SIGN_IN,
    "account_reset_password": _SIGN_IN,
    "account_reset_password_done": _SIGN_IN,
    "account_reset_password_from_key": _SIGN_IN,
    "account_reset_password_from_key_done": _SIGN_IN,
    "mfa_authenticate": _SIGN_IN,
    "mfa_login_webauthn": _SIGN_IN,
    "openid_connect_login": _SIGN_IN,
    "openid_connect_callback": _SIGN_IN,
    **dict.fromkeys(
        ("demo-people", "demo-sign-in"),
        Rule("trying the demo as one of its people", to=(ANYONE,), second_factor=False, signs_in=True),
    ),
    "account_change_password": _OWN,
    "account_reauthenticate": _OWN,
    "mfa_reauthenticate": _OWN,
    "mfa_index": _OWN,
    "mfa_activate_totp": _OWN,
    "mfa_deactivate_totp": _OWN,
    "mfa_view_recovery_codes": _OWN,
    "mfa_generate_recovery_codes": _OWN,
    "mfa_download_recovery_codes": _OWN,
    "mfa_list_webauthn": _OWN,
    "mfa_add_webauthn": _OWN,
    "mfa_remove_webauthn": _OWN,
    "mfa_reauthenticate_webauthn": _OWN,
    "usersessions_list": _OWN,
    "me": _OWN,
    "choose-role": _OWN,
    "sent-before": _OWN,
    "what-we-write": replace(_OWN, to=(acting_as(rows=Rows.OWN), *_OWN.to)),  # what one chooses is one's role's
    "away": _AWAY,
    "away-take-back": replace(_AWAY, purpose="cancelling one’s own absence"),
    "colleagues-away": _AWAY_OF,
    "colleague-away": _AWAY_OF,
    "colleague-back": replace(_AWAY_OF, purpose="cancelling a colleague’s absence"),
    "stop-mail": Rule("ending a kind of message by the link in one", to=(ANYONE,), second_factor=False, by_link=True),
    "purpose": Rule("saying why one looks at people's data", to=(SIGNED_IN,)),
    "invitation": Rule(
        "taking up a role by the link of an invitation", to=(ANYONE,), second_factor=False, signs_in=True, by_link=True
    ),
    "people": _PEOPLE,
    "people-invited": replace(_PEOPLE, purpose="who was invited to one's body, and is not yet here"),
    "people-invite": replace(_PEOPLE, purpose="inviting people to one's body"),
    "people-withdraw": replace(_PEOPLE, purpose="withdrawing an invitation"),
    "people-end": replace(_PEOPLE, purpose="ending a role in one's body"),
    "people-advice": replace(_PEOPLE, purpose="whether one's body may give immigration advice"),
    "people-advice-end": replace(_PEOPLE, purpose="ending a registration to give advice"),
    "bodies": _BODIES,
    "body": _BODIES,
    "body-rename": _BODIES,
    "body-close": _BODIES,
    "body-invite": _BODIES,
    "provider-requests": _PROVIDERS,
    "provider-approve": _PROVIDERS,
    "provider-refuse": _PROVIDERS,
    "audit": _AUDIT,
    **dict.fromkeys(with_downloads("audit")[1:], replace(_AUDIT, confirm=True)),
    "subject-access": Rule("everything held about a person who asks for it", to=(_OWN_TRAIL, SYSTEM), confirm=True),
}

WHOSE: Mapping[str, Find] = {
    "mfa_remove_webauthn": queries.whose_second_step,
    "away-take-back": absences.whose_absence,
    "colleague-away": queries.whose_role,
    "colleague-back": absences.whose_absence,
    "people-withdraw": queries.whose_invitation,
    "people-end": queries.whose_role,
    "people-advice-end": queries.whose_registration,
    "provider-approve": queries.whose_request,
    "provider-refuse": queries.whose_request,
}


def _gathered(name: str, what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for room in gathered("access", name):
        for key, value in room.items():
            if key in found:
                raise ValueError(f"The {what} {key} has two rows in the access table.")
            found[key] = value
    return found


@cache
def table() -> Mapping[str, Rule]:
    """The rows of every room, by route or download. Raises ValueError if two rooms claim one."""
    return _gathered("ACCESS", "route")


@cache
def finders() -> Mapping[str, Find]:
    """By route, what tells whose the thing is that its address names."""
    return _gathered("WHOSE", "address")


@cache
def parts() -> Mapping[str, Rule]:
    """The rules of what pages show to some of those who open them, by name."""
    return _gathered("PARTS", "part")


@cache
def jobs() -> Mapping[str, Work]:
    """The rows of every room's background jobs, and of what the worker does beside them, by name."""
    rows = {name: Work(job.purpose, job.every_body) for name, job in background_jobs.jobs().items()}
    return rows | _gathered("WORK", "job")


@contextmanager
def working(job: str) -> Iterator[None]:
    """Run a background job within, with the rights of its row. Raises LookupError for a job without a row."""
    work = jobs().get(job)
    if work is None:
        raise LookupError(f"The job {job} has no row in the access table.")
    with acting(Acting(database_role=SYSTEM_ROLE if work.every_body else JOBS)):
        yield


def row_for(route: str, download: str | None) -> tuple[str, Rule | None]:
    """A route's key in the table, and its row: that of the download if one is asked for."""
    key = route if download is None else f"{route}?format={download}"
    return key, table().get(key)


def formats_of(route: str) -> list[str]:
    """The kinds of file in which a route can be had, as addresses name them."""
    return [key.removeprefix(f"{route}?format=") for key in table() if key.startswith(f"{route}?format=")]


def opened_by(route: str, grants: Iterable[Grant], asker: Asker, names: Mapping[str, object]) -> Grant | None:
    """The first of some grants by which somebody may open what an address names, or a page that names nothing; None if none does, and of what
    is not there.

    Raises LookupError if nothing tells whose it is.
    """
    found = tuple(fitting(grants, asker))
    if not names or not found or found[0].rows is Rows.ANY:
        return next(iter(found), None)
    if route not in finders():
        raise LookupError(f"Nothing tells whose it is what the address of {route} names (WHOSE).")
    whose = finders()[route](**names)
    if whose is None:
        return next((grant for grant in found if grant.rows is Rows.ANY), None)
    return gives(found, asker, whose)


def shows(part: str, asker: Asker, whose: Whose | None = None) -> bool:
    """Whether a part of a page is shown to somebody: all of it, or of it what is `whose`."""
    return gives(parts()[part].to, asker, whose or Whose()) is not None
