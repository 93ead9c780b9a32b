"""What a body does with its list of providers. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.contracts import matching
from irhub.contracts.models import AlertChoice, ContractLine, ContractList
from irhub.contracts.reading import Line
from irhub.organisations.likeliest import likeliest
from irhub.organisations.linking import places_frame
from irhub.registers import queries as register_queries
from irhub.web.errors import ActionRefused


def upload_list(lines: Sequence[Line], file_name: str, *, membership: Membership) -> ContractList:
    """Match the lines and make them the body's list. What people decided of the same lines of the list before holds on."""
    places = places_frame()
    found = matching.matches(lines, matching.directory(places), lambda asked: likeliest(asked, places))
    with transaction.atomic():
        before = _newest(membership)
        decided = (
            {
                Line(line.number, line.name, line.postcode, line.town, line.cqc_id).written: line
                for line in ContractLine.objects.filter(contract_list=before).exclude(decided_by="")
            }
            if before
            else {}
        )
        made = ContractList.objects.create(
            body=membership.body,
            file_name=file_name[:255],
            uploaded_by=membership.person.email,
            uploaded_at=timezone.now(),
        )
        ContractLine.objects.bulk_create(
            _line(made, line, found[line.number], decided.get(line.written)) for line in lines
        )
        record(
            "uploaded a list of providers", who=membership.person.email, membership=membership, about=f"contract list/{made.pk}",
            lines=len(lines),
        )  # fmt: skip
    return made


def _line(made: ContractList, line: Line, found: matching.Match, decided: ContractLine | None) -> ContractLine:
    told = ContractLine(
        body_id=made.body_id, contract_list=made, number=line.number, name=line.name, postcode=line.postcode, town=line.town,
        cqc_id=line.cqc_id, reference=line.reference, **vars(found),
    )  # fmt: skip
    if decided:
        for name in ("match", "provider_id", "decided_by", "decided_at"):
            setattr(told, name, getattr(decided, name))
    return told


@transaction.atomic
def take_back(number: int, *, membership: Membership) -> None:
    """Take the newest list back: the one before is the body's list again. Raises ActionRefused if another came since."""
    newest = _newest(membership)
    if newest is None or newest.pk != number:
        raise ActionRefused("Somebody uploaded or took back a list since you opened this page.")
    ContractList.objects.filter(pk=newest.pk).update(taken_back_at=timezone.now())
    record(
        "took back a list of providers",
        who=membership.person.email,
        membership=membership,
        about=f"contract list/{number}",
    )


@transaction.atomic
def bring_back(number: int, *, membership: Membership) -> None:
    """Undo a taking back: the list is the body's again. Raises ActionRefused if it is not the newest, or was not taken back."""
    newest = (
        ContractList.objects.select_for_update().filter(body=membership.body).order_by("-uploaded_at", "-pk").first()
    )
    if newest is None or newest.pk != number or newest.taken_back_at is None:
        raise ActionRefused("Somebody uploaded or brought back a list since you opened this page.")
    ContractList.objects.filter(pk=number).update(taken_back_at=None)
    record(
        "brought a list of providers back",
        who=membership.person.email,
        membership=membership,
        about=f"contract list/{number}",
    )


@transaction.atomic
def decide(line: ContractLine, provider_id: str, *, version: int, membership: Membership) -> None:
    """Say which provider a line means; blank: none of them. `version`: the one that the person saw.

    Raises ActionRefused, with nothing changed, if somebody else decided meanwhile.
    """
    by = membership.person.email
    match = ContractLine.Match.ACCEPTED if provider_id else ContractLine.Match.NONE
    changed = ContractLine.objects.filter(pk=line.pk, version=version).update(
        match=match, provider_id=provider_id, decided_by=by, decided_at=timezone.now(), version=F("version") + 1
    )
    if not changed:
        raise ActionRefused("Somebody decided this line since you opened it. What they decided is shown now.")
    record(
        "matched a line of a list of providers", who=by, membership=membership, about=f"contract line/{line.pk}",
        before=line.provider_id, provider=provider_id,
    )  # fmt: skip


@transaction.atomic
def choose_alerts(every: str, *, membership: Membership) -> None:
    """Say how often one is told by e-mail what changed; from today on, nothing from before."""
    newest = register_queries.newest_date() or timezone.localdate()
    made, new = AlertChoice.objects.get_or_create(
        body=membership.body, person=membership.person, defaults={"every": every, "told_until": newest}
    )
    if not new:
        AlertChoice.objects.filter(pk=made.pk).update(
            every=every, told_until=newest if made.every == AlertChoice.Every.NEVER else made.told_until
        )
    record("chose alerts about providers", who=membership.person.email, membership=membership, every=every)


def _newest(membership: Membership) -> ContractList | None:
    """The body's list; whoever changes it waits for whoever is changing it."""
    return (
        ContractList.objects.select_for_update()
        .filter(body=membership.body, taken_back_at=None)
        .order_by("-uploaded_at", "-pk")
        .first()
    )
