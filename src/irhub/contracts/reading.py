"""From the sheets of a file to the lines of a list: which rows say something, which are left out and why, which are one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from irhub.contracts import contents, headings, layouts
from irhub.contracts.contents import squeezed
from irhub.contracts.headings import COMPANY_NUMBER, CQC_ID, NAME, NAMING, POSTCODE, REFERENCE, TOWN, said
from irhub.contracts.layouts import Layout
from irhub.files.reading.refused import Refused
from irhub.files.uploads import Row, Sheet
from irhub.registers.sources.cqc_numbers import one_number

MOST_LINES = 20_000
ABOVE, AGAIN, TOTAL, REMARK, SECTION, NAMELESS, SHIFTED = (
    "above", "again", "total", "remark", "section", "nameless", "shifted",
)  # fmt: skip
WHY: Mapping[str, tuple[str, str]] = {
    ABOVE: ("stands above the headings", "stand above the headings"),
    AGAIN: ("says the headings again", "say the headings again"),
    TOTAL: ("is a total", "are totals"),
    REMARK: ("is a remark about the list", "are remarks about the list"),
    SECTION: ("is the title of a part of the list", "are titles of parts of the list"),
    NAMELESS: ("has neither a name nor an id", "have neither a name nor an id"),
    SHIFTED: (
        "has more cells than there are headings: a comma within a name needs quotes around the name",
        "have more cells than there are headings: a comma within a name needs quotes around the name",
    ),
}
"""Why a row, or several, were left out, in words that follow "Row 3" and "Rows 3 and 7"."""
_MOST_ODD = 0.5
"""The share of rows with a further cell from which it is a column without a heading, and no comma too many."""


class NotAList(Refused):
    """The file holds no list of providers. The message is a sentence for the person who handed it in."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="header")


@dataclass(frozen=True)
class Place:
    """A row of the file: its sheet ("" in a CSV file), its number as a spreadsheet counts it, and the contract that it names."""

    sheet: str
    number: int
    reference: str = ""


@dataclass(frozen=True)
class Line:
    """A provider as it was written: a name, and whatever else was given. `number` and `sheet`: the first row that says so;
    `places`: every such row."""

    number: int
    name: str
    postcode: str = ""
    town: str = ""
    cqc_id: str = ""
    reference: str = ""
    company_number: str = ""
    sheet: str = ""
    places: tuple[Place, ...] = ()

    @property
    def written(self) -> tuple[str, str, str, str, str]:
        """What makes it the same line in a later file: name, postcode, town and ids, as far as spelling leaves them."""
        return (
            self.name.casefold(), squeezed(self.postcode), self.town.casefold(), one_number(self.cqc_id),
            contents.company_number(self.company_number),
        )  # fmt: skip


@dataclass(frozen=True)
class LeftOut:
    """A row that is no line: its sheet and number, why (a key of WHY), and what it says."""

    sheet: str
    number: int
    why: str
    text: str


@dataclass(frozen=True)
class Read:
    """What was read of a file: its lines, how the lists stood, and everything that was left out or is odd.

    `rows`: how many rows the lines are of, by layout. `sheets_out`: why, by sheet. `odd`: a sentence for each odd value.
    """

    lines: list[Line]
    layouts: list[Layout]
    rows: list[int]
    left_out: list[LeftOut]
    sheets_out: dict[str, str]
    odd: list[str] = field(default_factory=list)


def read(sheets: Sequence[Sheet], wanted: Sequence[Layout] | None = None) -> Read:
    """The lines of a file, as the lists on it seem to stand, or as somebody wants them read.

    Raises NotAList if there is none, or it has too many lines.
    """
    seen = {sheet.name: sheet for sheet in sheets if not sheet.hidden}
    if wanted is None:
        laid_out, sheets_out = layouts.found(sheets)
    else:
        laid_out = [layout for layout in wanted if layout.sheet in seen]
        used = {layout.sheet for layout in laid_out}
        sheets_out = {
            sheet.name: layouts.HIDDEN if sheet.hidden else layouts.NOT_WANTED
            for sheet in sheets
            if sheet.name not in used
        }
    if not laid_out:
        raise NotAList(_no_list(sheets))
    lines: list[Line] = []
    left_out: list[LeftOut] = []
    counts = []
    for layout, rows in _parts(seen, laid_out, left_out):
        made = list(_lines(layout, rows, seen[layout.sheet], left_out))
        counts.append(len(made))
        lines += made
    if len(lines) > MOST_LINES:
        raise NotAList(
            f"The file has more than {MOST_LINES:,} rows with a provider. Leave out what you do not buy care from, or hand in its parts."
        )
    if not lines:
        raise NotAList(_nothing_left(left_out))
    grouped = _grouped(lines)
    odd = [sentence for line in grouped for sentence in _oddities(line)]
    return Read(grouped, laid_out, counts, left_out, sheets_out, odd)


def _no_list(sheets: Sequence[Sheet]) -> str:
    rows = [row for sheet in sheets if not sheet.hidden for row in sheet.rows]
    if not rows:
        return "Nothing is on the sheets that can be seen: show the sheet that holds the list, save the file and try again."
    if len(rows) == 1:
        return "There are no rows below its headings."
    widest = max(rows[: layouts.TOP], key=lambda row: sum(map(bool, row.cells)))
    titles = ", ".join(filter(None, widest.cells))
    return (
        "No column is called “Provider name” or “CQC id”, or is known to hold names of providers. The fullest row at the top reads:"
        f" {titles[:300]}. Rename the column that holds the names to “Provider name” and try again."
    )


def _nothing_left(left_out: Sequence[LeftOut]) -> str:
    first = next((row for row in left_out if row.why not in (ABOVE, AGAIN)), None)
    if first is None:
        return "There are no rows below its headings."
    return f"No row says who a provider is. The first below the headings, row {first.number:,}, {WHY[first.why][0]}."


def _parts(
    seen: Mapping[str, Sheet], laid_out: Sequence[Layout], left_out: list[LeftOut]
) -> Iterator[tuple[Layout, list[Row]]]:
    """Each layout with its rows; the rows above the first of a sheet are left out."""
    for name in dict.fromkeys(layout.sheet for layout in laid_out):
        here = sorted((layout for layout in laid_out if layout.sheet == name), key=lambda layout: layout.header)
        rows = seen[name].rows
        starts = [min(layout.header, default=0) for layout in here]
        left_out += [_left(name, row, ABOVE) for row in rows if row.number < starts[0]]
        for layout, start, end in zip(here, starts, [*starts[1:], None], strict=True):
            here_after = [
                row
                for row in rows
                if row.number >= start and (end is None or row.number < end) and row.number not in layout.header
            ]
            yield layout, layouts.below(seen[name], layout.header, here_after)


def _left(sheet: str, row: Row, why: str, name: str = "") -> LeftOut:
    """A row that is no line. `name`: what stands where its name should be, which says more than how the row begins."""
    return LeftOut(sheet, row.number, why, (name or ", ".join(filter(None, row.cells)))[:80])


def _lines(layout: Layout, rows: Sequence[Row], sheet: Sheet, left_out: list[LeftOut]) -> Iterator[Line]:
    """A line for each row that says who a provider is; every other row is left out with a reason."""
    width = _width(layout, rows, sheet)
    several = sum(len(list(filter(None, row.cells))) > 1 for row in rows) * 2 >= len(rows)
    for row in rows:
        cells = row.cells
        told = {name: said(cells[at]) if at < len(cells) else "" for name, at in layout.columns.items()}
        if why := _no_line(layout, cells, told, width, several):
            at = layout.columns.get(NAME, len(cells))
            left_out.append(_left(sheet.name, row, why, cells[at] if why == NAMELESS and at < len(cells) else ""))
            continue
        place = Place(sheet.name, row.number, told.get(REFERENCE, ""))
        yield Line(
            row.number, told.get(NAME, ""), told.get(POSTCODE, ""), told.get(TOWN, ""), told.get(CQC_ID, ""), place.reference,
            told.get(COMPANY_NUMBER, ""), sheet.name, (place,),
        )  # fmt: skip


def _width(layout: Layout, rows: Sequence[Row], sheet: Sheet) -> int:
    """How many cells a row can have, where more would mean that a separator stands within a cell; 0 for any."""
    width = layouts.header_width(sheet, layout.header)
    beyond = sum(len(row.cells) > width for row in rows)
    return 0 if beyond > _MOST_ODD * len(rows) and len(rows) > 2 else width


def _no_line(layout: Layout, cells: Sequence[str], told: Mapping[str, str], width: int, several: bool) -> str:
    """Why a row is no line; "" if it is one. `several`: most rows have more than one cell that is filled."""
    name, alone = told.get(NAME, ""), sum(map(bool, cells)) == 1
    first = next(filter(None, cells), "")
    if layout.titles and _is_again(layout, cells):
        return AGAIN
    if headings.is_total(name or first) and not contents.is_legal_name(name):
        return TOTAL
    if alone and several and headings.is_remark(first):
        return REMARK
    if alone and several and headings.is_section(first) and not contents.is_legal_name(first):
        return SECTION
    if width > 1 and len(cells) > width:
        return SHIFTED
    has_name = any(letter.isalpha() for letter in name)
    return "" if has_name or any(told.get(naming) for naming in NAMING if naming != NAME) else NAMELESS


def _is_again(layout: Layout, cells: Sequence[str]) -> bool:
    """Whether a row says the headings again, at least those of the columns that are read."""
    pairs = [
        (headings.plain(cells[at]) if at < len(cells) else "", headings.plain(layout.titles[at]))
        for at in layout.columns.values()
        if at < len(layout.titles)
    ]
    words = [title.split() for _, title in pairs]
    same = [bool(cell) and (cell == title or cell.split() == title_words[-len(cell.split()) :])
            for (cell, title), title_words in zip(pairs, words, strict=True)]  # fmt: skip
    return bool(same) and all(same)


def _grouped(lines: Sequence[Line]) -> list[Line]:
    """Rows that say the same of one provider as one line: those of one name of which none contradicts another, else those alike."""
    named: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        named[" ".join(headings.plain(line.name).split()) if line.name else ""].append(line)
    groups: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for name, same in named.items():
        facts = {told: {getattr(line, told) for line in same if getattr(line, told)} for told in _TOLD}
        one = name and all(len(values) <= 1 for values in facts.values())
        for line in same:
            groups[(name,) if one else line.written].append(line)
    merged = [_merged(same) for same in groups.values()]
    order = {name: at for at, name in enumerate(dict.fromkeys(line.sheet for line in lines))}
    return sorted(merged, key=lambda line: (order[line.sheet], line.number))


_REFERENCES = 5
"""Contracts of a line that are named with it; `places` has all."""
_TOLD = (POSTCODE, TOWN, CQC_ID, COMPANY_NUMBER)


def _merged(same: Sequence[Line]) -> Line:
    def said_by_any(name: str) -> str:
        return next((value for line in same if (value := getattr(line, name))), "")

    references = list(dict.fromkeys(line.reference for line in same if line.reference))
    more = f" and {len(references) - _REFERENCES:,} more" if len(references) > _REFERENCES else ""
    return replace(
        same[0],
        postcode=said_by_any(POSTCODE),
        town=said_by_any(TOWN),
        cqc_id=said_by_any(CQC_ID),
        company_number=said_by_any(COMPANY_NUMBER),
        reference=", ".join(references[:_REFERENCES]) + more,
        places=tuple(place for line in same for place in line.places),
    )


def _oddities(line: Line) -> list[str]:
    where = f"Row {line.number:,}" + (f" of {line.sheet}" if line.sheet else "")
    told = []
    if line.postcode and not contents.is_postcode(line.postcode):
        told.append(f"{where}: “{line.postcode[:80]}” does not look like a postcode.")
    if line.cqc_id and not contents.CQC_ID.fullmatch(one_number(line.cqc_id)):
        told.append(f"{where}: “{line.cqc_id[:80]}” does not look like a CQC id, such as 1-123456789.")
    if line.company_number and not contents.COMPANY_NUMBER.fullmatch(contents.company_number(line.company_number)):
        told.append(f"{where}: “{line.company_number[:80]}” does not look like a company number, such as 01234567.")
    return told
