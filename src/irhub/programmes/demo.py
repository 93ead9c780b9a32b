"""The demo's hub: a partnership and its delivery partner, in the council where most of the fictional providers are."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count
from django.utils.timezone import localdate

from irhub.accounts import advice
from irhub.accounts.acting import acting_in
from irhub.accounts.demo import cast
from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind, Role
from irhub.organisations.models import ProviderInCouncil
from irhub.places.geography import Council, council_of, councils_in
from irhub.programmes import actions
from irhub.programmes.models import Audience, Unit

REGULATOR, A_YEAR = "Solicitors Regulation Authority", timedelta(days=365)
HUB, FIRM = "Midshire Employers", "Quillmoor Law LLP"


def council() -> Council:
    """The council of the demo: the one with most care providers."""
    care = ProviderInCouncil.objects.filter(as_at=None, adult_social_care=True).exclude(council_code="")
    codes = care.values("council_code").annotate(many=Count("*")).order_by("-many", "council_code")
    return next(found for row in codes if (found := council_of(row["council_code"])))


def providers(many: int) -> list[tuple[str, str]]:
    """CQC ids and names of care providers of the demo's council, the largest first."""
    here = ProviderInCouncil.objects.filter(as_at=None, adult_social_care=True, council_code=council().code)
    return list(here.order_by("-locations", "provider_id").values_list("provider_id", "name")[:many])


def helpline_lead() -> Membership:
    """Who runs the helpline of the demo."""
    return cast("Leigh Example", Role.HELPLINE_LEAD, kind=Kind.DELIVERY_PARTNER, body=HUB)


def adviser() -> Membership:
    """Who answers the calls of the demo's helpline."""
    return cast("Amina Example", Role.ADVISER, kind=Kind.DELIVERY_PARTNER, body=HUB)


def lawyer() -> Membership:
    """Who gives the free legal advice of the demo."""
    return cast("Lawrence Example", Role.LEGAL_ADVISER, kind=Kind.LAW_FIRM, body=FIRM)


def provider() -> Membership:
    """Who acts for the largest provider of the demo's council."""
    (provider_id, name), *_ = providers(1)
    return cast("Priya Example", Role.ADMINISTRATOR, kind=Kind.PROVIDER, body=name, place=provider_id)


def commissioner() -> Membership:
    """Who buys care for the demo's council."""
    return _of_the_council("Colin Example", Role.COMMISSIONER)


def _of_the_council(name: str, role: Role) -> Membership:
    here = council()
    return cast(name, role, kind=Kind.COUNCIL, body=f"{here.name} (example)", place=here.code)


def _of_the_partnership(name: str, role: Role) -> Membership:
    here = council().partnership
    return cast(name, role, kind=Kind.PARTNERSHIP, body=f"{here.name} (example)", place=here.slug)


def partnership_lead() -> Membership:
    """Who leads the partnership that pays for the demo's hub."""
    return _of_the_partnership("Regan Example", Role.LEAD)


def those_who_watch_over_the_area() -> None:
    """People of a council and its partnership: an officer, a director, reviewers, administrators, an auditor"""
    for name, role in (
        ("Olivia Example", Role.LEAD),
        ("Diane Example", Role.VIEWER),
        ("Adam Example", Role.ADMINISTRATOR),
        ("Aubrey Example", Role.AUDITOR),
    ):
        _of_the_council(name, role)
    for name, role in (("Rhea Example", Role.REVIEWER), ("Morgan Example", Role.ADMINISTRATOR)):
        _of_the_partnership(name, role)


def a_hub_and_its_offer() -> None:
    """A hub with free legal advice that is open, and a scheme that has ended"""
    lead, payer, firm = helpline_lead(), partnership_lead().body, lawyer().body
    for one in (adviser, provider, commissioner):
        one()
    advice.add_registration(firm, REGULATOR, "EX-000001", None, localdate() + A_YEAR, by="irhub demo")
    covered = [each.code for each in councils_in(council().partnership)]
    today = localdate()
    with acting_in(lead):
        hub = actions.add_programme(
            name="Midshire recruitment hub",
            summary="Free help with sponsorship, recruitment from abroad and employment law, for care providers and councils of the area.",
            councils=covered, commissioned_by=payer, by=lead,
        )  # fmt: skip
        for audience, name, phone, words in (
            (Audience.PROVIDER, "Helpline for care providers", "0121 496 0100", ""),
            (Audience.COUNCIL, "Desk for councils", "0121 496 0101", ""),
            (Audience.WORKER, "Support for workers", "0121 496 0102", "Confidential, whoever you work for"),
            (Audience.PARTNER, "Partners", "0121 496 0103", ""),
        ):
            actions.add_contact_point(
                programme=hub, version=hub.version, audience=audience, name=name, phone=phone,
                email=f"{audience}@midshire.example", web="", words=words, by=lead,
            )  # fmt: skip
        actions.add_closure(
            programme=hub, version=hub.version, first=today + timedelta(days=28), last=today + timedelta(days=33),
            why="Winter closure", by=lead,
        )  # fmt: skip
        actions.open_programme(programme=hub, version=hub.version, by=lead)
        for name, opens, closes in (
            ("Free legal advice", today - timedelta(days=120), today + timedelta(days=120)),
            ("Free legal advice, first year", today - timedelta(days=480), today - timedelta(days=121)),
        ):
            made = actions.add_scheme(
                programme=hub, name=name, what="30 minutes with a lawyer, by telephone. Booking and the written note do not count.",
                funder=payer.name, open_to=[Audience.PROVIDER], councils=covered, unit=Unit.MINUTES, amount=30, opens_on=opens,
                closes_on=closes, law_firm=firm, instead="Ask the helpline, or the national advice line of the regulator.", by=lead,
            )  # fmt: skip
            actions.publish_scheme(scheme=made, version=made.version, by=lead)


SCENES = (a_hub_and_its_offer, those_who_watch_over_the_area)
