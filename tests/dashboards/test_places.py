"""What the pages of places show: figures that agree with the registers, now and as at any day."""

from __future__ import annotations

import csv
import html
import io
import itertools
import json
import re
from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from fastexcel import read_excel

from irhub.accounts.roles import Role
from irhub.dashboards import change_periods, compare, hexagons, maps, permalinks, providers
from irhub.dashboards.models import ColumnChoice, PlaceFigures, PlaceMap, PlacePeriod, Visit
from irhub.dashboards.pictures import QUESTIONS, Asked
from irhub.dashboards.summaries import periods
from irhub.dashboards.summarising import summarise
from irhub.indicators import past
from irhub.indicators.models import Signal
from irhub.indicators.queries import FOR_EVERYBODY, FOR_ROLES, signals_of_place
from irhub.organisations.decisions import decide
from irhub.organisations.models import Link, Member, ProviderInCouncil
from irhub.organisations.providers import LICENCE_IN_WORDS, list_providers
from irhub.organisations.queries import organisations_of
from irhub.places import COUNCIL, COUNTRY, england, place_of_code, places
from irhub.registers import queries as register_queries
from irhub.registers.models import Change, Edition, LocationSpan, SponsorSpan
from tests.care import care_locations
from tests.factories import BodyFactory, PersonFactory, signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def get(address: str, client: Client | None = None) -> str:
    response = (client or Client(headers={"host": "localhost"})).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def busiest():
    row = PlaceFigures.objects.filter(place_code__startswith="E0").order_by("-providers", "place_code").first()
    return place_of_code(row.place_code)


def test_a_places_figures_are_those_of_the_newest_list(held):
    care = care_locations()
    for place in places():
        standing = LocationSpan.objects.filter(until=None, council_code__in=place.council_codes, pk__in=care)
        figures = compare.figures_of(place)
        if figures is None:
            assert not standing.exists()
            continue
        assert figures.locations == standing.count()
        ids = set(standing.values_list("provider_id", flat=True))
        assert figures.providers == len(ids)
        shown = ProviderInCouncil.objects.filter(council_code__in=place.council_codes, adult_social_care=True)
        assert figures.licensed == len(set(shown.filter(licence="licensed").values_list("provider_id", flat=True)))
        assert figures.licensed + figures.formerly + figures.waiting <= figures.providers


def test_as_at_the_newest_day_the_spans_say_what_the_summary_says(held):
    newest = register_queries.newest_date()
    past.work_out(newest)
    for place in places():
        now_figures, then_figures = (compare.figures_of(place, day) for day in (None, newest))
        for field in PlaceFigures._meta.fields:
            if field.name not in ("id", "as_at"):
                assert getattr(now_figures, field.name, None) == getattr(then_figures, field.name, None)
        if place.kind == COUNTRY:
            continue
        now, total = providers.listed(place, providers.ProviderFilter())
        then, total_then = providers.listed(place, providers.ProviderFilter(as_at=newest))
        assert (now, total) == (then, total_then), place.name


def test_as_at_the_newest_day_the_map_and_the_comparison_are_those_of_now(held):
    newest = register_queries.newest_date()
    past.work_out(newest)
    for place in places():
        if place.kind != COUNTRY:
            assert maps.dots_of_place(place, newest) == maps.dots_of_place(place)
            assert maps.locations_listed(place, newest, 0, 50) == maps.locations_listed(place, None, 0, 50)
        told = [
            [(row.council, row.act, row.look, row.share) for row in compare.side_by_side(place, day)]
            for day in (None, newest)
        ]
        assert told[0] == told[1]


def test_as_at_a_past_day_a_licence_stands_if_a_span_of_it_stood_that_day(held):
    day = date(2026, 10, 20)
    past.work_out(day)
    rows, total = providers.listed(england(), providers.ProviderFilter(as_at=day))
    assert rows
    figures = compare.figures_of(england(), day)
    assert (figures.providers, figures.licensed, figures.formerly) == (
        total, *(sum(row.licence == state for row in rows) for state in ("licensed", "formerly")),
    )  # fmt: skip
    for row in rows:
        keys = Member.objects.filter(organisation_id=row.organisation_id, register="home_office_sponsors")
        spans = SponsorSpan.objects.filter(sponsor_key__in=keys.values("entity_key"), since__lte=day)
        stood = any(span.until is None or span.until > day for span in spans)
        assert row.licence == ("licensed" if stood else "formerly" if spans else "none")


def test_a_figure_of_a_past_day_keeps_its_day_when_the_month_goes_on(held):
    day = date(2026, 10, 20)
    past.work_out(day)
    asked = Asked(england(), as_at=day)
    broken = asked.periods[-1]
    first, _ = register_queries.span_of("home_office_sponsors")
    assert (broken.begins, broken.ends) == (max(date(2026, 10, 1), first + timedelta(days=1)), day)
    assert broken.licensed == compare.figures_of(england(), day).licensed
    was = asked.periods[-2]
    assert (
        broken.licensed == was.licensed + broken.gained + broken.opened - broken.lost - broken.unclear - broken.closed
    )
    assert "20 October 2026" in QUESTIONS["licensed"].made(asked).finding
    assert not any("Months are told whole" in note for note in QUESTIONS["licensed"].made(asked).notes)
    assert Asked(england()).periods == list(
        PlacePeriod.objects.filter(as_at=None, place_code=england().code).order_by("ends")
    )


def test_a_period_counts_the_removals_of_the_places_linked_sponsors(held):
    whole = PlacePeriod.objects.filter(place_code=england().code).order_by("ends")
    first, newest = register_queries.span_of("home_office_sponsors")
    assert (whole[0].begins, whole[0].ends) == (first, first)
    assert list(whole)[-1].ends == newest
    from irhub.dashboards.models import RecordInCouncil

    linked = RecordInCouncil.objects.values("entity_key")
    removed = Change.objects.filter(kind="licence_removed", entity_key__in=linked, by__gte=first)
    assert sum(period.left for period in whole) == removed.count()
    assert list(whole)[-1].licensed == compare.figures_of(england()).licensed


def test_a_history_is_told_by_months_from_the_first_day_on_and_leaves_no_day_out():
    for first, newest, many in (
        (date(2026, 8, 31), date(2026, 11, 20), 4),
        (date(2023, 5, 26), date(2026, 11, 20), 44),
        (date(2026, 11, 20), date(2026, 11, 20), 1),
    ):
        found = periods(first, newest)
        assert len(found) == many
        assert found[0] == (first, first)
        assert found[-1][1] == newest
        assert all(after[0] == before[1] + timedelta(days=1) for before, after in itertools.pairwise(found))


def test_providers_are_filtered_and_both_downloads_hold_just_those_with_the_link_that_brings_them_back(held):
    row = ProviderInCouncil.objects.filter(adult_social_care=True).exclude(service_types="").order_by("pk").first()
    place = place_of_code(row.council_code)
    service = row.service_types.split(" | ")[0]
    address = f"/councils/{place.slug}/providers/?service={service}&licence={row.licence}&rating={row.lowest_rating or 'unrated'}&size="
    table = get(address + "&format=csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert row.provider_id in {found["provider_id"] for found in rows}
    assert {found["licence"] for found in rows} == {LICENCE_IN_WORDS[row.licence]}
    notes = get(address + "&format=csv&dictionary=yes")
    link = re.search(r"Permanent link: (http://localhost\S+)", notes)
    assert link
    assert "Register of licensed sponsors" in notes
    assert get(link[1].rstrip('"') + "&format=csv") == table
    book = read_excel(Client(headers={"host": "localhost"}).get(address + "&format=xlsx").content)
    assert row.name in book.load_sheet("Data").to_polars()["name"].to_list()
    assert link[1].rstrip('"') in " ".join(book.load_sheet("About this file").to_polars()["means"].to_list())
    whole = json.loads(get(address + "&format=json"))
    assert [found["provider_id"] for found in whole["rows"]] == [found["provider_id"] for found in rows]


def test_a_page_as_at_a_past_day_says_so_and_one_that_cannot_be_read_is_told(held):
    place = busiest()
    past.work_out(date(2026, 10, 20))
    page = get(f"/councils/{place.slug}/?as_at=2026-10-20")
    assert "As at 20 October 2026, not the newest" in page
    assert "edition of 1 October 2026" in page
    assert "We could not read 20.10.2026" in get(f"/councils/{place.slug}/?as_at=20.10.2026")
    assert "No register is held as far back" in get(f"/councils/{place.slug}/providers/?as_at=2001-01-01")
    assert "A past day" not in get(f"/councils/{place.slug}/")


def test_a_day_before_the_cqcs_first_list_counts_no_provider_and_says_why(held):
    address = f"/councils/{busiest().slug}/"
    Edition.objects.filter(register="cqc_locations", date__lt=date(2026, 10, 20)).update(state="quarantined")
    past.work_out(date(2026, 10, 20))
    for page in ("", "providers/"):
        assert "list is not held as far back" in get(f"{address}{page}?as_at=2026-10-20")
        assert "list is not held as far back" not in get(address + page)
    empty = next(
        place for place in england().councils if not LocationSpan.objects.filter(council_code=place.code).exists()
    )
    for page in ("", "attention/"):
        told = get(f"/councils/{empty.slug}/{page}?as_at=2026-10-20")
        assert "We cannot tell what needed action on that day" in told
        assert "Nothing needs action" not in told
    assert "Nothing needs action" in get(f"/councils/{empty.slug}/")


def test_with_one_edition_held_a_place_says_from_when_on_changes_show(held):
    Edition.objects.filter(date__lt=date(2026, 11, 1)).update(state="quarantined")
    Edition.objects.filter(register="home_office_sponsors", date__lt=date(2026, 11, 20)).update(state="quarantined")
    Change.objects.all().delete()
    place = busiest()
    page = get(f"/councils/{place.slug}/")
    assert "One edition of the sponsor register is loaded" in page
    assert "Changes show once a second edition is loaded" in page
    assert "Left the sponsor register" not in page
    assert "may be the provider" not in page
    PlaceFigures.objects.filter(as_at=None, place_code=place.code).update(waiting=3)
    assert "waits for a reviewer" not in get(f"/councils/{place.slug}/")
    reviewer = PersonFactory(email="reviewer@example.org", roles=[(BodyFactory(), Role.REVIEWER)])
    assert "For 3 providers here a possible sponsor waits for a reviewer" in get(
        f"/councils/{place.slug}/", signed_in(reviewer)
    )


def test_a_late_register_is_told_at_the_head_of_a_place_with_its_age(held):
    Edition.objects.filter(register="home_office_sponsors").update(fictional=False)
    told = get(f"/councils/{busiest().slug}/")
    assert re.search(r"the newest edition we have is \d+ days old", told)


def test_without_the_cqcs_list_nobody_can_tell_what_needs_action(held):
    place = busiest()
    Edition.objects.filter(register__in=("cqc_locations", "cqc_directory")).update(state="quarantined")
    PlaceFigures.objects.filter(place_code=place.code).delete()
    Signal.objects.all().delete()
    for page in ("", "attention/"):
        told = get(f"/councils/{place.slug}/{page}")
        assert "We cannot tell what needs action" in told
        assert "Nothing needs action" not in told
    assert "The CQC’s list is not loaded, so no provider is counted here" in get(f"/councils/{place.slug}/")


@pytest.mark.parametrize("page", ["", "attention/", "map/", "compare/"])
def test_a_hub_without_an_accepted_edition_says_what_to_do(held, page):
    Edition.objects.update(state="quarantined")
    for address in ("/councils/leeds/", "/regions/west-midlands/"):
        assert "There is nothing to show yet" in get(address + page)


def test_what_changed_leads_to_the_organisation_it_is_about(held):
    told = Change.objects.order_by("pk")
    found = [*told.filter(kind="licence_removed"), *told.filter(kind="became_dormant")]
    about = organisations_of(found)
    assert len(about) == len(found) > 1
    for change in found[:1] + found[-1:]:
        address = f'/organisations/{about[change.pk]}/"'
        day = f"since={change.by}&until={change.by}"
        assert address in get(f"/changes/?named={quote(change.name)}&{day}&care=all")
        assert change.name in html.unescape(get(address.rstrip('"')))


def test_a_link_made_with_other_definitions_says_so(held):
    assert "made with earlier definitions" in get("/country/england/?definitions=00000000")


def test_a_period_that_is_not_offered_is_told_in_words(held):
    assert "We left out “45”: choose from the list" in get("/country/england/?window=45")
    assert "We left out" not in get("/country/england/?window=90")


def test_what_changed_since_the_last_visit_is_what_was_loaded_since(held):
    who = PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.ANALYST)])
    client, place = signed_in(who), busiest()
    assert "Since your last visit" not in get(f"/councils/{place.slug}/", client)
    visit = Visit.objects.get(person=who, place_code=place.code)
    assert get(f"/councils/{place.slug}/", client)
    newest = Edition.objects.filter(state="accepted", register="home_office_sponsors").order_by("-date").first()
    before = timezone.now() - timedelta(hours=5)
    Edition.objects.exclude(pk=newest.pk).update(loaded_at=before - timedelta(days=1))
    Visit.objects.filter(pk=visit.pk).update(latest_at=before)
    assert "Since your last visit" in get(f"/councils/{place.slug}/", client)
    window = change_periods.period(england(), register_queries.newest_date(), before, "visit")
    loaded = {
        (edition.register, edition.date) for edition in Edition.objects.filter(state="accepted", loaded_at__gt=before)
    }
    assert {(change.register, change.by) for change in window.found} <= loaded
    assert Visit.objects.get(pk=visit.pk).before_at == before
    assert get(f"/councils/{place.slug}/", client)
    assert Visit.objects.get(pk=visit.pk).before_at == before, "the same sitting is the same visit"
    assert Visit.objects.get(pk=visit.pk).latest_at > timezone.now() - timedelta(minutes=5)


def test_columns_are_remembered_for_the_person_and_are_those_of_the_download(held):
    client, place = (
        signed_in(PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.ANALYST)])),
        busiest(),
    )
    address = f"/councils/{place.slug}/providers/"
    sent = client.post("/columns/", {"columns": ["beds", "service_types", "no such"], "back": address})
    assert sent.headers["Location"] == address
    assert ColumnChoice.objects.get().columns == "name,beds,service_types"
    page = get(address, signed_in(PersonFactory(email="officer@example.org")))
    assert re.findall(r'<th scope="col"[^>]*>\s*<a[^>]*>\s*([^<]+?)\s*<', page) == ["Provider", "Beds", "Services"]
    assert get(address + "?format=csv", client).startswith("name,beds,service_types,provider_id")
    assert client.post("/columns/", {"back": "https://evil.example/"}).headers["Location"] == "/"
    nobody = Client(headers={"host": "localhost"}).post("/columns/", {"columns": ["beds"], "back": address})
    assert nobody.headers["Location"] == f"{address}?columns=name%2Cbeds"
    assert get(nobody.headers["Location"] + "&format=csv").startswith("name,beds,provider_id")


def test_councils_are_alike_whose_care_homes_beds_and_home_care_are_and_say_why(held):
    rows = compare.similar(busiest().councils[0])
    assert rows[0].council == busiest().councils[0]
    assert len(rows) == 1 + compare.SIMILAR
    assert all("care home" in row.why and "beds" in row.why and "home care" in row.why for row in rows[1:])
    assert rows[0].council not in [row.council for row in rows[1:]]
    mine = PlaceFigures.objects.get(as_at=None, place_code=rows[0].council.code)
    twin = (
        PlaceFigures.objects.exclude(place_code=mine.place_code).filter(as_at=None, place_code__startswith="E0").last()
    )
    PlaceFigures.objects.filter(pk=twin.pk).update(care_homes=mine.care_homes, beds=mine.beds, home_care=mine.home_care)
    assert compare.similar(rows[0].council)[1].council.code == twin.place_code


def test_the_range_of_a_share_holds_what_it_is_if_no_link_that_awaits_review_is_true_and_if_all_are():
    figures = PlaceFigures(providers=100, licensed=30, waiting=20)
    low, high = compare.CouncilFigures(england().councils[0], figures, 0, 0).interval
    assert (low, high) == (compare.wilson(30, 100)[0], compare.wilson(50, 100)[1])


def test_a_share_has_its_interval():
    assert compare.wilson(0, 0) == (0.0, 1.0)
    low, high = compare.wilson(5, 10)
    assert (round(low, 4), round(high, 4)) == (0.2366, 0.7634)  # E. B. Wilson's interval for 5 of 10


def test_every_location_of_a_place_is_a_dot_and_in_the_table(held):
    place = busiest()
    dots = maps.dots_of_place(place)
    assert len(dots.dots) + dots.unplaced == compare.figures_of(place).locations
    assert all(0 <= dot.x <= dots.width and 0 <= dot.y <= dots.height for dot in dots.dots)
    page, listed = get(f"/councils/{place.slug}/map/"), maps.locations_listed(place, None, 0, 1000)
    assert len(listed) == compare.figures_of(place).locations
    assert all(row.postcode in page for row in listed)
    assert [row for begin in range(0, 1000, 3) for row in maps.locations_listed(place, None, begin, 3)] == listed


def test_very_many_locations_are_put_together_in_hexagons_of_which_none_is_lost():
    dots = [hexagons.Dot(n * 7 % 100, n * 13 % 80, "", ("licensed", "formerly", "none")[n % 3]) for n in range(1000)]
    cells, legend = hexagons.hexagons(dots, 100)
    assert sum(int(cell.says.split()[0]) for cell in cells) == 1000
    assert sum(cell.formerly for cell in cells) == 333
    assert {cell.shade for cell in cells} <= {shade for shade, _ in legend}


def test_a_kept_map_says_what_a_drawn_one_says(held, monkeypatch):
    monkeypatch.setattr(maps, "MOST_DOTS", 5)
    place = next(place for place in places() if place.slug == "west-midlands")
    drawn = maps.dots_of_place(place)
    assert drawn.cells
    maps.draw_maps([place])
    assert PlaceMap.objects.filter(place_code=place.code).exists()
    assert maps.dots_of_place(place) == drawn


def test_every_place_has_its_pages_even_with_no_location(held):
    empty = [place for place in places() if place.kind == COUNCIL and compare.figures_of(place) is None]
    for place in empty[:1]:
        assert "No provider here" in get(f"/councils/{place.slug}/")
        for page in ("attention", "providers", "map", "compare", "profile", "figures/licensed", "figures/neighbours"):
            get(f"/councils/{place.slug}/{page}/")
    assert Client(headers={"host": "localhost"}).get("/councils/atlantis/map/").status_code == 404


def test_a_kept_map_follows_a_decision_that_gives_a_provider_a_licence(held, monkeypatch):
    monkeypatch.setattr(maps, "MOST_DOTS", 5)
    place = next(place for place in places() if place.slug == "west-midlands")
    maps.draw_maps([place])
    before = maps.dots_of_place(place)
    without = ProviderInCouncil.objects.filter(
        as_at=None, council_code__in=place.council_codes, licence="none", adult_social_care=True
    )
    organisations = Member.objects.filter(register="cqc_locations").values("organisation_id")
    alone = Member.objects.filter(register="home_office_sponsors").exclude(organisation_id__in=organisations)
    provider = without.exclude(provider_id__in=LocationSpan.objects.filter(latitude=None).values("provider_id")).first()
    stands = SponsorSpan.objects.filter(until=None).values("sponsor_key")
    sponsor = alone.filter(entity_key__in=stands).first()
    decide(sponsor.entity_key, provider.provider_id, "different", by="pat@example.org")
    assert maps.dots_of_place(place) == before
    decide(sponsor.entity_key, provider.provider_id, "same", by="pat@example.org")
    after = maps.dots_of_place(place)
    assert after != before
    maps.draw_maps([place])
    assert maps.dots_of_place(place) == after


def test_figures_after_decisions_are_those_that_would_be_counted_anew(held):
    def counted() -> list[tuple[object, ...]]:
        names = [field.name for field in PlaceFigures._meta.fields if field.name != "id"]
        return list(PlaceFigures.objects.filter(as_at=None).order_by("place_code").values_list(*names))

    def kept() -> list[tuple[object, ...]]:
        names = [field.name for field in ProviderInCouncil._meta.fields if field.name != "id"]
        return list(
            ProviderInCouncil.objects.filter(as_at=None)
            .order_by("council_code", "provider_id", "adult_social_care")
            .values_list(*names)
        )

    before = counted()
    for band, verdict in itertools.product(("accepted", "review"), ("different", "same", "unsure")):
        for link in list(Link.objects.filter(band=band).order_by("sponsor_key")[:3]):
            decide(link.sponsor_key, link.provider_id, verdict, by="pat@example.org")
    told, rows = counted(), kept()
    assert told != before
    list_providers()
    summarise()
    assert counted() == told
    assert kept() == rows


def test_a_day_in_the_future_is_said_to_be_in_the_future(held):
    page = Client(headers={"host": "localhost"}).get("/country/england/?as_at=2090-01-01").content.decode()
    assert "1 January 2090 is in the future" in page


def test_a_past_day_is_told_beside_the_day_of_the_newest_edition_of_then():
    pin = permalinks.Pinned(
        date(2026, 10, 31), None, "", "", [SimpleNamespace(date=date(2026, 10, 30)), SimpleNamespace(date=date(2026, 10, 1))],
        None, [], False, False,
    )  # fmt: skip
    assert pin.told_up_to == date(2026, 10, 30)


def test_a_page_of_an_organisation_says_that_it_shows_the_newest_where_a_past_day_is_asked_for(held):
    client = Client(headers={"host": "localhost"})
    who = Member.objects.filter(register="cqc_locations").order_by("pk")[0].organisation_id
    then = Edition.objects.filter(state="accepted").order_by("date")[0].date
    assert (
        f"You asked for {then.day} {then:%B %Y}" in client.get(f"/organisations/{who}/?as_at={then}").content.decode()
    )
    assert "You asked for" not in client.get(f"/organisations/{who}/").content.decode()
    said = "You asked for a past day. This page shows what is known now."
    for address, says_so in (
        ("/search/", True),
        ("/changes/", True),
        ("/councils/leeds/", False),
        (f"/organisations/{who}/", False),
    ):
        assert (said in client.get(f"{address}?as_at={then}").content.decode()) is says_so, address
        assert said not in client.get(address).content.decode()


def test_a_feed_of_a_council_that_there_is_not_is_not_the_feed_of_england(held):
    client = Client(headers={"host": "localhost"})
    assert client.get("/changes/feed/?council=nowhere").status_code == 404
    assert client.get("/changes/feed/?council=leeds").status_code == 200


def test_a_tile_says_how_many_of_its_signals_are_public_where_others_are_among_them(held):
    first = Signal.objects.filter(severity="look soon", audience="public").exclude(councils=[]).order_by("pk")[0]
    Signal.objects.filter(pk=first.pk).update(audience="signed-in")
    client = signed_in(PersonFactory(email="looks@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    place = place_of_code(first.councils[0])
    address = f"/councils/{place.slug}/"
    public, every = (
        signals_of_place(place.council_codes, audiences=audience, severities=["look soon"])
        .by_severity()
        .get("look soon", 0)
        for audience in (FOR_EVERYBODY, FOR_ROLES)
    )
    assert f"Look soon: {public:,} of these {every:,} are public." in " ".join(get(address, client).split())
    assert "are public" not in get(address)
