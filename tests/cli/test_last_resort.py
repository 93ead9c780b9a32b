"""No command ends in a traceback: garbage is answered in a sentence, and a fault of the program is written down and named."""

from __future__ import annotations

import errno
import io
import os
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import psycopg
import pytest
from tests.place import COMMAND
from tests.registers.samples import sponsor_file

import irhub.cli
from irhub.cli.commands import irhub as every_command

STAYS = {("serve",), ("demo",), ("worker",)}
"""Commands that would stay, or write a country: only called with what they refuse at once."""
NEVER_WHOLE = STAYS | {("refresh",), ("restore",), ("job", "run"), ("docs",), ("rules", "seal"), ("backup",)}
"""Commands that are not called with arguments that they might accept: they reach out, or write beyond the database."""
LONG = "Quillmoor " * 500


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, by its whole name."""
    found: list[tuple[tuple[str, ...], click.Command]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        at = (*path, name)
        found += leaves(command, at) if isinstance(command, click.Group) else [(at, command)]
    return found


def garbage(kind: click.ParamType, folder: Path) -> list[str]:
    """Values that nobody should give for a parameter of a kind."""
    if isinstance(kind, click.Path | click.File):
        return [str(path) for path in sorted(folder.iterdir())] + [
            str(folder / "gone"),
            str(folder / "words.csv" / "below.tar"),
        ]
    if isinstance(kind, click.types.IntParamType):
        return ["x", "-1", "9" * 30, "1.5"]
    if isinstance(kind, click.DateTime):
        return ["yesterday", "2026-02-30", "0001-01-01", "9999-12-31"]
    if isinstance(kind, click.Choice):
        return ["nothing", ""]
    return ["", " ", LONG, "caf\udce9", "'; DROP TABLE x; --", "{null}", "😀", "-1"]


@pytest.fixture
def folder(tmp_path):
    """Files that are nothing that a command takes."""
    made = tmp_path / "garbage"
    made.mkdir()
    (made / "empty.csv").touch()
    (made / "words.csv").write_text("some,words\nand,more\n")
    (made / "bytes.bin").write_bytes(bytes(range(256)) * 8)
    (made / "nul.yaml").write_bytes(b"checker: \x00\nfacts: [")
    (made / "half.json").write_text('{"type": "FeatureCollection", "features": [{"geometry": null}]}')
    (made / "list.yaml").write_text("checker: report\nfacts: {what: [], event: {}}\n")
    (made / "zip.zip").write_bytes(b"PK\x03\x04 and no more")
    (made / "inner").mkdir()
    (made / "nowhere.csv").symlink_to(made / "gone.csv")
    with open(os.fsencode(made) + b"/caf\xe9.csv", "wb") as file:
        file.write(b"a,b\n")
    return made


@pytest.fixture
def command(monkeypatch, capfd, data_folder):
    """Run the command as its program does, and return exit code and all that it printed."""
    monkeypatch.setenv("IRHUB_HOME", str(data_folder))
    monkeypatch.setattr(irhub.cli, "_bring_up_to_date", lambda: None)
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["irhub", *arguments])
        with pytest.raises(SystemExit) as ended:
            irhub.cli.main()
        told = capfd.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 1), told.out + told.err

    return run


def calls(path: tuple[str, ...], parameters: list[click.Parameter], folder: Path) -> list[list[str]]:
    """One call for each kind of garbage in each parameter; the others have something harmless, if they must be there."""
    made = [["--no-such-option"]]
    for wrong in parameters:
        if isinstance(wrong, click.Option) and wrong.is_flag:
            continue
        for value in garbage(wrong.type, folder):
            words, after = [], []
            for parameter in parameters:
                text = value if parameter is wrong else harmless(parameter, folder)
                if text is None:
                    continue
                if isinstance(parameter, click.Option):
                    words += [f"{parameter.opts[0]}={text}"]
                else:
                    after.append(text)
            refuses = isinstance(wrong.type, click.Choice | click.types.IntParamType)
            if path not in NEVER_WHOLE or refuses:
                made.append([*words, "--", *after])
    return made


def harmless(parameter: click.Parameter, folder: Path) -> str | None:
    if isinstance(parameter.type, click.Choice) and parameter.required:
        return str(next(iter(parameter.type.choices)))
    if isinstance(parameter.type, click.Path | click.File) and parameter.required:
        return str(folder / "words.csv")
    asked = isinstance(parameter, click.Option) and parameter.prompt
    return (
        "2026-03-02"
        if isinstance(parameter.type, click.DateTime) and parameter.required
        else "1"
        if parameter.required or asked
        else None
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path, _ in leaves(every_command)], ids=" ".join)
def test_garbage_is_answered_in_words(path, command, folder, data_folder):
    parameters = next(found for at, found in leaves(every_command) if at == path).params
    tried = list(calls(path, parameters, folder))
    assert tried
    for arguments in tried:
        code, told = command(*path, *arguments)
        assert code in (0, 1, 2, 3), (arguments, told)
        assert "Traceback" not in told, (arguments, told)
        assert "fault of the program" not in told, (
            arguments,
            [file.read_text() for file in data_folder.glob("faults/*")],
        )
        assert told or code == 0, arguments


@pytest.mark.django_db
def test_a_fault_of_the_program_is_written_down_where_only_its_owner_reads_and_named(command, monkeypatch, data_folder):
    def fails(*_: object) -> None:
        raise KeyError("null")

    monkeypatch.setattr("irhub.registers.queries.editions_listed", fails)
    code, told = command("editions")
    assert code == 1
    (kept,) = (data_folder / "faults").iterdir()
    assert told.count("\n") == 1
    assert f"written down in {kept}" in told
    assert "KeyError: 'null'" in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("IRHUB_DEBUG", "1")
    assert "Traceback" in command("editions")[1]


OUTSIDE = {
    "the disk is full": (OSError(errno.ENOSPC, "No space left on device"), "The disk is full. Make room"),
    "the database's disk is full": (psycopg.errors.DiskFull("full"), "The database's disk is full. Make room"),
    "two writers": (psycopg.errors.DeadlockDetected("deadlock"), "Others were writing the same rows."),
    "stopped": (psycopg.errors.QueryCanceled("canceled"), "The database took longer than it may"),
    "lost": (psycopg.OperationalError("gone"), "The database cannot be reached or was lost"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", OUTSIDE)
def test_what_went_wrong_outside_ends_a_command_with_its_sentence_and_is_no_fault_of_the_program(
    what, command, monkeypatch, data_folder
):
    fault, says = OUTSIDE[what]

    def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr("irhub.registers.queries.editions_listed", fails)
    code, told = command("editions")
    assert code == 1
    assert told.startswith(f"irhub: {says}")
    assert told.count("\n") == 1
    assert not (data_folder / "faults").exists()


@pytest.mark.django_db
def test_a_load_that_may_write_no_more_says_so_and_leaves_nothing_half_written(
    command, monkeypatch, tmp_path, data_folder
):
    """By the system itself: files of this process may be of four thousand bytes."""
    file = sponsor_file(
        tmp_path, date(2026, 3, 2), [(f"Sedgeford {n * 7919 % 99991} Ltd", "Exampleton") for n in range(3000)]
    )
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        code, told = command("load", str(file))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert code == 1
    assert told.endswith(
        "irhub: The disk is full. Make room and run it again: nothing was lost and nothing is half done.\n"
    )
    assert not [
        path for name in ("rows", "archive", "faults") for path in data_folder.glob(f"{name}/**/*") if path.is_file()
    ]


@pytest.mark.django_db
def test_only_the_newest_are_kept(command, monkeypatch, data_folder):
    (data_folder / "faults").mkdir()
    for number in range(25):
        (data_folder / "faults" / f"fault-20260101T0000{number:02}-1.txt").touch()
    monkeypatch.setattr("irhub.registers.queries.editions_listed", lambda *_: 1 / 0)
    command("editions")
    assert len(list((data_folder / "faults").iterdir())) == 20


def real(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("IRHUB_", "DJANGO_"))}
    return subprocess.run(
        [COMMAND, *arguments], env=inherited | environment, capture_output=True, text=True, timeout=60, check=False
    )


SURROUNDINGS = {
    "the data folder is a file": ({"IRHUB_HOME": "{file}"}, "cannot be used: file exists"),
    "the data folder lies in a file": ({"IRHUB_HOME": "{file}/home"}, "cannot be used: not a directory"),
    "a number is none": ({"IRHUB_PROXIES": "some"}, "IRHUB_PROXIES is not in its form"),
    "a limit is a word": (
        {"IRHUB_MAX_LOST_PERCENT": "2%"},
        "IRHUB_MAX_LOST_PERCENT is not in its form (2% is no number",
    ),
    "a limit is below 0": (
        {"IRHUB_FEWEST_RECORDS_PERCENT": "-3"},
        "FEWEST_RECORDS_PERCENT is not in its form (-3 is no",
    ),
    "the database's address is none": ({"DATABASE_URL": "nonsense"}, "DATABASE_URL is not in its form"),
    "the database is nowhere": ({"DATABASE_URL": "postgresql://u@127.0.0.1:1/x"}, "The database cannot be reached"),
    "the settings cannot be imported": ({"DJANGO_SETTINGS_MODULE": "no.such"}, "No module named 'no'"),
}


@pytest.mark.parametrize("what", SURROUNDINGS)
def test_whatever_is_wrong_before_the_command_begins_is_one_sentence_too(what, tmp_path):
    environment, says = SURROUNDINGS[what]
    (tmp_path / "file").write_text("a file")
    home = {"IRHUB_HOME": str(tmp_path / "home"), "DATABASE_URL": "postgresql://u@127.0.0.1:1/x"}
    done = real(
        "editions", **home | {name: value.format(file=tmp_path / "file") for name, value in environment.items()}
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    kept = "".join(file.read_text() for file in (tmp_path / "home").glob("faults/*"))
    assert says in done.stderr + kept


def test_whoever_reads_no_further_is_not_told_of_it(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    writer = subprocess.Popen(
        [sys.executable, "-c", "from irhub.cli import main; import irhub.cli as c; c._run = lambda _: [print('x' * 80) for _ in range(9999)] and 0; main()"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.readline()
    writer.stdout.close()
    assert writer.stderr.read() == ""
    assert writer.wait() == 1
    writer.stderr.close()
