"""The head of the audit trail, signed and kept outside the database (ADR 37).

A chain of hashes tells of whatever was altered or removed before its end. It cannot tell that its last links are gone, or that
somebody with the keys to the database made all of it anew. So its head is signed with the installation's key and put where the
database cannot reach: into a file that is only added to, into the log, and once a day into a mail.
"""

from __future__ import annotations

import json
import os
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from irhub.accounts.models import AuditLink
from irhub.web.errors import ActionRefused

log = structlog.get_logger("irhub.trail")
_SALT = "irhub audit trail"


@dataclass(frozen=True)
class Anchor:
    """How long the trail was at a moment, and the hash of its last event. `begins`: why a trail begins again here, after a restore."""

    events: int
    hash: str
    at: str
    begins: str = ""

    def line(self) -> str:
        """The anchor and its signature, as one line of JSON: what is kept, logged and mailed."""
        return json.dumps(asdict(self) | {"signature": _signature(self)})


def file() -> Path:
    """Where anchors are kept, a line each: in the data folder, outside the database."""
    return Path(settings.HOME) / "trail-anchors.jsonl"


def head() -> Anchor | None:
    """The head of the trail as it stands; None of a trail without events. For work that sees every body's rows."""
    last = AuditLink.objects.exclude(position=None).order_by("position").last()
    if last is None or last.position is None:
        return None
    return Anchor(last.position, last.hash, timezone.now().astimezone(UTC).isoformat(timespec="seconds"))


def keep(*, begins: str = "") -> Anchor | None:
    """Add the head of the trail to the file and to the log, unless it is there already; None of a trail without events.

    `begins`: why what was kept before no longer counts. Raises OSError, and ActionRefused as `last` does.
    """
    now, before = head(), None if begins else last()
    if now is None or (before and (before.events, before.hash) == (now.events, now.hash)):
        return before
    made = Anchor(now.events, now.hash, now.at, begins)
    _append(made.line())
    log.info("head of the audit trail", **json.loads(made.line()))
    return made


def last() -> Anchor | None:
    """The newest anchor that is kept, if one is. Raises ActionRefused if its line is no anchor of this installation.

    A line that was cut short as the machine went down is passed over: only the last can be one.
    """
    try:
        with file().open() as lines:
            newest = deque(lines, maxlen=2)
    except FileNotFoundError:
        return None
    whole = [line for line in newest if line.endswith("\n")]
    return read(whole[-1]) if whole else None


def given(anchor: str) -> Anchor:
    """An anchor that somebody hands in: its line, or the name of a file whose last line it is. Raises ActionRefused."""
    if anchor.lstrip().startswith("{"):
        return read(anchor)
    try:
        lines = Path(anchor).read_text().split("\n")
    except (OSError, UnicodeDecodeError):
        raise ActionRefused(f"{anchor[:200]} cannot be read as a file of anchors.") from None
    return read(next((line for line in reversed(lines) if line.strip()), ""))


def read(line: str) -> Anchor:
    """An anchor, from its line. Raises ActionRefused if it is none, or was not signed with this installation's key."""
    try:
        told = json.loads(line)
        signature = told.pop("signature")
        anchor = Anchor(**told)
        Signer(salt=_SALT).unsign(f"{_said(anchor)}:{signature}")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ActionRefused(
            "It is no anchor: give the whole line, as it stands in the file, the log or the mail."
        ) from None
    except BadSignature:
        raise ActionRefused("The anchor was altered, or another installation signed it.") from None
    return anchor


def missing(anchor: Anchor) -> str:
    """What of the trail that an anchor tells of is gone, in words; blank if it stands."""
    day = datetime.fromisoformat(anchor.at).strftime("%-d %B %Y, %H:%M UTC")
    found = AuditLink.objects.filter(position=anchor.events).values_list("hash", flat=True).first()
    if found is None:
        now = head()
        return f"it had {anchor.events:,} events on {day}, and has {now.events if now else 0:,}: its end was cut off"
    if found != anchor.hash:
        return f"its first {anchor.events:,} events are not those of {day}: it was made again"
    return ""


def _said(anchor: Anchor) -> str:
    return json.dumps(asdict(anchor), sort_keys=True)


def _signature(anchor: Anchor) -> str:
    return Signer(salt=_SALT).signature(_said(anchor))


def _append(line: str) -> None:
    """Add a line in one write, on a line of its own even after one that was cut short."""
    opened = os.open(file(), os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        size = os.fstat(opened).st_size
        torn = size and os.pread(opened, 1, size - 1) != b"\n"
        os.write(opened, f"{chr(10) if torn else ''}{line}\n".encode())
        os.fsync(opened)
    finally:
        os.close(opened)
