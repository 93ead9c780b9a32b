"""The three logins by which the hub comes to its database, and which of them this process has (ADR 38)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg

from irhub.operations.embedded import server
from irhub.operations.embedded.starting import SUPERUSER


class Login(StrEnum):
    """Who comes: `WEB` answers requests, `WORK` is the worker and every command, `OWNER` migrates, backs up and restores."""

    WEB = "web"
    WORK = "work"
    OWNER = "owner"


EMBEDDED = {Login.WEB: "irhub_web", Login.WORK: "irhub_work", Login.OWNER: SUPERUSER}
"""Their names in the embedded server, which takes them from its own user of this machine, without a password."""
OF_COMMANDS = {"serve": Login.WEB, "migrate": Login.OWNER, "backup": Login.OWNER, "restore": Login.OWNER}
"""Commands that are not done by `WORK`."""
VARIABLES = {Login.OWNER: "DATABASE_URL", Login.WORK: "DATABASE_WORK_URL", Login.WEB: "DATABASE_WEB_URL"}
_here = Login.WORK


def log_in_as(login: Login) -> None:
    """Say as whom this process comes to the database: before the settings are read."""
    global _here
    _here = login


def here() -> Login:
    """As whom this process comes to the database."""
    return _here


def addresses() -> dict[Login, str]:
    """The addresses that the environment gives; none for the embedded server."""
    told = {login: os.environ.get(variable, "").strip() for login, variable in VARIABLES.items()}
    return {login: address for login, address in told.items() if address}


def logins(folder: Path) -> Mapping[str, dict[str, Any]]:
    """What Django needs to log in as each of them, by login: those that this process was told of.

    Where one has no address of its own, the owner's is taken. `folder`: of the embedded server. Raises ValueError, which begins with
    the variable's name, for an address that is none.
    """
    told = addresses() or {login: server.url(folder, user=user) for login, user in EMBEDDED.items()}
    found: dict[str, dict[str, Any]] = {login: _parts(login, address) for login, address in told.items()}
    if Login.OWNER in found:
        return {login: found.get(login, found[Login.OWNER]) for login in Login}
    return found


def _parts(login: Login, address: str) -> dict[str, Any]:
    try:
        parts = {"connect_timeout": "5"} | psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.Error as wrong:
        raise ValueError(f"{VARIABLES[login]}: {wrong}") from None
    return {
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
    }
