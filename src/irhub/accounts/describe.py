"""docs/access.md, made of the access table."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

from irhub.accounts.access import jobs, parts, table
from irhub.accounts.policy import Grant, Rows, Rule, Who
from irhub.accounts.roles import (
    EVERY_KIND,
    EVERY_ROLE,
    OVERSIGHT,
    ROLES,
    ROLES_OF,
    Kind,
    second_factor_needed,
)

_HEAD = """# Who may open what

Made of the access table by `irhub docs`: what stands here is what the hub does. `tests/accounts/test_access.py` tries every row
with every role of every kind of body, and opens things of one's own and of others. A route, download or job without a row is
closed to everybody. The database holds once more which rows of a table come
([ADR 0010](adr/0010-row-level-security.md)).

How to read it:

- **Open to** names who may open an address, and after a colon of whose things (else any), in lists and by address
  alike. Where two lines fit somebody, a thing opens by the first that gives it to them, and a list by the first. Who is not named
  is refused; a thing that is not theirs is "not found", as if there were none.
- **Public** is open without signing in if the operator sets `IRHUB_PUBLIC`, and to every role in any case.
- **Oversight** is a department, partnership or council.
- A viewer of a provider, who signs in without a second step, reads: what they send in that role is refused, but for their own account, and what they send to a page for everybody counts as a visitor's.
- **Asked** comes before the page opens: the second step of sign-in if the role needs one, a purpose, or identity again.

What is posted to an address for roles is taken in the role for which its page was shown: each form carries it. If the person acts in
another by then, nothing is saved, and one button acts in that role again and sends the same. What is posted for signing in and out, for
one's own account, by the public and to addresses of system administrators alone is about no body, and is taken as it comes
(`accounts/sent_for.py`).

Of whose things:

{rows}

"""
ROWS_MEAN: Mapping[Rows, str] = {
    Rows.OWN: "what the person has made or keeps, or what was given to them by name",
    Rows.OTHERS: "what somebody else has made",
    Rows.OWN_BODY: "what belongs to the body for which the person acts, or waits for it",
    Rows.SHARED: "what another body runs and the body for which the person acts has a side in: an application or grant with its "
    "applicant, a place on a list with its supplier, an appointment with its law firm, counts with whoever pays",
    Rows.COLLEAGUES: "what somebody else of that body has made, so that a second person decides",
    Rows.OWN_AREA: "what concerns the council for which the person acts, or a council of the partnership",
    Rows.OTHERS_HERE: "of that, what somebody else has made",
    Rows.OWN_PROVIDER: "what is about the care provider for which the person acts",
}
_COLUMNS = "| address | route | for | open to | asked |\n|---|---|---|---|---|\n"
_PART_COLUMNS = "| what is shown | for | to |\n|---|---|---|\n"


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
    """Who may open a route, of whose things, in words: one grant after the other."""
    return "; ".join(_who(grant) + ("" if grant.rows is Rows.ANY else f": {grant.rows}") for grant in rule.to)


def _who(grant: Grant) -> str:
    if grant.who is not Who.ROLE:
        return str(grant.who)
    roles = "every role" if grant.roles == EVERY_ROLE else ", ".join(sorted(grant.roles))
    return roles + ("" if grant.kinds == EVERY_KIND else f" of {_bodies(grant.kinds)}")


def _bodies(kinds: Collection[Kind]) -> str:
    return "oversight" if kinds == OVERSIGHT else " or ".join(f"a {kind}" for kind in Kind if kind in kinds)


def _asked(rule: Rule) -> str:
    asked = [
        *(["second step"] if rule.second_factor else []),
        *(["purpose"] if rule.needs_purpose else []),
        *(["identity again"] if rule.confirm else []),
    ]
    return ", ".join(asked) or "nothing"


def access_markdown() -> str:
    """The page, as Markdown."""
    of = addresses()
    rows = sorted(
        (
            of[route],
            download,
            f"| `{of[route]}{_query(download)}` | {key} | {rule.purpose} | {open_to(rule)} | {_asked(rule)} |",
        )
        for key, rule in table().items()
        for route, _, download in [key.partition("?")]
    )
    shown = [f"| {name} | {rule.purpose} | {open_to(rule)} |" for name, rule in sorted(parts().items())]
    work = [
        f"| {name} | {job.purpose} | {'every body' if job.every_body else 'none that are protected'} |"
        for name, job in sorted(jobs().items())
    ]
    roles = [f"| {role} | {facts.means} | {_where(role)} |" for role, facts in ROLES.items()]
    return (
        _HEAD.format(rows="\n".join(f"- *{rows}*: {means}" for rows, means in ROWS_MEAN.items()))
        + _COLUMNS
        + "\n".join(row for *_, row in rows)
        + "\n\n## Parts of pages\n\nWhat a page shows to some of those who open it.\n\n"
        + _PART_COLUMNS
        + "\n".join(shown)
        + "\n\n## Background jobs\n\n| job | for | protected rows |\n|---|---|---|\n"
        + "\n".join(work)
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


def _query(download: str) -> str:
    return f"?{download}" if download else ""


def _where(role: str) -> str:
    return ", ".join(kind for kind in Kind if role in ROLES_OF[kind])
