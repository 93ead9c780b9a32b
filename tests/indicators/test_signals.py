"""Signals over whole registers: stored, asked for by council, followed to the archived rows, and the same as at a day."""

from __future__ import annotations

import csv
import io
import json
import random
from collections import defaultdict
from dataclasses import fields, replace
from datetime import timedelta

import polars as pl
import pytest
from click.testing import CliRunner
from django.test import Client

from irhub.accounts.roles import Kind, Role
from irhub.cli.commands import irhub
from irhub.indicators import past, queries, working_out
from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.engine import run
from irhub.indicators.indicator import SEVERITIES, Audience, Of
from irhub.indicators.models import PastDay, Signal
from irhub.indicators.reading import snapshot_as_at
from irhub.organisations.models import Link
from irhub.places import council_of
from irhub.registers import archive
from irhub.registers import queries as register_queries
from irhub.registers.archive import archive_folder
from irhub.registers.models import Edition
from irhub.registers.reading import read
from irhub.registers.rows import records_of
from irhub.registers.sources import SOURCES
from tests.factories import BodyFactory, PersonFactory, signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FOLLOWED = 300


def busiest() -> str:
    """The council that most signals of organisations concern."""
    counts = queries.counts_by_council(SEVERITIES)
    return max(counts, key=lambda code: (sum(counts[code].values()), code))


def test_the_fictional_registers_hold_an_example_of_every_indicator(held):
    assert not set(CATALOGUE) - set(Signal.objects.values_list("code", flat=True))


def test_the_fictional_owners_stand_in_what_is_told(held):
    told = {code: Signal.objects.filter(code=code) for code in ("licences-of-one-owner", "licence-above-care")}
    one_owner = told["licences-of-one-owner"].filter(says__contains="Quillmoor Group Ltd")
    assert [row.value for row in one_owner] == [2, 2]  # a third left the group
    assert "company 15800002" in str(one_owner[0].evidence)  # through a company between
    above = told["licence-above-care"].values_list("says", "link_score")
    known_by_name = [score for says, score in above if "Thistlewick Group Holdings Ltd is on it" in says]
    assert known_by_name
    assert known_by_name[0] > 0.8
    assert len(above) >= 2
    for row in Signal.objects.filter(code__in=["council-owner", *told]):
        people = [one for one in row.evidence if one["register"] == "companies_house_psc"]
        assert all("shares or votes of company" in one["says"] for one in people)
        assert row.audience == "public"


def test_no_two_signals_of_one_organisation_contradict_each_other(held):
    by_body = defaultdict(set)
    for who, code in Signal.objects.filter(organisation__isnull=False).values_list("organisation_id", "code"):
        by_body[who].add(code)
    assert any(len(codes) > 1 for codes in by_body.values())
    for codes in by_body.values():
        assert not any(codes & set(CATALOGUE[code].excludes) for code in codes), codes


def test_every_signal_is_whole(held):
    assert Signal.objects.exists()
    for signal in Signal.objects.all():
        assert signal.evidence
        assert signal.says.endswith(".")
        assert "None" not in signal.says
        assert "null" not in signal.says
        assert signal.since <= signal.as_at
        assert signal.version == CATALOGUE[signal.code].version
        assert (signal.low is None) == (signal.high is None)
        if CATALOGUE[signal.code].of is Of.COUNCIL:
            assert signal.councils == [signal.council_code]


def test_random_source_rows_are_in_the_archived_bytes_and_say_what_they_are_said_to_say(held):
    rows = [row for signal in Signal.objects.order_by("pk") for row in signal.evidence]
    chosen = random.Random(7).sample(rows, FOLLOWED)
    kept = {}
    assert any(row["line"] is not None for row in chosen)
    for row in chosen:
        edition = Edition.objects.filter(register=row["register"], date=row["date"]).order_by("state").first()
        assert edition, row
        if edition.pk not in kept:
            with archive.unpacked(archive_folder(), edition.sha256, edition.file_name) as file:
                kept[edition.pk] = _published(file, edition.register)
        if row["line"] is not None:
            cells = {" ".join(cell.split()).lower() for cell in kept[edition.pk][row["line"]] if cell}
            said = " ".join(row["says"].split()).lower()
            assert any(cell in said for cell in cells if len(cell) > 4), (row, cells)


def _published(file, register):
    source = SOURCES[register]
    if source.partly_kept:
        from irhub.registers.rows import read_file

        frame = read_file(source, file).published
    else:
        frame = read(file, source).published
    return {row[0]: row[1:] for row in frame.select("line", pl.exclude("line")).iter_rows()}


def test_where_a_source_row_says_absent_the_record_is_absent(held):
    gone = Signal.objects.filter(code__in=["licence-left", "licence-returned"])
    assert gone
    for signal in gone:
        absent = [row for row in signal.evidence if row["line"] is None]
        assert absent
        for row in absent:
            edition = Edition.objects.get(register=row["register"], date=row["date"], state="accepted")
            name = row["says"].split(" was not listed on ")[0]
            assert name not in records_of(edition)["name"].to_list()


def test_as_at_the_newest_edition_is_what_was_recomputed(held):
    newest = register_queries.newest_date()
    past.work_out(newest)
    everybody = {"audiences": tuple(Audience)}
    for codes in ([busiest()], ["E08000025"], [busiest(), "E08000025"], None):
        now, then = (queries.signals_of_place(codes, day, **everybody) for day in (None, newest))
        assert now[:] == then[:]
        assert now[3:8] == then[3:8] == now[:][3:8]
        assert now[len(now) :] == then[len(then) :] == []
        assert len(now) == len(then)
        assert now.by_severity() == then.by_severity()
        assert now.organisation_ids() == then.organisation_ids()
    assert queries.profile_of_council(busiest()) == queries.profile_of_council(busiest(), newest) != []
    some = {"indicators": ["licence-left", "cqc-inadequate"], "severities": ["act this week"], **everybody}
    now, then = (queries.signals_of_place(None, day, **some) for day in (None, newest))
    assert now[:] == then[:]
    assert {row.code for row in now[:]} <= {"licence-left", "cqc-inadequate"}
    organisation = Signal.objects.filter(code="licence-left").first().organisation_id
    assert queries.signals_of_organisation(organisation) == queries.signals_of_organisation(organisation, newest)
    assert queries.counts_by_council() == queries.counts_by_council(as_at=newest)
    assert queries.counts_by_council(codes=[busiest()]) == queries.counts_by_council(codes=[busiest()], as_at=newest)


def test_recomputing_changes_nothing(held):
    columns = [field.name for field in Signal._meta.fields if field.name != "id"]
    before = sorted(map(repr, Signal.objects.values_list(*columns)))
    assert working_out.recompute() == len(before)
    assert sorted(map(repr, Signal.objects.values_list(*columns))) == before


def test_the_order_of_rows_in_the_registers_does_not_matter(held):
    at = snapshot_as_at(register_queries.newest_date())
    frames = [field.name for field in fields(at) if isinstance(getattr(at, field.name), pl.DataFrame)]
    shuffled = replace(at, **{name: getattr(at, name).sample(fraction=1, shuffle=True, seed=3) for name in frames})
    one, other = (run(CATALOGUE.values(), world) for world in (at, shuffled))
    assert one.rows() == other.rows()


def test_a_past_day_knows_nothing_of_later_editions(held):
    dates = sorted(Edition.objects.filter(register="home_office_sponsors").values_list("date", flat=True))
    day = dates[len(dates) // 2]
    at = snapshot_as_at(day)
    for name in ("sponsors", "locations", "companies", "provider_ratings"):
        frame = getattr(at, name)
        assert (frame["since"] <= day).all()
        assert frame["until"].drop_nulls().is_between(frame["since"].min() or day, day).all()
    assert (at.changes["by"] <= day).all()
    past.work_out(day)
    then = queries.signals_of_place(None, day, audiences=tuple(Audience))[:]
    assert then
    assert all(row.since <= day for row in then)
    assert all(evidence.date <= day for row in then for evidence in row.evidence)


def test_a_past_day_is_worked_out_once_and_again_when_what_it_was_made_of_has_changed(held, monkeypatch):
    day = register_queries.newest_date() - timedelta(days=3)
    with pytest.raises(past.NotWorkedOut):
        past.look(day)
    with pytest.raises(past.NotWorkedOut):
        queries.signals_of_place(None, day, audiences=tuple(Audience))
    past.work_out(day)
    assert past.look(day)
    made = PastDay.objects.get(day=day)
    past.work_out(day)
    assert PastDay.objects.get(day=day).made_at == made.made_at
    before = queries.signals_of_place(None, day, audiences=tuple(Audience))[:]
    Edition.objects.create(
        register="home_office_sponsors", date=day - timedelta(days=2000), sha256="a" * 64, file_name="late.csv",
        state=Edition.State.ACCEPTED, **_counted(),
    )  # fmt: skip
    assert not past.look(day)
    assert queries.signals_of_place(None, day, audiences=tuple(Audience))[:] == before
    past.work_out(day)
    assert past.look(day)


def test_an_edition_after_a_past_day_leaves_it_as_it_is(held):
    day = register_queries.newest_date() - timedelta(days=3)
    past.work_out(day)
    Edition.objects.create(
        register="home_office_sponsors", date=day + timedelta(days=90), sha256="b" * 64, file_name="later.csv",
        state=Edition.State.ACCEPTED, **_counted(),
    )  # fmt: skip
    assert past.look(day)


@pytest.mark.parametrize("change", ["a decision about a link", "another way of cleaning"])
def test_a_past_day_is_behind_after(held, change):
    day = register_queries.newest_date() - timedelta(days=3)
    past.work_out(day)
    if change == "a decision about a link":
        link = Link.objects.filter(band="accepted").order_by("pk").first()
        Link.objects.filter(pk=link.pk).update(said="Reviewed by Example Council on 3 November 2026")
    else:
        Edition.objects.filter(register="home_office_sponsors").update(cleaner=99)
    assert not past.look(day)


def test_a_day_whose_file_is_gone_is_worked_out_again(held, settings):
    day = register_queries.newest_date() - timedelta(days=3)
    past.work_out(day)
    for file in (settings.HOME / "signals").iterdir():
        file.unlink()
    with pytest.raises(past.NotWorkedOut):
        past.look(day)
    past.work_out(day)
    assert past.look(day)


def test_days_that_people_asked_for_and_ends_of_months_are_made_ready_and_the_longest_unasked_are_dropped(
    held, monkeypatch
):
    newest = register_queries.newest_date()
    asked = [newest - timedelta(days=number) for number in range(1, 5)]
    for number, day in enumerate(asked):
        past.work_out(day)
        PastDay.objects.filter(day=day).update(asked_on=newest - timedelta(days=number), mark="of-another-time")
    monkeypatch.setattr(past, "KEPT_DAYS", 3)
    assert past.work_out_expected() == 3
    assert set(PastDay.objects.values_list("day", flat=True)) == set(asked[:3])
    assert not PastDay.objects.filter(mark="of-another-time").exists()
    monkeypatch.setattr(past, "KEPT_DAYS", 12)
    assert past.work_out_expected() == 4  # the registers of these tests begin within the month before the last
    assert past.look(newest.replace(day=1) - timedelta(days=1))


def _counted():
    """Counts of an edition, as another has them."""
    another = Edition.objects.filter(register="home_office_sponsors", state="accepted").first()
    wanted = {field.name for field in Edition._meta.fields} - {"id", "register", "date", "sha256", "file_name", "state"}
    return {name: getattr(another, name) for name in wanted}


def test_signals_come_most_urgent_first_then_by_what_hangs_on_them(held):
    rows = queries.signals_of_place([busiest()], audiences=tuple(Audience))[:]
    keys = [(SEVERITIES.index(row.severity), -row.locations, -row.beds) for row in rows]
    assert keys == sorted(keys)
    assert len(rows) > 3


def test_nobody_sees_signals_of_people_or_of_roles_without_asking_for_them(held):
    assert Signal.objects.filter(audience="people").exists()
    for code in queries.counts_by_council(SEVERITIES):
        assert {row.audience for row in queries.signals_of_place([code], audiences=queries.FOR_EVERYBODY)[:]} == {
            "public"
        }
    for who in Signal.objects.exclude(audience="public").values_list("organisation_id", flat=True):
        assert "public" in {row.audience for row in queries.signals_of_organisation(who)} | {"public"}
        assert not {row.audience for row in queries.signals_of_organisation(who)} - {"public"}


def test_a_signal_says_apart_what_the_link_on_which_it_hangs_rests_on(held):
    row = next(
        row
        for row in queries.signals_of_place([busiest()], audiences=queries.FOR_EVERYBODY)[:]
        if row.link_score is not None
    )
    assert row.link_says == "Licence and care provider are shown as one body: same legal name."
    assert "link" not in row.says or row.code in ("link-waits", "two-entries", "care-name-unlinked", "council-coverage")
    confirmed = replace(row, link_basis="reviewer")
    assert confirmed.link_says == "Licence and care provider are shown as one body: confirmed by a reviewer."
    guess = replace(row, link_basis="", link_score=0.999)
    assert guess.link_says == "Nobody has reviewed whether the two are one body: likely, not reviewed (99%)."


def test_figures_of_councils_agree_with_the_signals_of_the_council(held):
    code = busiest()
    measures = {one.code: one for one in queries.measures_of_councils([code])}
    assert set(measures) == {one.code for one in CATALOGUE.values() if one.of is Of.COUNCIL} & set(measures)
    own = {row.code: row for row in queries.profile_of_council(code)}
    assert not [row for row in queries.signals_of_place([code], audiences=tuple(Audience))[:] if row.council_code]
    assert {name: one.value for name, one in measures.items()} == {name: row.value for name, row in own.items()}
    for name, one in measures.items():
        assert queries.measures_of_councils([code], name) == [one]


def get(client: Client, address: str) -> str:
    response = client.get(address, headers={"host": "localhost"})
    assert response.status_code == 200, address
    return response.content.decode()


def test_what_joins_bodies_by_an_address_is_shown_to_those_who_watch_over_a_place_alone(held):
    name = Signal.objects.get(code="successor").name
    page = "/indicators/successor/"
    anyone = Client()
    provider = signed_in(
        PersonFactory(
            email="firm@example.org",
            roles=[(BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd"), Role.ADMINISTRATOR)],
        )
    )
    council = signed_in(PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    for client in (anyone, provider):
        assert name not in get(client, page)
        assert "is shown only to people who act in a" in get(client, page)
        assert name not in get(client, page + "?format=csv")
    assert name in get(council, page).replace("&amp;", "&").replace("&#39;", "'")
    person_page = get(council, "/indicators/shared-individual/")
    assert "Sample, Robin" not in person_page


def test_an_indicators_page_says_what_must_not_be_concluded_and_its_download_holds_every_signal(held):
    page = get(Client(), "/indicators/licence-left/")
    assert "not proof that a licence was revoked" in page
    assert "source rows" in page
    rows = list(csv.DictReader(io.StringIO(get(Client(), "/indicators/licence-left/?format=csv"))))
    assert len(rows) == Signal.objects.filter(code="licence-left").count()
    assert "home_office_sponsors" in rows[0]["sources"]


def test_a_page_of_one_council_holds_its_signals_alone(held):
    signal = Signal.objects.filter(code="licence-left").exclude(councils=[]).first()
    place = council_of(signal.councils[0])
    page = get(Client(), f"/indicators/licence-left/?council={place.slug}")
    assert signal.organisation_id in page
    other = next(one for one in ("leeds", "birmingham") if council_of(one).code not in signal.councils)
    assert signal.organisation_id not in get(Client(), f"/indicators/licence-left/?council={other}")


def test_the_command_lists_indicators_and_what_holds_in_a_council_now_and_as_at_a_day(held):
    every = CliRunner().invoke(irhub, ["indicators", "--format", "csv"])
    assert every.exit_code == 0, every.output
    assert len(every.stdout.splitlines()) == len(CATALOGUE) + 1
    place = council_of(busiest())
    asked = ["indicators", "--council", place.name, "--format", "json"]
    now = CliRunner().invoke(irhub, asked)
    then = CliRunner().invoke(irhub, [*asked, "--as-at", f"{register_queries.newest_date()}"])
    assert now.exit_code == then.exit_code == 0
    assert now.stdout == then.stdout
    told = json.loads(now.stdout)
    assert told
    assert all({"code", "severity", "says", "as_at"} <= row.keys() for row in told)
    lost = CliRunner().invoke(irhub, ["indicators", "--council", "Nowhere"])
    assert lost.exit_code == 2
    assert "No English council" in lost.stderr
