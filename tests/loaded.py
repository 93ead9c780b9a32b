"""A database with small fictional registers in it, loaded as an operator would load them.

The load itself is done once in a run for each set of limits; what it wrote, tables and data folder, is kept and put back
wherever a test asks for it again, so that a test pays a fraction of a second for a whole world.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg import sql

from irhub.registers import taking_in
from irhub.registers.deriving import bring_up_to_date
from irhub.registers.fictional import Scale, write_registers
from irhub.registers.finding import find
from tests.place import alone

TINY = Scale(sponsor_rows=400, providers=160, locations=240, other_companies=50, sponsor_editions=32)
HOME_PARTS = ("archive", "rows", "linkage")
"""What a load writes into the data folder."""


def load_fictional(folder: Path) -> dict[str, str]:
    """Write tiny registers below `folder`, load them all and link. Returns each file's name and outcome."""
    limits = (settings.IRHUB_MAX_LOST_PERCENT, settings.IRHUB_MAX_GAINED_PERCENT)
    kept = Path(os.environ["IRHUB_TEST_HOME"]) / "fictional" / "-".join(map(str, limits))
    kept.mkdir(parents=True, exist_ok=True)
    with alone(kept / "lock"):
        if not (kept / "outcomes.json").exists():
            _load_and_keep(kept)
            fresh = True
        else:
            fresh = False
    shutil.copytree(kept / "files", folder, dirs_exist_ok=True)
    for part in HOME_PARTS:
        shutil.copytree(kept / part, Path(settings.HOME) / part, dirs_exist_ok=True)
    if not fresh:
        _put_back(kept)
    outcomes: dict[str, str] = json.loads((kept / "outcomes.json").read_text())
    return outcomes


def _load_and_keep(kept: Path) -> None:
    write_registers(kept / "files" / "registers", TINY, until=date(2026, 11, 20), seed=5)
    before = _counts()
    files = find([kept / "files" / "registers"])
    outcomes = {file.label: taking_in.load(file.path).outcome.value for file in files}
    bring_up_to_date()
    for part in HOME_PARTS:
        if (Path(settings.HOME) / part).exists():
            shutil.copytree(Path(settings.HOME) / part, kept / part, dirs_exist_ok=True)
        (kept / part).mkdir(exist_ok=True)
    written = {name for name, count in _counts().items() if count != before[name]}
    assert not any(before[name] for name in written), "a load wrote into tables that held rows already"
    (kept / "tables").mkdir(exist_ok=True)
    for name in written:
        with (
            (kept / "tables" / name).open("wb") as file,
            connection.cursor() as cursor,
            cursor.cursor.copy(sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(name))) as copy,
        ):
            for data in copy:
                file.write(data)
    (kept / "numbered.json").write_text(json.dumps({name: _numbered_columns(name) for name in written}))
    (kept / "outcomes.json").write_text(json.dumps(outcomes))


def _put_back(kept: Path) -> None:
    numbered = json.loads((kept / "numbered.json").read_text())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the rows fitted together when they were kept
        for file in sorted((kept / "tables").iterdir()):
            columns = numbered[file.name]
            query = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(file.name))
            with cursor.cursor.copy(query) as copy:
                copy.write(file.read_bytes())
            for column in columns:
                cursor.execute(
                    sql.SQL("SELECT setval(pg_get_serial_sequence(%s, %s), max({})) FROM {}")
                    .format(sql.Identifier(column), sql.Identifier(file.name))
                    .as_string(),
                    [f'"{file.name}"', column],
                )
        cursor.execute("SET session_replication_role = DEFAULT")


def _numbered_columns(table: str) -> list[str]:
    """The columns of a table that number its rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def _counts() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)).as_string())
            counts[name] = cursor.fetchone()[0]
    return counts
