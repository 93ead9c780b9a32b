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
from irhub.dashboards.pictures import QUESTIONS, Asked, at_once, neighbours, policy
from irhub.dashboards.pictures.scales import fitted
from irhub.home.england import numbers
from irhub.indicators.models import Signal
from irhub.organisations.models import ProviderInCouncil
from irhub.places import COUNCIL, england, place_at, place_of_code, places
from irhub.registers import queries as register_queries
from tests.factories import BodyFactory, OrganisationFactory, PersonFactory, signed_in

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
            assert (
                month.licensed == was.licensed + month.gained + month.opened - month.lost - month.unclear - month.closed
            )
            moved += month.gained + month.lost
    assert moved


def test_the_table_of_net_change_adds_up_in_providers_and_leaves_sponsors_to_another(held):
    rows = list(csv.DictReader(io.StringIO(get("/country/england/figures/net-change/?format=csv"))))
    assert rows
    for row in rows:
        start, *parts, end = (
            int(row[name]) for name in ("before", "gained", "opened", "lost", "unclear", "closed", "licensed")
        )
        assert start + sum(parts[:2]) - sum(parts[2:]) == end
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
    both, pool = policy.between(date(2024, 3, 1), date(2024, 4, 1)), policy.between(date(2025, 4, 1), date(2025, 5, 1))
    assert [(rule.letter, rule.id) for rule in both] == [("A", "ELIG-03"), ("A", "ELIG-04")]
    assert pool[0].words == "care sponsors had to try displaced workers first, until 21 July 2025"
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


def test_beds_that_the_list_does_not_give_are_no_nought(held):
    place = busiest()
    PlaceFigures.objects.filter(place_code=place.code, as_at=None).update(beds=0, care_homes=12)
    assert "Not given on the CQC’s list" in get(f"/councils/{place.slug}/profile/")
    assert "12 care homes, whose beds the list does not give" in get(f"/councils/{place.slug}/compare/")


def test_ratings_are_compared_among_those_that_have_one():
    place = place_at("councils", "leeds")
    for licence, *many in (("licensed", 18, 2, 180), ("none", 16, 4, 0)):
        for value, providers in zip(("Good", "Inadequate", ""), many, strict=True):
            PlaceSplit.objects.create(place_code=LEEDS, by="rating", value=value, licence=licence, providers=providers)
    made = QUESTIONS["ratings"].made(Asked(place))
    assert made.finding == (
        "Of providers that have a rating here, 10% of the licensed and 20% of those without a confirmed licence have a location"
        " that the CQC rates below Good."
    )
    assert "180 of 200 licensed and 0 of 20 without a confirmed licence" in made.notes[0]
    assert sum(row.providers for row in made.rows) == 220


def counted(place: str, **figures: int) -> None:
    """The figures of a place."""
    names = ("locations", "dormant", "beds", "home_care", "providers", "numbered", "licensed", "formerly", "low_rated")
    nought = dict.fromkeys((*names, "licensed_beds", "waiting", "decided"), 0)
    PlaceFigures.objects.create(place_code=place, **nought | figures)


def left(council: str, number: int, *, licence: str = "formerly", left_by: date = date(2025, 8, 1)) -> None:
    """Providers of a council whose licence ended."""
    for one in range(number):
        organisation = OrganisationFactory()
        ProviderInCouncil.objects.create(
            council_code=council, adult_social_care=True, organisation=organisation, provider_id=f"1-{council}-{licence}{left_by}{one}",
            name="Fictional Care Ltd", locations=1, dormant=0, beds=0, home_care=0, service_types="", lowest_rating="", licence=licence,
            left_by=left_by,
        )  # fmt: skip


def test_the_councils_that_lost_most_are_named_unless_none_stands_out_and_a_provider_counts_once_in_all(monkeypatch):
    monkeypatch.setattr("irhub.registers.queries.span_of", lambda _: (date(2025, 6, 1), date(2025, 8, 28)))
    for kept in (ProviderInCouncil, PlaceFigures):
        kept.objects.filter(as_at=None).delete()
    region = place_at("regions", "west-midlands")
    for council, lost in zip(region.councils, (5, 4, 3, 2, 0), strict=False):
        counted(council.code)
        left(council.code, lost)
    first, second, third, fourth = region.councils[:4]
    left(first.code, 3, licence="unclear")
    left(first.code, 2, left_by=date(2025, 6, 30))
    twice = ProviderInCouncil.objects.filter(council_code=first.code, licence="formerly", left_by="2025-08-01")[0]
    twice.pk, twice.council_code = None, fourth.code
    twice.save()
    made = QUESTIONS["licences-lost"].made(Asked(region))
    assert made.finding == (
        f"Most providers left the sponsor register in {first.name} (5), {second.name} (4); then 2 councils lost 3 each between 1 July 2025"
        " and 28 August 2025. 14 left in all of them together."
    ).replace(f"(5), {second.name}", f"(5) and {second.name}")
    assert [row.lost for row in made.rows] == [5, 4, 3, 3, 0]
    assert "left in each council that lost some" in made.drawing.says
    left(second.code, 1, left_by=date(2025, 8, 2))
    left(third.code, 2, left_by=date(2025, 8, 2))
    left(fourth.code, 2, left_by=date(2025, 8, 2))
    tie = QUESTIONS["licences-lost"].made(Asked(region))
    assert tie.finding.startswith("No council stands out: 4 councils lost 5 each")
    assert tie.drawing is None
    assert tie.notes[0] == "No picture: no council lost more providers than others."


def test_what_the_front_door_says_left_is_what_the_picture_of_england_says(held):
    told, made = numbers(), QUESTIONS["licences-lost"].made(Asked(england()))
    assert told.left
    assert f" {told.left:,} left in all" in made.finding
    assert sum(row.lost > 0 for row in made.rows) == told.councils
    assert {row.since for row in made.rows} == {told.since}
    row = made.rows[0]
    assert f"{row.lost} provider" in get(row.listed)


def test_a_history_says_whom_its_beginning_leaves_out_and_that_a_month_is_told_whole():
    place = place_at("councils", "leeds")
    months(LEEDS, {"licensed": 40}, {"licensed": 55, "gained": 15}, {"licensed": 52, "lost": 3})
    for key in ("licensed", "net-change"):
        made = QUESTIONS[key].made(Asked(place, first_list=date(2025, 7, 1)))
        assert any("Before 1 July 2025, the CQC’s first list" in note for note in made.notes), key
        assert not any("first list" in note for note in QUESTIONS[key].made(Asked(place)).notes)
        cited = QUESTIONS[key].made(Asked(place, as_at=date(2025, 7, 15)))
        assert cited.notes[-1] == "Months are told whole: up to 28 June 2025, the last that had ended by 15 July 2025."
    net = QUESTIONS["net-change"].made(Asked(place)).finding
    assert net.endswith(": 15 joined the sponsor register and 3 left it.")


def test_a_figure_that_is_missing_says_which_of_the_reasons_it_is(held):
    place, address = busiest(), f"/councils/{busiest().slug}/figures/licensed/"
    assert "being worked out again" not in get(address)
    PlacePeriod.objects.filter(place_code=place.code).delete()
    assert "being worked out again here" in get(address)
    assert "held of one day alone" not in get(address)


def test_the_figures_of_england_lead_to_its_list_of_providers(held):
    rows = QUESTIONS["ratings"].made(Asked(england())).rows
    row = next(row for row in rows if row.providers)
    assert row.listed.startswith("/country/england/providers/?")
    assert f"{row.providers} provider" in get(row.listed)


def test_the_ends_of_a_comparison_are_of_councils_with_ten_providers_or_more():
    PlaceFigures.objects.filter(as_at=None).delete()
    region = place_at("regions", "west-midlands")
    for council, licensed, of in zip(region.councils, (9, 20, 10), (9, 40, 40), strict=False):
        counted(council.code, licensed=licensed, providers=of)
    _, high, low = region.councils[:3]
    made = QUESTIONS["neighbours"].made(Asked(region))
    assert made.finding == f"The share of licensed providers runs from 25% in {low.name} to 50% in {high.name}."
    assert made.drawing


def test_a_scale_ends_at_round_figures_and_holds_all_of_them():
    assert fitted([381, 393], 0, 100, zero=False).ticks == (380, 385, 390, 395)
    assert fitted([30, 29], 0, 100, zero=False, span=10).ticks == (20, 25, 30)
    assert fitted([4, 3], 0, 100, zero=False, span=10).ticks == (0, 1, 2, 3, 4)
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
    assert "There is a problem" not in page
    chosen = "&".join(f"with={other.slug}" for other in others[:2])
    figure = html.unescape(get(f"/councils/{place.slug}/figures/neighbours/?{chosen}"))
    assert f"?{chosen}&format=csv" in figure
    assert all(f'name="with" value="{other.slug}"' in figure for other in others[:2])
    many = [one.slug for one in places() if one.kind == COUNCIL and PlaceFigures.objects.filter(place_code=one.code)][
        :14
    ]
    full = get(f"/councils/{place.slug}/compare/?{'&'.join(f'with={slug}' for slug in many if slug != place.slug)}")
    assert ("At most twelve councils" in full) == (len(many) > 12)


def test_a_thirteenth_council_is_said_to_be_left_out_on_every_page_that_compares(held):
    place = busiest()
    chosen = [one for one in places() if one.kind == COUNCIL and one != place][:14]
    asked = "&".join(f"with={one.slug}" for one in [place, *chosen])
    says = f"so {chosen[12].name} and {chosen[13].name} are left out."
    for page in ("compare", "figures/neighbours"):
        assert says in html.unescape(get(f"/councils/{place.slug}/{page}/?{asked}")), page
        dictionary = get(f"/councils/{place.slug}/{page}/?{asked}&format=csv&dictionary=yes")
        assert says in dictionary, page
    assert "left out" not in get(f"/councils/{place.slug}/compare/?with={chosen[0].slug}")


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


def test_a_table_beside_a_picture_says_of_what_whole_it_shows_a_part(held):
    page = " ".join(get("/country/england/").split())
    councils = len(QUESTIONS["licences-lost"].made(Asked(england())).rows)
    assert councils > 25
    assert f"The first 25 of {councils} councils." in page


def test_an_analyst_takes_a_figure_with_its_definition_in_three_clicks_from_the_first_page(held):
    address = re.search(r'href="([^"]+/figures/net-change/)"', get("/country/england/"))
    page = get(address[1])
    assert QUESTIONS["net-change"].means in page
    files = [html.unescape(link) for link in re.findall(r'href="(\?[^"]*format=csv[^"]*)"', page)]
    rows, dictionary = (get(address[1] + link) for link in sorted(files, key=len))
    assert rows.startswith("up_to,begins,before,gained")
    assert QUESTIONS["net-change"].means in dictionary


def test_the_page_of_licensed_providers_names_its_columns_apart_and_says_what_each_counts(held):
    page = get("/country/england/figures/licensed/")
    for told in ("Licensed at the end", "Register entries added", "Register entries removed", "Register entries back"):
        assert told in page
    assert "entries do not add up to the change in providers" in " ".join(page.split())


@pytest.mark.parametrize(
    ("above", "others", "said"),
    [
        (0, 3, "none of the 3 other councils shown has"),
        (1, 4, "1 of the 4 other councils shown has"),
        (2, 4, "2 of the 4 other councils shown have"),
        (4, 4, "all 4 other councils shown have"),
        (0, 1, "the other council shown does not have"),
    ],
)
def test_how_many_other_councils_have_more_is_said_as_people_say_it(above, others, said):
    assert neighbours._of_others(above, others) == said


def test_where_no_provider_held_a_licence_the_figure_says_so_and_compares_nothing():
    months(LEEDS, {"licensed": 0}, {"licensed": 0}, {"licensed": 0})
    page = get("/councils/leeds/figures/licensed/")
    assert "No provider held a sponsor licence on 1 June 2025 or on" in page
    assert "0 providers" not in page
