"""Files of boundaries, as portals, spreadsheets and tools leave them: read where the meaning is clear, else one sentence."""

from __future__ import annotations

import copy
import gzip
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from irhub.dashboards import geojson
from irhub.dashboards.boundaries import made_of
from irhub.dashboards.geojson import NotBoundaries, read
from irhub.places import councils
from tests.dashboards.ons_file import ONS, features, written
from tests.examples import tried

CODE = "CTYUA24CD"


@cache
def _text() -> str:
    return json.dumps(features())


def made() -> list[dict[str, Any]]:
    """The features of a whole fictional file, to be changed."""
    whole: list[dict[str, Any]] = json.loads(_text())
    return whole


def with_first(**changed: Any) -> list[dict[str, Any]]:
    """Features of which the first has other members."""
    first, *rest = made()
    return [first | changed, *rest]


def polygon(*corners: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(corners)]}


def each(change: Any) -> list[dict[str, Any]]:
    """Features whose properties were changed one by one."""
    return [one | {"properties": change(one["properties"])} for one in made()]


def refused(folder: Path, made: Any, **more: Any) -> str:
    path = written(folder, made, **more)
    with pytest.raises(NotBoundaries) as problem:
        read(path)
    said = str(problem.value)
    assert said.startswith(path.name)
    assert "\n" not in said
    assert len(said) < 600
    return said


def raised(geometry: dict[str, Any], *heights: float) -> dict[str, Any]:
    """A geometry whose corners have more than two numbers."""

    def told(within: Any) -> Any:
        return [*within, *heights] if isinstance(within[0], float) else [told(one) for one in within]

    return geometry | {"coordinates": told(geometry["coordinates"])}


def same(read_: geojson.Boundaries) -> None:
    """Every council has the area that the file gives it."""
    was = {one["properties"][CODE]: shape(one["geometry"]) for one in made()}
    assert list(read_.areas) == [council.code for council in councils()]
    for code, area in read_.areas.items():
        assert not area.has_z
        assert shapely.equals(area, was[code])


@pytest.mark.parametrize("heights", [(12.5,), (0.0,), (1.0, 99.0), (None,)])
def test_heights_and_measures_are_dropped(tmp_path, heights):
    same(read(written(tmp_path, [one | {"geometry": raised(one["geometry"], *heights)} for one in made()])))


def test_heights_of_a_part_of_the_corners_are_dropped(tmp_path):
    first = made()[0]["geometry"]["coordinates"][0]
    mixed = [[*corner, 7] if number % 2 else corner for number, corner in enumerate(first)]
    same(read(written(tmp_path, with_first(geometry={"type": "Polygon", "coordinates": [mixed]}))))


@pytest.mark.parametrize(
    ("names", "value"),
    [
        ("LAD", str),
        ("code", lambda code: f" {code}\t"),
        ("Codes of 2019", str.lower),
        ("ctyua24cd_", str),
    ],
)
def test_the_column_of_codes_is_the_one_whose_values_fit_whatever_its_name(tmp_path, names, value):
    same(read(written(tmp_path, each(lambda had: {"FID": 1, names: value(had[CODE]), "NM": had["CTYUA24NM"]}))))


@pytest.mark.parametrize("older_first", [True, False])
def test_of_two_years_the_column_is_taken_that_has_more_councils(tmp_path, older_first):
    old, new = {"CTYUA19CD": "E10000006"}, lambda had: {"CTYUA25CD": had[CODE]}
    found = read(written(tmp_path, each(lambda had: old | new(had) if older_first else new(had) | old)))
    same(found)
    assert found.year == "2025"


def test_of_two_years_that_fit_alike_the_column_with_todays_codes_is_taken(tmp_path):
    was = {"E08000038": "E08000016", "E08000039": "E08000019"}
    found = read(
        written(tmp_path, each(lambda had: {"CTYUA24CD": was.get(had[CODE], had[CODE]), "CTYUA25CD": had[CODE]}))
    )
    assert found.year == "2025"
    assert all(code == published for code, published in found.published.items())


def test_a_file_from_before_a_recode_is_read_with_the_codes_of_its_year(tmp_path):
    was = {"E08000038": "E08000016", "E08000039": "E08000019"}
    found = read(written(tmp_path, each(lambda had: had | {CODE: was.get(had[CODE], had[CODE])})))
    same(found)
    assert {code: old for code, old in found.published.items() if code != old} == was


def test_the_year_is_that_of_the_column_else_of_the_files_name_else_unknown(tmp_path):
    path = written(tmp_path, each(lambda had: {"code": had[CODE]}))
    assert read(path).year == "2024"
    assert read(path.rename(tmp_path / "outlines.json")).year == ""


@pytest.mark.parametrize(
    "empty", [{}, {"properties": None}, {"properties": []}, {"properties": {CODE: None}, "geometry": None}]
)
def test_a_first_feature_without_properties_is_passed_over(tmp_path, empty):
    same(read(written(tmp_path, [{"type": "Feature"} | empty, *made()])))


def test_a_file_that_gzip_compressed_is_read(tmp_path):
    path = written(tmp_path, made())
    packed = tmp_path / f"{path.name}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    same(read(packed))
    packed.write_bytes(packed.read_bytes()[:-2000])
    with pytest.raises(NotBoundaries, match="is damaged"):
        read(packed)


def test_a_compressed_file_that_would_unpack_to_more_is_not_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(geojson, "MOST_BYTES", 2**20)
    path = tmp_path / "many.geojson.gz"
    path.write_bytes(gzip.compress(b" " * 2**22))
    with pytest.raises(NotBoundaries, match="more than the 1 MiB"):
        read(path)


def test_other_forms_in_which_boundaries_are_offered_are_named(tmp_path):
    archive = tmp_path / "boundaries.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("boundaries.shp", b"")
    for content, says in (
        (archive.read_bytes(), "is a ZIP"),
        (b"\x00\x00\x27\x0a" + bytes(100), "is a shapefile"),
        (b"SQLite format 3\x00" + bytes(100), "is a GeoPackage"),
        (b'<?xml version="1.0"?><kml/>', "is XML"),
        (b"\xef\xbb\xbf<kml/>", "is not GeoJSON"),
        (b"", "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
        (b"[" * 200_000, "is not JSON"),
        (b'{"a":' * 200_000, "is not JSON"),
        (b"9" * 5000, "is not JSON"),
        (b"null", "a FeatureCollection was expected"),
    ):
        archive.write_bytes(content)
        with pytest.raises(NotBoundaries, match=says):
            read(archive)


LINE = polygon([-1.65, 54.99], [-1.55, 54.99], [-1.65, 54.99], [-1.65, 54.99])
DOT = polygon([-1.6, 55.0], [-1.6, 55.0], [-1.6, 55.0], [-1.6, 55.0])
SPECK = json.loads(shapely.to_geojson(shapely.box(-1.6, 55, -1.5999, 55.0001)))
SLIVER = json.loads(shapely.to_geojson(shapely.box(-1.6, 55, -1.59999, 55.4)))
OPEN = polygon([-1.6, 55.0], [-1.5, 55.0], [-1.5, 55.1])


@pytest.mark.parametrize(
    "geometry",
    [
        LINE, DOT, SPECK, SLIVER,
        {"type": "Polygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": [[]]},
        {"type": "MultiPolygon", "coordinates": [LINE["coordinates"], DOT["coordinates"]]},
        {"type": "Polygon", "coordinates": None},
        {"type": "LineString", "coordinates": [[-1, 52], [-1, 53]]},
        {"type": "Point", "coordinates": [-1, 52]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Circle"},
        {"type": ["Polygon"]},
    ],
)  # fmt: skip
def test_a_council_without_area_is_one_sentence_that_names_it(tmp_path, geometry):
    first = councils()[0]
    told = [one | {"geometry": geometry} if one["properties"][CODE] == first.code else one for one in made()]
    assert f"has no area for {first.name} ({first.code})" in refused(tmp_path, told)


@pytest.mark.parametrize(
    "geometry",
    [
        None, 7, [], "Polygon", {}, {"coordinates": []},
        {"type": "Polygon", "coordinates": [[1, 2]]},
        {"type": "Polygon", "coordinates": "ab"},
        {"type": "Polygon", "coordinates": {"0": 1}},
        {"type": "MultiPolygon", "coordinates": [[[[-1, 52]]]]},
        {"type": "GeometryCollection"},
        polygon([-1, 52], [-1, 53], [float("nan"), 52]),
        polygon([-1, 52], [-1, 53], [float("inf"), 52]),
        polygon([-1, 52], [-1, 53], [1e999, 52]),
        polygon([-1, 52], [-1, 53], [10**400, 52]),
        polygon([-1, 52], [-1, 53], ["a", "b"]),
        polygon([-1, 52], [-1, 53], [None, 52]),
        polygon([-1, 52], [-1, 53], [-2]),
        polygon([-1, 52], [-1, 53]),
    ],
)  # fmt: skip
def test_an_outline_that_cannot_be_read_is_one_sentence_that_names_the_council(tmp_path, geometry):
    first = made()[0]["properties"]
    said = refused(tmp_path, with_first(geometry=geometry))
    assert f"no outline that can be read for {first['CTYUA24NM']} ({first[CODE]})" in said


@pytest.mark.parametrize(
    "geometry",
    [
        OPEN,  # its last corner is not its first
        {"type": "MultiPolygon", "coordinates": [OPEN["coordinates"], LINE["coordinates"]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [-1, 55]}, OPEN]},
        {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": [OPEN]}]},
        {"type": "Polygon", "coordinates": [[*OPEN["coordinates"][0], *OPEN["coordinates"][0]]]},  # drawn round twice
        {"type": "MultiPolygon", "coordinates": [OPEN["coordinates"], OPEN["coordinates"]]},  # stands there twice
    ],
)
def test_an_outline_with_an_area_is_mended_where_it_has_to_be(tmp_path, geometry):
    code = made()[0]["properties"][CODE]
    area = read(written(tmp_path, with_first(geometry=geometry))).areas[code]
    assert area.is_valid
    assert shapely.equals(area, shape(OPEN))


def to_mercator(corners: np.ndarray) -> np.ndarray:
    east, north = np.radians(corners).T
    return 6378137 * np.column_stack([east, np.log(np.tan(np.pi / 4 + north / 2))])


def to_metres(corners: np.ndarray) -> np.ndarray:
    """Roughly the British National Grid."""
    return np.column_stack([400_000 + 67_000 * (corners[:, 0] + 2), 111_000 * (corners[:, 1] - 49)])


@pytest.mark.parametrize(
    ("change", "grid"),
    [
        (to_metres, "British National Grid (EPSG:27700)"),
        (to_mercator, "Web Mercator (EPSG:3857)"),
        (lambda corners: corners * [100_000, 180_000], "Web Mercator (EPSG:3857)"),
        (lambda corners: corners * 1e9, "another than longitude and latitude"),
    ],
)
def test_a_grid_in_metres_is_named_by_the_range_of_its_numbers(tmp_path, change, grid):
    moved = [
        one | {"geometry": json.loads(shapely.to_geojson(shapely.transform(shape(one["geometry"]), change)))}
        for one in made()
    ]
    assert f"numbers of the grid {grid}. Degrees are needed" in refused(tmp_path, moved)


@pytest.mark.parametrize(
    ("crs", "grid"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}, "British National Grid (EPSG:27700)"),
        ({"type": "EPSG", "properties": {"code": 27700}}, "British National Grid (EPSG:27700)"),
        ({"type": "name", "properties": {"name": "EPSG:3857"}}, "Web Mercator (EPSG:3857)"),
        ({"type": "name", "properties": {"name": "EPSG:102100"}}, "Web Mercator (EPSG:3857)"),
        ({"type": "name", "properties": {"name": "EPSG:29903"}}, "EPSG:29903"),
    ],
)
def test_a_grid_is_named_as_the_file_itself_names_it(tmp_path, crs, grid):
    assert f"numbers of the grid {grid}." in refused(tmp_path, made(), crs=crs)


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "name", "properties": {"name": "EPSG:4326"}},
        {"type": "name", "properties": {"name": "EPSG:4258"}},
        {"type": "name", "properties": {"name": ["EPSG:27700"]}},
        {"properties": None}, {}, [], None, "27700",
    ],
)  # fmt: skip
def test_a_file_that_says_degrees_or_nothing_to_the_point_is_read(tmp_path, crs):
    same(read(written(tmp_path, made(), crs=crs)))


def test_one_council_elsewhere_is_named_and_longitude_and_latitude_the_wrong_way_round(tmp_path):
    first = made()[0]["properties"]
    for geometry in (polygon([10, 52], [11, 52], [11, 53]), polygon([1000, 5000], [1100, 5000], [1100, 5100])):
        assert f"puts {first['CTYUA24NM']} ({first[CODE]}) outside the United Kingdom." in refused(
            tmp_path, with_first(geometry=geometry)
        )
    turned = [
        one
        | {
            "geometry": json.loads(
                shapely.to_geojson(shapely.transform(shape(one["geometry"]), lambda at: at[:, ::-1]))
            )
        }
        for one in made()
    ]
    assert "outside the United Kingdom: longitude and latitude stand the wrong way round" in refused(tmp_path, turned)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (lambda: made()[3:], "lacks 3 of the 153 councils by the codes in its column CTYUA24CD"),
        (lambda: [*made(), made()[0]], "twice"),
        (lambda: [*made(), with_first(properties={CODE: "E08000016"})[0]], "Barnsley (E08000038) twice"),
        (lambda: [{"properties": {"RGN24CD": "E12000001"}}], "no column with the ONS codes of councils, such as E06000047; it has RGN24CD"),
        (lambda: [{"properties": {"a\ud800\n\x1b[31m" + "x" * 5000: 1}}], "it has a? [31mxxx"),
        (lambda: [{"properties": None}], "it has none"),
        (lambda: [{"properties": {"CODE": ["E06000001"]}}], "it has CODE"),
        (list, "a FeatureCollection was expected"),
        (lambda: [1, 2], "a FeatureCollection was expected"),
    ],
)  # fmt: skip
def test_what_is_no_whole_set_of_councils_is_refused_with_what_to_do(tmp_path, told, why):
    assert why in refused(tmp_path, told())


def test_what_stands_in_a_sentence_is_short_and_can_be_written_anywhere():
    told = geojson.tellable("a\ud800b\x00\x1b[31m\n\u202e" + "x" * 500)
    assert told.encode()
    assert told.isprintable()
    assert len(told) <= 120


numbers = st.one_of(
    st.floats(-9, 62), st.integers(-(10**20), 10**20), st.floats(), st.none(), st.booleans(), st.text(max_size=3)
)
nested = st.recursive(numbers, lambda inner: st.lists(inner, max_size=4), max_leaves=12)
rings = st.lists(st.lists(st.floats(-9, 3) | st.floats(49, 62), min_size=2, max_size=3), max_size=6)
geometries = st.recursive(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["Polygon", "MultiPolygon", "Point", "LineString", "", "Feature"])},
        optional={
            "coordinates": nested | st.lists(rings, max_size=3) | st.lists(st.lists(rings, max_size=2), max_size=2)
        },
    )
    | nested,
    lambda inner: st.fixed_dictionaries(
        {"type": st.just("GeometryCollection"), "geometries": st.lists(inner, max_size=3)}
    ),
    max_leaves=4,
)
words = st.text(max_size=6) | st.sampled_from(["type", "features", "properties", "geometry", "crs", "name", CODE])
values = st.recursive(
    numbers, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=10
)
some = st.fixed_dictionaries({}, optional={"properties": values, "geometry": geometries, "type": values})


@tried(300)
@given(geometries, values)
def test_whatever_a_councils_geometry_is_the_file_gives_outlines_or_one_sentence(tmp_path_factory, geometry, crs):
    path = tmp_path_factory.getbasetemp() / "drawn.geojson"
    told = [*copy.copy(_SMALL[1:]), _SMALL[0] | {"geometry": geometry}]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": told, "crs": crs}))
    try:
        found = read(path)
    except NotBoundaries as problem:
        said = str(problem)
        assert said.encode()
    else:
        assert len(made_of(found)) == len(councils())


@tried(300)
@given(
    values
    | st.fixed_dictionaries({"type": st.just("FeatureCollection"), "features": st.lists(some, max_size=3) | values})
)
def test_no_json_of_any_kind_gives_more_than_one_sentence(tmp_path_factory, whole):
    path = tmp_path_factory.getbasetemp() / "drawn.geojson"
    path.write_text(json.dumps(whole))
    with pytest.raises(NotBoundaries) as problem:
        read(path)
    assert str(problem.value).encode()


_SMALL = [
    {
        "type": "Feature",
        "properties": {CODE: council.code},
        "geometry": json.loads(shapely.to_geojson(shapely.box(-5 + number / 20, 51, -4.95 + number / 20, 51.2))),
    }
    for number, council in enumerate(councils())
]


@pytest.mark.skipif(not ONS.is_dir(), reason="IRHUB_REAL_REGISTERS names no folder with the ONS's own file")
def test_the_onss_own_file_is_read_as_it_is():
    found = read(next(ONS.glob("*.geojson.gz")))
    assert (len(found.areas), found.year) == (153, "2024")
    assert {code: old for code, old in found.published.items() if code != old} == {
        "E08000038": "E08000016",
        "E08000039": "E08000019",
    }
