"""The access policy: who may open which page, take which file away and run which job, on which rows, and what for.

One row for each route, each download of one (`changes?format=csv`) and each job; whatever has no row is closed to
everybody. Each room has its rows in a file like this one (`ACCESS`, `JOBS`); settings name them (`IRHUB_ACCESS`), and
docs/access.md is made of them. Pages, downloads, feeds, menu, e-mails and jobs ask this table and nothing else. Which rows
of a table come is held once more by the database (row_security.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib import import_module

from django.conf import settings

from irhub.accounts.roles import Role, Side
from irhub.accounts.row_security import APP, SYSTEM, Acting, acting


class Rows(StrEnum):
    """Which of the things that an address can name may be opened."""

    ANY = "any"
    OWN_BODY = "of the own body"
    OWN = "one's own"


@dataclass(frozen=True)
class Rule:
    """Who may open a route, and what for.

    `anyone`: even without signing in. `public`: without signing in if the operator has opened the public part.
    `signed_in`: whoever is signed in, in any role or none. `roles`: whoever acts in one of these, and if `side` is given,
    on that side of the walls between oversight, advice, casework and providers. `system`: system
    administrators. `second_factor`: False only on the pages on which a second step is set up. `signs_in`: a page of
    sign-in, which finds people by their address before anybody is known (row_security.py). `rows`: which of the things
    that its address names. `needs_purpose`: shows people's data, so that whoever opens it first says why, which is kept
    in the audit trail with each look. `confirm`: identity is confirmed again unless that was done just now.
    """

    purpose: str
    anyone: bool = False
    public: bool = False
    signed_in: bool = False
    roles: frozenset[Role] = field(default_factory=frozenset)
    side: Side | None = None
    system: bool = False
    second_factor: bool = True
    signs_in: bool = False
    rows: Rows = Rows.ANY
    needs_purpose: bool = False
    confirm: bool = False


@dataclass(frozen=True)
class Work:
    """What a background job is for. `every_body`: it needs the rows of every body, else it gets no protected row."""

    purpose: str
    every_body: bool = False


EVERY_ROLE = frozenset(Role)
_SIGN_IN = Rule("signing in and out", anyone=True, second_factor=False, signs_in=True)
_OWN = Rule("one's own account", signed_in=True, second_factor=False)

_BODIES = Rule("which bodies take part", system=True)
_PROVIDERS = Rule(
    "whether somebody speaks for a care provider",
    roles=frozenset({Role.ADMINISTRATOR}),
    side=Side.OVERSIGHT,
    system=True,
)
_AUDIT = Rule("who did what for one's body", roles=frozenset({Role.AUDITOR}), system=True)

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
    "mfa_remove_webauthn": replace(_OWN, rows=Rows.OWN),
    "mfa_reauthenticate_webauthn": _OWN,
    "usersessions_list": _OWN,
    "me": _OWN,
    "choose-hat": _OWN,
    "purpose": Rule("saying why one looks at people's data", signed_in=True),
    "invitation": Rule(
        "taking up a role by the link of an invitation", anyone=True, second_factor=False, signs_in=True
    ),
    "people": Rule("who acts for one's body", roles=frozenset({Role.ADMINISTRATOR})),
    "people-invite": Rule("inviting people to one's body", roles=frozenset({Role.ADMINISTRATOR})),
    "people-withdraw": Rule("taking an invitation back", roles=frozenset({Role.ADMINISTRATOR}), rows=Rows.OWN_BODY),
    "people-end": Rule("ending a role in one's body", roles=frozenset({Role.ADMINISTRATOR}), rows=Rows.OWN_BODY),
    "people-advice": Rule("whether one's body may give immigration advice", roles=frozenset({Role.ADMINISTRATOR})),
    "people-advice-end": Rule(
        "ending a registration to give advice", roles=frozenset({Role.ADMINISTRATOR}), rows=Rows.OWN_BODY
    ),
    "bodies": _BODIES,
    "body": _BODIES,
    "body-rename": _BODIES,
    "body-close": _BODIES,
    "body-invite": _BODIES,
    "provider-requests": _PROVIDERS,
    "provider-approve": replace(_PROVIDERS, rows=Rows.OWN_BODY),
    "provider-refuse": replace(_PROVIDERS, rows=Rows.OWN_BODY),
    "audit": _AUDIT,
    "audit?format=csv": replace(_AUDIT, confirm=True),
    "subject-access": Rule(
        "everything held about a person who asks for it", roles=frozenset({Role.AUDITOR}), system=True, confirm=True
    ),
}


@cache
def table() -> Mapping[str, Rule]:
    """The rows of every room, by route or download. Raises ValueError if two rooms claim one."""
    rows: dict[str, Rule] = {}
    for module in settings.IRHUB_ACCESS:
        for route, rule in import_module(module).ACCESS.items():
            if route in rows:
                raise ValueError(f"The route {route} has two rows in the access table.")
            rows[route] = rule
    return rows


@cache
def jobs() -> Mapping[str, Work]:
    """The rows of every room's background jobs, by the job's name."""
    rooms = (import_module(module) for module in settings.IRHUB_ACCESS)
    return {name: work for room in rooms for name, work in getattr(room, "JOBS", {}).items()}


@contextmanager
def working(job: str) -> Iterator[None]:
    """Run a background job within, with the rights of its row. Raises LookupError for a job without a row."""
    work = jobs().get(job)
    if work is None:
        raise LookupError(f"The job {job} has no row in the access table.")
    with acting(Acting(database_role=SYSTEM if work.every_body else APP)):
        yield


def row_for(route: str, download: str | None) -> tuple[str, Rule | None]:
    """A route's key in the table, and its row: that of the download if one is asked for."""
    key = route if download is None else f"{route}?format={download}"
    return key, table().get(key)


def allowed(
    rule: Rule, *, signed_in: bool, role: Role | None, side: Side | None, system: bool, public_open: bool
) -> bool:
    """Whether somebody may open a route: the whole of the policy, with nothing left out."""
    return (
        rule.anyone
        or (rule.public and (public_open or role is not None or system))
        or (rule.signed_in and signed_in)
        or (role in rule.roles and rule.side in (None, side))
        or (rule.system and system)
    )
