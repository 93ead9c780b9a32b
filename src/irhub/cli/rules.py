"""Commands about the dated rules: rules check, show, evaluate, stale."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click
import yaml
from django.utils.timezone import localdate

from irhub.checker.book import current, set_aside
from irhub.cli import EXIT_REFUSED
from irhub.cli.loading import DATE, as_date
from irhub.cli.output import FORMATS, show
from irhub.rulebook.engine import CHECKS, evaluate
from irhub.rulebook.loading import Unsound, read_yaml, rulebook
from irhub.rulebook.rules import Edition, Rule
from irhub.rulebook.seals import add_seals, broken, sealed
from irhub.rulebook.worked import differences, worked_cases

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


def _known(text: str | None) -> date | Edition | None:
    """The day or the edition that a text names. Raises ValueError."""
    if not text:
        return None
    return Edition.read(text) if "." in text else date.fromisoformat(text)


@rules.command("evaluate")
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--known",
    help="Answer as the rulebook was known on this day, or by this edition, like 2026-11-24.2; by default that of CASE, or today's.",
)
@click.option("--json", "as_json", is_flag=True)
def evaluate_case(case: Path, known: str, as_json: bool) -> None:
    """Judge the facts in CASE, a YAML file with `checker:` and `facts:`, and perhaps `known:`. This is not legal advice."""
    try:
        content = read_yaml(case)
        checker, facts = content["checker"], content["facts"]
        if checker not in CHECKS:
            raise KeyError(f"no checker is called {checker}; there are {', '.join(CHECKS)}")
        book = current()
        result = evaluate(checker, facts, known=_known(known or str(content.get("known", ""))), book=book)
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as problem:
        click.echo(f"{case.name} cannot be judged: {problem}", err=True)
        sys.exit(EXIT_REFUSED)
    if as_json:
        click.echo(
            json.dumps(
                asdict(result) | {"known": result.known, "edition": str(result.edition), "verdict": result.verdict},
                default=str,
                indent=1,
            )
        )
        return
    click.echo(f"{result.verdict} (rulebook of {result.edition}). This is not legal advice.")
    for finding in result.findings:
        click.echo(f"\n{finding.title}: {finding.outcome}\n  {finding.sentence}")
        for line in finding.compared:
            click.echo(f"    {line}")
        for used in finding.applied:
            click.echo(f"  {used.rule.id} version {used.rule.version} ({used.rule.certainty}). {used.why}")
            for source in book.as_known(result.edition).sources_of(used.rule):
                click.echo(f"    source: {source.title}, {source.publisher}, read on {source.read}")
        for publication in book.to_check(used.rule for used in finding.applied):
            click.echo(f"    to check: {publication}")
    for need in result.needs:
        click.echo(f"\nNeed to know {need.fact}, to answer: {need.purpose}")


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
