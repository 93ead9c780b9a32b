"""Commands on the editions that are held: list them and why each was accepted or not, accept and reject one."""

from __future__ import annotations

import getpass

import click

from irhub.cli.progress import reporting
from irhub.cli.taking_in import taking_in
from irhub.registers import deciding
from irhub.registers import queries as register_queries
from irhub.registers.commands import REGISTERS
from irhub.registers.deriving import catch_up
from irhub.web.command_line import show
from irhub.web.errors import ActionRefused

DECIDES = {"accept": deciding.accept, "reject": deciding.reject}


def _decide(decision: str, named: tuple[str, ...], by: str | None, reason: str) -> None:
    decided, refused = [], None
    with taking_in(decision), reporting() as report:
        for name in named:
            try:
                edition = register_queries.edition_to(decision, name)
                decided.append(DECIDES[decision](edition, by=by or getpass.getuser(), reason=reason))
            except ActionRefused as problem:
                refused = problem
                break
        catch_up(report)
    for edition in decided:
        click.echo(f"{edition.state:<12} {edition}: {deciding.decision_told(edition)}")
    if refused:
        raise refused


@click.command()
@click.argument("editions", nargs=-1, required=True, metavar="EDITION...")
@click.option("--by", default=None, help="Who decides. Default: your user name.")
@click.option("--reason", required=True, help="Why it is right after all.")
def accept(editions: tuple[str, ...], by: str | None, reason: str) -> None:
    """Accept each EDITION that is quarantined, rejected or replaced, named as `irhub editions` does: its number, or
    REGISTER/DATE. It takes the place of an accepted one of its date."""
    _decide("accept", editions, by, reason)


@click.command()
@click.argument("editions", nargs=-1, required=True, metavar="EDITION...")
@click.option("--by", default=None, help="Who decides. Default: your user name.")
@click.option("--reason", required=True, help="Why it is wrong.")
def reject(editions: tuple[str, ...], by: str | None, reason: str) -> None:
    """Take each EDITION out of the history, as if it had never been loaded; its file stays archived, and `irhub accept` brings
    it back. Another edition of its date takes its place only if you accept that."""
    _decide("reject", editions, by, reason)


@click.command()
@click.option("--register", type=REGISTERS)
@click.option("--why", default=None, metavar="EDITION", help="What each check of one edition found, by its number.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
@click.option("--json", "form", flag_value="json")
def editions(register: str | None, why: str | None, form: str) -> None:
    """List the editions that are held, newest first, and what was judged of each."""
    if why is not None:
        _why(why, form)
        return
    columns = ["number", "register", "date", "state", "records", "lost_percent", "gained_percent", "reason"]
    show((vars(row) for row in register_queries.editions_listed(register)), columns, form)


def _why(named: str, form: str) -> None:
    edition = register_queries.edition_named(named)
    if form == "table":
        click.echo(f"{edition}, number {edition.pk}: {deciding.judgement_told(edition)}")
        if not edition.checks:
            click.echo("It was loaded before the figures of checks were kept.")
    show((vars(row) for row in register_queries.checks_of(edition)), ["check", "figure", "limit", "outcome"], form)


COMMANDS = (editions, accept, reject)
