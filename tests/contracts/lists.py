"""Lists as councils keep them, each laid out in its own way: what is handed in, what must be read of it, and what must be told."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.files.workbooks import ods

HEADINGS = ["Provider name", "Postcode", "Town", "Contract reference"]
FIRMS = [
    ["Quillmoor Care Ltd", "ZZ1 1ZA", "Sampleham", "C1"],
    ["Sedgeford Homes", "ZZ1 2ZA", "Mocktown", "C2"],
    ["Amberridge Nursing LLP", "ZZ2 1ZA", "Exampleton", "C3"],
    ["Thistlebeck", "ZZ2 2ZA", "Sampleham", "C4"],
]
NAMES = [firm[0] for firm in FIRMS]


@dataclass(frozen=True)
class Laid:
    """A file. `names`: of the lines, in order. `rows`: the first row of each. `out`: why each row that is no line is left out, by sheet
    and row. `sheets_out`: the sheets that are left out."""

    what: str
    name: str
    data: Callable[[], bytes]
    rows: Sequence[int]
    names: Sequence[str] = tuple(NAMES)
    out: Mapping[tuple[str, int], str] = field(default_factory=dict)
    sheets_out: Sequence[str] = ()


def csv(rows: Sequence[Sequence[str]], separator: str = ",", encoding: str = "utf-8", before: str = "") -> bytes:
    text = "".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in row) + "\r\n" for row in rows)
    return (before + text).encode(encoding)


def workbook(**sheets: Sequence[Sequence[str]] | Callable[[Worksheet], None]) -> bytes:
    """A workbook of these sheets; one whose name begins with "hidden" is hidden."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        made = {name: book.add_worksheet(name.replace("_", " ")) for name in sheets}
        for name, rows in sheets.items():
            if callable(rows):
                rows(made[name])
            else:
                for number, row in enumerate(rows):
                    made[name].write_row(number, 0, row)
        made[next(name for name in sheets if not name.startswith("hidden"))].activate()
        for name, sheet in made.items():
            if name.startswith("hidden"):
                sheet.hide()
    return file.getvalue()


def _merged_title(sheet: Worksheet) -> None:
    sheet.merge_range(0, 0, 1, 3, "Care providers that we commission, 2026/27")
    for number, row in enumerate([HEADINGS, *FIRMS], 3):
        sheet.write_row(number, 0, row)


def _two_rows(sheet: Worksheet) -> None:
    sheet.merge_range(0, 0, 0, 1, "Provider")
    sheet.merge_range(0, 2, 1, 2, "Postcode")
    sheet.write(0, 3, "Contract")
    sheet.write_row(1, 0, ["Code", "Name"])
    sheet.write(1, 3, "number")
    for number, (name, postcode, _, reference) in enumerate(FIRMS, 2):
        sheet.write_row(number, 0, [str(10_000 + number), name, postcode, reference])


def _formulas(sheet: Worksheet) -> None:
    sheet.write_row(0, 0, ["Name", "Provider name", "Postcode"])
    for number, (name, postcode, *_) in enumerate(FIRMS, 1):
        sheet.write_row(number, 0, [f"A Contact{number}"])
        sheet.write_formula(number, 1, f'=CONCATENATE("{name}","")', value=name)
        sheet.write(number, 2, postcode)
    sheet.write_formula(5, 1, "=VLOOKUP(A6,A:B,2,0)", value="#N/A")
    sheet.write(5, 0, "B Contact")


TITLE, AGAIN, TOTAL, REMARK, SECTION, NAMELESS = "above", "again", "total", "remark", "section", "nameless"
SPEND = ["Body", "Service", "Purpose", "Amount", "Beneficiary Name"]

LISTS = [
    Laid("a merged title above", "a.xlsx", lambda: workbook(List=_merged_title), range(5, 9), out={("List", 1): TITLE}),
    Laid("headings in two rows", "a.xlsx", lambda: workbook(List=_two_rows), range(3, 7)),
    Laid(
        "a cover sheet, and notes in sentences",
        "a.xlsx",
        lambda: workbook(
            Cover=[["Commissioned care providers"], ["Owner", "Adult Social Care"], ["Version", "2"]],
            Providers=[HEADINGS, *FIRMS],
            Notes=[["This workbook lists care providers from whom the council buys residential care and support at home."]] * 4,
        ),
        range(2, 6),
        sheets_out=["Cover", "Notes"],
    ),
    Laid(
        "a sheet for each ward, an old one hidden, an empty one",
        "a.xlsx",
        lambda: workbook(
            hidden_2019=[HEADINGS, ["Longgone Care Ltd", "ZZ9 9ZA", "", ""]],
            North=[HEADINGS, *FIRMS[:2]],
            South=[["South ward"], HEADINGS, *FIRMS[2:]],
            Empty=[],
        ),
        [2, 3, 3, 4],
        out={("South", 1): TITLE},
        sheets_out=["hidden 2019", "Empty"],
    ),
    Laid("a first line that names the separator", "a.csv", lambda: csv([HEADINGS, *FIRMS], ";", before="sep=;\r\n"), range(2, 6)),
    Laid(
        "totals and remarks",
        "a.csv",
        lambda: csv([HEADINGS, *FIRMS[:2], ["Sub-total", "", "", "2"], *FIRMS[2:], ["Grand total: 4"], [], ["End of list"]]),
        [2, 3, 5, 6],
        out={("", 4): TOTAL, ("", 7): TOTAL, ("", 9): REMARK},
    ),
    Laid(
        "parts with titles",
        "a.csv",
        lambda: csv([HEADINGS, ["RESIDENTIAL CARE"], *FIRMS[:2], ["Lot 2: Home care"], *FIRMS[2:]]),
        [3, 4, 6, 7],
        out={("", 2): SECTION, ("", 5): SECTION},
    ),
    Laid(
        "the headings again in the middle",
        "a.csv",
        lambda: csv([HEADINGS, *FIRMS[:2], [], HEADINGS, *FIRMS[2:]]),
        [2, 3, 6, 7],
        out={("", 5): AGAIN},
    ),
    Laid(
        "names in the third column, under headings that mislead",
        "a.csv",
        lambda: csv([["Name", "Type of care home", "Commissioned organisation", "Postcode"],
                     *([f"Pat Example{at}", "Residential care home", name, code] for at, (name, code, *_) in enumerate(FIRMS))]),
        range(2, 6),
    ),
    Laid(
        "codes in a column called Provider",
        "a.csv",
        lambda: csv([["Provider", "Supplier name", "Provider ID"], *([f"100{at}", firm[0], f"100{at}"] for at, firm in enumerate(FIRMS))]),
        range(2, 6),
    ),
    Laid("UTF-16 with tabs", "a.csv", lambda: csv([HEADINGS, *FIRMS], "\t", "utf-16"), range(2, 6)),
    Laid("an open document with a title", "a.ods", lambda: ods([["Providers 2026/27"], [""], HEADINGS, *FIRMS]), range(4, 8), out={("Sheet1", 1): TITLE}),
    Laid(
        "two lists on one sheet, with other columns",
        "a.csv",
        lambda: csv([HEADINGS, *FIRMS[:2], [], ["Postcode", "Supplier", "Ref"], *([code, name, ref] for name, code, _, ref in FIRMS[2:])]),
        [2, 3, 6, 7],
    ),
    Laid("names alone, with commas in them", "a.csv", lambda: b"Provider\r\nQuillmoor Care, Ltd\r\nSedgeford Homes\r\n", [2, 3],
         ["Quillmoor Care, Ltd", "Sedgeford Homes"]),
    Laid("no headings at all", "a.csv", lambda: csv([firm[:2] for firm in FIRMS]), range(1, 5)),
    Laid("headings that nobody knows", "a.csv", lambda: csv([["Whom we pay", "Where"], *(firm[:2] for firm in FIRMS)]), range(2, 6)),
    Laid(
        "two columns called Name",
        "a.csv",
        lambda: csv([["Name", "Name"], *([f"Pat Example{at}", firm[0]] for at, firm in enumerate(FIRMS))]),
        range(2, 6),
    ),
    Laid(
        "a row a contract, with one that says nothing",
        "a.csv",
        lambda: csv([HEADINGS, *([*firm[:3], f"C{at}"] for firm in FIRMS for at in range(3)), ["N/A", "ZZ1 1ZA", "TBC", "-"]]),
        [2, 5, 8, 11],
        out={("", 14): NAMELESS},
    ),
    Laid(
        "published spending",
        "a.csv",
        lambda: csv([SPEND, *(["Mock Council", "Adult Social Care Services", "Third party payments", "1.00", firm[0]] for firm in FIRMS * 30),
                     ["Mock Council", "Adult Social Care Services", "Third party payments", "1.00", "REDACTED PERSONAL DATA"]], encoding="cp1252"),
        range(2, 6),
        out={("", 122): NAMELESS},
    ),
    Laid("names that formulas make", "a.xlsx", lambda: workbook(List=_formulas), range(2, 6), out={("List", 6): NAMELESS}),
]  # fmt: skip
