"""The checks of an application: what registers tell on that day is found by itself, with its row; a person records the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from irhub.accounts.models import Membership
from irhub.accounts.moving import check_move
from irhub.casework import checks
from irhub.casework.checks import Found, Result, Standing, keep_found
from irhub.grants.connecting import CONTROL, CQC, Connected, Group, Near, connected_with, given_to_group, known_by
from irhub.grants.guarding import refuse_near
from irhub.grants.method import method
from irhub.grants.models import Application
from irhub.grants.money import said
from irhub.grants.past.counted import past_grantee
from irhub.grants.past.models import PastGrant
from irhub.organisations.models import CompanyLink, ProviderInCouncil
from irhub.places.geography import council_of
from irhub.registers.models import CompanySpan, Location, SponsorSpan
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day
from irhub.web.saying import counted

SHOWN = 6
"""How many connected applications a check names; of more it says how many."""
COMPANIES, SPONSORS = "companies_house", "home_office_sponsors"


def found_of(application: Application, today: date) -> list[Found]:
    """What the newest editions of the registers, and other grants, tell of an applicant."""
    near, others = connected_with(application)
    return [
        *standing_in_registers(application),
        _connected(
            near, others, past_grantee(application.body_id, **known_by(application, near.group)), application.body_id
        ),
        _aid(application, near.group, today),
    ]


def standing_in_registers(application: Any) -> list[Found]:
    """What the newest editions of the registers tell of an applicant alone."""
    return [*_place(application), _licence(application), _company(application)]


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


def _connected(near: Near, others: Sequence[Connected], past: Sequence[PastGrant], funder: int) -> Found:
    """Others that are the same, of one group, or share an address or a bank account; and grants of before the hub to it or its group."""
    if not others and not past:
        return Found(
            "connected", Result.CLEAR, "No other applicant or grantee shares its number, group, owner, registered postcode or bank account."
        )  # fmt: skip
    told = [
        f"{each.application.name} ({each.application.reference}, {each.because}"
        f"{'' if each.application.body_id == funder else ', of ' + each.application.call.body.name})"
        for each in others[:SHOWN]
    ]
    if len(others) > SHOWN:
        told.append(f"{len(others) - SHOWN} more")
    row = near.group.row
    source: dict[str, Any] = {"register": CONTROL, "edition": row.since, "line": row.line} if row is not None else {}
    words = f"Connected with {'; '.join(told)}. " if others else ""
    if past:
        had = f"{counted(len(past), 'past grants')} of {said(sum(each.awarded for each in past))}"
        words += f"It, or its group, had {had}, the last on {day(past[0].awarded_on)} to {past[0].recipient.name}. "
    words += "That is a reason to ask, and no fault."
    return Found("connected", Result.LOOK, words, **source)


def _aid(application: Application, group: Group, today: date) -> Found:
    """What an applicant and its group have had, by their own word and from grants that the hub knows, in this financial year and the two before it."""
    begun = date((today.year if today >= date(today.year, 4, 1) else today.year - 1) - 2, 4, 1)
    known = given_to_group(application, group, begun)
    whole, most = known + application.aid + application.asked, method().aid_limit * 100
    words = (
        f"{said(known)} of grants from the hub to it and its group since {day(begun)}, {said(application.aid)} of other aid by its own word and "
        f"{said(application.asked)} asked for come to {said(whole)}, where {said(most)} is the limit ({method().aid_source})."
    )
    return Found("aid", Result.CLEAR if whole <= most else Result.FAILS, words)


def run_checks(application: Application, *, by: Membership, today: date) -> int:
    """Ask the registers again, and keep what is told otherwise than before. How many checks changed. Raises ActionRefused past the checks."""
    return keep_found(application, found_of(application, today), by=by)


def record_check(application: Application, key: str, *, result: str, says: str, version: int, by: Membership) -> None:
    """Record what a person found. Raises ActionRefused for a check that does not exist, past the checks, or from whoever is near the applicant."""
    check_move(application, "check", by=by)
    refuse_near(application, by)
    keep_check(application, key, result=result, says=says, version=version, by=by)


def keep_check(application: Application, key: str, *, result: str, says: str, version: int, by: Membership) -> None:
    """The same where it is known that whoever found it is not near the applicant, as it was asked of many applications at once."""
    checks.record_check(application, key, known=method().checks, result=result, says=says, version=version, by=by)


def standing_of(application: Application) -> list[Standing]:
    """Each check that is made of every application, and where it stands."""
    return checks.standing_of(application, method().checks)


def still_open(application: Application) -> str:
    """Why the checks of an application are not over, in words; blank once they are."""
    if open_ := [each.check.title for each in standing_of(application) if not each.settled]:
        return f"These checks are still open: {'; '.join(open_)}."
    looked = application.checks.filter(key="risk", by_person=True).order_by("pk")
    if looked.exclude(result=Result.CLEAR).exists() and looked.values("who").distinct().count() < 2:
        return "Where the risk is not low, a second person looks at it: ask a colleague to record that check too."
    return ""


def refuse_unchecked(application: Application) -> None:
    """Raises ActionRefused while a check is open, or a risk that is not low was looked at by one person alone."""
    if why := still_open(application):
        raise ActionRefused(why)


def failed(application: Application) -> list[str]:
    """The checks that an application does not pass, by title."""
    return [each.check.title for each in standing_of(application) if each.fails]
