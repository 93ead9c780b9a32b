"""The page docs/data-sources.md, written from the registers' own declarations."""

from __future__ import annotations

from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Source
from irhub.registers.sources.cleaning import RULES

_INTRODUCTION = """# Data sources

Written by `irhub docs` from `src/irhub/registers/sources/`: change it there.
All are public registers. What each cannot tell matters as much as what it says.
"""


_LISTED = 12
"""Columns that are not read, named in the page."""
_NOT_READ = """
## What is not read, and why

- **Directors and other officers.** Companies House puts out no file of them: it answers company by company to whoever has a key, or
  streams changes without a past. Neither is an edition that can be archived and held against the one before. People are known here
  by persons with significant control, and by the nominated individuals and registered managers whom the CQC names.
- **Persons with significant control of other companies.** Of the snapshot only entries of companies that give adult social care are
  kept, and of companies above them which companies control them; of these the members above alone; the extract is archived, not the snapshot
  ([ADR 15](adr/0015-persons-with-significant-control-as-an-extract.md)).
"""


def data_sources_markdown() -> str:
    """The whole page, as Markdown."""
    rules = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in RULES.items())
    return (
        "\n".join([_INTRODUCTION, *(_section(source) for source in SOURCES.values())])
        + _NOT_READ
        + f"\n## What reading may do to a value\n\n| rule | meaning |\n|---|---|\n{rules}\n"
    )


def _section(source: Source) -> str:
    columns = "\n".join(
        f"| {column.published.strip()} | `{column.field}` | {column.kind} | {column.meaning} |"
        for column in source.columns
    )
    derived = "\n".join(f"| | `{field}` | made by cleaning | {meaning} |" for field, meaning in source.derived)
    cannot = "".join(f"\n- {item}" for item in source.cannot_tell) or "\n- (nothing noted)"
    faults = "".join(f"\n- {item}" for item in source.known_faults) or "\n- (nothing noted)"
    return f"""## {source.title} (`{source.name}`)

Publisher: {source.publisher}. Licence: {source.licence}. Published: {source.cadence}; late after {source.late_after_days}
days. Format: {" or ".join(source.formats)}. Found at <{source.discovery.page}>, file or link like
`{source.discovery.link_pattern}`.

A record is known by {", ".join(f"`{field}`" for field in source.record_key)}; a span ends when
{", ".join(f"`{field}`" for field in source.facts)} changes.

| published column | field | type | meaning |
|---|---|---|---|
{columns}
{derived}

{_not_read(source)}It cannot tell:{cannot}

Known faults:{faults}
"""


def _not_read(source: Source) -> str:
    read = {spelling.casefold() for column in source.columns for spelling in (column.published, *column.aliases)}
    titles = [f"`{title}`" for title in source.unused if title.casefold() not in read]
    if len(titles) > _LISTED:
        titles = [*titles[:_LISTED], f"and {len(titles) - _LISTED} more (`Source.unused`)"]
    titles += [f"those that begin with `{prefix.strip()}`" for prefix in source.unused_prefixes]
    return f"Published and not read; any other column is reported as new: {', '.join(titles)}.\n\n" if titles else ""
