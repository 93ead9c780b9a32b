"""Commands about the dated rules: rules check, show, evaluate, export, stale."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import yaml
from django.utils.timezone import localdate

from irhub.checker.book import current, set_aside
from irhub.rulebook.asking import answer, read_edition
from irhub.rulebook.documents import AnswerDocument, as_json, rulebook_document
from irhub.rulebook.loading import rulebook
from irhub.rulebook.rules import Certainty, Rule
from irhub.rulebook.seals import add_seals, broken, sealed
from irhub.rulebook.worked import differences, unstated, worked_cases
from irhub.web.command_line import DATE, EXIT_REFUSED, FORMATS, as_date, show
from irhub.web.yaml_files import Unsound, read_yaml

_COLUMNS = ["id", "version", "topic", "scope", "value", "unit", "since", "until", "certainty", "says"]


@click.group()
def rules() -> None:
    """Dated rules of sponsorship and ethical recruitment. What they say is not legal advice."""


@rules.command("check")
def check_rules() -> None:
    """Prove that the rulebook can be trusted: its data, its sealed versions, every worked case. Exit code 1 if not.

    Approved changes were held against all of it when they were approved; one that no longer fits is a fault.
    """
    try:
        book = rulebook()
    except Unsound as faults:
        click.echo(str(faults), err=True)
        sys.exit(1)
    wrong = broken(book.every, sealed())
    wrong += [f"{case.checker} {case.id}: {said}" for case in worked_cases() for said in differences(case)]
    wrong += unstated()
    wrong += [f"The approved change of edition {each.edition} is set aside: {each.why}" for each in set_aside()]
    for line in wrong:
        click.echo(line, err=True)
    click.echo(
        f"{len(book.rules)} rules of {len(book.topics)} topics, {len(worked_cases())} worked cases, {len(wrong)} faults."
    )
    sys.exit(1 if wrong else 0)


@rules.command("seal")
def seal_rules() -> None:
    """Seal the shipped versions that are not sealed yet, so that they are never edited (for developers, in the source folder)."""
    click.echo(f"{add_seals(rulebook().every)} versions sealed.")


@rules.command("show")
@click.argument("topic")
@click.option("--on", type=DATE, help="Only the rules in force on this day.")
@click.option("--format", "form", type=FORMATS, default="table")
def show_rules(topic: str, on: datetime | None, form: str) -> None:
    """Show the rules of a TOPIC, of all dates or of one day."""
    book = current()
    if topic not in book.topics:
        click.echo(f"There is no topic {topic}. The topics are {', '.join(sorted(book.topics))}.", err=True)
        sys.exit(EXIT_REFUSED)
    day = as_date(on)
    held = book.in_force(day, topic) if day else [rule for rule in book.rules if rule.topic == topic]
    show(map(_row, held), _COLUMNS, form)


def _row(rule: Rule) -> dict[str, object]:
    return {name: getattr(rule, name) for name in _COLUMNS}


@rules.command("export")
@click.option("--known", help="The edition to write, or the day on which it was known; by default the newest.")
def export_rules(known: str | None) -> None:
    """Write the whole rulebook as JSON: every version of every rule, with its sources (schema rulebook-1)."""
    book = current()
    try:
        edition = book.edition_of(read_edition(known)) if known else book.edition
        if edition is None:
            raise ValueError(f"We hold no rulebook of {known}: the first is of {book.editions[0]}.")
    except ValueError as problem:
        click.echo(str(problem), err=True)
        sys.exit(EXIT_REFUSED)
    click.echo(as_json(rulebook_document(book.as_known(edition))))


def _case_of(content: Any) -> tuple[str, dict[str, Any], str]:
    """The checker, facts and edition (blank if none) of a case file's content. Raises ValueError with one sentence."""
    form = (
        "write “checker: report”, then “facts:” with one fact a line, and “known: 2026-11-24” if an edition is meant."
    )
    if not isinstance(content, dict):
        raise ValueError(f"it holds no case: {form}")
    if other := sorted(str(key) for key in content if key not in ("checker", "facts", "known")):
        raise ValueError(f"a case has no {', '.join(other)}: {form}")
    facts = content.get("facts")
    if "checker" not in content or not isinstance(facts, dict):
        raise ValueError(f"its {'facts are' if 'checker' in content else 'checker is'} missing: {form}")
    return str(content["checker"]), facts, str(content.get("known") or "")


@rules.command("evaluate")
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--known",
    help="Answer as the rulebook was known on this day, or by this edition, like 2026-11-24.2; by default that of CASE, or today's.",
)
@click.option("--json", "in_json", is_flag=True, help="Everything as JSON (schema answer-1).")
def evaluate_case(case: Path, known: str, in_json: bool) -> None:
    """Judge the facts in CASE, a YAML file with `checker:` and `facts:`, and perhaps `known:`. This is not legal advice."""
    try:
        checker, facts, edition = _case_of(read_yaml(case))
        book = current()
        told = answer(checker, facts, known=known or edition or None, book=book)
    except (ValueError, yaml.YAMLError) as problem:
        click.echo(f"{case.name} cannot be judged: {problem}", err=True)
        sys.exit(EXIT_REFUSED)
    click.echo(as_json(told) if in_json else "\n".join(_told(told)))


def _told(told: AnswerDocument) -> Iterator[str]:
    """An answer as lines for people: the sentence first, then what follows, what was found, and what is missing."""
    yield told.answer.sentence
    yield f"{told.verdict} (rulebook of {told.edition}). {told.notice}"
    yield from (f"  {step}" for step in told.answer.steps)
    yield from (f"  To check: {publication}" for publication in told.answer.to_check)
    for finding in sorted(told.findings, key=lambda each: each.code not in told.answer.decided_by):
        decides = ", decides" if finding.code in told.answer.decided_by else ""
        yield f"\n{finding.title}: {finding.outcome}{decides}\n  {finding.sentence}"
        yield from (f"    {line}" for line in finding.compared)
        for used in finding.rules:
            yield f"  {used.rule.id} version {used.rule.version} ({used.rule.certainty}). {used.why}"
            for source in used.rule.sources:
                yield f"    source: {source.title}, {source.publisher}, read on {source.read}"
            if used.rule.certainty is Certainty.REPORTED and used.rule.publication:
                yield f"    to check: {used.rule.publication}"
    yield from (f"\nNeed to know {need.fact}, to answer: {need.purpose}" for need in told.needs)


@rules.command("stale")
@click.option("--days", type=click.IntRange(0, 36_500), default=90, show_default=True)
@click.option("--format", "form", type=FORMATS, default="table")
def stale_rules(days: int, form: str) -> None:
    """List the rules of which no source was read within so many days, with what to read again."""
    book = current()
    rows = [
        {
            **_row(rule),
            "read_again": "; ".join(f"{each.title}, {each.publisher}" for each in book.sources_of(rule)),
            "publication": book.topics[rule.topic].publication,
        }
        for rule in book.stale(localdate(), days)
    ]
    show(rows, [*_COLUMNS, "read_again", "publication"], form)


COMMANDS = (rules,)
