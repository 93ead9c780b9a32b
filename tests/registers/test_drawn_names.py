"""Whatever a name is, it goes the whole way: read, linked, found, told of, shown and handed out, and is the same name.

The registers hold 1,000 sponsors and 500 locations whose names are drawn (drawn.py), in two editions each.
IRHUB_DRAWN_NAMES draws others.
"""

from __future__ import annotations

import csv
import html
import io
import json
import os
from collections import Counter
from xml.etree import ElementTree

import polars as pl
import pytest
from click.testing import CliRunner
from django.test import Client
from fastexcel import read_excel

from irhub.cli.linking import links
from irhub.cli.loading import load
from irhub.linkage.names.legal import legal_key
from irhub.organisations.models import Member
from irhub.organisations.search import by_name, by_person
from irhub.places import regions
from irhub.registers.models import Change, IssueCount, LocationSpan, SponsorSpan
from tests.registers.drawn import ODD, Drawn, drawn, shown
from tests.tables import left_empty

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SEED = int(os.environ.get("IRHUB_DRAWN_NAMES", "1"))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The drawn registers, loaded edition by edition with the command, as a user would."""
    from django.test.utils import override_settings

    made = drawn(SEED)
    folder = tmp_path_factory.mktemp("drawn") / "registers"
    made.write(folder)
    first = [str(path) for path in folder.iterdir() if "October" in path.name or "11-02" in path.name]
    second = [str(path) for path in folder.iterdir() if str(path) not in first and path.suffix != ".txt"]
    with (
        django_db_blocker.unblock(),
        left_empty(),
        override_settings(
            HOME=tmp_path_factory.mktemp("home"), IRHUB_MAX_GAINED_PERCENT=100, IRHUB_MAX_LOST_PERCENT=100
        ),
    ):
        for files in (first, second):
            done = CliRunner().invoke(load, [*files, "--json"], catch_exceptions=False)
            told = json.loads(done.stdout)
            assert [row for row in told if row["outcome"] != "applied"] == []
            assert done.exit_code == 0
        yield made


def get(address: str, **asked: str):
    answer = Client().get(address, asked, headers={"host": "localhost"})
    assert answer.status_code == 200, (address, asked)
    return answer


def text(address: str, **asked: str) -> str:
    return html.unescape(get(address, **asked).content.decode())


def rows_of(address: str, **asked: str) -> list[dict[str, str]]:
    """The rows of a download, read by the csv module; its notes, which come after an empty line, left out."""
    content = get(address, format="csv", **asked).content.decode()
    whole = list(csv.reader(io.StringIO(content, newline="")))
    body = whole[1 : whole.index([])] if [] in whole else whole[1:]
    return [dict(zip(whole[0], row, strict=True)) for row in body]


def guarded(name: str) -> str:
    """As a download writes it: no spreadsheet takes it for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name


def organisation_of(register: str, key: str) -> str:
    return Member.objects.get(register=register, entity_key=key).organisation_id


def test_every_name_is_held_as_it_was_published(world: Drawn):
    standing = SponsorSpan.objects.filter(until=None)
    assert Counter(standing.values_list("name", flat=True)) == Counter(shown(each.name) for each in world.sponsors[1])
    located = LocationSpan.objects.filter(until=None)
    assert Counter(located.values_list("location_name", "provider_name")) == Counter(
        (shown(place.name), shown(place.provider.name)) for place in world.locations[1]
    )
    assert set(IssueCount.objects.filter(field__contains="name").values_list("rule", flat=True)) == {"blanks"}


def test_what_became_of_every_name_is_told(world: Drawn):
    told: dict[str, list[tuple[str, str, str]]] = {}
    for kind, name, old, new in Change.objects.filter(register="home_office_sponsors").values_list(
        "kind", "name", "old_value", "new_value"
    ):
        told.setdefault(kind, []).append((name, old, new))
    removed = {name for name, _, _ in told["licence_removed"]}
    granted = {name for name, _, _ in told["licence_granted"]}
    renamed = {old: new for _, old, new in told["renamed"]}
    assert renamed.items() <= {shown(old): shown(new) for old, new in world.renamed.items()}.items()
    unpaired = {(shown(old), shown(new)) for old, new in world.renamed.items()} - renamed.items()
    assert removed == {*map(shown, world.gone), *(old for old, _ in unpaired)}
    assert granted == {*map(shown, world.came), *(new for _, new in unpaired)}
    assert len(renamed) > len(unpaired)


def test_sponsors_and_providers_of_one_company_name_are_one_organisation(world: Drawn):
    sponsors = {shown(each.name) for each in world.sponsors[1]}
    pairs = [
        (place.provider.id, shown(place.provider.name))
        for place in world.locations[1]
        if shown(place.provider.name) in sponsors
    ]
    of_sponsor = dict(Member.objects.filter(register="home_office_sponsors").values_list("name", "organisation_id"))
    of_provider = dict(Member.objects.filter(register="cqc_locations").values_list("entity_key", "organisation_id"))
    legal = pl.Series("name", [name for _, name in pairs]).to_frame().select(legal_key(pl.col("name")))["name"]
    companies = [pair for pair, key in zip(pairs, legal, strict=True) if key]
    joined = [name for provider, name in companies if of_provider[provider] == of_sponsor[name]]
    assert len(joined) > 0.8 * len(companies) > 50, sorted({name for _, name in companies} - set(joined))


def test_a_name_finds_its_organisation(world: Drawn):
    wanted = dict(Member.objects.filter(register="home_office_sponsors").values_list("name", "organisation_id"))
    alone = [shown(name) for name in ODD if shown(name) in wanted]
    missed = [
        name
        for name in [*alone, *sorted(wanted)[::5]]
        if wanted[name] not in {found.organisation_id for found in by_name(name)}
    ]
    assert missed == []


def test_search_shows_the_name_itself(world: Drawn):
    held = set(Member.objects.filter(register="home_office_sponsors").values_list("name", flat=True))
    for name in (shown(name) for name in ODD if len(shown(name)) > 1):
        if name in held:
            assert name in text("/search/", q=name), name


def test_the_pages_of_organisations_show_their_names(world: Drawn):
    alone = set(map(shown, ODD))
    members = Member.objects.order_by("register", "name").values_list("name", "organisation_id")
    asked = [(name, found) for number, (name, found) in enumerate(members) if name in alone or not number % 200]
    assert len(asked) > 60
    assert [name for name, found in asked if name not in text(f"/organisations/{found}/")] == []


def test_downloads_of_places_hold_every_provider_under_its_very_name(world: Drawn):
    wanted = Counter({place.provider.id: 1 for place in world.locations[1]})
    named = {place.provider.id: shown(place.provider.name) for place in world.locations[1]}
    rows = [row for region in regions() for row in rows_of(f"/regions/{region.slug}/providers/")]
    assert Counter(row["provider_id"] for row in rows) == wanted
    assert {row["provider_id"]: row["name"] for row in rows} == {key: guarded(name) for key, name in named.items()}
    for region in regions():
        book = get(f"/regions/{region.slug}/providers/", format="xlsx").content
        read = read_excel(book).load_sheet("Data", dtypes="string").to_polars()
        assert all(named[row["provider_id"]] == row["name"] for row in read.to_dicts())


def test_lists_of_places_show_every_provider(world: Drawn):
    seen = []
    for region in regions():
        page = 1
        while f"?page={page + 1}" in (body := text(f"/regions/{region.slug}/providers/", page=str(page))):
            seen.append(body)
            page += 1
        seen.append(body)
    whole = "".join(seen)
    assert [name for place in world.locations[1] if (name := shown(place.provider.name)) not in whole] == []


def test_changes_are_shown_fed_and_handed_out_under_the_very_names(world: Drawn):
    rows = rows_of("/changes/", kind="licence_removed", care="all")
    assert {row["name"] for row in rows} >= {guarded(shown(name)) for name in world.gone}
    page = text("/changes/", kind="licence_removed", care="all")
    assert sum(shown(name) in page for name in world.gone) == len(world.gone)
    feed = ElementTree.fromstring(get("/changes/feed/", kind="licence_removed", care="all").content)
    titles = [entry.text or "" for entry in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert all(any(title.endswith(f": {shown(name)}") for title in titles) for name in world.gone)


def test_source_rows_show_what_was_published(world: Drawn):
    assert "Register of licensed sponsors" in text("/data/")
    standing = SponsorSpan.objects.filter(until=None).values_list("name", "since", "line")
    published = {shown(name): name for name in ODD}
    rows = [(published[name], since, line) for name, since, line in standing if name in published]
    assert len(rows) > 60
    for name, since, line in rows:
        page = text(f"/data/home_office_sponsors/{since}/{line}/")
        assert name.replace("\r", "") in page.replace("\r", ""), name


def test_a_list_of_providers_is_filtered_by_any_name(world: Drawn):
    alone = set(map(shown, ODD))
    asked = [place for place in world.locations[1] if shown(place.provider.name) in alone]
    assert len(asked) > 10
    for place in asked:
        name = shown(place.provider.name)
        rows = rows_of(f"/regions/{place.council.region.slug}/providers/", q=name)
        assert place.provider.id in {row["provider_id"] for row in rows}, name


def test_people_are_found_by_any_name(world: Drawn):
    of_provider = dict(Member.objects.filter(register="cqc_locations").values_list("entity_key", "organisation_id"))
    missed = [
        place.provider.individual
        for place in world.locations[1][::4]
        if of_provider[place.provider.id]
        not in {found.organisation_id for found in by_person(shown(place.provider.individual))}
    ]
    assert missed == []


def test_links_are_handed_out_as_csv_and_json_under_the_very_names(world: Drawn):
    told = json.loads(CliRunner().invoke(links, ["--format", "json"], catch_exceptions=False).stdout)
    listed = list(
        csv.DictReader(io.StringIO(CliRunner().invoke(links, ["--format", "csv"], catch_exceptions=False).stdout))
    )
    sponsors = {shown(each.name) for each in (*world.sponsors[0], *world.sponsors[1])}
    assert len(told) == len(listed) > 100
    assert {row["sponsor_name"] for row in told} <= sponsors
    assert [row["sponsor_name"] for row in listed] == [row["sponsor_name"] for row in told]


def test_indicators_are_handed_out_under_the_very_names(world: Drawn):
    names = {guarded(name) for name in Member.objects.values_list("name", flat=True)}
    rows = rows_of("/indicators/cqc-requires-improvement/")
    assert len(rows) > 50
    assert {row["name"] for row in rows} <= names
