"""Persons with significant control: of a snapshot of millions, the least that matters here, and nothing else, is kept."""

from __future__ import annotations

import json
import zipfile
from datetime import date, timedelta

import polars as pl
import pytest
from django.utils.timezone import localdate

from irhub.operations import intake
from irhub.registers import archive, refresh, rows, taking_in
from irhub.registers.companies_of_interest import companies_of_interest
from irhub.registers.finding import find
from irhub.registers.models import Change, ControllerSpan, Edition, LocationSpan
from irhub.registers.reading import recognise
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import CompaniesOfInterest, Refused
from irhub.registers.sources.companies_house_psc import (
    CORPORATE,
    INDIVIDUAL,
    KEPT,
    MOST_STEPS,
    clean,
    extract,
    is_later_part,
    read_extract,
)
from irhub.registers.taking_in import Outcome

NAME = "persons-with-significant-control-snapshot-2026-11-02"
DAY = date(2026, 11, 2)
TOTALS = '{"data":{"kind":"totals#persons-of-significant-control-snapshot","persons_of_significant_control_count":1}}'
NONE = pl.Series([], dtype=pl.String)
WANTED = CompaniesOfInterest(NONE, NONE, pl.Series(["09999991", "SC999992"]))


def entry(company: str = "09999991", number: int = 1, **more: object) -> str:
    """A line of the snapshot, as Companies House writes it: everything that it publishes of a person."""
    data = {
        "address": {"address_line_1": "Example Street", "locality": "Exampleton", "postal_code": "EX1 1AA"},
        "country_of_residence": "England",
        "date_of_birth": {"month": 2, "year": 1977},
        "etag": "aa11",
        "kind": INDIVIDUAL,
        "links": {"self": f"/company/{company}/persons-with-significant-control/individual/mark{number}"},
        "name": "Mrs Robin Lee Sample",
        "name_elements": {"forename": "Robin", "middle_name": "Lee", "surname": "Sample", "title": "Mrs"},
        "nationality": "Examplian",
        "natures_of_control": ["ownership-of-shares-50-to-75-percent", "voting-rights-50-to-75-percent"],
        "notified_on": "2016-05-06",
    } | more
    return json.dumps({"company_number": company, "data": data}, separators=(",", ":"))


def snapshot(folder, *lines: str, name: str = f"{NAME}.txt", totals: str = TOTALS):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\n".join([*lines, *([totals] if totals else []), ""]))
    return path


def extracted(tmp_path, path, wanted=WANTED):
    target = tmp_path / "extract.jsonl"
    extract(path, target, wanted, DAY)
    return target


def test_it_is_recognised_by_its_members_plain_and_in_a_zip(tmp_path):
    path = snapshot(tmp_path, entry())
    packed = tmp_path / f"{NAME}.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.write(path, path.name)
    assert recognise(path, SOURCES.values()).name == recognise(packed, SOURCES.values()).name == "companies_house_psc"
    assert extracted(tmp_path, packed).read_text() == extracted(tmp_path, path).read_text()


def test_only_what_is_needed_of_care_companies_is_kept_and_it_says_where_it_stood(tmp_path):
    path = snapshot(
        tmp_path,
        entry("01234567", 1),  # a company of no matter
        entry("09999991", 2),
        entry("SC999992", 3, ceased_on="2025-01-31"),
        entry("09999991", 4, ceased_on="2019-01-31"),  # long ago
        entry("09999991", 5, kind="persons-with-significant-control-statement"),
        entry("09999991", 6, kind="super-secure-person-with-significant-control"),
    )
    kept = extracted(tmp_path, path)
    for never in ("Examplian", "Example Street", "EX1 1AA", "England", "01234567", 'Mrs"', "aa11"):
        assert never not in kept.read_text()
    reading = read_extract(kept, lambda: WANTED)
    assert reading.total == 7
    assert reading.published["line"].to_list() == [2, 3]
    assert reading.published.columns == ["line", *KEPT]
    row = clean(reading.published).records.row(0, named=True)
    assert (row["person_key"], row["middle_initial"], row["birth_year"], row["birth_month"]) == (
        "robinsample",
        "l",
        1977,
        2,
    )
    assert (row["psc_id"], row["natures"]) == (
        "mark2",
        "ownership-of-shares-50-to-75-percent | voting-rights-50-to-75-percent",
    )
    assert row["notified_on"] == date(2016, 5, 6)


def owned_by(company: str, owner: str, number: int, **more: object) -> str:
    """A line that tells of a company that controls another."""
    corporate = {"kind": CORPORATE, "name": f"Example {owner} Ltd", "identification": {"registration_number": owner}}
    return entry(company, number, name_elements=None, date_of_birth=None, **corporate | more)


def kept_of(tmp_path, *lines: str) -> list[tuple[str, int]]:
    published = read_extract(extracted(tmp_path, snapshot(tmp_path, *lines)), lambda: WANTED).published
    return list(published.select("company_number", "line").iter_rows())


def test_of_the_companies_above_care_providers_the_companies_that_control_them_are_kept_and_no_people(tmp_path):
    kept = kept_of(
        tmp_path,
        owned_by("00000012", "00000013", 1),  # above the owner, and before it in the file
        owned_by("09999991", "11", 2),
        owned_by("00000011", "12", 3),
        entry("00000011", 4),  # a person who controls the owner
        owned_by("00000011", "99", 5, ceased_on="2019-01-31"),  # long ago
        owned_by("00000077", "12", 6),  # a sister that gives no care
    )
    assert kept == [("09999991", 2), ("00000011", 3), ("00000012", 1)]


def test_a_chain_of_owners_is_kept_no_further_than_it_is_followed_and_ends_where_it_comes_round(tmp_path):
    chain = [owned_by(f"{number:08d}", f"{number + 1}", number) for number in range(1, 20)]
    assert len(kept_of(tmp_path, owned_by("09999991", "1", 50), *chain)) == MOST_STEPS
    assert kept_of(
        tmp_path, owned_by("09999991", "1", 50), owned_by("00000001", "2", 1), owned_by("00000002", "1", 2)
    ) == [
        ("09999991", 1),
        ("00000001", 2),
        ("00000002", 3),
    ]


def test_lines_are_read_whatever_the_order_of_their_members_and_blanks(tmp_path):
    turned = json.loads(entry())
    line = json.dumps({"data": turned["data"], "company_number": turned["company_number"]})
    kept = extracted(tmp_path, snapshot(tmp_path, line, "", entry("09999991", 2)))
    assert read_extract(kept, lambda: WANTED).published.height == 2


def test_odd_births_and_dates_are_doubted_and_numbers_of_owners_are_padded(tmp_path):
    owner = {"kind": "corporate-entity-person-with-significant-control", "name": "Example Holdings Ltd",
             "identification": {"registration_number": "123456"}, "name_elements": None, "date_of_birth": None}  # fmt: skip
    path = snapshot(
        tmp_path,
        entry(number=1, date_of_birth={"month": 13, "year": 1977}),
        entry(number=2, notified_on="1083-01-01"),
        entry(number=3, notified_on="soon"),
        entry(number=4, **owner),
        entry(number=5, notified_on="2010-01-01"),
    )
    cleaned = clean(read_extract(extracted(tmp_path, path), lambda: WANTED).published)
    rules = dict(cleaned.issues.select("line", "rule").iter_rows())
    assert rules == {
        1: "not_a_birth",
        2: "date_out_of_range",
        3: "not_a_date",
        4: "padded_number",
        5: "unlikely_date",
    }
    one, two, three, company, _ = cleaned.records.iter_rows(named=True)
    assert (one["birth_year"], one["birth_month"]) == (None, None)
    assert (two["notified_on"], three["notified_on"]) == (None, None)
    assert (company["owner_number"], company["person_key"]) == ("00123456", "")


def test_parts_are_one_snapshot_and_all_of_them_are_needed(tmp_path):
    name = "psc-snapshot-2026-11-02_{}of2.txt"
    first = snapshot(tmp_path, entry(number=1), name=name.format(1), totals="")
    with pytest.raises(Refused, match="put all parts into one folder"):
        extracted(tmp_path, first)
    second = snapshot(tmp_path, entry(number=2), name=name.format(2))
    assert (is_later_part(first), is_later_part(second)) == (False, True)
    assert read_extract(extracted(tmp_path, second), lambda: WANTED).published["line"].to_list() == [1, 2]


@pytest.mark.parametrize(
    ("lines", "totals", "why"),
    [
        ([entry()], "", "does not end with the totals"),
        ([entry()[:90]], "", "line 1 is not a whole entry"),
        (["[1, 2]"], TOTALS, "not an entry"),
        (['{"company_number":"09999991"}'], TOTALS, "without an entry"),
        (["{" + "x" * 2**20], TOTALS, "too long"),
        ([entry()[:-1] + ',"deep":' + "[" * 100_000], TOTALS, "line 1 is not a whole entry"),
    ],
)
def test_a_damaged_snapshot_is_refused_in_one_sentence(tmp_path, lines, totals, why):
    with pytest.raises(Refused, match=why):
        extracted(tmp_path, snapshot(tmp_path, *lines, totals=totals))


def test_a_snapshot_before_any_care_provider_says_what_to_load_first(tmp_path):
    with pytest.raises(Refused, match="load the CQC care directory with filters first"):
        extracted(tmp_path, snapshot(tmp_path, entry()), CompaniesOfInterest(NONE, NONE, NONE))


def care_company(number: str) -> None:
    """A location of adult social care whose provider gave a company number."""
    text = {field.name: "" for field in LocationSpan._meta.fields if field.get_internal_type() == "TextField"}
    LocationSpan.objects.create(
        **text | {"location_id": f"1-{number}", "company_number": number, "location_type": "Social Care Org"},
        since=date(2026, 1, 1), line=2,
    )  # fmt: skip


def as_part_of(tmp_path, day: date, *lines: str):
    """A snapshot of a day, with lines of a hundred companies of no matter."""
    others = [entry(f"0{number:07d}") for number in range(100)]
    return snapshot(tmp_path / f"{day}", *others, *lines, name=f"persons-with-significant-control-snapshot-{day}.txt")


@pytest.mark.django_db
def test_editions_of_it_have_a_faithful_history_of_which_the_archive_holds_the_extract_alone(tmp_path, data_folder):
    care_company("09999991")
    first = as_part_of(tmp_path, DAY, entry(number=1), entry(number=2))
    loaded = taking_in.load(first)
    assert (loaded.outcome, loaded.edition.row_count, loaded.edition.record_count) == (Outcome.APPLIED, 103, 2)
    assert taking_in.load(first).outcome is Outcome.HELD
    with archive.unpacked(archive.archive_folder(), loaded.edition.sha256, loaded.edition.file_name) as kept:
        assert "Examplian" not in kept.read_text()
        assert len(kept.read_text().splitlines()) == 3
    later = date(2026, 11, 9)
    taking_in.load(as_part_of(tmp_path, later, entry(number=1, ceased_on="2026-11-04"), entry(number=3)))

    def history() -> list[tuple[object, ...]]:
        spans = ControllerSpan.objects.order_by("psc_id", "since")
        return list(spans.values_list("psc_id", "since", "until", "ceased_on", "line"))

    told = history()
    assert told == [
        ("mark1", DAY, later, None, 101),
        ("mark1", later, None, date(2026, 11, 4), 101),
        ("mark2", DAY, later, None, 102),
        ("mark3", later, None, None, 102),
    ]
    taking_in.rebuild()
    assert history() == told
    assert not Change.objects.filter(register="companies_house_psc").exists()  # the feed is for everybody


@pytest.mark.django_db
def test_companies_that_control_care_providers_are_wanted_of_the_list_of_companies(tmp_path, data_folder):
    care_company("09999991")
    taking_in.load(as_part_of(tmp_path, DAY, owned_by("09999991", "11", 1), owned_by("00000011", "12", 2)))
    assert set(companies_of_interest().numbers) == {"09999991", "00000011", "00000012"}


@pytest.mark.django_db
def test_it_is_fetched_once_a_week_and_says_so_between(tmp_path, data_folder, monkeypatch):
    care_company("09999991")
    today = localdate()
    taking_in.load(as_part_of(tmp_path, today - timedelta(days=6), entry()))
    asked = []

    class Nobody(refresh.Fetcher):
        def newest(self, folder, report=lambda *_: None):
            asked.append(self.source.name)

    monkeypatch.setattr(refresh, "Fetcher", Nobody)
    (told,) = intake.fetch_and_load(["companies_house_psc"])
    assert (told["outcome"], asked) == ("already held", [])
    assert "once in 7 days" in told["reason"]
    Edition.objects.update(date=today - timedelta(days=7))
    list(intake.fetch_and_load(["companies_house_psc"]))
    assert asked == ["companies_house_psc"]


@pytest.mark.django_db
def test_a_folder_of_parts_is_loaded_as_one_edition(tmp_path, data_folder):
    care_company("09999991")
    folder = tmp_path / "parts"
    snapshot(folder, entry(number=1), name="psc-snapshot-2026-11-02_1of2.txt", totals="")
    snapshot(folder, entry(number=2), name="psc-snapshot-2026-11-02_2of2.txt")
    file, later = find([folder])
    assert "with the first part" in later.problem
    loaded = taking_in.load(file.path)
    assert (loaded.outcome, loaded.edition.date, loaded.edition.record_count) == (Outcome.APPLIED, DAY, 2)


@pytest.mark.django_db
def test_a_snapshot_that_lost_many_lines_waits_for_a_person(tmp_path, data_folder):
    care_company("09999991")
    taking_in.load(as_part_of(tmp_path, DAY, entry()))
    short = snapshot(tmp_path, entry(), name="persons-with-significant-control-snapshot-2026-11-09.txt")
    loaded = taking_in.load(short)
    assert loaded.outcome is Outcome.QUARANTINED
    assert loaded.edition.state == Edition.State.QUARANTINED
    assert "of the rows of the edition before" in loaded.edition.reason


@pytest.mark.django_db
def test_a_row_shows_people_only_to_those_who_ask_for_them(tmp_path, data_folder):
    care_company("09999991")
    taking_in.load(as_part_of(tmp_path, DAY, entry(), owned_by("09999991", "11", 2)))
    of_a_company = rows.source_row("companies_house_psc", DAY, 102)
    assert of_a_company["data.name"] == "Example 11 Ltd"
    assert "ownership-of-shares-50-to-75-percent" in of_a_company["data.natures_of_control"]
    plain = rows.source_row("companies_house_psc", DAY, 101)
    assert plain == {
        "company_number": "09999991",
        "data.kind": INDIVIDUAL,
        "data.identification.registration_number": "",
    }
    whole = rows.source_row("companies_house_psc", DAY, 101, people=True)
    assert whole["data.name"] == "Mrs Robin Lee Sample"
    assert "data.nationality" not in whole
