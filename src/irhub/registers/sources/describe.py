"""The page docs/data-sources.md, written from the registers' own declarations."""

from __future__ import annotations

from irhub.registers import judging
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


_JUDGED = f"""
## What makes an edition wait

An edition that fails one of these waits in quarantine until a person has looked ([operations.md](operations.md)); what each register
adds is said below. A first edition is put to all of them but the last three.

| check | limit |
|---|---|
| another accepted edition of its date | none |
| dated ahead of today | by {judging.DAYS_AHEAD} day; of fictional files any |
| dated before the register began | by no day |
| fewer records than the register has | by none, times `IRHUB_FEWEST_RECORDS_PERCENT`; of fictional files any |
| a key column blank | in {judging.MOST_BLANK:g}% of rows, unless said otherwise |
| values of a column of dates that are none | {judging.MOST_UNREADABLE:g}% |
| values that the register is not known to use, unknown councils, unlikely dates | in {judging.MOST_DOUBTED:g}% of rows, a column |
| columns of which over {judging.MISFIT:g}% of the values do not fit: they may have shifted | {judging.MOST_MISFITS} |
| rows that repeat another | {judging.MOST_REPEATED:g}% |
| listed that stand where none of this register should | {judging.MOST_STANDING:g}% |
| records lost from one edition to the next | `IRHUB_MAX_LOST_PERCENT` within the usual days |
| records gained | `IRHUB_MAX_GAINED_PERCENT` within the usual days |
| more rows with a blank key column than in a neighbour | `IRHUB_MAX_NEWLY_BLANK_PERCENT` |

Limits on what is lost and gained grow with the days between two editions: limit × days / usual days, up to
{judging.LONGEST_GAP} times. Of 658 editions of the sponsor register from May 2023 to February 2026 (names alone), the most that was lost in a
day is 0.05%, in 15 days 0.27%; the most that was gained is 0.26% and 2.2%. An edition that comes late is held against the editions before
and after it.
"""


def data_sources_markdown() -> str:
    """The whole page, as Markdown."""
    rules = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in RULES.items())
    return (
        "\n".join([_INTRODUCTION + _JUDGED, *(_section(source) for source in SOURCES.values())])
        + _NOT_READ
        + f"\n## What reading may do to a value\n\n| rule | meaning |\n|---|---|\n{rules}\n"
    )


def _expected(source: Source) -> str:
    expected, what = source.expected, "rows in the file" if source.partly_kept else "records"
    guarded = ", ".join(f"`{column}`" for column in source.guarded)
    blank = "".join(
        f" `{column}` may be blank in {'any row' if most >= 100 else f'{most:g}% of rows'}."
        for column, most in expected.most_blank.items()
    )
    never = f" Nothing that it lists should stand on `{expected.never_on[0]}`." if expected.never_on else ""
    return (
        f"An edition is expected to have at least {expected.fewest:,} {what} ({expected.fewest_because}), and to be dated"
        f" {expected.began.day} {expected.began:%B %Y} or later. Its key columns are {guarded}.{blank}{never} The usual days"
        f" between editions are {expected.usual_days}."
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

{_expected(source)}

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
