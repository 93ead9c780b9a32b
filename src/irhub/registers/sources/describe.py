"""The page docs/data-sources.md, written from the registers' own declarations."""

from __future__ import annotations

from irhub.registers import checks_alone, checks_beside
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Column, Expected, Kind, Seen, Source
from irhub.registers.sources.cleaning import RULES
from irhub.registers.sources.routes import FORMER_NAMES

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
  kept, of recruiters that applied to a framework and their sub-agents, of companies in which somebody declared an interest, and of companies
  above them which companies control them; of these the members above alone; the extract is archived, not the snapshot
  ([ADR 15](adr/0015-persons-with-significant-control-as-an-extract.md)).
"""

_INVENTED = """
## Where the fictional registers lie

The firms, people and numbers of `irhub demo` are invented; so are the quarters in the second lines of their addresses, after which firms are
named. The towns and the first halves of postcodes are real (`registers/fictional/data/towns.csv`, made by `bench/towns.py`): names, places
and sizes from [GeoNames](https://www.geonames.org), licensed under [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/); what
addresses say as town and county, and postcode districts, counted in the CQC's directory, Open Government Licence v3.0.
"""


_JUDGED = f"""
## What makes an edition wait

An edition that fails one of these waits in quarantine until a person has looked ([operations.md](operations.md)); what each register
adds is said below. A first edition is put to those above "records lost". Limits in percent on other
facts, new values and blanks of a register's own are never less than {checks_beside.FEW} records.

| check | limit |
|---|---|
| another accepted edition of its date | none |
| dated ahead of today | by {checks_alone.DAYS_AHEAD} day; of fictional files any |
| dated before the register began | by no day |
| fewer records than the register has | by none, times `IRHUB_FEWEST_RECORDS_PERCENT`; of fictional files any |
| rows without the name or number to know them by | {checks_alone.MOST_KEYLESS} |
| a key column blank | in {checks_alone.MOST_BLANK:g}% of rows, unless said otherwise |
| values of a column of dates that are none | {checks_alone.MOST_UNREADABLE:g}% |
| values that the register is not known to use, unknown councils, unlikely dates | in {checks_alone.MOST_DOUBTED:g}% of rows, a column |
| columns of which over {checks_alone.MISFIT:g}% of the values do not fit: they may have shifted | {checks_alone.MOST_MISFITS} |
| rows that repeat another | {checks_alone.MOST_REPEATED:g}% |
| listed that stand where none of this register should | {checks_alone.MOST_STANDING:g}% |
| records lost from one edition to the next | what the register says within the usual days; `IRHUB_MAX_LOST_PERCENT` goes before it |
| records gained | the same, and `IRHUB_MAX_GAINED_PERCENT` |
| more rows with a blank key column than in a neighbour | `IRHUB_MAX_NEWLY_BLANK_PERCENT`, or less where the register says so |
| records that stand in a neighbour too, with other facts | {Expected.most_changed:g}% within the usual days, or less where the register says so |
| who stands in a neighbour of {checks_beside.ENOUGH_FOR_A_ROW:,} or more one below another and is missing: a piece of the file is lost | so many as the register says |
| ratings that are not those of a neighbour, with no newer date of publication | {checks_beside.MOST_UNDATED:g}%, or {checks_beside.MOST_UNDATED_FEW} |
| ratings that got worse | {Expected.most_worse:g}% within the usual days |
| rows with a value that is neither known nor in the neighbour: a new name for a thing | {checks_beside.MOST_NEWLY_UNKNOWN:g}%, a column |

Limits on what is lost and gained grow with the days between two editions: limit × days / usual days, up to
{checks_beside.LONGEST_GAP} times. Of 658 editions of the sponsor register from May 2023 to February 2026 (names alone), between any two so many
days apart, the most that was lost in a day is 0.05%, in a week 0.20%, in 28 days 0.70%, in 66 days 1.3%; the most that was gained is 0.26%,
1.3%, 5.0% and 11%. In those editions that were looked at, up to two months apart, never were more than 3 sponsors missing that stood one
below another. An edition that comes late is held against the editions before and after it.
"""

_DATES = """
## How dates and company numbers are read

- Days are read with and without a time: `2022-04-20T00:00:00`, `20/04/2022`, `20-04-2022`, `20.04.2022`, `09/Jan/2018 - 00:00`,
  `20 April 2022`. A column decides whether the day or the month comes first: a 13 or more in second place shows that the month does.
  Where a column shows both, what could be either is dropped; where it shows neither, the register's rule holds.
- A column of bare numbers is a spreadsheet's count of days, from 1900 or, where only that makes sense, 1904.
- A year of two digits is never guessed.
- A number of the CQC is a digit, a dash and digits, or an NHS body's code, in capitals; blanks and other dashes are put right.
- Names are the same where they differ in case, blanks, punctuation, the spelling of a legal form, accents, whether an accent is one letter
  or two, or because their UTF-8 was read as Windows text once or twice (`CafÃ©`, `â€™`). A letter that was replaced by `?` or lost is gone: such
  a name is another one, and is paired as a rename with its confidence where it fits only one.
- A company number has eight characters: eight digits, or the letters of a register (SC, NI, OC, IP and so on) and digits. The same
  rule holds for every register and every comparison.
"""


def data_sources_markdown() -> str:
    """The whole page, as Markdown."""
    rules = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in RULES.items())
    return (
        "\n".join([_INTRODUCTION + _JUDGED, *(_section(source) for source in SOURCES.values())])
        + _routes()
        + _NOT_READ
        + _INVENTED
        + _DATES
        + f"\n## What reading may do to a value\n\n| rule | meaning |\n|---|---|\n{rules}\n"
    )


def _expected(source: Source) -> str:
    expected, what = source.expected, "rows in the file" if source.partly_kept else "records"
    guarded = ", ".join(f"`{column}`" for column in source.guarded)
    blank = "".join(
        f" `{column}` may be blank in {'any row' if most >= 100 else f'{most:g}% of rows'}."
        for column, most in expected.most_blank.items()
    )
    own = {
        "of its key columns that newly go blank {} of rows at most": (
            expected.most_newly_blank,
            Expected.most_newly_blank,
        ),
        "of other facts {} of records at most": (expected.most_changed, Expected.most_changed),
    }
    stricter = [said.format(f"{limit:g}%") for said, (limit, usual) in own.items() if limit < usual]
    if expected.most_in_a_row is not None:
        together = f", those of one `{expected.leaves_together}` counted once" if expected.leaves_together else ""
        stricter.append(f"of those missing in a row {expected.most_in_a_row}{together}")
    blank += f" Against a neighbour it may have {'; '.join(stricter)}." if stricter else ""
    never = f" Nothing that it lists should stand on `{expected.never_on[0]}`." if expected.never_on else ""
    return (
        f"An edition is expected to have at least {expected.fewest:,} {what} ({expected.fewest_because}), and to be dated"
        f" {expected.began.day} {expected.began:%B %Y} or later. Within {expected.usual_days} days it may lose {expected.most_lost:g}% of"
        f" the records of the edition before and gain {expected.most_gained:g}% ({expected.most_because}). Its key columns are {guarded}.{blank}{never}"
    )


def _section(source: Source) -> str:
    columns = "\n".join(
        f"| {column.published.strip()} | `{column.field}` | {column.kind} | {column.meaning} |"
        for column in source.columns
    )
    derived = "\n".join(f"| | `{field}` | made by cleaning | {meaning} |" for field, meaning in source.derived)
    cannot = "".join(f"\n- {item}" for item in source.cannot_tell) or "\n- (nothing noted)"
    faults = "".join(f"\n- {item}" for item in source.known_faults) or "\n- (nothing noted)"
    seen = "".join(f"\n- {_seen(one)}" for one in source.seen)
    dates = "".join(f"\n- `{column.field}`: {_when(column)}" for column in source.columns if column.kind is Kind.DATE)
    dates = f"\n\nDates make sense where they lie so, and are an issue otherwise:\n{dates}" if dates else ""
    return f"""## {source.title} (`{source.name}`)

Publisher: {source.publisher}. Licence: {source.licence}. Published: {source.cadence}; late after {source.late_after_days}
days. It adds {source.adds}. Format: {" or ".join(source.formats)}. Found at <{source.discovery.page}>, file or link like
`{source.discovery.link_pattern}`.

A record is known by {", ".join(f"`{field}`" for field in source.record_key)}; a span ends when
{", ".join(f"`{field}`" for field in source.facts)} changes. Of rows of one record that contradict one another, {source.contradiction.said}.

What this was written from:
{seen}

{_expected(source)}

| published column | field | type | meaning |
|---|---|---|---|
{columns}
{derived}{dates}

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


def _seen(seen: Seen) -> str:
    return f"read from real files of {seen.on}: {seen.what}" if seen.on else f"not seen in a real file: {seen.what}"


def _when(column: Column) -> str:
    earliest = f"from {column.earliest:%-d %B %Y}" if column.earliest else "from any day"
    ahead = "any day" if column.days_ahead is None else f"{column.days_ahead} days after the edition"
    order = "month" if column.month_first else "day"
    return f"{earliest} to {ahead}; the {order} first where the column does not show which is"


def _routes() -> str:
    rows = "\n".join(
        f"| {former.name} | {former.worker_type} | {former.today} |"
        f" {f'{former.until:%-d %B %Y}' if former.until else 'always'} | {former.why} |"
        for former in FORMER_NAMES
    )
    return f"""
## Former names of routes of sponsorship

A route that is only called something else is the same route: it is told under its name of today, and the change of its name is no
change of a licence. A former name that stands in an edition later than it may is kept as it is, with an issue.

| published | licence | today | until | why |
|---|---|---|---|---|
{rows}
"""
