"""A wheel holds all that the hub needs, and serves it where nothing of the repository is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import httpx
import pytest
from tests.place import end, free_port, until

from irhub.registers.fictional import Scale, write_registers

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
FEW = Scale(sponsor_rows=400, providers=160, locations=240, other_companies=50, sponsor_editions=2)
UNTIL = date(2026, 11, 20)
PATIENCE = 240


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Where a database server may look into, which runs as somebody else where we are root."""
    with tempfile.TemporaryDirectory(prefix="irhub-wheel-") as made:
        os.chmod(made, 0o755)
        yield Path(made)


@pytest.fixture(scope="module")
def wheel(folder) -> Path:
    """What `make dist` builds here, without setting up again what tests have set up."""
    subprocess.run(
        ["make", "--assume-old=setup", "dist", f"DIST={folder / 'dist'}"], cwd=ROOT, check=True, capture_output=True
    )
    (found,) = (folder / "dist").glob("irhub-*.whl")
    return found


def test_the_wheel_holds_every_file_of_the_package_and_what_is_built_of_its_styles(wheel):
    listed = subprocess.run(["git", "ls-files", "src/irhub"], cwd=ROOT, check=True, capture_output=True, text=True)
    ours = {name.removeprefix("src/") for name in listed.stdout.split()}
    held = set(zipfile.ZipFile(wheel).namelist())
    assert len(ours) > 1000
    assert ours - held == set()
    built = {f"irhub/web/static/irhub/build/irhub.css{ending}" for ending in ("", ".gz")}
    assert {name for name in held - ours if name.startswith("irhub/")} == built


def test_the_wheel_holds_the_licence_and_names_it(wheel):
    with zipfile.ZipFile(wheel) as held:
        (licence,) = (name for name in held.namelist() if name.endswith(".dist-info/licenses/LICENSE"))
        (metadata,) = (name for name in held.namelist() if name.endswith(".dist-info/METADATA"))
        assert held.read(licence) == (ROOT / "LICENSE").read_bytes()
        assert "License-Expression: MIT\n" in held.read(metadata).decode()


@pytest.fixture(scope="module")
def bare(folder, wheel) -> Path:
    """A virtual environment into which pip has put the wheel alone.

    What the wheel depends on is looked for in the environment of these tests, for nothing may be downloaded here: all but the hub itself,
    whose repository is a path that only that environment knows.
    """
    home = folder / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", home, "install", "--quiet", "--no-deps", "--no-index", wheel],
        check=True,
        env=plain(),
        cwd=folder,
    )
    (packages,) = home.glob("lib/python*/site-packages")
    here = Path(httpx.__file__).parents[1]
    (packages / "dependencies.pth").write_text(f"{here}\n")
    return home


def plain(**more: str) -> dict[str, str]:
    """An environment that knows nothing of the repository or of the tests' settings."""
    kept = {
        name: value for name, value in os.environ.items() if not re.match("IRHUB|DJANGO|PYTHON|DATABASE|VIRTUAL", name)
    }
    return kept | more


@contextmanager
def demo(bare: Path, home: Path) -> Iterator[str]:
    """The address at which `irhub demo` serves."""
    port = free_port()
    with (home.parent / "demo.log").open("w") as log:
        process: subprocess.Popen[str] = subprocess.Popen(
            [bare / "bin" / "irhub", "demo", "--port", str(port)], cwd=home.parent, env=plain(IRHUB_HOME=str(home)),
            stdout=log, stderr=log, text=True, start_new_session=True,
        )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        end(process)


def ready(client: httpx.Client) -> bool:
    """Whether the site answers."""
    with suppress(httpx.TransportError):
        return client.get("/readyz").status_code == 200
    return False


def test_the_wheel_in_a_bare_environment_serves_the_demo_with_its_styles(folder, bare):
    where = subprocess.run(
        [bare / "bin" / "python", "-c", "import irhub; print(irhub.__file__)"], check=True, capture_output=True, text=True, env=plain(), cwd=folder
    )  # fmt: skip
    assert Path(where.stdout).is_relative_to(bare)
    home = folder / "home"
    registers = home / "fictional" / "small"
    write_registers(registers / "registers", FEW, until=UNTIL)  # fewer than it would write by itself
    (registers / "written").touch()
    with demo(bare, home) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        until(lambda: ready(client), lambda: (folder / "demo.log").read_text()[-3000:], PATIENCE)
        page = client.get("/")
        assert page.status_code == 200
        assert "invented" in page.text
        for found in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
            assert client.get(found).status_code == 200, found
        assert client.get("/static/irhub/build/irhub.css").headers.get("Content-Encoding") == "gzip"
        assert client.get("/account/demo/").status_code == 200
        assert client.get("/search/?q=care").status_code == 200
