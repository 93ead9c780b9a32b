"""What guards the database, as `irhub doctor` looks at it: the key that proves who acts, the web's login, fences and rights."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from irhub.accounts import proof
from irhub.operations import inventory, login_check
from irhub.operations.findings import Finding, Level

MOST_TOLD = 10
"""Differences that are told one by one."""


def key_is_known() -> Iterator[Finding]:
    """Whether the database knows the key by which it is proved who acts."""
    if not proof.fits():
        yield Finding(
            "signing key", Level.WRONG, "The database does not know the signing key of this installation: nobody can sign in.",
            "Run irhub migrate, then start the web and the worker again.",
        )  # fmt: skip


def database_login() -> Iterator[Finding]:
    """Whether the login by which the web comes to the database is as weak as it should be."""
    web, owner = (settings.IRHUB_LOGINS.get(name) for name in ("web", "owner"))
    if web is None:
        return  # this process was not told of it
    wrong = list(login_check.faults(web["USER"], owner["USER"] if owner else ""))
    for says in wrong:
        yield Finding(
            "database login", Level.WARNING, f"The web's login, {web['USER']}, {says}.",
            "Start the hub again: it puts it right." if settings.IRHUB_EMBEDDED
            else "docs/operations.md, Logins of the database, says how to give the web one of its own: run irhub migrate after.",
        )  # fmt: skip
    if not wrong:
        yield Finding("database login", Level.GOOD, "The web's owns nothing and can make nothing.")


def guards() -> Iterator[Finding]:
    """Whether fences, policies, rights, functions and triggers are those that migrations make."""
    with connection.cursor() as cursor:
        wrong = list(inventory.faults(cursor))
    tell = "Tell whoever answers for security: nothing of the hub does that. irhub restore of a backup puts it right."
    for says in wrong[:MOST_TOLD]:
        yield Finding("guards of the database", Level.WRONG, f"{says[0].upper()}{says[1:]}.", tell)
    if len(wrong) > MOST_TOLD:
        yield Finding("guards of the database", Level.WRONG, f"{len(wrong) - MOST_TOLD} other things differ too.", tell)
    if not wrong:
        yield Finding(
            "guards of the database", Level.GOOD, "Fences, policies, rights and functions are those that were made."
        )
