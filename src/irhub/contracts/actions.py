"""What a body does with its list of providers. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.contracts import matching, queries, reading, told
from irhub.contracts.layouts import Layout
from irhub.contracts.models import ContractFile, ContractLine, ContractList
from irhub.contracts.reading import Line, Read
from irhub.files.handed_in import HandedIn
from irhub.files.turns import sheets_in_turn
from irhub.files.uploads import Sheet
from irhub.organisations.likeliest import likeliest
from irhub.organisations.linking import places_frame
from irhub.web.errors import ActionRefused

_ANOTHER_CAME = "Somebody uploaded or removed a list since you opened this page."


def upload_list(handed: HandedIn, *, by: Membership) -> ContractList:
    """Read a file, match its lines and make them the body's list, in place of the one before.

    What people decided of the same lines of the list before holds on, and so does how they had it read, if the file bears the same
    headings. Raises Refused and NotAList for a file that holds no list; then nothing has changed.
    """
    sheets = sheets_in_turn(handed.name, handed.data)
    before = queries.current_list(by.body)
    read, chosen_by = _read_as_before(sheets, before.read if before else {})
    found = _matched(read)
    with transaction.atomic():
        _newest(by)
        file = ContractFile.keep(handed, by=by)
        ContractFile.objects.filter(body=by.body).exclude(pk=file.pk).delete()
        return _made(file, read, found, told.kept(read, chosen_by), by, "uploaded a list of providers")


def read_again(number: int, layouts: Sequence[Layout], *, by: Membership) -> ContractList:
    """Read the file of the body's list otherwise: what comes of it is the list, and taking it back undoes that.

    `number`: of the list that the person saw. Raises ActionRefused if another came since, or its file is no longer kept, and
    NotAList if nothing can be read so.
    """
    held = queries.current_list(by.body)
    if held is None or held.pk != number:
        raise ActionRefused(_ANOTHER_CAME)
    if held.file is None:
        raise ActionRefused("The file is no longer kept: upload it again to choose its columns.")
    read = reading.read(sheets_in_turn(held.file.name, bytes(held.file.data)), layouts)
    found = _matched(read)
    with transaction.atomic():
        newest = _newest(by)
        if newest is None or newest.pk != number:
            raise ActionRefused(_ANOTHER_CAME)
        kept = told.kept(read, by.person.email)
        return _made(held.file, read, found, kept, by, "read a list of providers again")


def _read_as_before(sheets: Sequence[Sheet], before: dict[str, Any]) -> tuple[Read, str]:
    """What a file says, read as somebody had the one before read, if it bears the same headings; and who that was."""
    layouts = told.layouts_kept(before, sheets)
    if layouts:
        with suppress(reading.NotAList):
            return reading.read(sheets, layouts), before["chosen_by"]
    return reading.read(sheets), ""


def _matched(read: Read) -> dict[Line, matching.Match]:
    places = places_frame()
    return matching.matches(read.lines, matching.directory(places), lambda asked: likeliest(asked, places))


def _made(
    file: ContractFile,
    read: Read,
    found: dict[Line, matching.Match],
    kept: dict[str, Any],
    by: Membership,
    what: str,
) -> ContractList:
    """The new list of the body, within a transaction that holds the one before."""
    before = queries.current_list(by.body)
    earlier = ContractLine.objects.filter(contract_list=before).exclude(decided_by="") if before else ()
    decided = {_as_written(line).written: line for line in earlier}
    made = ContractList.objects.create(
        body=by.body, file=file, file_name=file.name, read=kept, uploaded_by=by.person.email,
        uploaded_at=timezone.now(),
    )  # fmt: skip
    lines = (_line(made, line, found[line], decided.get(line.written)) for line in read.lines)
    ContractLine.objects.bulk_create(lines, batch_size=1000)
    record(
        what,
        by=by,
        about=f"contract list/{made.pk}",
        lines=len(read.lines),
    )
    return made


def _as_written(line: ContractLine) -> Line:
    return Line(line.number, line.name, line.postcode, line.town, line.cqc_id, company_number=line.company_number)


def _line(made: ContractList, line: Line, found: matching.Match, decided: ContractLine | None) -> ContractLine:
    new = ContractLine(
        body_id=made.body_id, contract_list=made, sheet=line.sheet, number=line.number, name=line.name, postcode=line.postcode,
        town=line.town, cqc_id=line.cqc_id, company_number=line.company_number, reference=line.reference,
        places=[[place.sheet, place.number, place.reference] for place in line.places], **vars(found),
    )  # fmt: skip
    if decided:
        new.before = _stood(new)
        for name in ("match", "provider_id", "decided_by", "decided_at"):
            setattr(new, name, getattr(decided, name))
    return new


def _stood(line: ContractLine) -> dict[str, str]:
    """How a line stands, to be put back."""
    at = line.decided_at.isoformat() if line.decided_at else ""
    return {"match": line.match, "provider_id": line.provider_id, "decided_by": line.decided_by, "decided_at": at}


@transaction.atomic
def take_back(number: int, *, by: Membership) -> None:
    """Take the newest list back: the one before is the body's list again. Raises ActionRefused if another came since."""
    newest = _newest(by)
    if newest is None or newest.pk != number:
        raise ActionRefused(_ANOTHER_CAME)
    ContractList.objects.filter(pk=newest.pk).update(taken_back_at=timezone.now())
    record(
        "took back a list of providers",
        by=by,
        about=f"contract list/{number}",
    )


@transaction.atomic
def bring_back(number: int, *, by: Membership) -> None:
    """Undo a taking back: the list is the body's again. Raises ActionRefused if it is not the newest, or was not taken back."""
    newest = ContractList.objects.select_for_update().filter(body=by.body).order_by("-uploaded_at", "-pk").first()
    if newest is None or newest.pk != number or newest.taken_back_at is None:
        raise ActionRefused("Somebody uploaded or brought back a list since you opened this page.")
    ContractList.objects.filter(pk=number).update(taken_back_at=None)
    record(
        "brought a list of providers back",
        by=by,
        about=f"contract list/{number}",
    )


@transaction.atomic
def decide(line: ContractLine, provider_id: str, *, version: int, by: Membership) -> None:
    """Say which provider a line means; blank: none of them. `version`: the one that the person saw.

    Raises ActionRefused, with nothing changed, if somebody else decided meanwhile.
    """
    held = _as_seen(line, version)
    held.before = _stood(held)
    held.match = ContractLine.Match.ACCEPTED if provider_id else ContractLine.Match.NONE
    before, held.provider_id = held.provider_id, provider_id
    held.decided_by, held.decided_at, held.version = by.person.email, timezone.now(), version + 1
    held.save()
    record(
        "matched a line of a list of providers", by=by, about=f"contract line/{line.pk}",
        before=before, provider=provider_id,
    )  # fmt: skip


@transaction.atomic
def undo(line: ContractLine, *, version: int, by: Membership) -> None:
    """Put a line back to how it stood before the last decision. Raises ActionRefused as `decide` does, or if none can be undone."""
    held = _as_seen(line, version)
    if not held.before:
        raise ActionRefused("There is nothing to undo: nobody has changed this match.")
    at = held.before["decided_at"]
    undone = held.provider_id
    held.match, held.provider_id = held.before["match"], held.before["provider_id"]
    held.decided_by, held.decided_at = held.before["decided_by"], datetime.fromisoformat(at) if at else None
    held.before, held.version = None, version + 1
    held.save()
    record(
        "undid the match of a line of a list of providers", by=by,
        about=f"contract line/{line.pk}", undone=undone, provider=held.provider_id,
    )  # fmt: skip


def _as_seen(line: ContractLine, version: int) -> ContractLine:
    """A line that nobody changed since somebody saw it; whoever else would change it waits. Raises ActionRefused."""
    held: ContractLine | None = ContractLine.objects.select_for_update().filter(pk=line.pk, version=version).first()
    if held is None:
        raise ActionRefused("Somebody decided this line since you opened it. What they decided is shown now.")
    return held


def _newest(by: Membership) -> ContractList | None:
    """The body's list; whoever changes it waits for whoever is changing it."""
    return (
        ContractList.objects.select_for_update()
        .filter(body=by.body, taken_back_at=None)
        .order_by("-uploaded_at", "-pk")
        .first()
    )
