"""Files of past grants: read, matched, reviewed, taken in, undone. Each is one transaction and leaves an event in the audit trail.

Reading and matching come before the transaction: whoever is interrupted finds all of a file, or nothing of it, and can hand it in again.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, When
from django.utils import timezone

from irhub.accounts.audit import name_of
from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import begin, move
from irhub.files.handed_in import HandedIn
from irhub.files.turns import turn
from irhub.grants.giving360.awards import Organisation
from irhub.grants.giving360.organisation_ids import COUNCIL, identifiers, nature_of, scheme_of
from irhub.grants.giving360.reading import read_awards
from irhub.grants.giving360.reading.records import Imported, PastAward
from irhub.grants.models import Award
from irhub.grants.money import pence
from irhub.grants.past.matching import Who, Written, cqc_id_of, matched, provider
from irhub.grants.past.models import Match, PastFault, PastFile, PastGrant, PastImport, PastRecipient
from irhub.grants.past.states import ImportState
from irhub.grants.published.looking import publisher_of
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.saying import counted
from irhub.web.words import words_of

_AT_ONCE = 1000
_OVERTAKEN = "Somebody decided this since you opened it. What they decided is shown now."
NOBODY = "none"
"""Chosen where a recipient is none of those that were found."""


def upload(handed: HandedIn, *, funder: str, by: Membership, today: date) -> tuple[PastImport, bool]:
    """Read a file of past grants and match its recipients, to be reviewed; and whether it is new: a file that is in already adds nothing.

    `funder`: of rows that name none. Raises Refused for a file that cannot be read; then nothing has changed.
    """
    if (held := _held(handed, by.body)) is not None:
        return held, False
    with turn():
        read = read_awards(handed.name, handed.data, today=today, funder=_funder(funder, by.body))
    if not read.awards:
        raise ActionRefused(
            f"No row of {handed.name} makes a grant: each needs a recipient, an amount and a date. Look at its headings.", "file"
        )  # fmt: skip
    written = [_written(each) for each in read.awards]
    found = matched(written)
    try:
        with transaction.atomic():
            return _made(handed, read, written, found, by), True
    except IntegrityError as problem:
        if (held := _held(handed, by.body)) is None:
            raise StaleVersion("Somebody handed in the same file just now. Look at it first.") from problem
        return held, False


@transaction.atomic
def decide(recipient: PastRecipient, chosen: str, *, version: int, by: Membership) -> PastRecipient:
    """Say who a recipient is. `chosen`: a care provider's id, "number" for who has the number that the file gives, or NOBODY.

    Raises ActionRefused for who is not listed, StaleVersion if somebody else decided meanwhile.
    """
    who = _chosen(recipient, chosen)
    move(
        recipient.past_import, "match", by=by, about=f"recipient of past grants/{recipient.pk}",
        detail={"before": recipient.match, "provider": who.provider_id, "company": who.company_number},
    )  # fmt: skip
    told = vars(who) | {
        "others": recipient.others,
        "decided_by": name_of(by),
        "decided_at": timezone.now(),
        "version": version + 1,
    }
    if not PastRecipient.objects.filter(pk=recipient.pk, version=version).update(**told):
        raise StaleVersion(_OVERTAKEN)
    recipient.refresh_from_db()
    return recipient


def _chosen(recipient: PastRecipient, chosen: str) -> Who:
    by_person = ["A person decided so."]
    if chosen == NOBODY:
        return Who(Match.NONE, reasons=by_person)
    if chosen == "number" and (recipient.said_company or recipient.said_charity):
        name = recipient.known_as or recipient.name
        return Who(
            Match.ACCEPTED, name, recipient.said_company[:8], recipient.said_charity[:12], recipient.provider_id, reasons=by_person
        )  # fmt: skip
    who = provider(chosen)
    if who is None:
        raise ActionRefused("Choose one of these, or “None of these”.", "chosen")
    return Who(
        Match.ACCEPTED,
        who.known_as,
        who.company_number,
        recipient.said_charity[:12],
        who.provider_id,
        reasons=by_person,
    )


@transaction.atomic
def take_in(held: PastImport, *, version: int, by: Membership) -> PastImport:
    """Let the grants of a file count. Raises ActionRefused while a recipient is to be checked."""
    if many := held.recipients.filter(match=Match.REVIEW).count():
        raise ActionRefused(f"Decide first who {counted(many, 'recipients are')}.")
    taken = move(held, "take in", by=by, version=version)
    mark_repeats(by.body)
    return taken


@transaction.atomic
def undo(held: PastImport, *, version: int, reason: str, by: Membership) -> PastImport:
    """Undo an import: its grants count no more, and those of other files that repeated them do."""
    moved = move(held, "undo", by=by, version=version, reason=reason)
    mark_repeats(by.body)
    return moved


def mark_repeats(body: Body) -> None:
    """Mark, of the live files of a body, each grant that the hub or an earlier row told of: those that count first, then those that are reviewed, in
    the order in which they came. Else a file that nobody takes in would keep another from counting."""
    publisher = publisher_of(body)
    known: set[str] = set()
    if publisher:
        own = Award.objects.filter(body=body).values_list("reference", flat=True)
        known = {f"{publisher.prefix}-{reference}" for reference in own}
    keys: dict[str, int] = {}
    changed: dict[bool, list[int]] = defaultdict(list)
    waits = Case(When(past_import__state=ImportState.IN, then=0), default=1)
    rows = (
        PastGrant.objects.filter(body=body).exclude(past_import__state="undone").order_by(waits, "past_import_id", "pk")
    )
    names: dict[str, int] = {}
    for row in rows.only("past_import_id", "identifier", "key", "repeats"):
        of_a_file = row.past_import_id
        earlier = names.get(row.identifier, of_a_file) != of_a_file or keys.get(row.key, of_a_file) != of_a_file
        within = bool(row.identifier) and row.identifier in names and row.key in keys
        repeats = row.identifier in known or earlier or within
        if repeats != row.repeats:
            changed[repeats].append(row.pk)
        if row.identifier:
            names.setdefault(row.identifier, of_a_file)
        keys.setdefault(row.key, of_a_file)
    for repeats, numbers in changed.items():
        PastGrant.objects.filter(pk__in=numbers).update(repeats=repeats)


def _held(handed: HandedIn, body: Body) -> PastImport | None:
    return PastImport.objects.filter(body=body, sha256=handed.sha256).exclude(state="undone").first()


def _funder(name: str, body: Body) -> Organisation:
    publisher = publisher_of(body)
    if publisher is not None and name in ("", publisher.name):
        return Organisation(publisher.name, (publisher.identifier,), nature_of((publisher.identifier,)))
    own = identifiers(council_code=body.place_code) if name == body.name else ()
    return Organisation(name or body.name, own, nature_of(own))


def _written(past: PastAward) -> Written:
    hint = past.hint
    council = next((one for one in hint.identifiers if scheme_of(one) == COUNCIL), "")
    return Written(
        hint.name, hint.company_number[:20], hint.charity_number[:20], cqc_id_of(past.rest), council, hint.postcode[:20], hint.town
    )  # fmt: skip


def _made(
    handed: HandedIn, read: Imported, written: Sequence[Written], found: dict[Written, Who], by: Membership
) -> PastImport:
    body = by.body
    file = PastFile.keep(handed, by=by)
    aside = [[one.sheet, one.row, list(one.missing), [list(cell) for cell in one.cells]] for one in read.aside]
    made = PastImport(
        body=body, file=file, file_name=handed.name, sha256=handed.sha256, said=list(read.said), aside=aside
    )
    detail = {"grants": len(read.awards), "aside": len(aside), "faults": len(read.faults)}
    held = begin(made, by=by, told="read a file of past grants", detail=detail)
    recipients = PastRecipient.objects.bulk_create(
        (_recipient(held, one, who) for one, who in found.items()), batch_size=_AT_ONCE
    )
    of = dict(zip(found, recipients, strict=True))
    grants = (_grant(held, past, of[one]) for past, one in zip(read.awards, written, strict=True))
    PastGrant.objects.bulk_create(grants, batch_size=_AT_ONCE)
    PastFault.objects.bulk_create(_faults(held, read), batch_size=_AT_ONCE)
    mark_repeats(body)
    return held


def _recipient(held: PastImport, one: Written, who: Who) -> PastRecipient:
    return PastRecipient(
        body_id=held.body_id, past_import=held, name=one.name, said_company=one.company_number, said_charity=one.charity_number,
        said_cqc=one.cqc_id, said_postcode=one.postcode, said_town=one.town, **vars(who),
    )  # fmt: skip


def _grant(held: PastImport, past: PastAward, recipient: PastRecipient) -> PastGrant:
    told = past.award
    return PastGrant(
        body_id=held.body_id, past_import=held, recipient=recipient, sheet=past.sheet, row=past.row, identifier=told.identifier, title=told.title,
        description=told.description, funder=told.funder.name, funder_id=told.funder.identifier, currency=told.currency[:3], awarded=pence(told.awarded),
        awarded_on=told.award_date, programme=told.programme.title if told.programme else "", rest=[list(cell) for cell in past.rest],
        key=_key(past),
    )  # fmt: skip


def _key(past: PastAward) -> str:
    """What a grant is, whatever number it bears: recipient, amount, date and title."""
    told = past.award
    who = told.recipient.identifier or " ".join(words_of(told.recipient.name))
    facts = [who, str(told.awarded.normalize()), told.award_date.isoformat(), " ".join(words_of(told.title))]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _faults(held: PastImport, read: Imported) -> Iterable[PastFault]:
    for one in read.faults:
        told: dict[str, Any] = one._asdict() | {"cell": one.cell[:12], "kind": one.kind[:60]}
        yield PastFault(body_id=held.body_id, past_import=held, **told)
