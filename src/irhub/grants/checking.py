"""The checks of an application: what registers tell on that day is found by itself, with its row; a person records the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, Sum

from irhub.accounts.models import Membership
from irhub.accounts.row_security import system_access
from irhub.casework import checks
from irhub.casework.checks import Found, Result, Standing, keep_found, refuse_open
from irhub.grants.method import method
from irhub.grants.models import Application, Award
from irhub.grants.money import said
from irhub.organisations.models import CompanyLink, ProviderInCouncil
from irhub.places.geography import council_of
from irhub.registers.models import CompanySpan, ControllerSpan, Location, SponsorSpan
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day

COMPANIES, CONTROL, SPONSORS, CQC = "companies_house", "companies_house_psc", "home_office_sponsors", "cqc_locations"


def found_of(application: Application, today: date) -> list[Found]:
    """What the newest editions of the registers, and other grants, tell of an applicant."""
    return [
        *_place(application),
        _licence(application),
        _company(application),
        _connected(application),
        _aid(application, today),
    ]


def _place(application: Application) -> Iterator[Found]:
    if application.council:
        own = council_of(application.council)
        inside = application.council in application.call.councils
        name = own.name if own else application.council
        yield Found(
            "area",
            Result.CLEAR if inside else Result.FAILS,
            f"{name} is {'' if inside else 'not '}in the area of the call.",
        )
        yield Found(
            "cqc", Result.CLEAR, "A council is not registered as a provider here, and needs no registration to apply."
        )
        return
    rows = (
        list(Location.objects.filter(provider_id=application.provider_id, until=None))
        if application.provider_id
        else []
    )
    if not rows:
        words = "The hub’s newest list of the CQC has no location of this applicant."
        yield Found("area", Result.NOT_HELD, f"{words} Where it works is for a person to check.")
        gone = bool(application.provider_id)
        yield Found(
            "cqc", Result.FAILS if gone else Result.CLEAR, words if gone else "It did not apply as a care provider."
        )
        return
    here = [row for row in rows if row.council_code in application.call.councils]
    row = (here or rows)[0]
    source: dict[str, Any] = {"register": CQC, "edition": row.since, "line": row.line}
    yield Found(
        "area", Result.CLEAR if here else Result.FAILS,
        f"{len(here)} of its {len(rows)} locations are in the area of the call, such as {row.location_name}, {row.local_authority}."
        if here else f"None of its {len(rows)} locations is in the area of the call.", **source,
    )  # fmt: skip
    asleep = all(each.dormant for each in rows)
    yield Found(
        "cqc", Result.LOOK if asleep else Result.CLEAR,
        f"Its {len(rows)} locations are all dormant." if asleep else f"{row.provider_name} is registered, with {len(rows)} locations.", **source,
    )  # fmt: skip


def _licence(application: Application) -> Found:
    spans = SponsorSpan.objects.none()
    if application.company_number:
        links = CompanyLink.objects.filter(company_number=application.company_number, band=CompanyLink.Band.ACCEPTED)
        spans = SponsorSpan.objects.filter(sponsor_key__in=links.values("entity_key"))
    if (now := spans.filter(until=None).order_by("-since").first()) is not None:
        words = f"{now.name} is on the sponsor register: {now.route}, {now.rating}."
        return Found("licence", Result.CLEAR, words, SPONSORS, now.since, now.line)
    if (last := spans.order_by("-until").first()) is not None and last.until:
        words = f"{last.name} left the sponsor register by {day(last.until)}. The register does not say why."
        return Found("licence", Result.LOOK, words, SPONSORS, last.since, last.line)
    row = ProviderInCouncil.objects.filter(provider_id=application.provider_id or "-", as_at=None).first()
    if row is not None and row.licence == ProviderInCouncil.Licence.LICENSED:
        return Found("licence", Result.CLEAR, f"A sponsor on the register is linked to {row.name}.")
    if row is not None and row.licence == ProviderInCouncil.Licence.FORMERLY and row.left_by:
        return Found(
            "licence", Result.LOOK, f"The last sponsor linked to {row.name} left the register by {day(row.left_by)}."
        )
    return Found("licence", Result.LOOK, "No sponsor is linked to this applicant. A licence may be under another name.")


def _company(application: Application) -> Found:
    if not application.company_number:
        return Found("company", Result.NOT_HELD, "The application has no company number.")
    span = CompanySpan.objects.filter(company_number=application.company_number, until=None).order_by("-since").first()
    if span is None:
        return Found("company", Result.NOT_HELD, "The hub’s list of companies has no live company of this number.")
    live = span.company_status.casefold() == "active"
    words = f"{span.company_name}, {span.post_town} {span.postcode}. Status: {span.company_status}."
    return Found("company", Result.CLEAR if live else Result.FAILS, words, COMPANIES, span.since, span.line)


def _connected(application: Application) -> Found:
    """Other applicants to the call, and grantees of the same body, that are the same, or share owner, address or bank account."""
    numbers, row = _same_owner(application.company_number)
    near = _same_address(application)
    same = Q(holder__iexact=application.holder)
    for column in ("provider_id", "charity_number"):
        if value := getattr(application, column):
            same |= Q(**{column: value})
    if application.company_number:
        same |= Q(company_number__in=sorted({application.company_number, *numbers, *near} - {""}))
    with system_access("whether an applicant is connected with others of the same funder"):
        others = Application.objects.filter(same, body_id=application.body_id, submitted_at__isnull=False)
        others = others.exclude(pk=application.pk).exclude(state="withdrawn").filter(
            Q(call_id=application.call_id) | Q(award__isnull=False)
        )  # fmt: skip
        found = list(others.select_related("call").order_by("pk")[:6])
    if not found:
        return Found(
            "connected",
            Result.CLEAR,
            "No other applicant or past grantee shares its number, owner, address or bank account.",
        )
    words = "; ".join(f"{each.name} ({each.reference}, {_because(application, each, numbers)})" for each in found)
    source: dict[str, Any] = {"register": CONTROL, "edition": row.since, "line": row.line} if row is not None else {}
    return Found("connected", Result.LOOK, f"Connected with {words}. That is a reason to ask, and no fault.", **source)


def _because(one: Application, other: Application, owned: set[str]) -> str:
    if one.company_number and one.company_number == other.company_number:
        return "the same company"
    if one.provider_id and one.provider_id == other.provider_id:
        return "the same provider"
    if one.charity_number and one.charity_number == other.charity_number:
        return "the same charity"
    if one.holder.casefold() == other.holder.casefold():
        return "the same bank account holder"
    return "the same owner" if other.company_number in owned else "the same address"


def _same_owner(number: str) -> tuple[set[str], ControllerSpan | None]:
    """Numbers of the companies that somebody controls who controls this one, with a row that says so."""
    own = [
        one for one in ControllerSpan.objects.filter(company_number=number or "-", until=None) if one.ceased_on is None
    ]
    found: set[str] = set()
    for span in own:
        who = (
            Q(person_key=span.person_key, birth_year=span.birth_year, birth_month=span.birth_month)
            if span.person_key and span.birth_year
            else Q(owner_number=span.owner_number)
            if span.owner_number
            else Q(pk=None)
        )
        same = ControllerSpan.objects.filter(who, until=None).exclude(company_number=number)
        found |= set(same.values_list("company_number", flat=True))
        found |= {span.owner_number} - {""}
    return found, own[0] if own and found else None


def _same_address(application: Application) -> set[str]:
    """Numbers of companies with the same registered postcode, among those of other applicants alone: postcodes are shared by many."""
    own = CompanySpan.objects.filter(company_number=application.company_number or "-", until=None).first()
    if own is None or not own.postcode:
        return set()
    with system_access("whether applicants of one funder share an address"):
        others = Application.objects.filter(body_id=application.body_id).exclude(company_number="")
        numbers = set(others.values_list("company_number", flat=True))
    there = CompanySpan.objects.filter(company_number__in=numbers, postcode=own.postcode, until=None)
    return set(there.values_list("company_number", flat=True)) - {application.company_number}


def _aid(application: Application, today: date) -> Found:
    """What an applicant has had, by its own word and from grants that the hub knows, in this financial year and the two before it."""
    begun = date((today.year if today >= date(today.year, 4, 6) else today.year - 1) - 2, 4, 6)
    with system_access("what an applicant was awarded by any funder"):
        ours = Award.objects.filter(applicant_id=application.applicant_id, granted_on__gte=begun).exclude(
            state="declined"
        )
        known = ours.exclude(application=application).aggregate(all=Sum("granted"))["all"] or 0
    whole, most = known + application.aid + application.asked, method().aid_limit * 100
    words = (
        f"{said(known)} of grants from the hub since {day(begun)}, {said(application.aid)} of other aid by its own word and {said(application.asked)} asked for "
        f"come to {said(whole)}, where {said(most)} is the limit ({method().aid_source})."
    )
    return Found("aid", Result.CLEAR if whole <= most else Result.FAILS, words)


def run_checks(application: Application, *, by: Membership, today: date) -> int:
    """Ask the registers again, and keep what is told otherwise than before. How many checks changed. Raises ActionRefused past the checks."""
    return keep_found(application, found_of(application, today), by=by)


def record_check(application: Application, key: str, *, result: str, says: str, version: int, by: Membership) -> None:
    """Record what a person found. Raises ActionRefused for a check that does not exist, or past the checks."""
    checks.record_check(application, key, known=method().checks, result=result, says=says, version=version, by=by)


def standing_of(application: Application) -> list[Standing]:
    """Each check that is made of every application, and where it stands."""
    return checks.standing_of(application, method().checks)


def refuse_unchecked(application: Application) -> None:
    """Raises ActionRefused while a check is open, or a risk that is not low was looked at by one person alone."""
    refuse_open(standing_of(application))
    looked = application.checks.filter(key="risk", by_person=True).order_by("pk")
    if looked.exclude(result=Result.CLEAR).exists() and looked.values("who").distinct().count() < 2:
        raise ActionRefused(
            "Where the risk is not low, a second person looks at it: ask a colleague to record that check too."
        )


def failed(application: Application) -> list[str]:
    """The checks that an application does not pass, by title."""
    return [each.check.title for each in standing_of(application) if each.fails]
