"""What a deployed database has run stays as it was run: migrations are frozen, and no model has changed without one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

SOURCES = Path(__file__).parents[1] / "src" / "irhub"
MIGRATIONS = sorted(SOURCES.glob("*/migrations/0*.py"))


def imported(source: str) -> set[str]:
    """The modules that a file imports, and those whose members it imports."""
    nodes = list(ast.walk(ast.parse(source)))
    whole = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return whole | {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}


def live(source: str) -> set[str]:
    """What a migration imports that may change under it."""
    return {name for name in imported(source) if name.split(".")[0] in ("irhub", "tests", "")}


def test_no_migration_imports_code_that_may_change_under_it():
    assert len(MIGRATIONS) > 40
    wrong = {str(path.relative_to(SOURCES)): found for path in MIGRATIONS if (found := live(path.read_text()))}
    assert not wrong, (
        "write what they need into the migration: SQL for policies (see row_security.protect), literals else"
    )


@pytest.mark.parametrize(
    "source", ["import irhub.accounts.roles", "from irhub.accounts.row_security import protect", "from . import helper"]
)
def test_live_code_is_found_however_it_is_imported(source):
    assert live(source)


def test_a_migration_comes_after_those_that_make_the_functions_that_it_names():
    """By what it says that it depends on: else the order in which Django happens to run rooms decides."""
    graph = MigrationLoader(None).graph
    texts = {(path.parents[1].name, path.stem): path.read_text() for path in MIGRATIONS}
    made: dict[str, set[tuple[str, str]]] = {}
    for key, text in texts.items():
        for name in re.findall(r"CREATE (?:OR REPLACE )?FUNCTION (irhub_\w+)", text):
            made.setdefault(name, set()).add(key)
    assert {"irhub_only_added_to", "irhub_body"} <= set(made)
    for key, text in texts.items():
        before = set(graph.forwards_plan(key))
        called = set(re.findall(r"\birhub_\w+(?=\()", text)) & set(made)
        assert {name for name in called if not made[name] & before} == set(), key


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"run: python -m django makemigrations --settings irhub.config.settings\n{capsys.readouterr().out}")


@pytest.mark.django_db
def test_policies_ask_functions_who_acts_and_never_settings():
    """So that how it is proved who acts can change in one place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, policyname, concat(qual, with_check) FROM pg_policies WHERE schemaname = 'public'"
        )
        policies = cursor.fetchall()
    assert len(policies) > 50
    assert [policy for policy in policies if "current_setting" in policy[2]] == []
    bare = [policy for policy in policies if re.search(r"(?<!SELECT )\birhub_\w+\(\)", policy[2])]
    assert bare == [], "write (SELECT irhub_body()): it is asked once for a statement, and not for each row"


@pytest.mark.django_db
def test_every_table_behind_the_fence_lets_through_a_request_that_proves_to_work_for_the_system():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace")
        fenced = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'proved_system' AND roles = '{irhub_app}'")
        through = {name for (name,) in cursor.fetchall()}
    assert through == fenced - {"accounts_attempts"}, "to attempts come those who count them, and no page besides"
