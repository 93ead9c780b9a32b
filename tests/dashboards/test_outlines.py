"""Outlines of councils on maps: those that the hub brings along, until an operator takes in others, whole or not at all."""

from __future__ import annotations

import json
import re
from importlib.resources import as_file, files

import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from django.db.models import Count
from django.test import Client
from shapely.geometry import Polygon, shape

from irhub.cli.commands import irhub
from irhub.dashboards import boundaries, geojson, maps, outlines
from irhub.dashboards.compare import CouncilFigures
from irhub.dashboards.drawing import Drawn, drawn, path
from irhub.dashboards.geojson import NotBoundaries
from irhub.dashboards.map_files import councils_file
from irhub.dashboards.maps import Frame, TileOf
from irhub.dashboards.models import Outline, PlaceFigures
from irhub.places import council_of, councils, england, place_at, regions
from irhub.places.land import OUTLINES
from irhub.registers.models import LocationSpan
from tests.dashboards.ons_file import ONS, feature, features, written

pytestmark = pytest.mark.django_db
FAR_AWAY = json.loads(shapely.to_geojson(shapely.box(-8, 50, -7.5, 50.5)))


@pytest.fixture
def taken_in(tmp_path):
    """A map on which every council has an outline."""
    return boundaries.take_in(written(tmp_path, features()))


def refused(path) -> str:
    with pytest.raises(NotBoundaries) as problem:
        boundaries.take_in(path)
    assert not Outline.objects.exists()
    return str(problem.value)


def test_every_english_council_is_kept_coarse_and_fine_near_where_it_was(taken_in, tmp_path):
    assert (taken_in.councils, taken_in.year) == (len(councils()), "2024")
    assert taken_in.far <= taken_in.near
    for one in features():
        code = one["properties"]["CTYUA24CD"]
        if not code.startswith("E"):
            assert not Outline.objects.filter(pk=code).exists()
            continue
        kept, was = Outline.objects.get(pk=code), shape(one["geometry"])
        for rings, apart in ((kept.near, boundaries.NEAR), (kept.far, boundaries.FAR)):
            drawn = shapely.union_all([Polygon(ring) for ring in rings])
            assert shapely.area(shapely.symmetric_difference(drawn, was)) < 4 * apart * was.length


def test_another_file_replaces_the_first_whole_and_they_can_be_removed(taken_in, tmp_path):
    path = written(tmp_path, features())
    told = CliRunner().invoke(irhub, ["boundaries", str(path)])
    assert told.exit_code == 0, told.output
    assert "153 councils of 2024" in told.stdout
    assert Outline.objects.count() == len(councils())
    removed = CliRunner().invoke(irhub, ["boundaries", "--remove"]).stdout
    assert removed == "Removed: maps have the outlines that the hub brings along.\n"
    assert not Outline.objects.exists()
    assert CliRunner().invoke(irhub, ["boundaries", "--remove"]).stdout == "None were taken in.\n"
    assert CliRunner().invoke(irhub, ["boundaries"]).exit_code == 2


def test_maps_have_what_was_taken_in_and_what_the_hub_brings_along_before_and_after(tmp_path):
    codes = [council.code for council in councils()]
    brought, year = boundaries.brought_along()
    assert boundaries.held(codes, "near").outlines == {code: brought[code].near for code in codes}
    assert boundaries.held(codes, "drawn").credit.endswith(f"database right {year}")
    boundaries.take_in(written(tmp_path, features()))
    own = boundaries.held(codes, "near").outlines
    assert own == dict(Outline.objects.values_list("council_code", "near"))
    assert own != {code: brought[code].near for code in codes}
    Outline.objects.filter(pk=codes[0]).delete()  # as when a council is new since
    assert boundaries.held(codes, "near").outlines[codes[1]] == brought[codes[1]].near
    boundaries.forget()
    assert boundaries.held(codes[:1], "near").outlines == {codes[0]: brought[codes[0]].near}


def test_a_file_that_is_refused_leaves_what_was_held(taken_in, tmp_path):
    bad = tmp_path / "bad.geojson"
    bad.write_text("[")
    told = CliRunner().invoke(irhub, ["boundaries", str(bad)])
    assert told.exit_code == 2
    assert "not GeoJSON" in told.stderr
    assert Outline.objects.count() == len(councils())


def test_a_file_too_large_for_a_screen_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(geojson, "MOST_BYTES", 1000)
    assert "generalised (BUC or BGC)" in refused(written(tmp_path, features()))


def test_an_outline_that_crosses_itself_is_mended_and_tiny_islands_are_left_out(tmp_path):
    first, *rest = features()
    code = first["properties"]["CTYUA24CD"]
    bow = Polygon([(-1, 52), (-0.5, 52.5), (-0.5, 52), (-1, 52.5)])
    islands = [shapely.box(-1 - n / 100, 51, -1 - n / 100 + 0.001, 51.001) for n in range(3)]
    rough = shapely.multipolygons([*islands, bow])
    boundaries.take_in(written(tmp_path, [feature(code, "Sampleham", rough), *rest]))
    kept = Outline.objects.get(pk=code)
    assert all(Polygon(ring).is_valid for ring in kept.near)
    assert len(kept.far) <= 2


def test_an_outline_stands_where_its_dots_do():
    frame = Frame(west=-2.0, north=53.0, squeeze=0.6, scale=10.0, left=3.0, up=4.0)
    assert frame.at(-1.0, 52.0) == (9.0, 14.0)
    assert path([[[-2.0, 53.0], [-1.0, 52.0]]], frame) == "M3,4 9,14Z"


LAND = [[0.0, 6.0], [4.0, 6.0], [4.0, 10.0], [0.0, 10.0], [0.0, 6.0]]
ISLAND = [[9.0, 9.0], [9.1, 9.0], [9.0, 9.1], [9.0, 9.0]]
CITY = [[1.0, 7.0], [3.0, 7.0], [3.0, 10.0], [1.0, 10.0], [1.0, 7.0]]


def named(name: str, letters: str, outline: Drawn) -> outlines.Shaded:
    frame = Frame(west=0.0, north=10.0, squeeze=1.0, scale=10.0, left=0.0, up=0.0)
    return outlines.labelled(TileOf("slug", name, 0, 0, letters, 1, ""), outline, frame)


def test_a_council_is_named_on_its_largest_part_as_far_as_there_is_room():
    assert named("Sampleham", "Sam", drawn([LAND, ISLAND])).label == "Sampleham"
    assert named("Sampleham, Mockley and the Far End", "SMF", drawn([LAND])).label == "SMF"
    assert named("Sampleham", "Sam", drawn([ISLAND])).label == ""


def test_a_name_stands_on_its_own_council_and_off_the_city_in_its_midst():
    county = named("Sampleham", "Sam", drawn([LAND], holes=[CITY]))
    assert not Polygon(CITY).contains(shapely.Point(county.x / 10, 10 - county.y / 10))
    crescent = [
        [0.0, 0.0],
        [6.0, 0.0],
        [6.0, 1.0],
        [1.0, 1.0],
        [1.0, 5.0],
        [6.0, 5.0],
        [6.0, 6.0],
        [0.0, 6.0],
        [0.0, 0.0],
    ]
    assert Polygon(crescent).contains(shapely.Point(drawn([crescent]).middle))  # its centroid lies outside


def test_no_label_on_any_map_runs_over_its_councils_border():
    everything, _ = boundaries.brought_along()
    assert len(everything) == len(councils())
    with as_file(files("irhub.places").joinpath("data", OUTLINES)) as shipped:
        whole = geojson.read(shipped)
    for code, one in everything.items():
        (east, north), (wide, tall) = one.drawn["middle"], one.drawn["room"]
        turns = np.linspace(0, 2 * np.pi, 60)
        ellipse = Polygon(np.column_stack([east + wide / 2 * np.cos(turns), north + tall / 2 * np.sin(turns)]))
        assert shapely.area(ellipse.difference(whole.areas[code])) < 0.1 * ellipse.area, code


def test_a_kept_outline_comes_back_to_its_corners(taken_in):
    assert Outline.objects.count() == len(councils())
    for one in Outline.objects.all():
        kept = Drawn(**one.drawn)
        assert corners(kept.path) == [[[round(at, 3) for at in corner] for corner in ring] for ring in one.far]


def test_the_picture_holds_every_outline_whole_each_around_its_name(taken_in):
    shown_all = outlines.shaded(maps.tile_map(england(), []))
    assert shown_all
    assert [shape_.tile.shade for shape_ in shown_all.shapes] == [0] * len(councils())
    across, _, _, down, left, top = map(float, re.fullmatch(r"matrix\((.+)\)", shown_all.placed)[1].split())
    everywhere = []
    for shape_ in shown_all.shapes:
        placed = [
            [(left + 1000 * east * across, top - 1000 * north * down) for east, north in ring]
            for ring in corners(shape_.path)
        ]
        assert shapely.unary_union([Polygon(ring).buffer(0.5) for ring in placed]).contains(
            shapely.Point(shape_.x, shape_.y)
        )
        everywhere += [point for ring in placed for point in ring]
    xs, ys = zip(*everywhere, strict=True)
    assert (min(xs), max(xs)) == pytest.approx((1, shown_all.width - 1), abs=0.1)
    assert (min(ys), max(ys)) == pytest.approx((1, shown_all.height - 1), abs=0.1)


def corners(path: str) -> list[list[list[float]]]:
    """The rings of a path in thousandths of a degree east and south, in degrees east and north."""
    rings = []
    for begun, steps in re.findall(r"M([-\d,]+)l([-\d, ]+)z", path):
        x, y = map(int, begun.split(","))
        ring = [[x / 1000, -y / 1000]]
        for step in steps.split():
            across, down = map(int, step.split(","))
            x, y = x + across, y + down
            ring.append([x / 1000, -y / 1000])
        rings.append(ring)
    return rings


def get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_council_without_figures_is_blank_among_its_neighbours():
    place = place_at("regions", "north-east")
    durham = place.councils[0]
    row = CouncilFigures(durham, PlaceFigures(providers=12, licensed=3), 0, 0)
    drawn = maps.tile_map(place, [row])
    assert {tile.name: tile.shade for tile in drawn.tiles} == {one.name: 2 * (one == durham) for one in place.councils}
    assert drawn.legend[-1] == (0, "no provider on the CQC’s list")


def test_a_council_with_fewer_than_ten_providers_has_lines_for_a_shade_and_no_share_in_words():
    place = place_at("regions", "north-east")
    few, enough = place.councils[:2]
    rows = [
        CouncilFigures(few, PlaceFigures(providers=1, licensed=0), 0, 0),
        CouncilFigures(enough, PlaceFigures(providers=10, licensed=1), 0, 0),
    ]
    drawn = maps.tile_map(place, rows)
    by_name = {tile.name: tile for tile in drawn.tiles}
    assert by_name[few.name].few
    assert "0 of 1 provider licensed (too few to say a share: fewer than 10)" in by_name[few.name].says
    assert (by_name[enough.name].shade, by_name[enough.name].says) == (
        1, f"{enough.name}: 1 of 10 providers licensed (10%)"
    )  # fmt: skip
    (mark,) = [mark for mark in drawn.key if mark.lined]
    assert "fewer than 10 providers, too few to say" in mark.means
    assert maps.shares_in_words(rows) == "1 council has fewer than 10 providers, too few to say."
    svg = councils_file("Shares", "", drawn, None, [])
    assert svg.count('fill="url(#irhub-few)"') == 1


@pytest.mark.slow
def test_maps_have_outlines_from_the_first_day_and_squares_where_one_asks_with_the_same_table_and_links(held, tmp_path):
    areas = ["/country/england/map/", "/regions/west-midlands/map/", "/partnerships/west-midlands/map/"]

    def says(page: str) -> set[str]:
        return set(re.findall(r'<a href="(/councils/[^"]+)"\s+aria-label="([^"]+)">', page))

    for address in areas:
        outlined, squares = get(Client(), address), get(Client(), f"{address}?shown=squares")
        assert "Map: each outline is a council" in outlined
        assert "database right 2024." in outlined
        assert "Map: each square is a council" in squares
        assert "database right" not in squares.partition("Map: each square is a council")[2].partition("</figure>")[0]
        assert says(outlined) == says(squares)
        assert outlined.count('aria-label="') == squares.count('aria-label="')  # nobody meets a council twice
        tables = [re.findall(r"<tbody.+?</tbody>", page, re.DOTALL) for page in (outlined, squares)]
        assert tables[0] == tables[1] != []
    inset = get(Client(), areas[0]).rpartition('href="/regions/london/map/"')[2].partition("</svg>")[0]
    assert inset.count('<a href="/councils/') == 33, "London's councils are drawn once more, where a finger finds them"
    assert (
        'href="/regions/london/map/"' not in get(Client(), areas[1]).partition("<svg viewBox")[2].partition("</svg>")[0]
    )

    most = LocationSpan.objects.exclude(council_code="").values("council_code").annotate(many=Count("id"))
    code = most.order_by("-many", "council_code")[0]["council_code"]
    own = f"/councils/{council_of(code).slug}/map/"
    boundaries.take_in(written(tmp_path, features()))
    council = get(Client(), own)
    own_outline = 'fill="#ffffff" stroke="#484949" stroke-width="0.4" d="M'
    assert own_outline in council
    assert "Open Government Licence v.3.0" in council
    elsewhere = [one | {"geometry": FAR_AWAY} if one["properties"]["CTYUA24CD"] == code else one for one in features()]
    boundaries.take_in(written(tmp_path, elsewhere))
    apart = get(Client(), own)
    assert own_outline not in apart  # boundaries of another world are not drawn round dots that lie elsewhere
    assert apart.count("irhub-spot") == council.count("irhub-spot") > 0


def test_the_outlines_that_the_hub_brings_along_are_of_every_council_small_and_whole():
    with as_file(files("irhub.places").joinpath("data", OUTLINES)) as shipped:
        assert shipped.stat().st_size < 300_000
        told = json.loads(shipped.read_text())
        found = geojson.read(shipped)
    assert "Open Government Licence v.3.0" in told["attribution"]
    assert list(found.areas) == [council.code for council in councils()]
    areas = np.array(list(found.areas.values()), dtype=object)
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas)  # no slivers and no overlaps: a border of two councils is one line
    middles = shapely.union_all(areas).bounds
    assert middles == pytest.approx((-6.4, 49.9, 1.8, 55.8), abs=0.1)


def test_neighbours_share_their_border_as_brought_along_and_as_drawn_on_a_map_of_many():
    made, _ = boundaries.brought_along()
    far = {code: shapely.union_all([Polygon(ring) for ring in one.far]) for code, one in made.items()}
    for one, other in (
        ("leeds", "bradford"),
        ("barnsley", "sheffield"),
        ("devon", "cornwall"),
        ("camden", "islington"),
    ):
        first, second = (far[council_of(slug).code] for slug in (one, other))
        assert first.touches(second)
        assert first.intersection(second).length > 0.02


def test_islands_are_there_and_councils_lie_where_they_lie():
    made, _ = boundaries.brought_along()
    for slug, north, east in (
        ("isles-of-scilly", 49.9, -6.3), ("isle-of-wight", 50.7, -1.3), ("city-of-london", 51.5, -0.1),
        ("northumberland", 55.3, -2.1), ("barnsley", 53.5, -1.5), ("sheffield", 53.4, -1.5),
    ):  # fmt: skip
        at = made[council_of(slug).code].drawn["middle"]
        assert at == pytest.approx((east, north), abs=0.15), slug


def test_what_is_written_is_read_again_as_it_was_with_the_codes_of_its_year(tmp_path):
    was = {"E08000038": "E08000016", "E08000039": "E08000019"}
    older = [
        one | {"properties": {"CTYUA24CD": was.get(code, code)}}
        for one in features()
        for code in [one["properties"]["CTYUA24CD"]]
    ]
    target = tmp_path / "outlines.geojson"
    told = CliRunner().invoke(irhub, ["boundaries", str(written(tmp_path, older)), "--write", str(target)])
    assert told.exit_code == 0, told.output
    assert "153 councils of 2024" in told.stdout
    assert not Outline.objects.exists()
    again = geojson.read(target)
    assert (again.year, {code: old for code, old in again.published.items() if code != old}) == ("2024", was)
    for one in features():
        code, area = one["properties"]["CTYUA24CD"], shape(one["geometry"])
        if code in again.areas:
            off = shapely.area(shapely.symmetric_difference(again.areas[code], area))
            assert off < 4 * boundaries.NEAR * area.length
    assert CliRunner().invoke(irhub, ["boundaries", "--write", str(target)]).exit_code == 2


@pytest.mark.skipif(not ONS.is_dir(), reason="IRHUB_REAL_REGISTERS names no folder with the ONS's own file")
def test_what_the_hub_brings_along_is_what_the_command_makes_of_the_onss_file(tmp_path):
    target = tmp_path / "made.geojson"
    boundaries.write(next(ONS.glob("*2024*.geojson.gz")), target)
    shipped = files("irhub.places").joinpath("data", OUTLINES)
    assert json.loads(target.read_text()) == json.loads(shipped.read_text())
    boundaries.take_in(next(ONS.glob("*2024*.geojson.gz")))
    assert Outline.objects.count() == len(councils())


def test_the_cities_of_a_region_are_named_although_their_outlines_have_no_room():
    midlands = next(region for region in regions() if region.name == "East Midlands")
    shown = outlines.shaded(maps.tile_map(place_at("regions", midlands.slug), []))
    names = {shape.label: shape for shape in shown.shapes if shape.label}
    assert {"Nottingham", "Leicester", "Lincolnshire"} <= set(names)
    assert names["Nottingham"].over
    assert not names["Lincolnshire"].over


def test_no_name_on_a_map_of_a_region_lies_on_another_or_outside_the_picture():
    seen = 0
    for region in regions():
        shown = outlines.shaded(maps.tile_map(place_at("regions", region.slug), []))
        over = [named_ for named_ in shown.shapes if named_.over]
        seen += len(over)
        for named_ in over:
            half = len(named_.label) * 0.8
            assert half <= named_.x <= shown.width - half
            assert 0 < named_.y < shown.height
            for other in shown.shapes:
                if other.label and other is not named_:
                    beside = abs(named_.x - other.x) >= half + len(other.label) * 0.8 - 0.02
                    assert beside or abs(named_.y - other.y) >= 3, (region.name, named_.label, other.label)
    assert seen
