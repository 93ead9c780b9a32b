"""Which company a record most likely is: shown with its reasons and row, joined by nothing, doubted links sent to review."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.urls import reverse

from irhub.accounts.roles import Kind, Role
from irhub.cli.commands import irhub
from irhub.linkage import linker, state
from irhub.organisations import forming, linking
from irhub.organisations.companies import link_to_companies
from irhub.organisations.decisions import decide, undo
from irhub.organisations.models import CompanyLink, Link, Member
from irhub.registers.deriving import bring_up_to_date
from irhub.registers.models import CompanySpan, LocationSpan, SponsorSpan
from irhub.review.queue import QueueFilter, queue
from irhub.review.scope import Scope
from tests.factories import BodyFactory, PersonFactory, signed_in
from tests.loaded import load_fictional

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _loaded(data_folder, settings):
    settings.IRHUB_MAX_GAINED_PERCENT = settings.IRHUB_MAX_LOST_PERCENT = 100
    load_fictional(data_folder)


def again(*, everything: bool = False) -> int:
    """Link to companies anew, as a load would; tells of how many records the answer changed."""
    return len(link_to_companies(linking.sponsors_frame(), linking.companies_frame(), None, everything=everything))


def sponsors_of_providers_with_numbers() -> dict[str, set[str]]:
    """By sponsor with an accepted link: the company numbers that its provider gave."""
    accepted = Link.objects.filter(band="accepted").values_list("sponsor_key", "provider_id")
    given = {key: set(LocationSpan.objects.filter(provider_id=other).values_list("company_number", flat=True))
             for key, other in accepted}  # fmt: skip
    return {key: numbers - {""} for key, numbers in given.items() if numbers - {""}}


def test_most_sponsors_of_providers_find_the_company_whose_number_the_provider_gave():
    known = sponsors_of_providers_with_numbers()
    found = dict(
        CompanyLink.objects.filter(entity_key__in=known, band="accepted").values_list("entity_key", "company_number")
    )
    right = [key for key, number in found.items() if number in known[key]]
    assert len(found) >= 10
    assert len(right) / len(found) >= 0.9


def test_a_sponsor_without_a_provider_shows_its_company_with_the_reason_and_the_row_and_joins_nobody(client):
    found = CompanyLink.objects.filter(band="accepted").exclude(rests_on="").values("entity_key")
    pair = Link.objects.filter(band="accepted", sponsor_key__in=found).order_by("pk")[0]
    decide(pair.sponsor_key, pair.provider_id, "different", by="pat@example.org")
    link = CompanyLink.objects.get(entity_key=pair.sponsor_key)
    member = Member.objects.get(entity_key=pair.sponsor_key)
    page = client.get(reverse("organisation", args=[member.organisation_id])).content.decode()
    company = CompanySpan.objects.get(company_number=link.company_number, until=None)
    assert "Known by its name alone" in page
    assert company.company_number in page
    assert reverse("row", args=["companies_house", company.since.isoformat(), company.line]) in page
    assert Member.objects.filter(organisation=member.organisation).count() == 1


def answers() -> list[tuple]:
    told = ("entity_key", "company_number", "score", "band", "rests_on", "reasons", "against")
    return list(CompanyLink.objects.order_by("entity_key").values_list(*told))


def test_only_answers_that_changed_are_written_and_none_outlives_its_companies():
    assert again() == 0
    held = dict(CompanyLink.objects.values_list("entity_key", "pk"))
    one = CompanyLink.objects.filter(band="accepted", entity_key__in=SponsorSpan.objects.values("sponsor_key"))[0]
    SponsorSpan.objects.filter(sponsor_key=one.entity_key).update(name="Quillharrow Motors", town="Mockbury")
    changed = again()
    assert 1 <= changed < len(held) / 4
    now = dict(CompanyLink.objects.values_list("entity_key", "pk"))
    assert now[one.entity_key] != held[one.entity_key]
    assert len(set(now.values()) - set(held.values())) == changed
    CompanySpan.objects.all().delete()
    again()
    assert not CompanyLink.objects.exists()


def test_companies_after_a_day_are_those_of_comparing_every_record_with_what_was_learned(settings, monkeypatch):
    """A day on which a sponsor is renamed, one moves and one goes, whose names others bear."""
    keys = list(CompanyLink.objects.filter(band="accepted").order_by("entity_key").values_list("entity_key", flat=True))
    sponsors = [key for key in keys if SponsorSpan.objects.filter(sponsor_key=key).exists()]
    copied = SponsorSpan.objects.filter(sponsor_key=sponsors[0])[0]
    SponsorSpan.objects.filter(sponsor_key=sponsors[1]).update(name=copied.name, town=copied.town)
    SponsorSpan.objects.filter(sponsor_key=sponsors[2]).update(town="Mockbury")
    SponsorSpan.objects.filter(sponsor_key=sponsors[3]).delete()
    kept = (settings.HOME / "linkage" / "companies" / "current.json").read_text()
    assert again() >= 2
    after_a_day = answers()
    assert (settings.HOME / "linkage" / "companies" / "current.json").read_text() == kept, "so few are not worth it"
    monkeypatch.setattr(state, "FEW", 0)
    assert again() == 0
    run = state.load(settings.HOME / "linkage" / "companies")
    assert run
    everything = linker.start(run.sponsors, run.places, run.companies, run.learned, ("company", "companies"))
    assert everything.links.equals(run.links)
    assert {row[0]: row[2] for row in after_a_day} == dict(everything.links.select("sponsor_key", "score").iter_rows())


def doubted() -> tuple[Link, CompanySpan]:
    """An accepted link to a provider with a number, and another company, whose name the sponsor is now found to bear."""
    link = Link.objects.filter(band="accepted", sponsor_key__in=sponsors_of_providers_with_numbers()).order_by("pk")[0]
    given = LocationSpan.objects.filter(provider_id=link.provider_id).values("company_number")
    other = CompanySpan.objects.exclude(company_number__in=given).order_by("pk")[0]
    CompanyLink.objects.filter(entity_key=link.sponsor_key).update(
        band="accepted", rests_on="legal_name", score=0.99, company_number=other.company_number
    )
    forming.link()
    return link, other


def marked() -> set[tuple[str, str]]:
    """The links that wait since companies speak against them."""
    return set(Link.objects.filter(waits_for="company").values_list("sponsor_key", "provider_id"))


def reckoned() -> set[tuple[str, str]]:
    """The same, reckoned afresh from links, companies and numbers."""
    proven = CompanyLink.objects.filter(band="accepted").exclude(rests_on="")
    bears = dict(proven.values_list("entity_key", "company_number"))
    gave: dict[str, set[str]] = {}
    known = CompanySpan.objects.values("company_number")
    for provider, number in LocationSpan.objects.filter(company_number__in=known).values_list(
        "provider_id", "company_number"
    ):
        gave.setdefault(provider, set()).add(number)
    return {
        (sponsor, provider)
        for sponsor, provider in Link.objects.filter(linked="accepted", decided_by="")
        .exclude(rests_on="")
        .values_list("sponsor_key", "provider_id")
        if sponsor in bears and provider in gave and bears[sponsor] not in gave[provider]
    }


def test_links_that_companies_speak_against_are_never_out_of_date():
    link, other = doubted()
    pair = (link.sponsor_key, link.provider_id)
    places = LocationSpan.objects.filter(provider_id=link.provider_id)
    given = places.exclude(company_number="")[0].company_number

    def gives(number: str) -> None:
        places.update(company_number=number)
        bring_up_to_date()

    def companies_go() -> None:
        CompanySpan.objects.all().delete()
        bring_up_to_date()

    def rebuild() -> None:
        assert CliRunner().invoke(irhub, ["rebuild"]).exit_code == 0

    assert pair in marked() == reckoned()
    for event, speaks_against in (
        (lambda: decide(*pair, "different", by="pat@example.org"), False),
        (lambda: undo(by="pat@example.org"), True),
        (lambda: decide(*pair, "same", by="pat@example.org"), False),
        (rebuild, False),
        (lambda: undo(by="pat@example.org"), True),
        (lambda: gives(other.company_number), False),
        (lambda: gives(given), True),
        (lambda: gives(""), False),
        (companies_go, False),
    ):
        event()
        assert marked() == reckoned()
        assert (pair in marked()) == speaks_against


def test_a_link_whose_sponsor_bears_another_companys_name_joins_nobody_until_a_person_decides():
    reviewers = BodyFactory(kind=Kind.DEPARTMENT, name="Example Department")
    pat = PersonFactory(email="pat@example.org", roles=[(reviewers, Role.REVIEWER)])
    link, other = doubted()
    pair = (link.sponsor_key, link.provider_id)
    assert pair in marked()

    def waiting(reason: str) -> list[tuple[str, str]]:
        return [(row.sponsor_key, row.provider_id) for row in queue(Scope(None), pat.email, QueueFilter(reason)).pairs]

    assert pair in waiting("company")
    assert pair in waiting("")
    client = signed_in(pat)
    page = client.get(reverse("review-pair", args=[pair[1], pair[0]])).content.decode()
    assert other.company_name in page
    assert Link.objects.get(sponsor_key=pair[0], provider_id=pair[1]).band == "review"
    sponsor, provider = (Member.objects.get(entity_key=key) for key in pair)
    assert sponsor.organisation_id != provider.organisation_id
    decide(*pair, "same", by=pat.email)
    assert pair not in waiting("company")
    sponsor.refresh_from_db()
    assert sponsor.organisation_id == provider.organisation_id
