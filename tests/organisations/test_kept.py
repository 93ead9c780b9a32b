"""Decisions through a whole rebuild and between installations; linking what changed gives what linking everything gives."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings as hub
from django.db import connection

from irhub.cli.commands import irhub
from irhub.linkage import linker, state
from irhub.organisations import forming, linking
from irhub.organisations.decisions import decide, undo
from irhub.organisations.links import linkers_answers_kept
from irhub.organisations.models import Decision, Link, Member
from irhub.registers import taking_in as registers
from irhub.registers.deriving import bring_up_to_date
from irhub.registers.finding import FICTIONAL_NOTICE
from irhub.registers.models import Edition, LocationSpan, SponsorSpan
from irhub.web.errors import ActionRefused
from tests.loaded import load_fictional
from tests.registers.samples import sponsor_file

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PAT, SAM = "pat@example.org", "sam@example.org"


@pytest.fixture(autouse=True)
def _loaded(data_folder, tmp_path, settings):
    settings.IRHUB_MAX_GAINED_PERCENT = settings.IRHUB_MAX_LOST_PERCENT = 100
    load_fictional(tmp_path)


def run(*arguments: object):
    return CliRunner().invoke(irhub, [str(argument) for argument in arguments])


def links() -> list[tuple[object, ...]]:
    return list(
        Link.objects.order_by("sponsor_key", "provider_id").values_list("sponsor_key", "provider_id", "score", "band")
    )


def members() -> list[tuple[object, ...]]:
    return list(
        Member.objects.order_by("register", "entity_key").values_list("entity_key", "organisation_id", "reason")
    )


def a_new_day(tmp_path) -> None:
    """The next day's sponsor register: two gone, one renamed, one new."""
    last = Edition.objects.filter(register="home_office_sponsors").order_by("-date").first()
    assert last
    stand = list(SponsorSpan.objects.filter(until=None).order_by("line").values_list("name", "town"))
    rows = list(dict.fromkeys((name.replace('"', ""), town) for name, town in stand))[2:]
    rows[0] = ("Quite Another Name Care Ltd", rows[0][1])
    provider = LocationSpan.objects.filter(until=None).order_by("provider_id").first()
    assert provider
    rows.append((f"{provider.provider_name} t/a {provider.location_name}", provider.city))
    (tmp_path / "next").mkdir()
    (tmp_path / "next" / FICTIONAL_NOTICE).write_text("invented")
    registers.load(sponsor_file(tmp_path / "next", last.date + timedelta(days=1), rows))


def test_after_a_daily_edition_only_what_changed_is_linked_and_the_links_are_those_of_a_full_run(tmp_path, monkeypatch):
    assert forming.link().how.startswith("Linked only what changed since the run that is kept: 0 sponsors")
    before = state.load(Path(hub.HOME) / "linkage")
    assert before
    a_new_day(tmp_path)
    how = bring_up_to_date()
    assert how.startswith("Linked only what changed")
    assert " 0 sponsors" not in how
    companies = linking.companies_frame()
    inputs = linking.sponsors_frame(companies), linking.places_frame(), companies
    assert inputs[0]["unregistered"].any()
    whole = linker.start(*inputs, before.learned).links
    stale = state.load(Path(hub.HOME) / "linkage")
    assert stale
    assert stale.links.equals(before.links), "so few changes are not worth keeping, and are compared again"
    monkeypatch.setattr(state, "FEW", 0)
    assert forming.link().how == how
    after = state.load(Path(hub.HOME) / "linkage")
    assert after
    assert after.links.equals(whole)
    kept = {(answer.sponsor_key, answer.provider_id, answer.score, answer.band) for answer in linking.answers_of(
        whole.filter(whole["band"] != linker.NOT_LINKED)
    )}  # fmt: skip
    assert {(said.sponsor_key, said.provider_id, said.score, said.band) for said in linkers_answers_kept()} == kept
    stand = links()
    forming.link()  # forms everything: what follows a sponsor that moved or was renamed stands too
    assert links() == stand


def test_why_everything_was_linked_again_is_said(tmp_path):
    assert "you asked for it" in run("link", "--everything").stdout
    LocationSpan.objects.filter(until=None).update(brand_name="Example Group")
    assert "care providers changed" in run("link").stdout
    for file in (Path(hub.HOME) / "linkage").glob("*.json"):
        file.unlink()
    assert "no earlier run is kept" in run("link").stdout
    assert "only what changed" in run("link").stdout


def test_decisions_survive_a_rebuild_and_are_bound_to_their_rows_again():
    sure = Link.objects.filter(band="accepted").order_by("sponsor_key").first()
    assert sure
    decide(sure.sponsor_key, sure.provider_id, "different", by=PAT)
    before, held = links(), members()
    Decision.objects.update(sponsor_key="as older rules spelt it|", cleaner=0)
    assert run("rebuild").exit_code == 0
    assert Decision.objects.get().sponsor_key == sure.sponsor_key
    assert links() == before
    assert members() == held


def test_a_rebuild_stops_with_nothing_changed_where_a_decision_lost_its_row():
    sure = Link.objects.filter(band="accepted").order_by("sponsor_key").first()
    assert sure
    decide(sure.sponsor_key, sure.provider_id, "different", by=PAT)
    spans = SponsorSpan.objects.count()
    Decision.objects.update(cleaner=0)
    Edition.objects.filter(register="home_office_sponsors").delete()
    told = run("rebuild")
    assert told.exit_code == 2
    assert "lost its row" in told.stderr
    assert SponsorSpan.objects.count() == spans


def test_decisions_move_to_another_installation_once_and_whole(tmp_path):
    first, second = Link.objects.filter(band="accepted").order_by("sponsor_key")[:2]
    decide(first.sponsor_key, first.provider_id, "different", by=PAT, why="Other people")
    decide(second.sponsor_key, second.provider_id, "different", by=SAM)
    undo(by=SAM)
    file = tmp_path / "decisions.jsonl"
    assert run("decisions", "export", file).exit_code == 0
    before, told = links(), list(Decision.objects.order_by("pk").values_list("who", "verdict", "at", "why"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE organisations_decision")
    forming.link(everything=True)
    assert links() != before

    assert json.loads(run("decisions", "import", file, "--json").stdout) == {"added": 3, "held": 0, "unknown": 0}
    assert links() == before
    assert list(Decision.objects.order_by("pk").values_list("who", "verdict", "at", "why")) == told
    assert json.loads(run("decisions", "import", file, "--json").stdout) == {"added": 0, "held": 3, "unknown": 0}
    assert "Other people" in run("decisions", "list", "--format", "csv").stdout


@pytest.mark.parametrize(
    "text", ["not json", "{}", '{"number": 1, "at": "2026-03-03", "verdict": "same"}', "[]", "[" * 100_000]
)
def test_a_file_that_holds_no_decisions_is_refused_in_words(tmp_path, text):
    file = tmp_path / "wrong.jsonl"
    file.write_text(text + "\n")
    told = run("decisions", "import", file)
    assert told.exit_code == 2
    assert "Line 1 is not a decision" in told.stderr
    with pytest.raises(ActionRefused):
        undo(by=PAT)


def test_a_sponsor_that_is_not_linked_or_not_even_held_is_explained_too():
    linked = set(Link.objects.values_list("sponsor_key", flat=True))
    alone = SponsorSpan.objects.exclude(sponsor_key__in=linked).order_by("name").first()
    assert alone
    told = run("linkage", "explain", alone.name, alone.town)
    assert told.exit_code == 0
    assert "linked to none" in told.stdout or "no provider is like it" in told.stdout
    provider = LocationSpan.objects.filter(until=None).order_by("provider_id").first()
    assert provider
    [made] = json.loads(run("linkage", "explain", f"{provider.provider_name} and Nobody", "Nowhere", "--json").stdout)
    assert not made["held"]
    assert provider.provider_id in {candidate["provider_id"] for candidate in made["candidates"]}
