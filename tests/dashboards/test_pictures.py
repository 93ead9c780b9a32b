"""What pictures of places say: figures that add up, none of too few cases, and files of all that is shown."""

from __future__ import annotations

import csv
import html
import io
import re
import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest
from django.test import Client

from irhub.accounts.roles import Role
from irhub.dashboards.models import PlaceFigures, PlacePeriod, PlaceSplit
from irhub.dashboards.pictures import QUESTIONS, Asked, at_once, policy
from irhub.dashboards.pictures.scales import fitted
from irhub.indicators.models import Signal
from irhub.organisations.models import ProviderInCouncil
from irhub.places import COUNCIL, england, place_at, place_of_code, places
from irhub.registers import queries as register_queries
from tests.factories import BodyFactory, PersonFactory, signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LEEDS = "E08000035"


def get(address: str, client: Client | None = None) -> str:
    response = (client or Client(headers={"host": "localhost"})).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def busiest():
    row = PlaceFigures.objects.filter(place_code__startswith="E0").order_by("-providers", "place_code").first()
    return place_of_code(row.place_code)


def months(code: str, *rows: dict[str, int]) -> None:
    """A history of a place from 1 June 2025 on: its first day, and a month for each further row."""
    PlacePeriod.objects.filter(place_code=code).delete()
    for number, row in enumerate(rows):
        begins = date(2025, 6, 1) if number < 2 else date(2025, 5 + number, 1)
        ends = date(2025, 6, 1) if number == 0 else date(2025, 5 + number, 28)
        moved = dict.fromkeys(("gained", "opened", "lost", "closed", "came", "left", "returned"), 0)
        PlacePeriod.objects.create(place_code=code, begins=begins, ends=ends, **moved | row)


def test_licensed_providers_of_each_month_are_those_of_the_month_before_and_what_joined_less_what_left(held):
    moved = 0
    for place in places():
        for was, month in pairwise(PlacePeriod.objects.filter(place_code=place.code).order_by("ends")):
            assert month.licensed == was.licensed + month.gained + month.opened - month.lost - month.closed, place.name
            moved += month.gained + month.lost
    assert moved


def test_the_table_of_net_change_adds_up_in_providers_and_leaves_sponsors_to_another(held):
    rows = list(csv.DictReader(io.StringIO(get("/country/england/figures/net-change/?format=csv"))))
    assert rows
    for row in rows:
        start, *parts, end = (int(row[name]) for name in ("before", "gained", "opened", "lost", "closed", "licensed"))
        assert start + parts[0] + parts[1] - parts[2] - parts[3] == end
        assert int(row["net"]) == end - start
    assert "came" not in rows[0]
    assert "came" in next(csv.DictReader(io.StringIO(get("/country/england/figures/licensed/?format=csv"))))


def test_providers_by_rating_are_all_providers_and_by_service_those_that_the_list_shows(held):
    for place in places():
        figures = PlaceFigures.objects.filter(as_at=None, place_code=place.code).first()
        split = PlaceSplit.objects.filter(as_at=None, place_code=place.code)
        rated = split.filter(by=PlaceSplit.RATING)
        assert sum(row.providers for row in rated) == (figures.providers if figures else 0)
        assert sum(row.providers for row in rated.filter(licence="licensed")) == (figures.licensed if figures else 0)
    place = busiest()
    for row in PlaceSplit.objects.filter(as_at=None, place_code=place.code, by=PlaceSplit.SERVICE):
        here = ProviderInCouncil.objects.filter(as_at=None, council_code=place.code, adult_social_care=True)
        giving = [one for one in here if row.value in one.service_types.split(" | ")]
        states = ["none", "unclear"] if row.licence == "none" else [row.licence]
        assert row.providers == sum(one.licence in states for one in giving), row.value


def test_a_figure_has_a_sentence_a_picture_its_definition_and_files_of_each_kind(held):
    place = england()
    for question in at_once(place):
        address = f"/country/england/figures/{question.key}/"
        page = get(address)
        figure = question.made(Asked(place, first_list=register_queries.span_of("cqc_locations")[0]))
        assert figure.finding in page.replace("&#39;", "’")
        assert question.means in page
        rows = list(csv.reader(io.StringIO(get(f"{address}?format=csv"))))
        assert len(rows) == 1 + len(figure.rows)
        if figure.drawing:
            assert figure.drawing.says in page
            svg = Client(headers={"host": "localhost"}).get(f"{address}svg/")
            words = " ".join("".join(ET.fromstring(svg.content).itertext()).split())
            assert question.title in words
            assert "Open Government Licence" in words
            png = Client(headers={"host": "localhost"}).get(f"{address}png/")
            assert png.content.startswith(b"\x89PNG")
            assert png.headers["Content-Disposition"].endswith('.png"')
    missing = Client(headers={"host": "localhost"})
    for address in ("figures/no-such/", "figures/licensed/gif/"):
        assert missing.get(f"/country/england/{address}").status_code == 404
    assert missing.get("/councils/leeds/figures/licences-lost/").status_code == 404


def test_days_on_which_rules_changed_are_marked_and_lead_to_the_rule():
    months(LEEDS, {"licensed": 40}, {"licensed": 44, "gained": 4}, {"licensed": 38, "lost": 6}, {"licensed": 38})
    rules = policy.between(date(2025, 6, 1), date(2025, 8, 28))
    assert [(rule.letter, rule.day, rule.id) for rule in rules] == [("A", date(2025, 7, 22), "ELIG-07")]
    made = QUESTIONS["licensed"].made(Asked(place_at("councils", "leeds")))
    assert made.rules == rules
    words = [words.text for layer in made.drawing.layers for words in layer.words]
    assert any("22 July 2025: no new care workers from abroad" in text for text in words)
    assert made.finding == "38 providers held a sponsor licence on 28 August 2025, 2 fewer than on 1 June 2025 (40)."
    assert any("scale begins at" in note for note in made.notes)


def test_no_picture_is_drawn_of_fewer_than_ten_cases_and_that_is_said():
    place = place_at("councils", "leeds")
    months(LEEDS, {"licensed": 9}, {"licensed": 9, "gained": 1, "lost": 1})
    for key in ("licensed", "net-change"):
        made = QUESTIONS[key].made(Asked(place))
        assert made.drawing is None
        assert "fewer than ten" in made.notes[0]
        assert made.rows
    PlaceSplit.objects.create(place_code=LEEDS, by="rating", value="Good", licence="licensed", providers=9)
    PlaceSplit.objects.create(place_code=LEEDS, by="service", value="Shared Lives", licence="licensed", providers=9)
    for key in ("ratings", "services"):
        made = QUESTIONS[key].made(Asked(place))
        assert made.drawing is None
        assert "fewer than ten" in made.notes[0]


def test_the_three_councils_that_lost_most_licences_are_named_unless_others_lost_as_many():
    region = place_at("regions", "west-midlands")
    for council, lost in zip(region.councils, (5, 4, 3, 2, 0), strict=False):
        months(council.code, {"licensed": 30}, {"licensed": 30 - lost, "lost": lost})
    months(region.code, {"licensed": 150}, {"licensed": 136, "lost": 14})
    made = QUESTIONS["licences-lost"].made(Asked(region))
    first, second, third = (council.name for council in region.councils[:3])
    assert (
        f"Most licences were lost in {first} (5), {second} (4) and {third} (3) between 1 June 2025 and" in made.finding
    )
    assert [row.lost for row in made.rows] == [5, 4, 3, 2, 0]
    assert made.drawing
    PlacePeriod.objects.filter(place_code=region.councils[3].code, lost=2).update(lost=3)
    again = QUESTIONS["licences-lost"].made(Asked(region))
    assert f"Most licences were lost in {first} (5) and {second} (4); then 2 councils lost 3 each" in again.finding
    assert again.drawing is None


def test_a_scale_ends_at_round_figures_and_holds_all_of_them():
    assert fitted([381, 393], 0, 100, zero=False).ticks == (380, 385, 390, 395)
    assert fitted([-3, 2], 0, 100).ticks == (-4, -2, 0, 2)
    assert fitted([0], 0, 100).ticks == (0, 1)
    scale = fitted([7], 100, 0)
    assert (scale.at(scale.low), scale.at(scale.high)) == (100, 0)


def test_councils_of_ones_choice_are_compared_and_can_be_taken_away(held):
    place = busiest()
    others = [
        one
        for one in places()
        if one.kind == COUNCIL and one != place and PlaceFigures.objects.filter(place_code=one.code)
    ]
    page = get(f"/councils/{place.slug}/compare/?with={others[0].slug}&add={others[1].slug}&with=atlantis")
    assert "beside councils of your choice" in page
    rows = csv.DictReader(
        io.StringIO(get(f"/councils/{place.slug}/compare/?with={others[0].slug}&with={others[1].slug}&format=csv"))
    )
    assert {row["council"] for row in rows} == {one.name for one in (place, *others[:2])}
    assert f'href="?with={others[1].slug}"' in page
    assert "statistical neighbours" in get(f"/councils/{place.slug}/compare/")


def test_measures_of_a_council_are_a_profile_and_no_signals(held):
    place = busiest()
    page, attention = get(f"/councils/{place.slug}/profile/"), get(f"/councils/{place.slug}/attention/")
    own = Signal.objects.filter(council_code=place.code)
    assert own.count() > 3
    for signal in own:
        assert signal.says not in attention
    assert "Too few to say" in page or own.filter(value=None).count() == 0
    rows = list(csv.DictReader(io.StringIO(get(f"/councils/{place.slug}/profile/?format=csv"))))
    assert {row["code"] for row in rows} == set(own.values_list("code", flat=True))
    assert Client(headers={"host": "localhost"}).get("/regions/west-midlands/profile/").status_code == 404


def test_a_card_on_a_councils_page_says_how_much_of_the_care_is_here(held):
    signal = Signal.objects.exclude(organisation=None).filter(audience="public", locations__gt=1).order_by("pk").first()
    Signal.objects.filter(pk=signal.pk).update(locations=signal.locations + 40, beds=9000)
    place = place_of_code(signal.councils[0])
    here = ProviderInCouncil.objects.filter(
        as_at=None, organisation=signal.organisation_id, council_code=place.code, adult_social_care=True
    )
    count = sum(row.locations for row in here)
    assert f"{count} of its {signal.locations + 40} locations" in get(
        f"/councils/{place.slug}/attention/?indicator={signal.code}&severity={signal.severity}"
    )


def test_a_lead_reads_on_the_first_page_where_most_licences_were_lost(held):
    who = PersonFactory(email="lead@example.org", roles=[(BodyFactory(), Role.ANALYST)])
    page = get("/regions/west-midlands/", signed_in(who))
    made = QUESTIONS["licences-lost"].made(Asked(place_at("regions", "west-midlands")))
    assert made.finding in page


def test_an_analyst_takes_a_figure_with_its_definition_in_three_clicks_from_the_first_page(held):
    address = re.search(r'href="([^"]+/figures/net-change/)"', get("/country/england/"))
    page = get(address[1])
    assert QUESTIONS["net-change"].means in page
    files = [html.unescape(link) for link in re.findall(r'href="(\?[^"]*format=csv[^"]*)"', page)]
    rows, dictionary = (get(address[1] + link) for link in sorted(files, key=len))
    assert rows.startswith("up_to,begins,before,gained")
    assert QUESTIONS["net-change"].means in dictionary
