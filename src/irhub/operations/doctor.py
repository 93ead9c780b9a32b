"""What is wrong with this installation and how to mend it: one small check after another, each a sentence."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django.utils.timezone import localdate

import irhub.web
from irhub.accounts import anchors
from irhub.accounts.audit import verify
from irhub.files.handed_in import scanner_answers
from irhub.operations import alerts, health, mail, putting_aside, queries
from irhub.operations.archive_check import faults_of_archive
from irhub.operations.embedded.programs import CannotStart
from irhub.operations.findings import Finding, Level
from irhub.operations.guard_checks import database_login, guards
from irhub.operations.inventory import BEFORE, LEFT_OVER
from irhub.registers import lagging
from irhub.registers import queries as register_queries
from irhub.registers.archive import archive_folder
from irhub.registers.models import Edition
from irhub.registers.sources import SOURCES
from irhub.support.mail import mailbox
from irhub.web.errors import ActionRefused

GIB = 2**30
STYLES = Path(irhub.web.__file__).parent / "styles"
"""What the pages' styles are built from."""
ROOM_NEEDED, ROOM_WISHED = GIB, 5 * GIB
OLDEST_POSTGRESQL = 15
SAMPLE = 3
"""Archived files looked at unless all are."""
CLOCKS_APART = timedelta(seconds=30)
SHORTEST_KEY = 50


def examine(*, full: bool = False) -> Iterator[Finding]:
    """Look at everything, worst surprises first. Checks that need the database are left out while it is away.

    `full`: every archived file is unpacked and hashed, rather than a few.
    """
    yield from folder()
    yield from surroundings()
    yield from production()
    yield from mail_settings()
    yield from virus_scanner()
    if fault := health.fault_of_database():
        where = "the embedded server" if settings.IRHUB_EMBEDDED else "the server in DATABASE_URL"
        yield Finding(
            "database", Level.WRONG, f"The database ({where}) does not answer.",
            str(fault) if isinstance(fault, CannotStart)
            else f"See its log in {settings.HOME}/postgres/log." if settings.IRHUB_EMBEDDED
            else "Check that it runs, that this machine may reach it, and the name and password in DATABASE_URL.",
        )  # fmt: skip
        return
    yield from database()
    if putting_aside.stands(BEFORE):
        yield Finding("restore", Level.WRONG, putting_aside.STOPPED, putting_aside.GO_ON)
        return
    if putting_aside.stands(LEFT_OVER):
        yield Finding(
            "restore", Level.WARNING, "What a restore replaced, or refused, still stands in the database: it was stopped while it dropped it.",
            "Run irhub migrate, which drops it.",
        )  # fmt: skip
    waiting = health.pending()
    if waiting:
        yield Finding(
            "migrations", Level.WRONG, f"{len(waiting)} changes of tables are pending, the first {waiting[0]}.",
            "Make a backup, then run irhub migrate.",
        )  # fmt: skip
        return
    yield Finding("migrations", Level.GOOD, "Every table is as this version needs it.")
    for check in (
        database_login,
        guards,
        registers,
        derived,
        clock,
        worker,
        mail_that_waits,
        helpline_mailbox,
        people,
        trail,
    ):
        yield from check()
    yield from archived(full)


def folder() -> Iterator[Finding]:
    """The data folder: room, rights, the signing key."""
    home = Path(settings.HOME)
    if not os.access(home, os.W_OK | os.X_OK):
        yield Finding(
            "data folder", Level.WRONG, f"{home} cannot be written.", "Give it to the user that runs irhub: chown."
        )
        return
    free = shutil.disk_usage(home).free
    level = Level.WRONG if free < ROOM_NEEDED else Level.WARNING if free < ROOM_WISHED else Level.GOOD
    yield Finding(
        "disk", level, f"{free / GIB:,.1f} GiB are free below {home}.",
        "" if level is Level.GOOD else f"Make room: old backups, logs, or {home}/rows, which can be deleted at any time.",
    )  # fmt: skip
    if home.stat().st_mode & stat.S_IRWXO:
        yield Finding(
            "data folder", Level.WARNING, f"Every user of this machine can look into {home}.", f"chmod 750 {home}"
        )
    key = home / "secret-key"
    if key.exists() and key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding("signing key", Level.WRONG, f"Others can read {key}.", f"chmod 600 {key}, delete it if in doubt.")
    elif len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield Finding(
            "signing key", Level.WRONG, f"IRHUB_SECRET_KEY is shorter than {SHORTEST_KEY} characters.",
            "Unset it, and one is made at random and kept in the data folder.",
        )  # fmt: skip
    else:
        yield Finding("signing key", Level.GOOD, "It is long, and only its owner can read it.")


def surroundings() -> Iterator[Finding]:
    """What the machine gives: encoding, front-end files."""
    encoding = sys.getfilesystemencoding()
    if encoding != "utf-8":
        yield Finding("locale", Level.WRONG, f"File names are taken as {encoding}.", "Set LANG=C.UTF-8.")
    built = finders.find("irhub/build/irhub.css")
    if not built:
        yield Finding(
            "styles", Level.WRONG, "The pages' styles are missing.", "Run make setup, or use a built package."
        )
    elif newer := _changed_since(Path(built)):
        yield Finding(
            "styles", Level.WARNING, f"{newer} changed after the pages' styles were built.", "Run make setup."
        )
    else:
        yield Finding("styles", Level.GOOD, "The pages' styles are built.")


def _changed_since(built: Path) -> str:
    """A source of the styles that is newer than what was built of them, in a checkout: a package's files are as old as each other."""
    if not (STYLES.parents[3] / "pyproject.toml").exists():
        return ""
    newest = max(STYLES.glob("*.scss"), key=lambda source: source.stat().st_mtime)
    return newest.name if newest.stat().st_mtime > built.stat().st_mtime else ""


def production() -> Iterator[Finding]:
    """Settings that are unsafe for a site that others can reach."""
    local = set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}
    if settings.DEBUG:
        yield Finding("settings", Level.WRONG, "IRHUB_DEBUG is on: pages of errors tell all.", "Unset it.")
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("settings", Level.WRONG, "IRHUB_HOSTS allows any name.", "Name the site's own host names.")
    if local:
        yield Finding(
            "settings", Level.WARNING, "Only this machine can open the site.", "Set IRHUB_HOSTS to its names."
        )
        return
    if not settings.SESSION_COOKIE_SECURE:
        yield Finding(
            "settings", Level.WRONG, "IRHUB_HTTPS is off: passwords and sessions can be read on their way.",
            "Put the site behind https (deploy/Caddyfile) and set IRHUB_HTTPS=on.",
        )  # fmt: skip
    if not (settings.IRHUB_OPERATOR["name"] and settings.IRHUB_OPERATOR["email"]):
        yield Finding(
            "settings", Level.WARNING, "The pages of contact, privacy and accessibility do not say who runs the hub.",
            "Set IRHUB_OPERATOR_NAME and IRHUB_OPERATOR_EMAIL.",
        )  # fmt: skip
    if not settings.IRHUB_PROXIES:
        yield Finding(
            "settings", Level.WARNING, "IRHUB_PROXIES is 0: behind a proxy, all visitors would count as one.",
            "Set it to how many proxies of yours stand before the site, usually 1.",
        )  # fmt: skip


def mail_settings() -> Iterator[Finding]:
    """Whether mail is sent at all."""
    if mail.printed():
        yield Finding(
            "mail", Level.WARNING, "Mail is printed, not sent: forgotten passwords and alerts reach nobody.",
            "Set IRHUB_EMAIL_URL and IRHUB_EMAIL_FROM.",
        )  # fmt: skip
    else:
        yield Finding("mail", Level.GOOD, "There is a mail server to send by.")


def mail_that_waits() -> Iterator[Finding]:
    """Whether mail leaves."""
    wrong = mail.problems()
    for sentence in wrong:
        yield Finding("mail", Level.WARNING, sentence, mail.MEND)
    if not wrong:
        waiting = mail.state().waiting
        yield Finding("mail", Level.GOOD, f"Mail leaves: {waiting or 'nothing'} in the outbox, and nothing for long.")


def helpline_mailbox() -> Iterator[Finding]:
    """Whether the helpline's mailbox can be read, where there is one."""
    if not settings.IRHUB_HELPLINE_IMAP:
        if settings.IRHUB_HELPLINE_MAILBOX:
            yield Finding(
                "helpline mailbox", Level.WARNING, "Clients answer the helpline by mail, and nothing reads their answers.",
                "Set IRHUB_HELPLINE_IMAP.",
            )  # fmt: skip
    elif wrong := mailbox.answers():
        yield Finding(
            "helpline mailbox", Level.WRONG, wrong, "Correct IRHUB_HELPLINE_IMAP, or ask whoever keeps the mailbox."
        )
    elif not settings.IRHUB_HELPLINE_AUTHSERV:
        yield Finding(
            "helpline mailbox", Level.WARNING, "It answers, but nothing proves who wrote a mail.", "Set IRHUB_HELPLINE_AUTHSERV."
        )  # fmt: skip
    else:
        yield Finding("helpline mailbox", Level.GOOD, "It answers.")


def virus_scanner() -> Iterator[Finding]:
    """Whether what people hand in is looked through for viruses."""
    if not settings.IRHUB_CLAMD:
        yield Finding(
            "virus scanner", Level.WARNING, "Files that people hand in are not looked through for viruses.",
            "Set IRHUB_CLAMD to the address of a clamd.",
        )  # fmt: skip
    elif scanner_answers():
        yield Finding("virus scanner", Level.GOOD, "Files that people hand in are looked through for viruses.")
    else:
        yield Finding(
            "virus scanner", Level.WRONG, f"The scanner at {settings.IRHUB_CLAMD} does not answer: no file is taken.",
            "Start clamd, or correct IRHUB_CLAMD.",
        )  # fmt: skip


def database() -> Iterator[Finding]:
    """Version and encoding of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')")
        number, encoding = cursor.fetchone()
    if number < OLDEST_POSTGRESQL:
        yield Finding(
            "database", Level.WRONG, f"It is PostgreSQL {number}.", f"At least {OLDEST_POSTGRESQL} is needed."
        )
    elif encoding != "UTF8":
        yield Finding(
            "database", Level.WRONG, f"Its encoding is {encoding}.", "Make the database again with ENCODING 'UTF8'."
        )
    else:
        yield Finding("database", Level.GOOD, f"PostgreSQL {number} answers.")


def registers() -> Iterator[Finding]:
    """Registers that are missing, late or quarantined."""
    held = {row.register for row in register_queries.freshness(localdate())}  # those that wait are told of below
    missing = [source.title for name, source in SOURCES.items() if name not in held]
    if missing:
        yield Finding(
            "registers", Level.WARNING, f"No edition is held of: {', '.join(missing)}.",
            "irhub refresh fetches them; irhub load takes files.",
        )  # fmt: skip
    late = alerts.registers()
    for sentence in late:
        yield Finding("registers", Level.WARNING, sentence, "See docs/operations.md, Daily work.")
    if not missing and not late:
        yield Finding("registers", Level.GOOD, "Every register is held and fresh.")


def derived() -> Iterator[Finding]:
    """Whether links, summaries and indicators are of the editions that are accepted."""
    if behind := lagging.lag():
        yield Finding("pages", Level.WRONG, f"{behind}", f"{lagging.HOW_TO_GO_ON} If that is at work now, wait for it.")
    elif lagging.decisions_wait():
        yield Finding(
            "pages", Level.WARNING, lagging.DECISIONS_WAIT, f"{lagging.HOW_TO_GO_ON} If one runs, wait a minute."
        )
    else:
        yield Finding("pages", Level.GOOD, "Links, summaries and indicators are of the editions that are accepted.")


def clock() -> Iterator[Finding]:
    """Whether this machine's clock agrees with the database's, and does not lie before what was done already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    here, newest = timezone.now(), Edition.objects.aggregate(newest=Max("loaded_at"))["newest"]
    if abs(there - here) > CLOCKS_APART:
        yield Finding(
            "clock", Level.WRONG, f"This machine's clock and the database's are {abs(there - here).total_seconds():,.0f} s apart.",
            "Set both by network time (timedatectl set-ntp true).",
        )  # fmt: skip
    elif newest and newest > here + CLOCKS_APART:
        yield Finding(
            "clock", Level.WRONG, f"An edition was loaded at {newest:%Y-%m-%d %H:%M}, which lies ahead: a clock was or is wrong.",
            "Set the clock by network time. What is stored stays right: history goes by publishers' dates.",
        )  # fmt: skip
    else:
        yield Finding("clock", Level.GOOD, "It agrees with the database's.")


def worker() -> Iterator[Finding]:
    """Whether background work is done."""
    if queries.workers_alive():
        yield Finding("worker", Level.GOOD, "A background worker is at work.")
    else:
        yield Finding(
            "worker", Level.WARNING, "No background worker is at work: nothing is refreshed or backed up by itself.",
            "Start irhub worker (deploy/systemd/irhub-worker.service).",
        )  # fmt: skip
    for sentence in alerts.failed_jobs():
        yield Finding("worker", Level.WARNING, sentence, "The page Operations says how to mend it.")


def people() -> Iterator[Finding]:
    """Whether somebody runs the site and is told when it fails."""
    if not alerts.recipients():
        yield Finding(
            "people", Level.WARNING, "Nobody is a system administrator and nobody gets alerts.",
            "irhub administrator makes one; or set IRHUB_ALERTS_TO.",
        )  # fmt: skip


def trail() -> Iterator[Finding]:
    """The audit trail."""
    tell = "Keep everything as it is and tell whoever answers for security."
    try:
        anchor = anchors.last()
    except ActionRefused as refused:
        yield Finding("audit trail", Level.WRONG, f"The newest line of {anchors.file()} does not hold. {refused}", tell)
        return
    if broken := verify(anchor):
        yield Finding(
            "audit trail", Level.WRONG, f"{len(broken)} places were tampered with, the first: {broken[0]}.", tell
        )
    elif anchor is None:
        yield Finding(
            "audit trail", Level.WARNING, "Every event is whole, and no head of the trail is kept: a cut would not show.",
            "Start irhub worker, which keeps it every ten minutes.",
        )  # fmt: skip
    else:
        yield Finding("audit trail", Level.GOOD, f"Every event is whole, and so it was with {anchor.events:,} events.")


def archived(full: bool) -> Iterator[Finding]:
    """Archived files that are missing or altered, and what a killed load left lying."""
    looked_at, faults = faults_of_archive(most=None if full else SAMPLE)
    for fault in faults:
        yield Finding("archive", Level.WRONG, f"{fault.capitalize()}.", "Restore the archive from its backup.")
    if not health.archive():
        yield Finding(
            "archive", Level.WRONG, "It cannot be written.", f"Give {archive_folder()} to the user that runs irhub."
        )
    if not faults:
        how = "" if full else " (--full looks at all)"
        yield Finding("archive", Level.GOOD, f"{looked_at} archived files were unpacked and are whole{how}.")
    left = [path for path in archive_folder().glob("??/tmp*") if path.is_file()]
    if left:
        yield Finding(
            "archive", Level.WARNING, f"{len(left)} half-written files lie in it.", f"Delete {archive_folder()}/*/tmp*."
        )
