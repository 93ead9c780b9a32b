"""A mail as it came, read: a function of its bytes alone, which raises nothing whatever they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import ObsoleteHeaderDefect
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from irhub.support.mail.bodies import REST, fold, text_of_html
from irhub.web.text import one_line

LONGEST = 50_000
"""Signs of a text that are read: what is longer is in the mail itself."""
_MOST_HTML = 10
_TIRES = "It has more parts than a mail has."
_ENCRYPTED = "It is encrypted, or sealed so that the hub cannot open it. Ask its sender to send it again without that."
_SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_STUB = 300
"""Signs of a plain text that may only say that the mail is to be read as HTML."""
MOST_DIVIDED = 2_000
"""Lines that begin as those between the parts of a mail do: tens of thousands of parts take minutes."""
_RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_KEYED = re.compile(r"([^@+]+)\+([0-9a-f]{32})@(.+)")
_BY_MACHINE = ("auto_reply", "bulk", "junk", "list")
_MACHINES = ("mailer-daemon", "postmaster", "no-reply", "noreply")


@dataclass(frozen=True)
class Attached:
    """A file in a mail: its name, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Read:
    """What stands in a mail.

    `digest`: of who wrote what to whom and when, without the way that it took: the same mail delivered twice has one. `sender`: one address in
    small letters; blank if there is none, or more than one. `quoted`: what of the text is taken up from earlier mails. `automatic`: why
    it looks like the work of a machine; blank if it does not. `found_out`: what servers on its way wrote about the sender, the last
    server's first. `returns`: numbers of mails (Message-ID without what stands behind the @) that come back with it. `fault`: why it
    cannot be read; blank if it can.
    """

    digest: str
    number: str = ""
    sender: str = ""
    sender_name: str = ""
    recipients: Sequence[str] = ()
    subject: str = ""
    sent_at: datetime | None = None
    text: str = ""
    quoted: str = ""
    files: Sequence[Attached] = ()
    automatic: str = ""
    found_out: Sequence[str] = ()
    returns: Sequence[str] = field(default=())
    fault: str = ""


def read_mail(data: bytes) -> Read:
    """A mail, read as far as it can be."""
    if len(re.findall(rb"[\r\n]--", data)) > MOST_DIVIDED:
        return Read(digest_of(data), fault=_TIRES)
    try:
        return _read(data)
    except Exception as problem:
        return Read(digest_of(data), fault=f"It is not written as mails are ({type(problem).__name__}).")


def keys_in(recipients: Sequence[str], mailboxes: Sequence[str]) -> set[str]:
    """The keys in the addresses to which a mail was written: what stands behind the + of one of the helplines' mailboxes."""
    found = [match for one in recipients if (match := _KEYED.fullmatch(one))]
    return {match[2] for match in found if f"{match[1]}@{match[3]}" in mailboxes}


def _read(data: bytes) -> Read:
    mail: EmailMessage = message_from_bytes(data, policy=policy.default)
    name, sender = _sender(mail)
    if sum(_says(one) and one.get_content_type() == "text/html" for one in _leaves(mail)) > _MOST_HTML:
        return Read(digest_of(data), fault=_TIRES)
    text, files = _shortened(_words(mail)), list(_files(mail))
    fresh, quoted = fold(text)
    return Read(
        digest=digest_of(data), number=_header(mail, "Message-ID")[:300], sender=sender[:254], sender_name=one_line(name)[:150],
        recipients=[at.lower() for _, at in getaddresses([one for each in _RECIPIENTS for one in _headers(mail, each)])],
        subject=_header(mail, "Subject")[:300], sent_at=_sent_at(_header(mail, "Date")), text=fresh, quoted=quoted, files=files,
        automatic=_automatic(mail, sender), found_out=_headers(mail, "Authentication-Results"), returns=_returns(mail, data),
        fault=_fault(mail),
    )  # fmt: skip


def _fault(mail: EmailMessage) -> str:
    """Why what a mail says cannot be read, though its head can; blank if it can."""
    if not list(mail.keys()):
        return "It has no head, as every mail has."
    return _ENCRYPTED if mail.get_content_type() in _SEALED else ""


def digest_of(data: bytes) -> str:
    """SHA-256 in hex of what the sender wrote, and to whom: some of its head and all below it, however its lines end."""
    return _digest(data, b"message-id|from|to|cc|date|subject")


def digests_of(data: bytes) -> tuple[str, str]:
    """Under which a mail may have been kept: its digest, and that without whom it was written to, as it was made before."""
    return digest_of(data), _digest(data, b"message-id|from|date|subject")


def _digest(data: bytes, names: bytes) -> str:
    plain = data.replace(b"\r\n", b"\n")
    head, _, below = plain.partition(b"\n\n")
    told = re.findall(rb"(?im)^(?:" + names + rb"):.*(?:\n[ \t].*)*", head)
    return hashlib.sha256(b"\n".join([*told, below.rstrip() or (b"" if told else head)])).hexdigest()


def _headers(mail: EmailMessage, name: str) -> list[str]:
    """Every header of a name, without what the database could not keep. One that the library cannot read is taken as it stands."""
    try:
        found: list[Any] = mail.get_all(name, [])
    except Exception:  # the library has raised most kinds on heads that are not as they should be
        found = [value for key, value in mail.raw_items() if key.lower() == name.lower()]
    return [one_line(_kept(str(one))) for one in found]


def _sender(mail: EmailMessage) -> tuple[str, str]:
    """Name and address of the one who wrote a mail; blank if it names nobody, or several."""
    with suppress(Exception):
        heads = mail.get_all("From", [])
        found = [at for header in heads for at in header.addresses]
        broken = any(not isinstance(fault, ObsoleteHeaderDefect) for header in heads for fault in header.defects)
        if len(found) == 1 and not broken and found[0].username and found[0].domain:
            return _kept(found[0].display_name), _kept(found[0].addr_spec).lower()
    return "", ""


def _header(mail: EmailMessage, name: str) -> str:
    return next(iter(_headers(mail, name)), "")


def _kept(text: str) -> str:
    """A text without what no database keeps: half characters, and zero."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _sent_at(told: str) -> datetime | None:
    with suppress(ValueError, TypeError, OverflowError):
        moment = parsedate_to_datetime(told)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return None


def _leaves(part: MIMEPart) -> Iterator[MIMEPart]:
    """The parts of a mail that hold something, in order. A mail within a mail is one."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for one in part.iter_parts():
            yield from _leaves(one)
    else:
        yield part


def _says(part: MIMEPart) -> bool:
    """Whether a part is words of the mail, and not a file."""
    named = part.get_content_disposition() == "attachment" or "filename" in str(part.get("Content-Disposition", ""))
    return part.get_content_type() in ("text/plain", "text/html") and not named and part.get_param("name") is None


def _words(part: MIMEPart) -> str:
    """The words of a part: of its alternatives the plain text, unless that is a stub; of other parts all, one below the other."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        said = [words for one in part.iter_parts() if (words := _words(one))]
        if part.get_content_type() != "multipart/alternative" or len(said) < 2:
            return "\n\n".join(said)
        plain = next((_words(one) for one in part.iter_parts() if one.get_content_type() == "text/plain"), "")
        longest = max(said, key=len)
        return plain if len(plain) > _STUB or len(plain) * 4 > len(longest) else longest
    if not _says(part):
        return ""
    told = _decoded(part).strip()
    return text_of_html(told) if part.get_content_type() == "text/html" else told


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n\n{REST}"


def _decoded(part: MIMEPart) -> str:
    """The text of a part, in whatever alphabet it says, or else the likeliest."""
    data = _bytes(part)
    for charset in (part.get_content_charset(), "utf-8", "cp1252"):
        with suppress(LookupError, ValueError, TypeError):
            return _kept(data.decode(charset or "utf-8")).replace("\r\n", "\n")
    return _kept(data.decode("latin-1")).replace("\r\n", "\n")


def _bytes(part: MIMEPart) -> bytes:
    with suppress(Exception):
        if part.get_content_type() == "message/rfc822":
            return bytes(part.get_content())
        if part.is_multipart():
            return part.as_bytes()
        found = part.get_payload(decode=True)
        return found if isinstance(found, bytes) else b""
    return b""


def _files(mail: EmailMessage) -> Iterator[Attached]:
    """Every part that is not words of the mail, nor a picture that stands within its words."""
    leaves = list(_leaves(mail))
    html = "".join(_decoded(one) for one in leaves if _says(one) and one.get_content_type() == "text/html")
    for part in leaves:
        shown = str(part.get("Content-ID", "")).strip("<> ")
        if _says(part) or (part.get_content_maintype() == "image" and shown and f"cid:{shown}" in html):
            continue
        data, name = _bytes(part), ""
        with suppress(Exception):
            name = one_line(_kept(part.get_filename() or ""))
        if name or data.strip():
            yield Attached(name or "a file without a name", data)


def _automatic(mail: EmailMessage, sender: str) -> str:
    """Why a mail looks like the work of a machine: whoever answers it may start a loop (RFC 3834)."""
    submitted = _header(mail, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return "It says that it is an automatic mail."
    if _header(mail, "Precedence").lower() in _BY_MACHINE or mail.get("List-Id") is not None:
        return "It was sent to many."
    if _header(mail, "Return-Path").replace(" ", "") == "<>" or mail.get_content_type() == "multipart/report":
        return "It is a report of a mail server."
    if mail.get("X-Autoreply") is not None or mail.get("X-Autorespond") is not None:
        return "It says that it is an automatic mail."
    return "Its sender reads no mail." if sender.partition("@")[0] in _MACHINES else ""


def _returns(mail: EmailMessage, data: bytes) -> list[str]:
    """The numbers of mails that come back with this one."""
    below = data.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    return sorted({found.decode() for found in re.findall(rb"(?im)^message-id:\s*<([0-9a-f]{32})@", below)})
