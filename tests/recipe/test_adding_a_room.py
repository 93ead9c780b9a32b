"""A room that is added as docs/adding-a-room.md says works: one is, in a copy of the program, and nothing else of it changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BESIDE = {
    "src/irhub/config/settings.py": (
        '    "accounts",\n    "operations",',
        '    "notices",\n    "accounts",\n    "operations",',
    ),
    "pyproject.toml": ('"attention | ', '"attention | notices | '),
}
"""What is changed outside the room: one line each, as the document says."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The program with one more room, of which the folder is copied in."""
    folder = tmp_path_factory.mktemp("copy")
    left_out = shutil.ignore_patterns("__pycache__", "recipe")
    for part in ("src", "tests", "docs"):
        shutil.copytree(ROOT / part, folder / part, ignore=left_out)
    shutil.copytree(HERE / "notices", folder / "src/irhub/notices")
    (folder / "tests/notices").mkdir()
    (folder / "tests/notices/__init__.py").touch()
    shutil.copy(HERE / "factories.py", folder / "tests/notices")
    shutil.copy(HERE / "whose.py", folder / "tests/notices/things.py")
    shutil.copy(HERE / "promises.py", folder / "tests/notices/test_notices.py")
    for file in ("pyproject.toml", "requirements-dev.txt"):
        shutil.copy(ROOT / file, folder)
    for path, (line, instead) in BESIDE.items():
        text = (folder / path).read_text()
        assert line in text, f"{path} is no longer as docs/adding-a-room.md tells"
        (folder / path).write_text(text.replace(line, instead))
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: told for name, told in os.environ.items() if not name.startswith(("IRHUB_", "DJANGO_", "PYTEST_"))
    }
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=inherited | {"PYTHONPATH": f"{folder}/src:{folder}"}, capture_output=True,
        text=True, timeout=500,
    )  # fmt: skip


def test_a_room_that_is_added_by_the_recipe_keeps_its_promises_and_those_of_every_room(copy):
    every_rooms = (
        "tests/web/test_rooms.py",
        "tests/casework/test_workflows.py",
        "tests/casework/test_contacts.py",
        "tests/casework/test_notebook.py",
        "tests/accounts/test_access.py",
    )
    chosen = ("tests/notices", *every_rooms, "-k", "notices or rooms or Notice or names_something")
    done = run(copy, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *chosen)
    assert done.returncode == 0, done.stdout[-4000:]


def test_its_imports_keep_to_the_layers(copy):
    done = run(copy, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")
    assert done.returncode == 0, done.stdout[-2000:]


def test_it_needs_the_files_that_the_document_names_and_no_more(copy):
    told = (ROOT / "docs/adding-a-room.md").read_text()
    modules = list((HERE / "notices").glob("*.py"))
    assert len(modules) > 10
    for module in modules:
        assert module.stem in ("__init__", "workflows", "lists") or module.stem in told, module.name
