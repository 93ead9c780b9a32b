"""Every number on a page can be followed: to the list that it counts, to a row, to the archived bytes of its edition."""

from __future__ import annotations

import csv
import hashlib
import io
import random
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import fastexcel
import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser, LexborNode

from irhub.dashboards.models import PlaceFigures
from irhub.indicators.models import Signal
from irhub.indicators.past import work_out
from irhub.organisations.models import ProviderInCouncil
from irhub.places import place_of_code
from irhub.registers import archive
from irhub.registers.archive import archive_folder
from irhub.registers.models import Edition

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
WALKED = 30
ROW = re.compile(r"/data/(\w+)/(\d{4}-\d{2}-\d{2})/(\d+)/")
COUNTED = re.compile(r"(\d[\d,]*) (?:providers?|signals?|changes?|councils?)\b")


def opened(address: str) -> bytes:
    """A page; of a past day, once the day is worked out."""
    for _ in range(2):
        response = Client(headers={"host": "localhost"}).get(address)
        if response.status_code != 202:
            break
        work_out(date.fromisoformat(parse_qs(urlsplit(address).query)["as_at"][0]))
    assert response.status_code == 200, address
    return response.content


@pytest.fixture(autouse=True)
def opened_once() -> Iterator[None]:
    """Within a test each page is opened and read once: what it shows stays."""
    main_of.cache_clear()
    yield
    main_of.cache_clear()


@cache
def main_of(address: str) -> LexborNode:
    main = LexborHTMLParser(opened(address)).css_first("main")
    assert main is not None, address
    return main


def links(address: str) -> list[tuple[str, str]]:
    """The links of the main part of a page: what each says, and where it leads."""
    found = [(link.text().strip(), link.attributes.get("href") or "") for link in main_of(address).css("a")]
    return [(says, urljoin(address, href)) for says, href in found]


def text(address: str) -> str:
    return " ".join(main_of(address).text().split())


def figures(address: str) -> list[tuple[int, str]]:
    """The numbers of a page, but nought, that lead to what they count."""
    return [
        (int(says.replace(",", "")), href)
        for says, href in links(address)
        if re.fullmatch(r"[1-9][\d,]*", says) and "page=" not in href and href.split("#")[0] != address
    ]


def kind_of(address: str) -> tuple[str, ...]:
    """What a figure is of: the path without the place, and what is asked, without days and places."""
    path, _, asked = address.split("#")[0].partition("?")
    parts = [part for part in path.split("/") if part]
    named = "/".join(parts[:1] + parts[2:])
    return (named, *(one for one in sorted(asked.split("&")) if not re.match(r"(as_at|since|until|council)=", one)))


def counted(address: str) -> str:
    """What a page says that it counts; of an indicator's page, below its definition; of providers by beds, all their beds."""
    if "sort=beds" in address:
        rows = csv.DictReader(io.StringIO(opened(f"{address}&format=csv").decode("utf-8-sig")))
        return str(sum(int(row["beds"] or 0) for row in rows))
    found = COUNTED.search(text(address).split("Where it is true")[-1])
    return found[1].replace(",", "") if found else f"{address} counts nothing"


def one_row_of(address: str) -> str:
    """The page of a source row that a list leads to: at once, or by an organisation or a signal of the list."""
    for _ in range(3):
        found = [href for _, href in links(address)]
        rows = [href for href in found if ROW.search(href)]
        if rows:
            return rows[0]
        further = [href for href in found if re.search(r"/(organisations|attention)/[^/]+/|\?council=", href)]
        assert further, f"{address} leads to no row"
        address = further[0]
    raise AssertionError(f"{address} leads to no row")


def starting_points() -> list[str]:
    busiest = PlaceFigures.objects.filter(place_code__startswith="E0").order_by("-providers", "place_code")[:4]
    councils = [place_of_code(row.place_code) for row in busiest]
    return [
        "/",
        "/country/england/",
        "/indicators/",
        "/regions/west-midlands/",
        "/regions/london/compare/",
        "/partnerships/east-midlands/",
    ] + [f"/councils/{place.slug}/" for place in councils]


def test_random_figures_lead_to_a_list_of_that_many_and_down_to_the_archived_bytes(held):
    every = [(page, *figure) for page in starting_points() for figure in figures(page)]
    assert len(every) > 2 * WALKED
    chance = random.Random(5)
    chance.shuffle(every)
    one_of_each = {kind_of(address): (page, many, address) for page, many, address in every}
    for page, many, address in [*one_of_each.values(), *every[:WALKED]]:
        said = text(address)
        hidden = "is shown only to people who act" in said
        assert counted(address) == str(many) or hidden, f"{page}: {address}"
        if not hidden and "no row in the edition" not in said:  # an edition that waits is in no history yet
            holds(one_row_of(address))


@pytest.mark.parametrize(
    "kinds",
    [
        {("regions/providers", f"joined={how}") for how in ("linked", "none", "numbered")},
        {("partnerships/providers", f"joined={how}") for how in ("linked", "none", "numbered")},
        {
            ("changes", "kind=licence_removed"),
            ("changes", "kind=licence_granted", "region=E12000005"),
        },
        {
            ("regions/providers", "licence=licensed"),
            ("indicators", "severity=act+this+week"),
            ("indicators", "severity=for+information"),
        },
    ],
    ids=["joined in regions", "joined in partnerships", "history", "licences and indicators"],
)
def test_figures_of_every_kind_lead_somewhere(held, kinds):
    assert kinds <= {kind_of(address) for page in starting_points() for _, address in figures(page)}


def test_each_signal_and_organisation_leads_to_rows_of_archived_editions(held):
    chance = random.Random(5)
    signals = list(Signal.objects.filter(audience="public", organisation__isnull=False).order_by("pk"))
    assert len(signals) > 10
    for signal in chance.sample(signals, 10):
        holds(one_row_of(f"/attention/{signal.organisation_id}/{signal.code}/"))
        holds(one_row_of(f"/indicators/{signal.code}/"))
    for organisation in chance.sample(sorted(ProviderInCouncil.objects.values_list("organisation_id", flat=True)), 10):
        holds(one_row_of(f"/organisations/{organisation}/"))


def holds(address: str) -> None:
    """The page shows a row, and the archived file whose hash is the edition's holds what it shows in that line."""
    found = ROW.search(address)
    assert found, address
    edition = Edition.objects.get(register=found[1], date=found[2], state="accepted")
    with archive.unpacked(archive_folder(), edition.sha256, edition.file_name) as file:
        assert hashlib.sha256(file.read_bytes()).hexdigest() == edition.sha256
        published = any(cells_of(row) >= shown_on(address) for row in rows_at(file, int(found[3])))
    assert published, address


def shown_on(address: str) -> set[str]:
    shown = cells_of(cell.text() for cell in main_of(address).css("dd"))
    assert shown, address
    return shown


def cells_of(row: Iterable[object]) -> set[str]:
    """The texts of a row; of a day that a workbook holds with midnight behind it, the day."""
    texts = {" ".join(str(cell).split()) for cell in row if cell is not None}
    return {re.sub(r"^(\d{4}-\d\d-\d\d)[ T]00:00:00(\.0+)?$", r"\1", text) for text in texts}


def rows_at(file: Path, line: int) -> list[list[object]]:
    """What stands in a line of a file, read as plainly as can be: of a workbook, in that row of each of its sheets, and of its
    sheets after the first counted on from those before."""
    if file.suffix == ".csv":
        return [next(csv.reader([file.read_text(encoding="utf-8-sig").splitlines()[line - 1]]))]
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as opened:
            texts = [opened.read(name).decode("utf-8-sig") for name in opened.namelist()]
        return [next(csv.reader([text.splitlines()[line - 1]])) for text in texts]
    book = fastexcel.read_excel(file)
    sheets = [
        book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars() for name in book.sheet_names
    ]
    found = [list(sheet.row(line - 1)) for sheet in sheets if sheet.height >= line]
    on = line - sheets[-2].height if len(sheets) > 2 else 0
    return [*found, list(sheets[-1].row(on - 1))] if 0 < on <= sheets[-1].height else found
