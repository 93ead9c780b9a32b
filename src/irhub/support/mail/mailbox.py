"""Reading the hub's mailbox over IMAP: each mail is taken in, committed, and only then moved out of the way.

A run that is killed leaves what it had not moved in the mailbox; the next one knows those again that it had taken in (taking_in.py), and
moves them. So nothing is lost and nothing comes twice.
"""

from __future__ import annotations

import imaplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

import msal
import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError

from irhub.programmes.models import Programme
from irhub.programmes.workflows import ProgrammeState
from irhub.support.mail import limited
from irhub.support.mail.models import BegunReading
from irhub.support.mail.taking_in import MAILBOX, set_aside, take_in
from irhub.web.background_jobs import Failed
from irhub.web.errors import StaleVersion

log = structlog.get_logger("irhub.support.mail")
SECONDS = 30
"""How long the server may take for each answer."""
MOST = 200
"""Mails of one run: the next comes five minutes later."""
ENOUGH_SECONDS = 180
"""After this a run begins no other mail: what is left is the next one’s, before the line is cut (limited.py)."""
MOST_BYTES = 25 * 2**20
"""Of a mail that is taken whole; of a larger one its head is."""
MOST_DEATHS = 2
"""So often reading a mail may end with the process; then it is put aside unread. One end may have been the machine's."""
DIED = "Reading it ended with the program, several times: it was put aside as it came."
DONE = "Taken in by the hub"
"""The folder to which mails go that were taken in."""
SCOPE = "https://outlook.office365.com/.default"
KINDS: dict[str, tuple[type[BaseMailBox], int]] = {
    "imaps": (limited.Within, 993), "imap+tls": (limited.StartTls, 143), "imap": (limited.Unencrypted, 143),
}  # fmt: skip
"""How an address of a mailbox begins, and what is meant: TLS from the first byte, STARTTLS, and neither (on this machine alone)."""
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class TakenIn:
    """What a run did: how many mails it took in, how many it knew already, how many wait in the mailbox for the next."""

    new: int = 0
    known: int = 0
    left: int = 0


def read_mailbox() -> TakenIn:
    """Take in what is in the mailbox. Raises Failed, with a sentence for the operator, if it cannot be reached or read."""
    programme = programme_of_mailbox()
    new = known = 0
    with opened() as box:
        uids = box.uids("ALL")
        _make_folder(box)
        numbering = box.folder.status(box.folder.get() or "INBOX", ["UIDVALIDITY"])["UIDVALIDITY"]
        BegunReading.objects.filter(programme=programme).exclude(
            uid__in=[f"{numbering}/{uid}" for uid in uids]
        ).delete()
        enough_at = time.monotonic() + ENOUGH_SECONDS
        for uid in uids[:MOST]:
            if time.monotonic() > enough_at:
                break
            with _begun(programme, f"{numbering}/{uid}") as times:
                found = _take(box, uid, programme, parse=times <= MOST_DEATHS)
            if found is None:
                continue
            new, known = new + found, known + (not found)
            _put_away(box, uid)
    return TakenIn(new, known, len(uids) - new - known)


def answers() -> str:
    """Why the mailbox cannot be read; blank if it can."""
    try:
        programme_of_mailbox()
        with opened() as box:
            box.uids("ALL")
    except Failed as failed:
        return str(failed)
    return ""


def programme_of_mailbox() -> Programme:
    """The programme whose helpline has the mailbox: IRHUB_HELPLINE_PROGRAMME, or the only one. Raises Failed."""
    found = Programme.objects.filter(state=ProgrammeState.OPEN, body__kind="delivery partner").select_related("body")
    if settings.IRHUB_HELPLINE_PROGRAMME:
        found = found.filter(slug=settings.IRHUB_HELPLINE_PROGRAMME)
    programmes: list[Programme] = list(found[:2])
    if len(programmes) != 1:
        many = "Several programmes are open" if programmes else "No open programme of a delivery partner is there"
        raise Failed(f"{many}: name the one whose helpline has the mailbox in IRHUB_HELPLINE_PROGRAMME.")
    return programmes[0]


@contextmanager
def opened() -> Iterator[BaseMailBox]:
    """The mailbox of the setting, signed in to. Raises Failed."""
    address = urlsplit(settings.IRHUB_HELPLINE_IMAP)
    kind, port = _kind(address)
    # The libraries verify no certificate unless they are given a context that does.
    verified = {} if kind is limited.Unencrypted else {"ssl_context": ssl.create_default_context()}
    try:
        with kind(address.hostname or "", address.port or port, timeout=SECONDS, **verified) as box:  # type: ignore[call-arg]
            _sign_in(box, address)
            yield box
    except ssl.SSLCertVerificationError as refused:
        raise Failed(
            f"The mailbox of the helpline shows a certificate that does not hold ({refused.verify_message}): no password was sent."
        ) from refused
    except limited.TooSlow as fault:
        raise Failed(
            f"The mailbox of the helpline answers too slowly: it was left after {limited.WHOLE_SECONDS // 60} minutes, and the next run goes on."
        ) from fault
    except (imaplib.IMAP4.error, ImapToolsError, OSError) as fault:
        if not isinstance(fault, OSError):
            raise Failed(f"The mailbox of the helpline says no: {str(fault)[:150]}") from fault
        raise Failed(f"The mailbox of the helpline cannot be reached ({type(fault).__name__}).") from fault


def _kind(address: SplitResult) -> tuple[type[BaseMailBox], int]:
    if address.scheme not in KINDS or not address.hostname or not address.username:
        raise Failed("IRHUB_HELPLINE_IMAP must look like imaps://name:password@host: see docs/operations.md.")
    if address.scheme == "imap" and address.hostname not in _HERE:
        raise Failed("IRHUB_HELPLINE_IMAP would send the password in the clear: begin it with imaps:// or imap+tls://.")
    return KINDS[address.scheme]


def _sign_in(box: BaseMailBox, address: SplitResult) -> None:
    name, folder = unquote(address.username or ""), unquote(address.path.strip("/")) or "INBOX"
    if address.password is None:
        box.xoauth2(name, token(), initial_folder=folder)
    else:
        box.login_utf8(name, unquote(address.password), initial_folder=folder)


def token(http_client: object = None) -> str:
    """A token by which Microsoft 365 lets the hub into the mailbox. Raises Failed."""
    tenant, client, secret = settings.IRHUB_HELPLINE_OAUTH
    if not (tenant and client and secret):
        raise Failed(
            "IRHUB_HELPLINE_IMAP has no password, and IRHUB_HELPLINE_OAUTH_TENANT, _CLIENT and _SECRET are not set."
        )
    try:
        app = msal.ConfidentialClientApplication(
            client, client_credential=secret, authority=f"https://login.microsoftonline.com/{tenant}", http_client=http_client,
            instance_discovery=False, timeout=SECONDS,
        )  # fmt: skip
        told = app.acquire_token_for_client(scopes=[SCOPE])
    except (OSError, ValueError) as fault:
        raise Failed(
            f"Microsoft’s sign-in cannot be reached, or knows no such tenant ({type(fault).__name__})."
        ) from fault
    if "access_token" not in told:
        raise Failed(f"Microsoft gives no token for the mailbox: {str(told.get('error_description'))[:150]}")
    return str(told["access_token"])


def _folder(box: BaseMailBox) -> str:
    """The folder for what was taken in, as this server writes paths: below the inbox where it wants all there."""
    return DONE if box.folder.exists(DONE) else f"INBOX{_divides(box)}{DONE}"


def _divides(box: BaseMailBox) -> str:
    return next((one.delim for one in box.folder.list() if one.delim), "/")


def _make_folder(box: BaseMailBox) -> None:
    if box.folder.exists(_folder(box)):
        return
    try:
        box.folder.create(DONE)
    except ImapToolsError:
        box.folder.create(f"INBOX{_divides(box)}{DONE}")


def _put_away(box: BaseMailBox, uid: str) -> None:
    """Move one mail out of the way. If the server refuses that, the next run knows it again."""
    try:
        box.move([uid], _folder(box))
    except imaplib.IMAP4.abort:  # the line itself has gone
        raise
    except (ImapToolsError, imaplib.IMAP4.error) as refused:
        log.warning("a mail that was taken in stays in the mailbox", uid=uid, why=str(refused)[:150])


@contextmanager
def _begun(programme: Programme, uid: str) -> Iterator[int]:
    """Keep, before anything of a mail is read, that this has begun; gives how often it has. What is still there tells the next run that this
    one died: no fault was raised that could have been met."""
    mark, _ = BegunReading.objects.get_or_create(body_id=programme.body_id, programme=programme, uid=uid)
    mark.times += 1
    mark.save(update_fields=["times"])
    try:
        yield mark.times
    finally:
        mark.delete()


def _take(box: BaseMailBox, uid: str, programme: Programme, *, parse: bool = True) -> bool | None:
    """Take one mail in: whether it is new; None if it stays for the next run. `parse`: else it is put aside as it came."""
    cut = _size(box, uid) > MOST_BYTES
    data = _part(box, uid, "(BODY.PEEK[HEADER])" if cut else "(BODY.PEEK[])")
    if data is None:
        return None
    if not parse:
        return set_aside(data, programme, by=MAILBOX, fault=DIED) is not None
    try:
        return take_in(data, programme, by=MAILBOX, by_mailbox=True, cut=cut) is not None
    except StaleVersion:  # somebody works on the case at this moment
        return None
    except (OperationalError, InterfaceError):  # the database is away, and no mail is to blame
        raise
    except Exception as problem:  # one mail that meets a fault of ours keeps no other from being read
        log.exception("a mail met a fault", uid=uid)
        fault = f"Something went wrong when it was taken in ({type(problem).__name__}): the log has the place."
    for again in (take_in, set_aside):
        try:
            return again(data, programme, by=MAILBOX, fault=fault) is not None
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("a mail met a fault again", uid=uid)
    return None


def _size(box: BaseMailBox, uid: str) -> int:
    told = _part(box, uid, "(RFC822.SIZE)") or b""
    digits = told.rpartition(b"RFC822.SIZE")[2].strip(b" )").split(b" ")[0]
    return int(digits) if digits.isdigit() else 0


def _part(box: BaseMailBox, uid: str, what: str) -> bytes | None:
    """A part of a mail as the server has it; None if it has gone. The library hands mails out read, and not as they came."""
    state, told = box.client.uid("fetch", uid, what)
    if state != "OK" or not told or told[0] is None:
        return None
    first = told[0]
    return bytes(first[1] if isinstance(first, tuple) else first)
