"""The access policy: who may open which page. One row for each route; a route without a row is closed to everybody.

Each room has its rows in a file like this one (`ACCESS`); settings name them (`IRHUB_ACCESS`), and docs/access.md is made of
them. What a page shows of a body's own rows is for its query to narrow; this table is the first of two fences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from django.conf import settings

from irhub.accounts.roles import Role


@dataclass(frozen=True)
class Rule:
    """Who may open a route, and what for.

    `anyone`: even without signing in. `public`: without signing in if the operator has opened the public part.
    `signed_in`: whoever is signed in, in any role or none. `roles`: whoever acts in one of these. `system`: system
    administrators. `second_factor`: False only on the pages on which a second step is set up. `signs_in`: a page of
    sign-in, which finds people by their address before anybody is known (row_security.py).
    """

    purpose: str
    anyone: bool = False
    public: bool = False
    signed_in: bool = False
    roles: frozenset[Role] = field(default_factory=frozenset)
    system: bool = False
    second_factor: bool = True
    signs_in: bool = False


EVERY_ROLE = frozenset(Role)
_SIGN_IN = Rule("signing in and out", anyone=True, second_factor=False, signs_in=True)
_OWN = Rule("one's own account", signed_in=True, second_factor=False)

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
    "account_change_password": _OWN,
    "account_reauthenticate": _OWN,
    "mfa_reauthenticate": _OWN,
    "mfa_index": _OWN,
    "mfa_activate_totp": _OWN,
    "mfa_deactivate_totp": _OWN,
    "mfa_view_recovery_codes": _OWN,
    "mfa_generate_recovery_codes": _OWN,
    "mfa_download_recovery_codes": _OWN,
    "usersessions_list": _OWN,
    "me": _OWN,
    "choose-hat": _OWN,
    "invitation": Rule(
        "taking up a role by the link of an invitation", anyone=True, second_factor=False, signs_in=True
    ),
    "people": Rule("who acts for one's body", roles=frozenset({Role.ADMINISTRATOR})),
    "people-invite": Rule("inviting people to one's body", roles=frozenset({Role.ADMINISTRATOR})),
    "people-withdraw": Rule("taking an invitation back", roles=frozenset({Role.ADMINISTRATOR})),
    "people-end": Rule("ending a role in one's body", roles=frozenset({Role.ADMINISTRATOR})),
    "audit": Rule("who did what for one's body", roles=frozenset({Role.AUDITOR}), system=True),
}


@cache
def table() -> Mapping[str, Rule]:
    """The rows of every room, by route. Raises ValueError if two rooms claim one route."""
    rows: dict[str, Rule] = {}
    for module in settings.IRHUB_ACCESS:
        for route, rule in import_module(module).ACCESS.items():
            if route in rows:
                raise ValueError(f"The route {route} has two rows in the access table.")
            rows[route] = rule
    return rows


def allowed(rule: Rule, *, signed_in: bool, role: Role | None, system: bool, public_open: bool) -> bool:
    """Whether somebody may open a route: the whole of the policy, with nothing left out."""
    return (
        rule.anyone
        or (rule.public and (public_open or role is not None or system))
        or (rule.signed_in and signed_in)
        or role in rule.roles
        or (rule.system and system)
    )
