"""Where the lists are on the sheets of a file: the row of each one's headings, and which column holds what.

Rows are scored by how many of their cells are headings that lists are known to bear, and columns by heading and content together, so
that titles above a list, headings in two rows, and a column whose heading misleads do no harm. What is found is a proposal: a person
can lay the same file out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from irhub.contracts import contents, headings
from irhub.contracts.contents import Contents
from irhub.contracts.headings import COMPANY_NUMBER, CQC_ID, NAME, NAMING, POSTCODE, REFERENCE, TOWN, field_of, plain
from irhub.files.uploads import Row, Sheet

TOP = 60
"""Rows at the top of a sheet among which its headings are looked for."""
_LEAST = 0.3
"""How much must speak for a column that it is taken for a field."""
_LAST_RESORT = 0.31
"""How much speaks for a column whose heading says that it holds names, and whose cells cannot be any: no other may do."""
_FITS, _BY_CONTENT = 0.3, 0.6
"""The share of a column's cells that must look like a field's, where its heading names the field, and where none does."""
_CONTENT = 2.5
"""How much it says that every cell of a column reads as the name of a firm, beside what a heading says (headings.HEADINGS)."""
_NAMELESS = 2.0
"""How much must speak for a row of headings of which none names a provider."""
_MIDDLE = 2.5
"""How much must speak for a row amid a list that it is the headings of another one."""
NOTHING = "Nothing is on it."
HIDDEN = "It is hidden, so that you do not see it in a spreadsheet."
NOT_WANTED = "Somebody chose not to read it."
NO_LIST = "No column on it holds names of providers, CQC ids or company numbers."
LESS = "It reads less like a list of firms than another sheet does."


@dataclass(frozen=True)
class Layout:
    """How a list stands on a sheet. `header`: the numbers of the rows of its headings, none if it has no headings; it goes on to the
    next layout of its sheet. `titles`: of its columns. `columns`: by field (headings.FIELDS) the column that holds it, from 0."""

    sheet: str
    header: tuple[int, ...]
    titles: tuple[str, ...]
    columns: Mapping[str, int]
    weak: bool = field(default=False, compare=False)


def found(sheets: Sequence[Sheet]) -> tuple[list[Layout], dict[str, str]]:
    """The lists on the sheets that can be seen, and of each other sheet why it is left out.

    A sheet whose names may be of people, or whose headings are not known, counts only where no other sheet has a list; and one without
    headings only where no other has any.
    """
    layouts = {sheet.name: _on(sheet) for sheet in sheets if not sheet.hidden}
    every = [layout for lists in layouts.values() for layout in lists]
    strong = [layout for layout in every if not layout.weak]
    kept = strong or [layout for layout in every if layout.header] or every
    read = {layout.sheet for layout in kept}
    return kept, {sheet.name: _why(sheet, layouts) for sheet in sheets if sheet.name not in read}


def _why(sheet: Sheet, layouts: Mapping[str, list[Layout]]) -> str:
    if sheet.hidden:
        return HIDDEN
    return NOTHING if not sheet.rows else LESS if layouts[sheet.name] else NO_LIST


def titled(sheet: Sheet, header: Sequence[int]) -> tuple[str, ...]:
    """The titles of the columns, from the rows that have these numbers; of two rows the lower says more."""
    rows = [row.cells for row in sheet.rows if row.number in header]
    return tuple(_joined(*rows)) if len(rows) == 2 else tuple(_inline(rows[0])) if rows else ()


def header_width(sheet: Sheet, header: Sequence[int]) -> int:
    """How many cells the headings of a CSV file have; 0 of a sheet, or without headings."""
    return max((row.width for row in sheet.rows if row.number in header), default=0) if sheet.separator else 0


def below(sheet: Sheet, header: Sequence[int], rows: Iterable[Row]) -> list[Row]:
    """Rows below these headings; where they are a single cell of a CSV file, a row is one cell too, whatever commas are in it."""
    if header_width(sheet, header) != 1:
        return list(rows)
    return [Row(row.number, [f"{sheet.separator} ".join(row.cells)], 1) for row in rows]


def _on(sheet: Sheet) -> list[Layout]:
    """The lists on a sheet, one after the other."""
    first = _first_header(sheet.rows)
    if first is None:
        return _without_headings(sheet)
    starts = [first, *_further(sheet.rows, first)]
    ends = [*(start[0] for start in starts[1:]), len(sheet.rows)]
    made = []
    for places, end in zip(starts, ends, strict=True):
        header = tuple(sheet.rows[at].number for at in places)
        titles = titled(sheet, header)
        rows = [row.cells for row in below(sheet, header, sheet.rows[places[-1] + 1 : end])]
        columns = _columns(titles, rows)
        if set(NAMING) & columns.keys() and rows:
            made.append(Layout(sheet.name, header, titles, columns, _is_weak(titles, columns, rows)))
    return made


def _is_weak(titles: Sequence[str], columns: Mapping[str, int], rows: Sequence[Sequence[str]]) -> bool:
    """Whether all that speaks for a list is a column called "Name" that holds no names of firms."""
    if {CQC_ID, COMPANY_NUMBER} & columns.keys() or NAME not in columns:
        return False
    at = columns[NAME]
    known, weight = field_of(titles[at] if at < len(titles) else "")
    firms = contents.contents_of(contents.sample(rows, at)).firms
    return (known != NAME or weight < 1) and firms < 0.2


def _first_header(rows: Sequence[Row]) -> tuple[int, ...] | None:
    """The places of the row, or two rows, at the top that read most like headings."""
    top = rows[:TOP]
    single = [((at,), _score(_inline(row.cells))) for at, row in enumerate(top)]
    double = [
        ((at, at + 1), _score(_joined(one.cells, two.cells)) - 0.1)
        for at, (one, two) in enumerate(pairwise(top))
        if _score(_inline(one.cells)) and not any(map(contents.is_data, two.cells))
    ]
    wide = sum(_filled(row) > 1 for row in rows) * 2 > len(rows)
    held = [
        (places, score / 2 if wide and _filled(rows[places[-1]]) < 2 else score)
        for places, score in single + double
        if score
    ]
    return max(held, key=lambda told: (told[1], -told[0][0]), default=(None, 0.0))[0]


def _filled(row: Row) -> int:
    return sum(map(bool, row.cells))


def _score(titles: Sequence[str]) -> float:
    """How much a row reads like headings of a list; 0 for one that holds data, or nothing that a list is known by."""
    if any(map(contents.is_data, titles)):
        return 0.0
    best: dict[str, float] = {}
    for title in titles:
        known, weight = field_of(title)
        best[known] = max(best.get(known, 0.0), weight)
    best.pop("", None)
    known_loosely = best == {NAME: headings.LOOSE}
    enough = set(NAMING) & best.keys() or sum(best.values()) >= _NAMELESS
    return sum(best.values()) if enough and not known_loosely else 0.0


def _further(rows: Sequence[Row], first: Sequence[int]) -> list[tuple[int, ...]]:
    """The rows below that are the headings of a list laid out otherwise; the same headings again are none."""
    titles = rows[first[-1]].cells
    made: list[tuple[int, ...]] = []
    for at, row in enumerate(rows[first[-1] + 1 :], first[-1] + 1):
        if sum(cell.casefold() in headings.SPELLINGS for cell in row.cells[:40]) < 2:
            continue
        if _score(_inline(row.cells)) >= _MIDDLE and not headings.same_titles(row.cells, titles):
            made.append((at,))
            titles = row.cells
    return made


def _inline(cells: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in cells]


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows of headings as one: what says most of a column, the lower by itself or below the upper, which may stand over several
    columns; the upper where the lower is blank."""
    width = max(len(upper), len(lower))
    over, told = "", []
    for at in range(width):
        one, two = (row[at] if at < len(row) else "" for row in (upper, lower))
        over = one or over
        told.append(max(two, f"{over} {two}".strip(), key=lambda title: field_of(title)[1]) if two else one)
    return _inline(told)


def _without_headings(sheet: Sheet) -> list[Layout]:
    """The list on a sheet of whose headings none is known: its names are known by what they are."""
    rows = [row.cells for row in sheet.rows]
    columns = _columns((), rows)
    if not set(NAMING) & columns.keys() or len(rows) < 2:
        return []
    at = columns.get(NAME, columns.get(CQC_ID, 0))
    place = next(place for place, row in enumerate(rows) if len(row) > at and row[at])
    unlike = not contents.is_firm(rows[place][at]) and not any(map(contents.is_data, rows[place]))
    header = (sheet.rows[place].number,) if unlike and place + 1 < len(rows) else ()
    return [Layout(sheet.name, header, titled(sheet, header), columns, weak=True)]


def _columns(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Which column holds which field: the one for which title and content speak most."""
    width = max([len(titles), *(len(row) for row in rows)], default=0)
    told = [titles[at] if at < len(titles) else "" for at in range(width)]
    held = [
        contents.contents_of(cell for cell in contents.sample(rows, at) if not title or plain(cell) != plain(title))
        for at, title in enumerate(told)
    ]
    scores = {
        field: [score(title, content) for title, content in zip(told, held, strict=True)]
        for field, score in _SCORES.items()
    }
    columns: dict[str, int] = {}
    for field_, row in scores.items():
        free = [at for at in range(width) if at not in columns.values()]
        best = max(free, key=lambda at: (row[at], -at), default=None)
        if best is not None and row[best] >= _LEAST:
            columns[field_] = best
    return columns


def _heading(field: str, title: str) -> float:
    known, weight = field_of(title)
    return weight if known == field else 0.0


def _name_score(title: str, held: Contents) -> float:
    weight = _heading(NAME, title)
    if held.filled and held.names < 0.5:
        return _LAST_RESORT if weight else 0.0
    other = field_of(title)[0] not in ("", NAME)
    content = _CONTENT * held.firms * min(1.0, held.varied * 4) * (0.2 if other or headings.misleads(title) else 1)
    constant = 1.5 if held.filled > 20 and held.varied < 0.01 else 0.0
    if weight:
        return max(weight + content - constant, _LAST_RESORT)
    return content if content >= _CONTENT / 2 else 0.0


def _cqc_score(title: str, held: Contents) -> float:
    weight = _heading(CQC_ID, title)
    surely = "cqc" in headings.plain(title).split()
    if weight and (surely or held.cqc_codes >= _FITS):
        return weight + held.cqc_codes
    return held.cqc_numbers if held.cqc_numbers >= _BY_CONTENT else 0.0


def _postcode_score(title: str, held: Contents) -> float:
    weight = _heading(POSTCODE, title)
    by_content = held.postcodes >= _BY_CONTENT and not headings.misleads(title)
    return weight + 2 * held.postcodes if weight or by_content else 0.0


def _company_score(title: str, held: Contents) -> float:
    return _heading(COMPANY_NUMBER, title) if held.company_numbers >= _FITS or not held.filled else 0.0


_SCORES: Mapping[str, Callable[[str, Contents], float]] = {
    CQC_ID: _cqc_score,
    NAME: _name_score,
    POSTCODE: _postcode_score,
    COMPANY_NUMBER: _company_score,
    TOWN: lambda title, held: _heading(TOWN, title),
    REFERENCE: lambda title, held: _heading(REFERENCE, title),
}
"""For each field, from a column's title and content how much speaks for it; in this order columns are given away."""
