"""What councils read: figures that agree with the registers, filters, feeds and downloads."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client

from irhub.dashboards import queries
from irhub.dashboards.summarising import summarise
from irhub.organisations.models import Organisation, ProviderInCouncil
from irhub.organisations.providers import list_providers
from irhub.places import councils_in, regions
from irhub.registers import queries as register_queries
from irhub.registers.models import Change, Edition, LocationSpan
from tests.care import care_locations

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def get(address: str) -> str:
    response = Client().get(address, headers={"host": "localhost"})
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_council_has_the_changes_of_its_locations_and_linked_sponsors_and_regions_those_of_their_councils(held):
    whole: set[int] = set()
    for region in regions():
        parts = [queries.of_councils(register_queries.changes_between(), [place]) for place in councils_in(region)]
        together = set(
            queries.of_councils(register_queries.changes_between(), councils_in(region)).values_list("pk", flat=True)
        )
        assert together == {change.pk for part in parts for change in part}
        whole |= together
    located = LocationSpan.objects.exclude(council_code="").filter(pk__in=care_locations()).values("location_id")
    of_locations = Change.objects.filter(register="cqc_locations", entity_key__in=located)
    assert of_locations.exists()
    assert set(of_locations.values_list("pk", flat=True)) <= whole


def test_making_the_summaries_again_changes_nothing(held):
    columns = ("council_code", "provider_id", "licence", "left_by", "lowest_rating", "locations", "service_types")
    rows = ProviderInCouncil.objects.order_by("council_code", "provider_id", "adult_social_care").values_list(*columns)
    before = list(rows.all())
    list_providers()
    summarise()
    assert list(rows.all()) == before


def test_the_feed_is_atom_with_one_entry_a_change_each_with_an_id_of_its_own(held):
    removed = register_queries.changes_between(kinds=["licence_removed"])
    feed = ElementTree.fromstring(get("/changes/feed/?care=all&kind=licence_removed"))
    space = {"a": "http://www.w3.org/2005/Atom"}
    ids = [entry.findtext("a:id", namespaces=space) for entry in feed.findall("a:entry", space)]
    assert len(ids) == removed.count() > 0
    assert len(set(ids)) == len(ids)
    assert "not proof that a licence was revoked" in (feed.findtext("a:entry/a:summary", namespaces=space) or "")


def test_a_date_that_cannot_be_read_is_told_beside_its_field(held):
    answer = get("/changes/?since=27.3.2026")
    assert "We could not read 27.3.2026" in answer
    assert 'href="#since"' in answer


def test_a_register_is_late_when_it_is_older_than_its_cadence_allows_and_fictional_ones_never_are(held):
    newest = register_queries.newest_date()
    assert newest
    later = newest + timedelta(days=100)
    assert not any(row.late for row in register_queries.freshness(later))
    Edition.objects.update(fictional=False)
    late = {row.register: row.late for row in register_queries.freshness(later)}
    assert all(late.values())
    assert not any(row.late for row in register_queries.freshness(newest) if row.register == "home_office_sponsors")


def test_an_edition_says_its_judgement_its_fingerprint_and_what_it_changed(held):
    edition = Edition.objects.filter(register="home_office_sponsors", state="accepted").order_by("-date").first()
    assert edition
    answer = get(f"/data/home_office_sponsors/{edition.date}/")
    assert edition.sha256 in answer
    assert "Accepted</strong>" in answer
    assert edition.reason.removeprefix("Accepted: ") in answer
    waiting = Edition.objects.filter(state="quarantined").first()
    assert waiting
    assert "irhub accept" in get(f"/data/{waiting.register}/{waiting.date}/")


def test_changes_up_to_a_day_before_the_first_are_told_to_be_a_slip_and_the_first_day_stands(held):
    answer = unescape(get("/changes/?care=all&since=2026-11-01&until=2026-10-01"))
    assert "“To” is before “From”, 1 November 2026. We left “To” out: give that day or a later one" in answer
    assert 'href="#until"' in answer
    assert answer.count("govuk-error-message") == 1
    assert "From: <strong>1 November 2026</strong>" in " ".join(answer.split())
    assert "To is before" not in unescape(get("/changes/?since=2026-11-01&until=2026-11-01"))


def test_the_data_page_counts_each_provider_once_wherever_its_locations_lie_and_those_that_have_a_linked_sponsor(held):
    here = ProviderInCouncil.objects.filter(as_at=None, adult_social_care=True).exclude(council_code="")
    providers = here.values("provider_id").distinct().count()
    linked = here.exclude(licence=ProviderInCouncil.Licence.NONE).values("provider_id").distinct().count()
    assert 0 < linked < providers < here.count()
    assert f"{linked:,} of {providers:,} providers on the CQC’s newest list" in get("/data/")


def test_a_local_authority_that_is_no_council_is_named_on_the_data_page(held):
    LocationSpan.objects.filter(pk=LocationSpan.objects.order_by("pk").first().pk).update(
        until=None, council_code="", local_authority="Isle of Nowhere"
    )
    assert "Isle of Nowhere (1)" in get("/data/")


def test_registers_that_are_not_held_are_named_with_what_they_would_add(held):
    shown = get("/data/")
    assert "Registers that we do not hold" not in shown
    Edition.objects.filter(register="companies_house").delete()
    assert "being struck off, and its former names" in get("/data/").split("Registers that we do not hold")[1]


def test_a_register_of_which_only_a_part_is_held_is_named_wherever_its_figures_stand(held):
    assert "is only a part of the register" not in get("/data/")
    Edition.objects.filter(register="cqc_locations").update(fictional=False)
    region, organisation = f"/regions/{regions()[0].slug}", Organisation.objects.first()
    files = (
        f"{region}/providers/?format=csv&dictionary=yes",
        f"{region}/compare/?format=json",
        "/changes/?format=json",
    )
    Edition.objects.filter(register="home_office_sponsors").update(fictional=False)
    both = " ".join(get("/").split())
    assert both.count("What is not in them is not shown or counted here") == 1
    assert both.count("where the whole has at least") == 2, "each is named, in one place"
    Edition.objects.filter(register="home_office_sponsors").update(fictional=True)
    for page in ("/data/", "/", "/country/england/", f"{region}/", f"/organisations/{organisation.pk}/", *files):
        shown = " ".join(get(page).split())
        assert "CQC care directory with filters (HSCA active locations) is only a part of the register" in shown, page
