"""The command that writes the pages of docs/ that the code itself knows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from irhub.accounts.describe import access_markdown
from irhub.indicators.describe import indicators_markdown
from irhub.operations.describe import jobs_markdown
from irhub.registers.sources.describe import data_sources_markdown
from irhub.rulebook.coverage import rules_markdown
from irhub.rulebook.describe import checkers_markdown
from irhub.rulebook.documents import DOCUMENTS, schema_text

GENERATED: dict[Path, Callable[[], str]] = {
    Path("docs/data-sources.md"): data_sources_markdown,
    Path("docs/access.md"): access_markdown,
    Path("docs/jobs.md"): jobs_markdown,
    Path("docs/indicators.md"): indicators_markdown,
    Path("docs/checkers.md"): checkers_markdown,
    Path("docs/rules.md"): rules_markdown,
    **{Path(f"src/irhub/rulebook/schema/{name}.json"): partial(schema_text, name) for name in DOCUMENTS},
}


@click.command()
@click.option("--check", is_flag=True, help="Change nothing: fail if a page is not current.")
def docs(check: bool) -> None:
    """Write the pages and schemas that the code knows: registers, access, indicators (for developers, in the source folder)."""
    if not Path("docs").is_dir():
        raise click.UsageError("There is no folder docs here: run it in the source folder.")
    stale = [
        path for path, write in GENERATED.items() if not path.exists() or path.read_text(encoding="utf-8") != write()
    ]
    if check and stale:
        click.echo(f"Not current: {', '.join(map(str, stale))}. Run `make fix`.", err=True)
        sys.exit(1)
    for path in stale:
        path.write_text(GENERATED[path](), encoding="utf-8")


COMMANDS = (docs,)
