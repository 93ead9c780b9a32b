"""docs/access.md, made of the access table."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, get_resolver

from irhub.accounts.access import Rule, jobs, table
from irhub.accounts.roles import ROLE_MEANS, ROLES_OF, Kind, second_factor_needed

_HEAD = """# Who may open what

Made of the access table by `irhub docs`; `tests/accounts/test_access.py` tries every row with every role, and
with things of the own and of another body. A route, download or job without a row is closed to everybody. Which rows of a table
come is held once more by the database ([ADR 0010](adr/0010-row-level-security.md)).

"Public" is open without signing in if the operator sets `IRHUB_PUBLIC`, and to every role in any case.

"Rows" says which of the things that an address can name may be opened. "Asked": before the page opens, for the second step
of sign-in if the role needs one, for a purpose, or to confirm identity again.

| address | route | for | open to | rows | asked |
|---|---|---|---|---|---|
"""


def addresses(patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "") -> dict[str, str]:
    """Every route's address as it is written in the code, by the route's name."""
    found: dict[str, str] = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        at = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= addresses(pattern.url_patterns, at)
        else:
            found[pattern.name or ""] = "/" + at
    return found


def open_to(rule: Rule) -> str:
    """Who may open a route, in words."""
    who = [
        *(["anyone"] if rule.anyone else []),
        *(["public"] if rule.public else []),
        *(["whoever is signed in"] if rule.signed_in else []),
        *([] if rule.public else (f"{role} ({rule.side})" if rule.side else role for role in sorted(rule.roles))),
        *(["system administrator"] if rule.system and not rule.public else []),
    ]
    return ", ".join(who)


def _asked(rule: Rule) -> str:
    asked = [
        *(["second step"] if rule.second_factor else []),
        *(["purpose"] if rule.needs_purpose else []),
        *(["identity again"] if rule.confirm else []),
    ]
    return ", ".join(asked) or "nothing"


def access_markdown() -> str:
    """The page, as Markdown."""
    rows = [
        f"| `{address}{download}` | {key} | {rule.purpose} | {open_to(rule)} | {rule.rows} | {_asked(rule)} |"
        for address, download, key, rule in sorted(
            (addresses()[key.split("?")[0]], key[key.find("?") :] if "?" in key else "", key, rule)
            for key, rule in table().items()
        )
    ]
    work = [
        f"| {name} | {job.purpose} | {'every body' if job.every_body else 'none that are protected'} |"
        for name, job in sorted(jobs().items())
    ]
    roles = [f"| {role} | {means} | {_where(role)} |" for role, means in ROLE_MEANS.items()]
    return (
        _HEAD
        + "\n".join(rows)
        + (
            "\n\n## Background jobs\n\n| job | for | protected rows |\n|---|---|---|\n" + "\n".join(work)
            if work
            else ""
        )
        + "\n\n## Roles\n\n| role | what for | in which bodies |\n|---|---|---|\n"
        + "\n".join(roles)
        + "\n\nEvery role needs a second step at sign-in (an authenticator app) but "
        + ", ".join(
            f"the {role} of a {kind}"
            for kind in Kind
            for role in sorted(ROLES_OF[kind])
            if not second_factor_needed(kind, role)
        )
        + ".\n"
    )


def _where(role: str) -> str:
    return ", ".join(kind for kind in Kind if role in ROLES_OF[kind])
