"""What becomes of a mail: whose it is, and whether it goes into a case by itself. Nothing is written here.

A mail finds its case by the key in the address to which it was written, and by a sender who speaks in that case; never by its subject or
by what it refers to. Everything else waits for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from irhub.casework.contacts import Authority, ContactState
from irhub.notify.queries import sent_to
from irhub.programmes.models import Programme
from irhub.support.callers import eligibility
from irhub.support.mail.addresses import addresses, without_key
from irhub.support.mail.models import Mail, TrayReason
from irhub.support.mail.proof import Proof, proof_of
from irhub.support.mail.reading import Read, keys_in
from irhub.support.models import Case, CaseContact

MOST_OPENED = 3
"""Cases that one address opens by mail within an hour."""
MOST_RETURNED = 20
"""Mails, and addresses, of which one report is believed: servers tell of one, and whoever forges one may name thousands."""
OTHER = "other"
"""The theme of a case that a mail opened: nobody has read it yet."""


@dataclass(frozen=True)
class Judged:
    """What becomes of a mail.

    `why`: it waits, for this reason; blank: it goes into `contact`'s case, or, if `opens`, into a new one of the same client. `named`: the
    case whose key it carries. `own`: the hub wrote it itself. `returned`: contacts to whom a mail of ours could not be delivered.
    """

    proof: Proof
    why: str = ""
    contact: CaseContact | None = None
    opens: bool = False
    named: Case | None = None
    own: bool = False
    returned: Sequence[CaseContact] = ()


def judge(mail: Read, programme: Programme, failed: Sequence[str], *, by_mailbox: bool) -> Judged:
    """Judge a mail to a programme's helpline, as the system. `failed`: addresses that it says do not take mail. `by_mailbox`: our own mail
    server gave it, so that what stands in its head can be from that server."""
    proof = proof_of(mail.sender, mail.found_out, settings.IRHUB_HELPLINE_AUTHSERV) if by_mailbox else Proof.UNTOLD
    keys = keys_in(mail.recipients, addresses())
    keyed = list(CaseContact.objects.filter(key__in=keys).select_related("case__programme__body", "case__owner"))
    named = keyed[0].case if len({one.case_id for one in keyed}) == 1 else None
    if mail.fault:
        return Judged(proof, TrayReason.UNREADABLE, named=named)
    if is_own(mail.sender):
        return Judged(proof, own=True)
    if mail.automatic:
        bounced = sent_to(mail.returns[:MOST_RETURNED], failed[:MOST_RETURNED])
        returned = [one for at in bounced for one in _at(programme, at)]
        return Judged(proof, "" if returned else TrayReason.AUTOMATIC, named=named, returned=returned)
    if not by_mailbox:
        return Judged(proof, TrayReason.HANDED_IN, named=named)
    return _keyed(mail, proof, keyed, named) if keys else _unkeyed(mail, proof, programme)


def is_own(address: str) -> bool:
    """Whether the hub writes from an address, or reads what comes to it."""
    own = (*addresses(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1], settings.IRHUB_HELPLINE["email"])
    return without_key(address) in {one.lower() for one in own if one}


def speaks_in(case: Case, address: str) -> CaseContact | None:
    """Who writes from an address and may speak in a case."""
    return _speaking(address).filter(case=case).first() if address else None


def _keyed(mail: Read, proof: Proof, keyed: Sequence[CaseContact], named: Case | None) -> Judged:
    if named is None:
        return Judged(proof, TrayReason.SEVERAL if keyed else TrayReason.WRONG_KEY)
    if all(one.state != ContactState.NOW for one in keyed):
        return Judged(proof, TrayReason.WRONG_KEY, named=named)
    contact = speaks_in(named, mail.sender)
    if contact is None:
        return Judged(proof, TrayReason.NOT_THEIRS, named=named)
    return Judged(proof, TrayReason.NOT_PROVED if proof == Proof.WRONG else "", contact, named=named)


def _unkeyed(mail: Read, proof: Proof, programme: Programme) -> Judged:
    """A mail without a key: of somebody known, it asks something new."""
    known = _speaking(mail.sender).filter(body_id=programme.body_id).exclude(case__client_key="")
    found = list(known.select_related("case__programme__body").order_by("-pk")) if mail.sender else []
    clients = {(one.case.client_type, one.case.client_key) for one in found}
    if len(clients) != 1:
        return Judged(proof, TrayReason.SEVERAL if clients else TrayReason.UNKNOWN)
    if proof != Proof.PROVED:
        return Judged(proof, TrayReason.NOT_PROVED)
    lately = Mail.objects.filter(opened=True, email=mail.sender, came_at__gte=timezone.now() - timedelta(hours=1))
    if lately.count() >= MOST_OPENED:
        return Judged(proof, TrayReason.MANY)
    kind, key = clients.pop()
    for_them = eligibility(programme, kind, key).eligible is not False
    if not for_them or not programme.themes.filter(code=OTHER, retired_on=None).exists():
        return Judged(proof, TrayReason.NOT_FOR_THEM)
    return Judged(proof, contact=found[0], opens=True)


def _speaking(address: str) -> QuerySet[CaseContact]:
    return CaseContact.objects.filter(email__iexact=address, state=ContactState.NOW).exclude(authority=Authority.NONE)


def _at(programme: Programme, address: str) -> QuerySet[CaseContact]:
    return (
        _speaking(address)
        .filter(body_id=programme.body_id)
        .select_related("case__body", "case__owner", "case__merged_into__body", "case__merged_into__owner")
    )
