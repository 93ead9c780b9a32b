"""The checks of an application: what registers tell is found by itself, with its row; a person records the rest. A person’s word stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import check_move, move
from irhub.organisations.licences import licences_of
from irhub.organisations.models import CompanyLink, Member
from irhub.registers.models import CompanySpan, ControllerSpan, Location, SponsorSpan
from irhub.registers.newest_editions import newest_of_each
from irhub.suppliers.method import Checked, method
from irhub.suppliers.models import Application, Check, Result
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day

COMPANIES, CONTROL, SPONSORS = "companies_house", "companies_house_psc", "home_office_sponsors"
REGISTERS = "the registers"
"""Who made a check that registers tell."""


@dataclass(frozen=True)
class Found:
    """What a register tells of a company: for which check, what came of it, and the row on which that rests, if one does."""

    key: str
    result: Result
    says: str
    register: str = ""
    edition: date | None = None
    line: int | None = None


@dataclass(frozen=True)
class Standing:
    """A check and where it stands: the newest word of a person, else the newest of the registers; None where nobody made it yet."""

    check: Checked
    last: Check | None

    @property
    def settled(self) -> bool:
        """Whether it was made, with a result."""
        return self.last is not None and self.last.result != Result.NOT_HELD


def found_of(number: str, name: str) -> list[Found]:
    """What the newest editions of the registers tell of a company. `name`: as the supplier gave it."""
    span = CompanySpan.objects.filter(company_number=number, until=None).order_by("-since").first()
    edition = next((one.date for one in newest_of_each() if one.register == COMPANIES), None)
    return [*_company(span, name, edition), _control(number), _licence(number, span)]


def _company(span: CompanySpan | None, name: str, edition: date | None) -> Iterator[Found]:
    if span is None:
        words = (
            f"The edition of {day(edition)} that the hub holds has no live company of this number: it keeps companies of providers, sponsors and applicants alone, of applicants from the next edition on."
            if edition else "The hub holds no edition of Companies House’s list."
        )  # fmt: skip
        yield from (Found(key, Result.NOT_HELD, words) for key in ("company", "status", "accounts", "names"))
        return
    row: dict[str, Any] = {"register": COMPANIES, "edition": span.since, "line": span.line}
    same = span.company_name.casefold().strip() == name.casefold().strip()
    told = f"Companies House’s list names {span.company_name}, {span.post_town} {span.postcode}."
    yield Found(
        "company",
        Result.CLEAR if same else Result.LOOK,
        told if same else f"{told} The application says {name}.",
        **row,
    )
    live = span.company_status.casefold() == "active"
    yield Found("status", Result.CLEAR if live else Result.LOOK, f"Status: {span.company_status}.", **row)
    late = [
        f"{what} were due on {day(due)}"
        for what, due in (("accounts", span.accounts_due), ("details to be confirmed", span.confirmation_due))
        if due is not None and edition is not None and due < edition
    ]
    yield Found(
        "accounts", Result.LOOK if late else Result.CLEAR,
        f"By the edition of {day(edition)}, {' and '.join(late)}." if late and edition else "Nothing was due by the newest edition.", **row,
    )  # fmt: skip
    former = [each for each in span.previous_names.split(" | ") if each]
    yield Found(
        "names", Result.LOOK if former else Result.CLEAR,
        f"Former names: {', '.join(former)}." if former else "No former name is listed.", **row,
    )  # fmt: skip


def _control(number: str) -> Found:
    """Whether somebody with control of the company controls, or controlled, that of a provider that left the sponsor register."""
    own = [span for span in ControllerSpan.objects.filter(company_number=number, until=None) if span.ceased_on is None]
    if not own:
        return Found(
            "control", Result.NOT_HELD, "The hub holds no entry of a person with significant control of this company."
        )
    others: dict[str, ControllerSpan] = {}
    for span in own:
        same = (
            ControllerSpan.objects.filter(
                person_key=span.person_key, birth_year=span.birth_year, birth_month=span.birth_month
            )
            if span.person_key and span.birth_year
            else ControllerSpan.objects.filter(owner_number=span.owner_number)
            if span.owner_number
            else ControllerSpan.objects.none()
        )
        others |= {each.company_number: span for each in same.exclude(company_number=number)}
    left = _left(sorted(others))
    row = own[0]
    if not left:
        return Found(
            "control", Result.CLEAR, "Nobody with control of it is told as controlling a care provider that left the sponsor register.",
            CONTROL, row.since, row.line,
        )  # fmt: skip
    other, (name, by) = next(iter(left.items()))
    span = others[other]
    more = f", and {len(left) - 1} more" if len(left) > 1 else ""
    return Found(
        "control", Result.LOOK,
        f"Somebody with control of it is also told as controlling {name}, which left the sponsor register by {day(by)}{more}. Shared control is not "
        "shared conduct, and leaving the register is no finding.",
        CONTROL, span.since, span.line,
    )  # fmt: skip


def _left(numbers: Sequence[str]) -> dict[str, tuple[str, date]]:
    """Of companies of care providers, those whose sponsor licence left the register: name, and by which edition."""
    given = dict(
        Location.objects.filter(company_number__in=numbers, until=None).values_list("provider_id", "company_number")
    )
    members = list(Member.objects.filter(register="cqc_locations", entity_key__in=given))
    licences = licences_of(sorted({each.organisation_id for each in members}))
    return {
        given[each.entity_key]: (each.name, licence.left_by)
        for each in members
        if (licence := licences.get(each.organisation_id)) and licence.left_by and licence.standing == "formerly"
    }


def _licence(number: str, span: CompanySpan | None) -> Found:
    keys = list(
        CompanyLink.objects.filter(company_number=number, band=CompanyLink.Band.ACCEPTED).values_list(
            "entity_key", flat=True
        )
    )
    by_key = SponsorSpan.objects.filter(sponsor_key__in=keys)
    spans = by_key if by_key.exists() or span is None else SponsorSpan.objects.filter(name_key=span.name_key)
    last = spans.order_by("until", "-since").last() if not spans.filter(until=None).exists() else None
    now = spans.filter(until=None).order_by("-since").first()
    if now is not None:
        words = f"{now.name} is on the sponsor register: {now.route}, {now.rating}."
        return Found("licence", Result.CLEAR, words, SPONSORS, now.since, now.line)
    if last is not None and last.until is not None:
        words = f"{last.name} left the sponsor register by {day(last.until)}. The register does not say why."
        return Found("licence", Result.LOOK, words, SPONSORS, last.since, last.line)
    return Found(
        "licence",
        Result.CLEAR,
        "No sponsor on the register is linked to this company. An agency needs no licence to recruit for others.",
    )


@transaction.atomic
def run_checks(application: Application, *, by: Membership) -> int:
    """Ask the registers again, and keep what is told otherwise than before. How many checks changed. Raises ActionRefused past the checks."""
    check_move(application, "check", by=by)
    last = {each.key: each for each in application.checks.filter(by_person=False).order_by("pk")}
    fresh = [
        found
        for found in found_of(application.company_number, application.name)
        if (before := last.get(found.key)) is None or (before.result, before.says) != (found.result, found.says)
    ]
    for found in fresh:
        application.checks.create(
            body_id=application.body_id, key=found.key, result=found.result, says=found.says, who=REGISTERS, register=found.register,
            edition=found.edition, line=found.line,
        )  # fmt: skip
    return len(fresh)


@transaction.atomic
def record_check(application: Application, key: str, *, result: str, says: str, version: int, by: Membership) -> None:
    """Record what a person found. Raises ActionRefused for a check that does not exist, or past the checks."""
    if key not in {one.key for one in method().checks}:
        raise ActionRefused("There is no such check.")
    move(application, "check", by=by, version=version, detail={"check": key, "result": result})
    application.checks.create(
        body_id=application.body_id, key=key, result=result, says=says, by_person=True, who=name_of(by)
    )


def standing_of(application: Application) -> list[Standing]:
    """Each check that is made of every application, and where it stands."""
    last: dict[str, Check] = {}
    for each in application.checks.order_by("by_person", "pk"):
        last[each.key] = each
    return [Standing(check, last.get(check.key)) for check in method().checks]
