"""The demo's self-checks: one nearly done with a plan and a result, with a location of its own; one just begun; one that a changed rule touches; a visit and a letter."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.demo import cast
from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind, Role
from irhub.compliance import actions, levels, opening, queries, repeats
from irhub.compliance.how_it_stands import standing_of
from irhub.compliance.models import Sheet
from irhub.compliance.questionnaire import PACK, SITUATION, STANDARDS, Weight
from irhub.compliance.workflows import MatterKind
from irhub.programmes.demo import council, provider, providers
from irhub.questions.questionnaire import UNKNOWN, NotApplicable
from irhub.web.working_days import working_days_from

_SPONSORS = ("sponsors", "senior", "clause", "agency")
_GAPS = {"A7": "no", "A12": "no", "C3": "partly", "C9": "no", "D13": UNKNOWN, "E9": "partly", "F8": "no", "G5": "no"}
_SEEN = ("Export of the HR system", "HR drive, folder Sponsorship", "HR manager")


def self_checks() -> None:
    """Self-checks of providers: one with a result, a plan and a location of its own, one just begun, one that a changed rule touches; a visit and a letter"""
    here = council().partnership
    assessor = cast(
        "Anwen Example", Role.ASSESSOR, kind=Kind.PARTNERSHIP, body=f"{here.name} (example)", place=here.slug
    )
    with acting_in(provider()) as by:
        _nearly_done(by)
        _visit_and_letter(by)
        _standards(by, assessor.person.email)
    others = providers(3)[1:]
    for at, (provider_id, name) in enumerate(others):
        whose = f"{('Harriet', 'Hassan')[at]} Example"
        with acting_in(cast(whose, Role.SPONSORSHIP_LEAD, kind=Kind.PROVIDER, body=name, place=provider_id)) as by:
            sheet = actions.begin_check(by=by)
            if at:
                _answer(sheet, by, {SITUATION: ("sponsors",), "A1": "yes"})
                _answer(sheet, by, {"C1": "yes", "C3": "yes"}, on=date(2025, 4, 10))


def _visit_and_letter(by: Membership) -> None:
    """The pack is written in part; a visit of some months ago is closed, and a letter waits for its answer."""
    pack = actions.begin_check(by=by, name=PACK)
    _answer(
        pack,
        by,
        {
            "opens": "Deputy manager of the site",
            "called": "Authorising officer, mobile in the rota",
            "room": "Training room",
        },
    )
    today = localdate()
    visit = actions.open_matter(kind=MatterKind.VISIT, dated=working_days_from(today - timedelta(days=90), 1)[0], by=by)
    for step in queries.steps_of(visit):
        actions.end_item(step, "do", note="Done, proof in the HR drive", version=step.version, by=by)
    actions.move_matter(visit, "close", note="Nothing more came of it", version=visit.version, by=by)
    for reference, shown, days in (("F-17", "evisa", 200), ("AB", "student", 20), ("F-3", "pending", -180)):
        repeats.add_repeat(reference=reference, shown=shown, ends=today + timedelta(days=days), by=by)
    letter = actions.open_matter(
        kind=MatterKind.ACTION_PLAN, dated=working_days_from(today - timedelta(days=6), 1)[0], by=by
    )
    first = queries.steps_of(letter)[0]
    actions.end_item(first, "do", note="The last day is in the diary of the HR manager", version=first.version, by=by)


def _standards(by: Membership, assessor: str) -> None:
    """Every critical statement is met, the level is published, and an assessor is let in."""
    sheet = actions.begin_check(by=by, name=STANDARDS)
    questions = standing_of(sheet).asking.questions
    _answer(sheet, by, {each.key: "yes" if each.weight is Weight.CRITICAL else "partly" for each in questions})
    for question in questions:
        if question.weight is Weight.CRITICAL:
            actions.add_evidence(sheet, question, actions.Note(*_SEEN, localdate()), by=by)
    sheet.refresh_from_db()
    levels.publish(sheet, queries.weighing_of(standing_of(sheet)), by=by)
    opening.let_in(
        standing_of(sheet), email=assessor, themes=["principles"], begins_on=localdate(), ends_on=localdate() + timedelta(days=28), by=by
    )  # fmt: skip


def _answer(sheet: Sheet, by: Membership, given: dict[str, object], on: date | None = None) -> None:
    sheet.refresh_from_db()
    at = standing_of(sheet)
    questions = [each for each in at.asking.questions if each.key in given]
    actions.answer(at, questions, given, seen=sheet.revision, by=by, on=on)


def _nearly_done(by: Membership) -> None:
    sheet, today = actions.begin_check(by=by), localdate()
    _answer(sheet, by, {SITUATION: _SPONSORS})
    sheet.refresh_from_db()
    asked = [each for each in standing_of(sheet).asked if each.weight]
    given: dict[str, object] = {each.key: _GAPS.get(each.key, "yes") for each in asked[:-3]}
    given["B13"] = NotApplicable("Every certificate was used")
    _answer(sheet, by, given)
    for number, question in enumerate(asked):
        if given.get(question.key) == "yes":
            seen_on, sample = today - timedelta(days=number), number % 3 == 0
            note = actions.Note(*_SEEN, seen_on, *((20, 20) if sample else (None, None)))
            actions.add_evidence(sheet, question, note, by=by)
    places = queries.locations_of(by.body)[:2]
    actions.choose_places(sheet, [place.id for place in places], by=by)
    sheet.refresh_from_db()
    for place in queries.places_of(sheet)[:1]:
        _answer(place, by, {"E1": "partly"})
        actions.confirm_place(place, seen=sheet.revision, by=by)
    at, standings = queries.all_standings(sheet)
    weighing = queries.weighing_of(at, standings)
    actions.keep_result(at, weighing, by=by)
    actions.make_plan(sheet, weighing.gaps, by=by)
    planned, done, dropped, *_ = queries.items_of(sheet)
    due = working_days_from(today + timedelta(days=14), 1)[0]
    actions.plan_item(
        planned, owner=by.person_id, due=due, remind_on=due - timedelta(days=3), version=planned.version, by=by
    )
    actions.end_item(done, "do", note="A log is kept from today on", version=done.version, by=by)
    actions.end_item(dropped, "drop", note="We no longer do this", version=dropped.version, by=by)


SCENES = (self_checks,)
