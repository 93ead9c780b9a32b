"""A sponsor that moved or was renamed is one body with one history: its links, decisions and licence follow it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from irhub.continuity.exposure import exposure
from irhub.contracts.queries import facts_of
from irhub.indicators.models import Signal
from irhub.organisations.decisions import decide, undo
from irhub.organisations.models import Link, Member, ProviderInCouncil
from irhub.organisations.queries import SPONSOR_LANE, profile
from irhub.organisations.succession import (
    Step,
    anchors,
    ways,
    with_followed_decisions,
    with_followed_links,
)
from irhub.organisations.votes import ACCEPTED, REVIEW, Answer, Judgement, Vote
from irhub.registers import lagging
from irhub.registers.deciding import reject
from irhub.registers.deriving import catch_up
from irhub.registers.finding import FICTIONAL_NOTICE
from irhub.registers.models import Change, CompanySpan, Edition
from irhub.registers.sources.keys import CLEANER
from irhub.registers.taking_in import load
from irhub.registers.wording import FOLLOWED_FROM
from tests.organisations.registers import hold, key, place
from tests.registers.samples import sponsor_file

PAT, SAM = "pat@example.org", "sam@example.org"
FIRST = date(2026, 3, 3)


def step(before: str, after: str, confidence: float = 0.95) -> Step:
    return Step(before, after, confidence, f"{before} became {after}.")


def link(sponsor: str, provider: str, score: float = 0.97, band: str = ACCEPTED) -> Answer:
    return Answer(sponsor, provider, score, band, band, ["the same name"])


def followed(stand: Sequence[Answer], *told: Step) -> dict[tuple[str, str], Answer]:
    rows = with_followed_links(stand, ways(told, FOLLOWED_FROM), ways(told))
    assert len({(row.sponsor_key, row.provider_id) for row in rows}) == len(rows)
    return {(row.sponsor_key, row.provider_id): row for row in rows}


def test_an_accepted_link_follows_over_any_number_of_steps_and_either_way():
    for old, new in (("a", "c"), ("c", "a")):
        row = followed([link(old, "rose")], step("a", "b"), step("b", "c"))[new, "rose"]
        assert (row.band, row.linked, row.score) == (ACCEPTED, "", pytest.approx(0.97 * 0.95**2))
        assert len(row.follows) == 3, "both steps, and why the other entry is linked"


def test_a_sponsor_that_moved_back_is_the_same_body():
    rows = followed([link("a", "rose")], step("a", "b", 0.91), step("b", "a", 0.97))
    assert rows["b", "rose"].score == pytest.approx(0.97 * 0.97), "the surer of two ways counts"


def test_a_link_that_waits_is_accepted_and_keeps_what_the_linker_says_of_it():
    row = followed([link("a", "rose"), link("b", "rose", 0.62, REVIEW)], step("a", "b"))["b", "rose"]
    assert (row.band, row.linked, row.own_score, row.waits_for) == (ACCEPTED, REVIEW, 0.62, "")
    assert row.reasons == ["the same name"]


def test_an_entry_with_an_accepted_link_of_its_own_keeps_it():
    rows = followed([link("a", "rose"), link("b", "oak", 0.93)], step("a", "b"))
    assert set(rows) == {("a", "rose"), ("b", "oak")}


def test_over_a_guess_a_link_goes_to_review_and_is_not_accepted():
    row = followed([link("a", "rose")], step("a", "b", 0.8))["b", "rose"]
    assert (row.band, row.waits_for) == (REVIEW, "score")
    assert row.follows[0] == "a became b"


def test_a_link_that_a_guess_leads_to_stays_as_the_linker_gave_it():
    rows = followed([link("a", "rose"), link("b", "rose", 0.62, REVIEW)], step("a", "b", 0.8))
    assert rows["b", "rose"] == link("b", "rose", 0.62, REVIEW)


def votes(*told: tuple[int, str, str]) -> Judgement:
    made = tuple(Vote(number, who, "", verdict, FIRST) for number, who, verdict in told)
    return Judgement(made[-1].verdict, made)


def test_a_decision_follows_unless_people_decided_on_the_entry_itself():
    body = ways([step("a", "b"), step("b", "c")])
    judged = with_followed_decisions(
        {"a": {"rose": votes((1, PAT, "different"))}, "b": {"rose": votes((2, PAT, "same"))}}, body
    )
    assert [judged[entry]["rose"].outcome for entry in "abc"] == ["different", "same", "same"], (
        "the latest word of each person"
    )


def test_people_who_disagree_on_two_entries_of_a_body_disagree_on_the_third():
    body = ways([step("a", "b"), step("b", "c")])
    judged = with_followed_decisions(
        {"a": {"rose": votes((1, PAT, "different"))}, "b": {"rose": votes((2, SAM, "same"))}}, body
    )
    assert judged["c"]["rose"].outcome == "disagree"


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.floats(0.75, 0.99)), max_size=9))
def test_ways_lead_both_ways_and_wherever_the_steps_lead_together(drawn):
    told = [step(before, after, sure) for before, after, sure in drawn if before != after]
    found = ways(told)
    for one, others in found.items():
        for other, way in others.items():
            assert found[other][one].confidence == pytest.approx(way.confidence)
            assert set(others) | {one} == set(found[other]) | {other}
            assert way.confidence <= min(walked.confidence for walked in way.steps)
    alone = {entry: (1, entry) for entry in found}
    for entry, anchor in anchors(alone, found).items():
        assert anchor == min([entry, *found[entry]])


ROSE, OAK, ELM = "1-1", "1-2", "1-3"
OLD, NEW = key("Rosewick Lodge Care Ltd", "Testford"), key("Rosewick Lodge Care Ltd", "Sampleton")
TOWNS = ("Testford", "Sampleton", "Mockbury", "Farhaven", "Nearhaven")
LETTERS = ("Alderbank", "Birchmoor", "Cressford", "Dalemere", "Emberhill", "Fernlow", "Gorsewick", "Hazelholt")
STAY = [(f"{one}{other.lower()} Joinery Ltd", "Nearhaven") for one in LETTERS for other in LETTERS if one != other]
"""Sponsors enough that words have their usual rarity."""


class History:
    """Editions of the sponsor register beside care providers, loaded one a day; all that is derived is made after each."""

    def __init__(self, folder) -> None:
        hold([], adult_care(1, "Rosewick Lodge Care Ltd"), adult_care(2, "Oakwick Nursing Home Ltd"))
        Edition.objects.create(
            register="cqc_locations", date=FIRST, date_origin="given", sha256="0" * 64, file_name="", size_bytes=0,
            record_count=0, row_count=0, state="accepted", reason="", loaded_at=timezone.now(), cleaner=CLEANER,
            fictional=True,
        )  # fmt: skip
        self.folder, self.day = folder, FIRST
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FICTIONAL_NOTICE).write_text("invented")

    def edition(self, *rows: tuple[str, ...]) -> History:
        load(sponsor_file(self.folder, self.day, [*STAY, *rows]))
        catch_up()
        self.day += timedelta(days=1)
        return self


def adult_care(number: int, name: str, town: int = 0) -> dict[str, object]:
    return place(number, name, town=town, inspection_directorate="Adult social care")


@pytest.fixture
def history(db, data_folder, tmp_path, settings):
    settings.IRHUB_MAX_GAINED_PERCENT = settings.IRHUB_MAX_LOST_PERCENT = 100
    return History(tmp_path / "editions")


def licence(provider: str = ROSE) -> str:
    """How a provider stands on the sponsor register: the same in lists, in contracts, on its own page and in what hangs on it."""
    told = ProviderInCouncil.objects.get(as_at=None, provider_id=provider).licence
    organisation = Member.objects.get(entity_key=provider).organisation_id
    found, hangs = profile(organisation), exposure(organisation).licence
    assert facts_of([provider])[provider].licence == told
    assert (told == "licensed") == found.licence.licensed == bool(found.routes) == hangs.licensed
    assert (told == "unclear") == bool(found.licence.left_by and found.namesakes) == hangs.unclear
    return told


def told_to_have_left() -> bool:
    return Signal.objects.filter(code="licence-left").exists()


def test_a_provider_stays_licensed_when_its_sponsor_moves_town_and_moves_back(history):
    history.edition(("Rosewick Lodge Care Ltd", "Testford"))
    assert licence() == "licensed"
    history.edition(("Rosewick Lodge Care Ltd", "Sampleton"))
    assert Change.objects.filter(kind="moved_town", confidence__gte=FOLLOWED_FROM).count() == 1
    assert licence() == "licensed"
    assert not told_to_have_left()
    found = profile(Member.objects.get(entity_key=NEW).organisation_id)
    assert ROSE in {member.entity_key for member in found.members}
    assert {span.town for span in found.sponsors} == {"Testford", "Sampleton"}
    [lane] = [lane for lane in found.timeline.lanes if lane.title == SPONSOR_LANE]
    assert len(lane.bars) == 1, "one history"
    history.edition(("Rosewick Lodge Care Ltd", "Testford"))
    assert licence() == "licensed"
    history.edition()
    assert licence() == "formerly"
    assert told_to_have_left()


def test_a_provider_stays_licensed_when_its_sponsor_moves_and_then_is_renamed(history):
    history.edition(("Rosewick Lodge Care Ltd", "Testford")).edition(("Rosewick Lodge Care Ltd", "Sampleton"))
    history.edition(("Rosewick Lodge Care Ltd t/a Mossbank Grange", "Sampleton"))
    assert Change.objects.filter(kind="renamed", confidence__gte=FOLLOWED_FROM).count() == 1
    assert licence() == "licensed"


def test_a_provider_whose_sponsor_perhaps_was_renamed_is_not_clear_until_a_person_decides(history):
    history.edition(("Rosewick Lodge Care Ltd t/a Quernmoor Grange", "Testford"))
    assert licence() == "licensed"
    history.edition(("Quernmoor Grange Ltd", "Testford"))
    [change] = Change.objects.filter(kind="renamed")
    assert change.confidence < FOLLOWED_FROM
    assert licence() == "unclear"
    assert not told_to_have_left()
    waits = Link.objects.get(sponsor_key=change.entity_key, provider_id=ROSE)
    assert waits.band == "review"
    assert any("former name" in said for said in waits.reasons)
    decide(change.entity_key, ROSE, "same", by=PAT)
    assert licence() == "licensed"
    undo(by=PAT)
    assert licence() == "unclear"
    decide(change.entity_key, ROSE, "different", by=PAT)
    assert licence() == "formerly"


def test_when_the_edition_that_shows_a_move_is_rejected_the_link_no_longer_follows(history):
    history.edition(("Rosewick Lodge Care Ltd", "Testford")).edition(("Rosewick Lodge Care Ltd", "Sampleton"))
    assert Link.objects.filter(sponsor_key=NEW, provider_id=ROSE, band="accepted").exists()
    reject(Edition.objects.latest("date", "pk"), by="the operator", reason="It was another register’s.")
    catch_up()
    assert licence() == "licensed"
    assert not Member.objects.filter(entity_key=NEW).exists()
    assert not Link.objects.filter(sponsor_key=NEW).exists()


def test_a_company_whose_other_entry_stands_is_licensed_whatever_its_town(history):
    here, far = ("Rosewick Lodge Care Ltd", "Testford"), ("Rosewick Lodge Care Ltd", "Farhaven")
    history.edition(here, far).edition(far)
    assert licence() == "licensed"
    assert not told_to_have_left()


def test_where_companies_house_knows_both_names_a_sponsor_that_bears_quite_another_name_is_the_same_body(history):
    company = {
        "company_name": "Quernmoor Grange Ltd",
        "previous_names": "ROSEWICK LODGE CARE LTD",
        "company_number": "15800001",
    }
    CompanySpan.objects.create(
        **company,
        name_key="quernmoorgrangeltd",
        company_status="Active",
        since=FIRST,
        line=2,
    )
    history.edition(("Rosewick Lodge Care Ltd", "Testford"))
    assert licence() == "licensed"
    history.edition(("Quernmoor Grange Ltd", "Farhaven"))
    link = Link.objects.get(sponsor_key=key("Quernmoor Grange Ltd", "Farhaven"), provider_id=ROSE)
    assert link.band == "accepted"
    assert link.follows[0] == "Companies House knows both names as those of company 15800001"
    assert licence() == "licensed"
    CompanySpan.objects.all().delete()
    lagging.forget()
    catch_up()
    assert licence() != "licensed"


def test_nobody_is_told_to_have_left_while_a_namesake_in_another_town_is_not_reviewed(history):
    here, far = ("Rosewick Lodge Care", "Testford"), ("Rosewick Lodge Care", "Farhaven")
    history.edition(here, far)
    decide(key(*here), ROSE, "same", by=PAT)
    history.edition(far)
    namesake = key(*far)
    assert not Link.objects.filter(sponsor_key=namesake, band="accepted").exists()
    assert licence() == "unclear"
    assert not told_to_have_left()
    decide(namesake, ROSE, "different", by=PAT)
    assert licence() == "formerly"
    undo(by=PAT)
    assert licence() == "unclear"


def test_what_a_person_called_different_stays_different_when_the_sponsor_moves(history):
    history.edition(("Rosewick Lodge Care Ltd", "Testford"))
    decide(OLD, ROSE, "different", by=PAT)
    history.edition(("Rosewick Lodge Care Ltd", "Sampleton"))
    assert licence() == "none"
    assert Link.objects.get(sponsor_key=NEW, provider_id=ROSE).band == "rejected"
    undo(by=PAT)
    assert licence() == "licensed"


def test_a_sponsor_of_no_provider_that_moved_is_one_organisation(history):
    history.edition(("Fennimore Foods Ltd", "Testford")).edition(("Fennimore Foods Ltd", "Sampleton"))
    old, new = (Member.objects.get(entity_key=key("Fennimore Foods Ltd", town)) for town in ("Testford", "Sampleton"))
    assert old.organisation_id == new.organisation_id
    found = profile(old.organisation_id)
    assert found.licence.licensed
    assert found.licence.left_by is None


def _fate(chance: random.Random, name: str, town: str) -> tuple[str, str]:
    """What becomes of a sponsor by the next edition: most stay, some move, some are renamed."""
    draw = chance.random()
    if draw < 0.25:
        return name, chance.choice([other for other in TOWNS if other != town])
    if draw < 0.45:
        plain = name.split(" t/a ")[0].removesuffix(" Ltd").removesuffix(" LLP")
        return chance.choice(
            [f"{plain} Ltd", f"{plain} Ltd t/a {plain.split()[0]} View", f"{plain}e Ltd", f"{plain} LLP"]
        ), town
    return name, town


EDITIONS = 5


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 14])
def test_a_provider_whose_sponsor_only_moved_or_was_renamed_never_counts_as_left(history, seed):
    chance = random.Random(seed)
    bodies = [f"{first}{second.lower()}" for first in LETTERS for second in LETTERS if first != second][:40]
    names = [f"{body} Lodge Care{' Ltd' * (n % 2)}" for n, body in enumerate(bodies)]
    hold([], *(adult_care(100 + n, name, n % 3) for n, name in enumerate(names)))
    now = {n: (name, TOWNS[n % 3]) for n, name in enumerate(names)}
    stood = {n: {now[n]} for n in now}
    linked: set[int] = set()
    for number in range(EDITIONS):
        history.edition(*now.values())
        for n in [] if number else range(0, len(bodies), 2):  # names that others may bear: a person has to say so
            decide(key(*now[n]), f"1-{100 + n}", "same", by=PAT)
        for n in now:
            stood[n].add(now[n])
        left = {change.entity_key for change in Change.objects.filter(kind="licence_removed")}
        listed = dict(ProviderInCouncil.objects.filter(as_at=None).values_list("provider_id", "licence"))
        for n in now:
            if not left & {key(*entry) for entry in stood[n]}:
                told = listed[f"1-{100 + n}"]
                assert number < EDITIONS - 1 or told == licence(f"1-{100 + n}")
                assert told != "formerly", (now[n], stood[n])
                linked |= {n} if told == "licensed" else set()
        now = {n: _fate(chance, *entry) for n, entry in now.items()}
    assert len(linked) > 30
    assert Change.objects.filter(kind="moved_town").count() > 20
    assert Change.objects.filter(kind="renamed").count() > 10
    first = {key(name, TOWNS[n % 3]) for n, name in enumerate(names)}
    later = {key(*entry) for entries in stood.values() for entry in entries} - first
    assert Link.objects.filter(band="accepted", sponsor_key__in=later).count() > 20
