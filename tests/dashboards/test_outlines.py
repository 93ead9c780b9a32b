"""Boundaries of councils: taken in whole or refused in one sentence; maps have outlines, and squares and dots without them."""

from __future__ import annotations

import json
import re

import pytest
import shapely
from click.testing import CliRunner
from django.db.models import Count
from django.test import Client
from shapely.geometry import Polygon, shape

from irhub.cli.commands import irhub
from irhub.dashboards import boundaries, outlines
from irhub.dashboards.boundaries import NotBoundaries
from irhub.dashboards.compare import CouncilFigures
from irhub.dashboards.maps import Frame, TileMap, TileOf
from irhub.dashboards.models import Outline, PlaceFigures
from irhub.places import council_of, councils
from irhub.registers.models import LocationSpan
from tests.dashboards.ons_file import feature, features, written

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
    assert CliRunner().invoke(irhub, ["boundaries", "--remove"]).stdout == "Removed.\n"
    assert not Outline.objects.exists()
    assert CliRunner().invoke(irhub, ["boundaries"]).exit_code == 2


def test_a_file_that_is_refused_leaves_what_was_held(taken_in, tmp_path):
    bad = tmp_path / "bad.geojson"
    bad.write_text("[")
    told = CliRunner().invoke(irhub, ["boundaries", str(bad)])
    assert told.exit_code == 2
    assert "not GeoJSON" in told.stderr
    assert Outline.objects.count() == len(councils())


def changed(**more):
    """Features of which the first has another geometry."""
    first, *rest = features()
    return [first | {"geometry": more}, *rest]


@pytest.mark.parametrize(
    ("made", "more", "why"),
    [
        (lambda: features(scale=50_000), {}, "British National Grid"),
        (features, {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}}, "British National Grid"),
        (lambda: features(scale=1.5), {}, "outside the United Kingdom"),
        (lambda: features()[3:], {}, "lacks 3 of the 153 councils"),
        (lambda: [*features(), features()[0]], {}, "twice"),
        (lambda: [{"properties": {"LAD24CD": "E06000001", "LAD24NM": "Hartlepool"}}], {}, "it has LAD24CD, LAD24NM"),
        (list, {}, "a FeatureCollection was expected"),
        (features, {"type": "Topology"}, "a FeatureCollection was expected"),
        (lambda: changed(type="Point", coordinates=[-1, 52]), {}, "no area"),
        (lambda: changed(type="Polygon", coordinates=[[1, 2]]), {}, "no outline that can be read"),
        (lambda: [features()[0] | {"geometry": None}, *features()[1:]], {}, "no outline that can be read"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_with_what_to_do(tmp_path, made, more, why):
    assert why in refused(written(tmp_path, made(), **more))


def test_a_file_too_large_for_a_screen_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(boundaries, "MOST_BYTES", 1000)
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
    assert outlines.path([[[-2.0, 53.0], [-1.0, 52.0]]], frame) == "M3,4 9,14Z"


def test_a_council_is_named_in_the_middle_of_its_largest_part_as_far_as_there_is_room():
    def tile(name: str, letters: str) -> TileOf:
        return TileOf("slug", name, 0, 0, letters, 1, "")

    frame = Frame(west=0.0, north=10.0, squeeze=1.0, scale=10.0, left=0.0, up=0.0)
    island, land = [[9.0, 9.0], [9.1, 9.0], [9.0, 9.1]], [[0.0, 6.0], [4.0, 6.0], [4.0, 10.0], [0.0, 10.0]]
    named = outlines.labelled(tile("Sampleham", "Sam"), outlines.drawn([island, land]), frame)
    assert (named.label, named.x, named.y) == ("Sampleham", 20.0, 20.0)
    assert (
        outlines.labelled(tile("Sampleham, Mockley and the Far End", "SMF"), outlines.drawn([land]), frame).label
        == "SMF"
    )
    assert outlines.labelled(tile("Sampleham", "Sam"), outlines.drawn([island]), frame).label == ""


def test_a_kept_outline_comes_back_to_its_corners(taken_in):
    for one in Outline.objects.all():
        kept = outlines.Drawn(**one.drawn)
        assert corners(kept.path) == [[[round(at, 3) for at in corner] for corner in ring] for ring in one.far]


def test_the_picture_holds_every_outline_whole_each_around_its_name(taken_in):
    def shown(council) -> CouncilFigures:
        return CouncilFigures(council, PlaceFigures(providers=0, licensed=0), 0, 0)

    rows = [shown(council) for council in councils()]
    tiles = [TileOf(council.slug, council.name, 0, 0, council.name[:3], 1, "") for council in councils()]
    drawn = outlines.shaded(rows, TileMap(tiles, 0, 0, []))
    assert drawn
    across, _, _, down, left, top = map(float, re.fullmatch(r"matrix\((.+)\)", drawn.placed)[1].split())
    everywhere = []
    for shape_ in drawn.shapes:
        placed = [
            [(left + 1000 * east * across, top - 1000 * north * down) for east, north in ring]
            for ring in corners(shape_.path)
        ]
        assert shapely.unary_union([Polygon(ring).buffer(0.5) for ring in placed]).contains(
            shapely.Point(shape_.x, shape_.y)
        )
        everywhere += [point for ring in placed for point in ring]
    xs, ys = zip(*everywhere, strict=True)
    assert (min(xs), max(xs)) == pytest.approx((1, drawn.width - 1), abs=0.1)
    assert (min(ys), max(ys)) == pytest.approx((1, drawn.height - 1), abs=0.1)


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


@pytest.mark.slow
def test_maps_have_squares_until_boundaries_are_held_and_the_same_table_and_links_in_either(held, tmp_path):
    areas = ["/country/england/map/", "/regions/west-midlands/map/", "/partnerships/west-midlands/map/"]
    before = {address: get(Client(), address) for address in areas}
    most = LocationSpan.objects.exclude(council_code="").values("council_code").annotate(many=Count("id"))
    code = most.order_by("-many", "council_code")[0]["council_code"]
    own = f"/councils/{council_of(code).slug}/map/"
    council = get(Client(), own)
    assert "irhub-outline" not in council
    boundaries.take_in(written(tmp_path, features()))

    def says(page: str) -> set[str]:
        return set(re.findall(r'<a href="(/councils/[^"]+)"\s+aria-label="([^"]+)">', page))

    for address, was in before.items():
        now = get(Client(), address)
        assert "Tile map" in was
        assert "Tile map" not in now
        assert "Map: each outline is a council" in now
        assert now.count('<path class="irhub-tile irhub-tile--outline ') == was.count(
            '<rect class="irhub-tile irhub-tile--'
        )
        assert says(now) == says(was)
        assert was.partition("The councils as a table")[2] == now.partition("The councils as a table")[2]
    now = get(Client(), own)
    elsewhere = [one | {"geometry": FAR_AWAY} if one["properties"]["CTYUA24CD"] == code else one for one in features()]
    assert 'class="irhub-outline"' in now
    assert "Office for National Statistics" in now
    assert now.count("irhub-dot--") == council.count("irhub-dot--")
    boundaries.take_in(written(tmp_path, elsewhere))
    assert get(Client(), own) == council  # boundaries of another world are not drawn round dots that lie elsewhere
