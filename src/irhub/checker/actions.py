"""What changes the rulebook and keeps cases. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

from django.db import connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import Actor, name_of, record
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.roles import Role
from irhub.checker.book import current
from irhub.checker.kinds import Kind
from irhub.checker.models import Proposal, SavedCase
from irhub.checker.notices import STALE_SOURCES
from irhub.checker.queries import cases_of_everybody, editors, facts_read
from irhub.notify.actions import post
from irhub.rulebook.book import Rulebook
from irhub.rulebook.changing import read_document, with_change
from irhub.rulebook.comparing import Changed, changed_answers, worked_facts
from irhub.rulebook.rules import Edition, Rule
from irhub.web.errors import ActionRefused
from irhub.web.saying import say_day
from irhub.web.yaml_files import Unsound

STALE_AFTER_DAYS = 90
MOST_CASES = 200
"""How many cases one person may keep."""


def next_edition(book: Rulebook) -> Edition:
    """The edition that the next approved change becomes."""
    day = max(localdate(), book.known)
    return Edition(day, book.edition.number + 1 if day == book.known else 1)


def trial(document: str) -> tuple[Rulebook, Rulebook]:
    """The rulebook as it stands, and as it would be with a change. Raises ActionRefused with the faults, a sentence a line."""
    book = current()
    try:
        return book, with_change(book, read_document(document, book.topics, next_edition(book)))
    except Unsound as faults:
        raise ActionRefused(str(faults)) from faults


def answers_changed(document: str) -> list[Changed]:
    """The worked and the saved cases to which a change would give another answer. Raises ActionRefused."""
    before, after = trial(document)
    try:
        return changed_answers([*worked_facts(), *cases_of_everybody()], before, after)
    except Unsound as faults:
        raise ActionRefused(str(faults)) from faults


def fingerprint(changed: list[Changed]) -> str:
    """A digest of a list of changed answers, by which an approval can tell that it is the list that was looked at."""
    content = json.dumps([asdict(each) for each in changed], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


@transaction.atomic
def propose(kind: Kind, about: str, document: str, reason: str, *, by: Membership) -> Proposal:
    """Propose a change. Raises ActionRefused if the whole rulebook would not be sound with it, or a checker could not answer."""
    answers_changed(document)
    made = Proposal(
        kind=kind, rule=about, document=document, reason=reason, proposed_by=name_of(by), proposed_as=str(by),
        proposed_at=timezone.now(),
    )  # fmt: skip
    return begin(made, by=by, told="proposed a change of the rules", detail={"rule": about, "kind": str(kind)})


@transaction.atomic
def approve(number: int, *, decision: str = "", seen: str, version: int | None = None, by: Membership) -> Proposal:
    """Put a proposal into force at once. `seen` is the fingerprint of the changed answers that the person was shown.

    Approvals wait for each other, and each is held against the rulebook that the one before left. Raises ActionRefused if
    somebody else decided first, if it is one's own, if it no longer fits, or if other answers would change than were shown;
    StaleVersion if somebody decided since it was shown as `version`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('irhub rulebook'))")
    found = Proposal.objects.get(pk=number)
    check_move(found, "approve", by=by)
    changed = answers_changed(found.document)
    if fingerprint(changed) != seen:
        raise ActionRefused(
            "The rules or the kept cases have changed since you opened this page, and other answers would change now. "
            "Look at the list again before you approve."
        )
    edition = next_edition(current())
    return move(
        found, "approve", by=by, version=version, reason=decision,
        detail={"edition": str(edition), "rule": found.rule, "answers_changed": len(changed)},
        columns={
            "edition_day": edition.day, "edition_number": edition.number, "changed": [asdict(each) for each in changed],
        },
    )  # fmt: skip


def decline(number: int, *, decision: str, version: int | None = None, by: Membership) -> Proposal:
    """Decline a proposal with a reason. Raises ActionRefused if it is decided, one's own, or no reason is given, StaleVersion if
    somebody decided since it was shown as `version`."""
    found = Proposal.objects.get(pk=number)
    return move(found, "decline", by=by, version=version, reason=decision, detail={"rule": found.rule})


def take_back(number: int, *, version: int | None = None, by: Membership) -> Proposal:
    """Take back one's own proposal. Raises ActionRefused if it is decided or somebody else's, StaleVersion as `decline` does."""
    found = Proposal.objects.get(pk=number)
    return move(found, "take back", by=by, version=version, detail={"rule": found.rule})


@transaction.atomic
def save_case(title: str, checker: str, written: Mapping[str, str], *, edition: str, by: Actor) -> SavedCase:
    """Keep the facts of a case under a title. `written` is as in a checker's address; what is no answer is left out.

    Raises ActionRefused if no checker has the name, no fact is left, the title is in use, or one keeps too many.
    """
    facts = facts_read(checker, written)
    if not facts:
        raise ActionRefused("There is nothing to keep: answer at least one question first.")
    title = " ".join(title.split())
    if not title:
        raise ActionRefused("Give the case a name. Do not use a person’s name.")
    mine = SavedCase.objects.filter(saved_by=name_of(by))
    if mine.filter(title=title).exists():
        raise ActionRefused(f"You already keep a case called {title}. Choose another name.")
    if mine.count() >= MOST_CASES:
        raise ActionRefused(f"You keep {MOST_CASES} cases. Delete one first.")
    kept = {key: written[key] for key in facts}
    made = SavedCase.objects.create(
        title=title, checker=checker, facts=kept, edition=edition, saved_by=name_of(by), saved_at=timezone.now()
    )
    record("kept a case", by=by, about=f"case/{made.pk}", checker=checker)
    return made


@transaction.atomic
def delete_case(number: int, *, by: Actor) -> None:
    """Delete a case of one's own; nothing happens if there is none of that number."""
    if SavedCase.objects.filter(pk=number, saved_by=name_of(by)).delete()[0]:
        record("deleted a case", by=by, about=f"case/{number}")


def _to_read(book: Rulebook, rule: Rule) -> str:
    """What to read again for a rule, a line each: its sources, and the official publication."""
    lines = [
        f"  Read again: {source.title}, {source.publisher}, last read on {say_day(source.read)}"
        for source in book.sources_of(rule)
    ]
    return "\n".join([*lines, f"  Official publication: {book.topics[rule.topic].publication}"])


def remind_of_stale_sources() -> int:
    """Mail the rules editors about rules that have no source read within 90 days. Returns how many such rules there are.

    To be run once a month: each is written to once in it. Posts nothing if there is no such rule, or no editor.
    """
    book = current()
    stale = book.stale(localdate(), STALE_AFTER_DAYS)
    people = editors(Role.RULES_EDITOR)
    if not stale or not people:
        return len(stale)
    lines = "\n".join(f"- {rule.id}: {rule.says}\n{_to_read(book, rule)}" for rule in stale)
    for address in people:
        post(
            kind=STALE_SOURCES,
            key=f"stale-sources/{localdate():%Y-%m}",
            to=address,
            subject=f"{len(stale)} rules whose sources were last read over {STALE_AFTER_DAYS} days ago, or that have none",
            text="Please read the sources of these rules again, and record what you find on the hub’s page of sources to read "
            f"again:\n\n{lines}\n",
        )
    return len(stale)
