"""A backup put back into an empty place is the place that was saved, and a bad one changes nothing."""

from __future__ import annotations

import io
import json
import tarfile
from datetime import date

import pytest
from click.testing import CliRunner

from irhub.cli.commands import irhub
from tests.factories import PersonFactory
from tests.place import Place, inside, place
from tests.registers.samples import sponsor_file

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
STATE = (
    "SELECT (SELECT count(*) FROM registers_edition), (SELECT count(*) FROM registers_sponsorspan),"
    " (SELECT count(*) FROM registers_change), (SELECT string_agg(email, ',') FROM accounts_person),"
    " (SELECT string_agg(hash, ',' ORDER BY number) FROM accounts_auditevent WHERE what <> 'restored a backup')"
)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A place with two editions and a person, and its backup. Tests leave both as they are."""
    tmp_path = tmp_path_factory.mktemp("saved")
    with place(tmp_path / "home") as full:
        names = [(f"Sedgeford {n} Care Ltd", "Exampleton") for n in range(300)]
        sponsor_file(tmp_path / "files", date(2026, 3, 2), names)
        sponsor_file(tmp_path / "files", date(2026, 3, 3), names[1:])
        full.run("load", str(tmp_path / "files"))
        full.run(
            "administrator", "chief@example.org", "--name", "Chief Example", "--password", "lantern orchard sixteen"
        )
        file = tmp_path / "saved.tar"
        full.run("backup", str(file))
        yield full, file


def does(*arguments: object) -> str:
    """What a command does in the place in which this process is."""
    done = CliRunner().invoke(irhub, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def refuses(*arguments: object) -> str:
    """What is said of a command that is refused."""
    done = CliRunner().invoke(irhub, [str(argument) for argument in arguments])
    assert done.exit_code == 2, done.output
    return done.stderr


def empty(where: Place) -> bool:
    return where.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)] and not any(
        (where.home / "archive").glob("*/*")
    )


def test_what_is_restored_into_an_empty_place_is_what_was_saved(saved, tmp_path):
    full, file = saved
    assert file.stat().st_mode & 0o077 == 0
    with place(tmp_path / "other", empty=True) as other:
        said = other.run("restore", str(file)).stdout
        assert "1 events of the audit trail, 2 archived files" in said
        assert other.ask(STATE) == full.ask(STATE)
        with inside(other):
            assert ", 0 broken" in does("audit", "verify")
            # It goes on from there: what is held is held, and the history can be made anew from the archive.
            assert "already held" in does("load", full.home.parent / "files")
            does("rebuild")
        assert other.ask(STATE) == full.ask(STATE)


def rewritten(file, target, change):
    """The backup with its manifest or members changed by a function."""
    with tarfile.open(file) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            content = old.extractfile(member).read()
            name, content = change(member.name, content)
            if name is None:
                continue
            info = tarfile.TarInfo(name)
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return target


def flipped(name, content):
    return (name, content[:-1] + bytes([content[-1] ^ 1])) if name.startswith("archive/") else (name, content)


def climbing(name, content):
    if name == "manifest.json":
        manifest = json.loads(content)
        manifest["members"]["archive/../../evil.zst"] = "0" * 64
        content = json.dumps(manifest).encode()
    return name, content


def newer(name, content):
    if name == "manifest.json":
        manifest = json.loads(content)
        manifest["migrations"].append("registers.9999_from_the_future")
        content = json.dumps(manifest).encode()
    return name, content


BAD = {
    "is damaged": flipped,
    "is not whole": lambda name, content: (None if name.startswith("archive/") else name, content),
    "has no manifest": lambda name, content: (None if name == "manifest.json" else name, content),
    "odd name": climbing,
    "install that version or a newer one": newer,
}


def test_a_bad_backup_changes_nothing_and_a_good_one_replaces_only_if_told(saved, tmp_path):
    full, file = saved
    with inside(full):
        assert "is there already" in refuses("backup", file)
    cut = tmp_path / "cut.tar"
    cut.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with place(tmp_path / "empty", empty=True) as nothing:
        assert "backup" in nothing.run("restore", str(cut), expect=2).stderr
        with inside(nothing):
            for says, change in BAD.items():
                assert says in refuses("restore", rewritten(file, tmp_path / "bad.tar", change))
        assert empty(nothing)
    with place(tmp_path / "other") as other:
        with inside(other):
            PersonFactory(email="other@example.org")
        before = other.ask(STATE)
        with inside(other):
            assert "This place is not empty" in refuses("restore", file)
        assert other.ask(STATE) == before
        other.run("restore", str(file), "--force")
        assert other.ask(STATE) == full.ask(STATE)
        doctor_finds_what_is_missing_or_altered(other)


def doctor_finds_what_is_missing_or_altered(where: Place) -> None:
    blobs = sorted((where.home / "archive").glob("??/*.zst"))
    blobs[0].unlink()
    blobs[1].chmod(0o644)
    blobs[1].write_bytes(b"not what it was")
    told = where.run("doctor", "--full", expect=1).stdout
    assert "The archive lacks 2026-03-0" in told
    assert "are damaged" in told
