"""The whole command on what publishers publish: each world is loaded as a person loads it, and read on its pages.

The files are no part of this repository (docs/replay.md): `IRHUB_REAL_REGISTERS` names the folder in which they lie.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from irhub.places import resolve
from irhub.registers.sources.care_services import CARE_SERVICES
from tests.place import COMMAND, Place, place, served
from tests.real import files
from tests.real.files import CODES, FILES, HALF, LINCOLNSHIRE, REAL, WORLDS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not REAL.is_dir(),
        reason=f"no real files in {REAL}: set IRHUB_REAL_REGISTERS to the folder of them (docs/replay.md)",
    ),
]


@dataclass(frozen=True)
class Ran:
    """A command that ended: its name, exit code, what it printed, its seconds on the clock and the most memory it held.

    The system counts the memory of the process that started it too, so that less than pytest's own is never told.
    """

    command: str
    code: int
    out: str
    err: str
    seconds: float
    mib: float


@dataclass
class World:
    """A data folder with the files of one world: what the load told of each, and every command that ran in it."""

    place: Place
    told: dict[str, dict[str, str]] = field(default_factory=dict)
    ran: list[Ran] = field(default_factory=list)

    def run(self, *arguments: str) -> Ran:
        """Run a command as a person does, and measure it."""
        out, err = self.place.home.parent / "out", self.place.home.parent / "err"
        with out.open("w") as to, err.open("w") as errors:
            begun = time.perf_counter()
            process = subprocess.Popen([COMMAND, *arguments], env=self.place.environment, stdout=to, stderr=errors)
            _, status, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        ran = Ran(arguments[0], process.returncode, out.read_text(), err.read_text(), seconds, used.ru_maxrss / 1024)
        self.ran.append(ran)
        return ran


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, World]]:
    """Each world by its name, loaded by one command over a folder of its files."""
    with ExitStack() as stack:
        made: dict[str, World] = {}
        for name in WORLDS:
            folder = tmp_path_factory.mktemp("world")
            here = World(stack.enter_context(place(folder / "home")))
            del here.place.environment["IRHUB_FEWEST_RECORDS_PERCENT"]
            for file in files.of_world(name):
                (folder / "files" / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / "files" / file).symlink_to(REAL / file)
            ran = here.run("load", str(folder / "files"), "--json")
            assert ran.out, ran.err
            here.told = {row["file"]: row for row in json.loads(ran.out)}
            made[name] = here
        yield made


def states(where: Place) -> dict[str, tuple[int, int, int]]:
    """The number, rows and records of each edition that is held, by register and date."""
    query = "SELECT register || ' ' || date, id, row_count, record_count FROM registers_edition"
    return {name: (number, rows, records) for name, number, rows, records in where.ask(query)}


def test_every_real_file_stands_in_the_table():
    assert {str(path.relative_to(REAL)) for path in REAL.rglob("*") if path.is_file()} == set(FILES)


@pytest.mark.parametrize("name", WORLDS)
def test_a_load_tells_of_each_file_which_register_it_is_or_why_it_is_none(world, name):
    assert world[name].ran[0].code == CODES[name]
    expected = files.of_world(name)
    told = world[name].told
    assert set(told) == set(expected)
    for file, what in expected.items():
        assert told[file]["outcome"] == what.outcome, told[file]
        assert what.says in told[file]["reason"]
        if what.register:
            assert told[file]["register"] == what.register, told[file]


@pytest.mark.parametrize("name", WORLDS)
def test_not_a_row_of_a_register_is_lost(world, name):
    held = states(world[name].place)
    taken_in = {file: edition for file in files.of_world(name) if (edition := world[name].told[file]["edition"])}
    assert taken_in
    for file, edition in taken_in.items():
        _, rows, records = held[edition]
        assert rows == len(files.rows_of(file)), file
        assert records == FILES[file].records, file


def test_what_changed_between_two_weeks_is_what_a_plain_comparison_of_names_finds(world):
    query = "SELECT kind, name, place, old_value, new_value FROM registers_change WHERE register = %s"
    changes = world[LINCOLNSHIRE].place.ask(query, files.SPONSORS)
    assert Counter(kind for kind, *_ in changes) == files.CHANGES

    def squeezed(name: str) -> str:
        return re.sub(r"[^0-9a-z]", "", name.lower().replace("&", "and")).replace("limited", "ltd")

    before, after = (
        {squeezed(row["Organisation Name"]) for row in files.rows_of(file)} for file in (files.OLD_WEEK, files.NEW_WEEK)
    )
    came = {squeezed(name) for kind, name, *_ in changes if kind == "licence_granted"}
    went = {squeezed(name) for kind, name, *_ in changes if kind == "licence_removed"}
    old_names = {squeezed(old) for kind, _, _, old, _ in changes if kind == "renamed"}
    new_names = {squeezed(new) for kind, _, _, _, new in changes if kind == "renamed"}
    assert after - before <= came | new_names
    assert before - after <= went | old_names
    assert not new_names & old_names


@pytest.fixture(scope="module")
def accepted(world) -> dict[str, World]:
    """The worlds after a person accepted the editions that are parts of their register, and loaded the companies again."""
    for name in (LINCOLNSHIRE, HALF):
        waiting = json.loads(world[name].run("editions", "--json").out)
        numbers = [str(row["number"]) for row in waiting if row["state"] == "quarantined"]
        assert world[name].run("accept", *numbers, "--reason", "A part of the register, on purpose.").code == 0
    return world


def test_companies_of_which_no_register_tells_are_refused_in_words_after_the_list_of_locations_too(accepted):
    ran = accepted[LINCOLNSHIRE].run("load", str(REAL / "companies_house"))
    assert ran.code == 2
    assert "of 11 companies, none of which the other registers name" in ran.out


def test_linking_again_finds_care_providers_among_the_sponsors(accepted):
    ran = accepted[LINCOLNSHIRE].run("link", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["accepted"] > 100
    assert accepted[HALF].place.ask("SELECT count(*) FROM organisations_link WHERE band = 'accepted'")[0][0] > 1_000


def test_nobody_is_told_to_have_left_whose_name_stands_on_the_register(accepted):
    """By names alone, read without the hub: of who stood in the first week, whether the name stands in the second."""

    def named(file: str) -> set[str]:
        return {row["Organisation Name"].strip().casefold() for row in files.rows_of(file)}

    stands = named(files.NEW_WEEK)
    query = """
        SELECT DISTINCT provider.provider_id, provider.licence, sponsor.name, span.until
        FROM organisations_providerincouncil provider
        JOIN organisations_member sponsor ON sponsor.organisation_id = provider.organisation_id
            AND sponsor.register = 'home_office_sponsors'
        JOIN registers_sponsorspan span ON span.sponsor_key = sponsor.entity_key
        WHERE provider.as_at IS NULL
    """
    told = accepted[LINCOLNSHIRE].place.ask(query)
    assert all(licence == "licensed" for _, licence, _, until in told if until is None)
    gone = {provider for provider, *_ in told} - {provider for provider, licence, *_ in told if licence == "licensed"}
    for provider, licence, name, _ in told:
        if provider in gone:
            assert (licence == "unclear") == (name.casefold() in stands), (provider, name, licence)
    ended = Counter(licence for _, licence, _, until in told if until is not None)
    assert ended["licensed"] >= 2, (
        "of one whose sponsor moved town, and of one of whom another entry of its legal name stands"
    )
    assert not ended["unclear"]
    assert not ended["formerly"]
    query = "SELECT count(*) FROM indicators_signal WHERE code = 'licence-left'"
    assert accepted[LINCOLNSHIRE].place.ask(query) == [(0,)]
    assert accepted[HALF].place.ask(query) == [(0,)], "of one week nobody can have left"


@pytest.mark.parametrize("name", WORLDS)
def test_doctor_finds_nothing_wrong(accepted, name):
    ran = accepted[name].run("doctor", "--json")
    findings = json.loads(ran.out)
    assert not [finding for finding in findings if finding["level"] == "wrong"]
    assert ran.code == 2, "it warns of registers that are not held"


def gives_care(row: Mapping[str, str]) -> bool:
    """Whether a row of the CQC's list is of a care location, as docs/definitions.md says."""
    services = {
        name.removeprefix("Service type - ")
        for name, told in row.items()
        if name.startswith("Service type - ") and told
    }
    if services:
        return bool(services & set(CARE_SERVICES))
    return (
        row["Location Inspection Directorate"] == "Adult social care"
        or row["Location Type/Sector"] == "Social Care Org"
    )


@pytest.mark.parametrize(
    ("name", "file", "councils"), [(LINCOLNSHIRE, files.LOCATIONS, 2), (HALF, files.HALF_LOCATIONS, 5)]
)
def test_the_pages_of_councils_say_how_many_care_providers_the_file_has_there(accepted, name, file, councils):
    providers: dict[str, set[str]] = {}
    for row in files.rows_of(file):
        if (found := resolve(row["Location Local Authority"])) is not None and gives_care(row):
            providers.setdefault(found.slug, set()).add(row["Provider ID"])
    counted = Counter({slug: len(ids) for slug, ids in providers.items()})
    with served(accepted[name].place) as site:
        for slug, number in counted.most_common(councils):
            page = site.get(f"/councils/{slug}/")
            assert page.status_code == 200
            text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())
            assert resolve(slug).name in text
            assert f"Hold a sponsor licence, of {number:,} providers" in text, (slug, number)
        assert site.get("/data/").status_code == 200


def test_no_command_ended_in_a_traceback_and_each_is_told_with_its_time_and_memory(accepted, record_property):
    assert set(accepted) == set(WORLDS)
    for name, here in accepted.items():
        for ran in here.ran:
            assert "Traceback" not in ran.out + ran.err, (name, ran.command)
            record_property("measured", f"{name}: irhub {ran.command} {ran.seconds:.1f} s, {ran.mib:,.0f} MiB")
        assert not (here.place.home / "faults").exists(), name
