"""What a provider does with its self-check. Each is one transaction and leaves an event in the audit trail, which tells nothing of answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, move, named
from irhub.accounts.row_security import system_access
from irhub.casework.colleagues import colleague
from irhub.casework.no_names import refuse_names
from irhub.checker.book import current
from irhub.compliance import queries
from irhub.compliance.how_it_stands import Standing, standing_of
from irhub.compliance.levels import withdraw_if_lower
from irhub.compliance.matters import steps_due
from irhub.compliance.models import Evidence, Matter, PlanItem, Result, Sheet, ThemeResult
from irhub.compliance.questionnaire import NAME, STANDARDS, CheckQuestion, Weight, newest, rules_held
from irhub.compliance.weighing import Weighed, Weighing, by_theme
from irhub.compliance.workflows import OWN, ItemState, MatterKind, MatterState
from irhub.questions.questionnaire import WORDS, NotApplicable
from irhub.questions.stored import move_on, save
from irhub.web.errors import ActionRefused

WORKED = "worked on a self-check"
LONGEST_TITLE = 300


def begin_check(*, by: Membership, name: str = NAME) -> Sheet:
    """The self-check of one's body, begun if there is none; or its answers to another questionnaire of the room."""
    columns = {"version": newest(name).version, "begun_by": by.person.email}
    with transaction.atomic():
        sheet, made = Sheet.objects.get_or_create(body=by.body, questionnaire=name, head=None, defaults=columns)
        if made:
            record("began a self-check", by=by, about=named(sheet))
    return sheet


@transaction.atomic
def answer(
    standing: Standing,
    questions: Sequence[CheckQuestion],
    given: Mapping[str, Any],
    *,
    seen: int,
    by: Membership,
    on: date | None = None,
) -> tuple[str, ...]:
    """Keep answers to questions of a page, with the rules of the day on which they stand. Returns the keys of those that changed.

    A question that is to be given again and is left blank keeps its earlier answer, to be given again. Raises StaleVersion, with nothing saved,
    if somebody else answered one otherwise since, and ActionRefused if a reason looks like it names a worker.
    """
    known = queries.names_of_colleagues(by.body)
    for question in questions:
        said = given.get(question.key)
        if isinstance(said, NotApplicable):
            refuse_names(said.reason, f"{question.key}-reason", known)
        elif isinstance(said, str) and question.kind in WORDS:
            refuse_names(said, question.key, known)
    day, book = on or localdate(), current()
    kept = save(
        standing.sheet,
        asking=standing.asking,
        questions=[each for each in questions if each.key in given or each.key in standing.answers],
        given=given,
        seen=seen,
        by=by,
        beside={each.key: {"rules": rules_held(each, day, book)} for each in questions},
    )
    if kept:
        _touched(standing.sheet, by)
        _hold_to_level(standing.sheet, by)
    return kept


def _hold_to_level(sheet: Sheet, by: Membership) -> None:
    """Withdraw a published level of the standards that the answers no longer bear out."""
    if sheet.questionnaire == STANDARDS:
        withdraw_if_lower(sheet, queries.weighing_of(standing_of(sheet)), by=by)


def _touched(sheet: Sheet, by: Membership) -> None:
    sheet.touched_at = timezone.now()
    sheet.save(update_fields=["touched_at"])
    record(WORKED, by=by, about=named(sheet))


@transaction.atomic
def renew(sheet: Sheet, *, by: Membership) -> None:
    """Ask the newest version of the questions, of the places as well. Answers to what did not change stand."""
    to = newest(sheet.questionnaire)
    for one in (sheet, *queries.places_of(sheet)):
        if one.version < to.version:
            move_on(one, to)
    _touched(sheet, by)
    _hold_to_level(sheet, by)


@dataclass(frozen=True)
class Note:
    """Where something that shows an answer is kept. `right` of `looked_at`: of a sample; both None if there was none."""

    what: str
    kept_where: str
    keeper: str
    seen_on: date
    right: int | None = None
    looked_at: int | None = None


@transaction.atomic
def add_evidence(sheet: Sheet, question: CheckQuestion, note: Note, *, by: Membership) -> Evidence:
    """Note where something is kept. Raises ActionRefused if a word of it looks like the name, number or birthday of somebody."""
    known = queries.names_of_colleagues(by.body)
    for field in ("what", "kept_where", "keeper"):
        refuse_names(getattr(note, field), field, known)
    made = Evidence.objects.create(
        sheet=sheet, body_id=sheet.body_id, question=question.key, what=note.what, kept_where=note.kept_where, keeper=note.keeper,
        seen_on=note.seen_on, right=note.right, looked_at=note.looked_at, added_by=by.person.email,
    )  # fmt: skip
    _touched(sheet, by)
    return made


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Membership) -> None:
    """Remove a line of the index."""
    sheet = evidence.sheet
    evidence.delete()
    _touched(sheet, by)
    _hold_to_level(sheet, by)


@transaction.atomic
def choose_places(head: Sheet, chosen: Collection[str], *, by: Membership) -> None:
    """Have these locations of a provider answer for themselves, and no others. What one that is left out answered is removed.

    Raises ActionRefused if one is no location of the provider.
    """
    Sheet.objects.select_for_update().get(pk=head.pk)
    known = {one.id: one.name for one in queries.locations_of(by.body)}
    there = {one.location_id: one for one in queries.places_of(head)}
    if unknown := set(chosen) - set(known) - set(there):
        raise ActionRefused(f"{min(unknown)} is not on the CQC’s list of your locations.", "places")
    if gone := set(there) - set(chosen):
        with system_access(
            "a provider leaves places out of its self-check"
        ):  # answers, which are only added, go with them
            Sheet.objects.filter(body_id=by.body_id, head=head, location_id__in=gone).delete()
    Sheet.objects.bulk_create(
        Sheet(
            body_id=head.body_id, questionnaire=NAME, version=head.version, head=head, location_id=new, place=known[new],
            begun_by=by.person.email,
        )
        for new in sorted(set(chosen) - set(there))
    )  # fmt: skip
    _touched(head, by)


@transaction.atomic
def confirm_place(place: Sheet, *, seen: int, by: Membership) -> None:
    """Say that what head office answered is true of a place, but for what the place answers itself.

    `seen`: the revision of the head's sheet as it was shown. Raises ActionRefused if head office answered something since.
    """
    head = Sheet.objects.select_for_update().get(pk=place.head_id)
    if head.revision != seen:
        raise ActionRefused("Head office has changed an answer since you opened this page. Look again, and confirm.")
    place.confirmed_by, place.confirmed_at, place.confirmed_revision = by.person.email, timezone.now(), seen
    place.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_revision"])
    record("confirmed a self-check for a place", by=by, about=named(head))


@transaction.atomic
def keep_result(standing: Standing, weighing: Weighing, *, by: Membership) -> Result:
    """Keep what a self-check says today, for the provider's own trend."""
    sheet = standing.sheet
    kept = Result.objects.create(
        sheet=sheet, body_id=sheet.body_id, version=sheet.version, asked=len(weighing.all), open=len(weighing.found),
        unchecked=weighing.unchecked, index=weighing.index, kept_by=by.person.email,
    )  # fmt: skip
    theme_of = {question.key: theme.key for theme in standing.asking.pages for question in theme.questions}
    ThemeResult.objects.bulk_create(
        ThemeResult(
            result=kept,
            body_id=sheet.body_id,
            theme=theme,
            **{str(weight): those.found_of(weight) for weight in Weight},
        )
        for theme, those in by_theme(weighing, theme_of).items()
    )
    record("kept a result of a self-check", by=by, about=named(sheet))
    return kept


@transaction.atomic
def make_plan(sheet: Sheet, gaps: Sequence[Weighed], *, by: Membership) -> int:
    """Put each gap into the action plan that is not in it, in their order. Returns how many were added."""
    locked = Sheet.objects.select_for_update().get(pk=sheet.pk)
    there = set(PlanItem.objects.filter(sheet=locked, state=ItemState.TO_DO).values_list("question", flat=True))
    new = [gap for gap in gaps if gap.question.key not in there]
    for gap in new:
        at = f" ({gap.place})" if gap.place else ""
        _begin_item(
            locked, f"{gap.question.label}{at}"[:LONGEST_TITLE], by=by, question=gap.question.key, weight=gap.weight
        )
    return len(new)


def add_item(sheet: Sheet, title: str, *, by: Membership) -> PlanItem:
    """Add an action of one's own. Raises ActionRefused if it looks like it names somebody."""
    refuse_names(title, "title", queries.names_of_colleagues(by.body))
    return _begin_item(sheet, title, by=by)


def _begin_item(sheet: Sheet, title: str, *, by: Membership, **columns: Any) -> PlanItem:
    made = PlanItem(sheet=sheet, body_id=sheet.body_id, title=title, made_by=by.person.email, **columns)
    return begin(made, by=by, told="added an action to a self-check", about=named(sheet))


def plan_item(
    item: PlanItem, *, owner: int | None, due: date | None, remind_on: date | None, version: int, by: Membership
) -> PlanItem:
    """Say who does something, by when, and when they are reminded. Raises ActionRefused and StaleVersion."""
    if remind_on and not owner:
        raise ActionRefused("Say who does it: they are the one who is reminded.", "owner")
    if due and remind_on and remind_on > due:
        raise ActionRefused("The reminder must come on or before the day on which it is due.", "remind_on")
    columns = {"owner": colleague(owner, by=by, work=OWN), "due": due, "remind_on": remind_on, "reminded_on": None}
    return move(item, "plan", by=by, version=version, columns=columns, about=named(item.sheet))


def end_item(item: PlanItem, name: str, *, note: str, version: int, by: Membership) -> PlanItem:
    """Mark an action as done (`do`), drop it (`drop`) or reopen it (`reopen`). Raises ActionRefused and StaleVersion."""
    refuse_names(note, "note", queries.names_of_colleagues(by.body))
    return move(item, name, by=by, version=version, reason=note, about=named(item.sheet))


@transaction.atomic
def open_matter(*, kind: str, dated: date, by: Membership) -> Matter:
    """Note a visit or a letter, with the steps that follow, each with its day. Raises ActionRefused if the same is open already, or a letter is
    dated after today."""
    if kind != MatterKind.VISIT and dated > localdate():
        raise ActionRefused("A letter cannot be dated after today: enter the date printed on it.", "dated")
    sheet = begin_check(by=by)
    Sheet.objects.select_for_update().get(pk=sheet.pk)
    if Matter.objects.filter(sheet=sheet, kind=kind, dated=dated, state=MatterState.OPEN).exists():
        raise ActionRefused("This is noted already. It is below.", "dated")
    made = Matter(sheet=sheet, body_id=sheet.body_id, kind=kind, dated=dated, opened_by=by.person.email)
    matter = begin(made, by=by, told="noted a visit or letter", about=named(sheet))
    for one in steps_due(kind, dated):
        _begin_item(sheet, one.step.title, by=by, matter=matter, step=one.step.key, due=one.due)
    return matter


def move_matter(matter: Matter, name: str, *, note: str, version: int, by: Membership) -> Matter:
    """Close a visit or letter (`close`), with how it ended, or `reopen` it. Raises ActionRefused and StaleVersion."""
    refuse_names(note, "note", queries.names_of_colleagues(by.body))
    return move(matter, name, by=by, version=version, reason=note, about=named(matter.sheet))
