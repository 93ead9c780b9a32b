"""A backup put back into an empty place is the place that was saved, and a bad one changes nothing."""

from __future__ import annotations

import io
import json
import os
import tarfile
import time
from datetime import date

import psycopg
import pytest
from click.testing import CliRunner

from irhub.cli.commands import irhub
from irhub.operations import dumps, putting_aside, restoring, signing
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


def key_of(where: Place) -> str:
    """What an operator keeps apart from the backups of a place."""
    with inside(where):
        return does("backup-key").strip()


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
        said = other.run("restore", str(file), "--key", key_of(full)).stdout
        assert "1 events of the audit trail, 2 archived files" in said
        assert other.ask(STATE) == full.ask(STATE)
        with inside(other):
            assert ", 0 broken" in does("audit", "verify")
            # It goes on from there: what is held is held, and the history can be made anew from the archive.
            assert "already held" in does("load", full.home.parent / "files")
            does("rebuild")
        assert other.ask(STATE) == full.ask(STATE)


def rewritten(file, target, change, signed_by=None):
    """The backup with its manifest or members changed by a function; `signed_by`: signed again by whoever has the key of a place."""
    manifest = b""
    with tarfile.open(file) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            content = old.extractfile(member).read()
            name, content = change(member.name, content)
            if name is None:
                continue
            manifest = content if name == "manifest.json" else manifest
            if signed_by and name == "manifest.signature":
                with inside(signed_by):
                    content = signing.sign(manifest)
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


def forged(name, content):
    """A file of the archive and its hash in the manifest, both changed."""
    name, content = flipped(name, content)
    if name == "manifest.json":
        manifest = json.loads(content)
        manifest["members"] |= {one: "0" * 64 for one in manifest["members"] if one.startswith("archive/")}
        content = json.dumps(manifest).encode()
    return name, content


def deep(name, content):
    """A manifest that is not to be read to its end: nobody has looked at its signature yet."""
    return name, b"[" * 100_000 if name == "manifest.json" else content


def of_before(name, content):
    """Made to look as if nobody had signed anything yet."""
    if name == "manifest.json":
        content = json.dumps(json.loads(content) | {"form": 1}).encode()
    return name, content


UNPROVED = {
    "was altered, or signed with another key": forged,
    "has no signature": lambda name, content: (None if name == "manifest.signature" else name, content),
    "made before backups were signed": of_before,
}
BAD = {
    "is damaged": flipped,
    "is not whole": lambda name, content: (None if name.startswith("archive/") else name, content),
    "has no manifest": lambda name, content: (None if name == "manifest.json" else name, content),
    "may have been cut short": deep,
    "odd name": climbing,
    "install that version or a newer one": newer,
}


def test_a_bad_backup_changes_nothing_and_a_good_one_replaces_only_if_told(saved, tmp_path):
    full, file = saved
    with inside(full):
        assert "is there already" in refuses("backup", file)
    key = key_of(full)
    cut = tmp_path / "cut.tar"
    cut.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with place(tmp_path / "empty", empty=True) as nothing:
        assert "backup" in nothing.run("restore", str(cut), expect=2).stderr
        with inside(nothing):
            assert "has no key by which to check" in refuses("restore", file)
            assert "no key of backups" in refuses("restore", file, "--key", "abc")
            assert "signed with another key" in refuses("restore", file, "--key", key_of(nothing))
            for says, change in UNPROVED.items():
                assert says in refuses("restore", rewritten(file, tmp_path / "bad.tar", change), "--key", key)
            for says, change in BAD.items():
                bad = rewritten(file, tmp_path / "bad.tar", change, signed_by=full)
                assert says in refuses("restore", bad, "--key", key)
        assert empty(nothing)
    with place(tmp_path / "other") as other:
        with inside(other):
            PersonFactory(email="other@example.org")
        before = other.ask(STATE)
        with inside(other):
            assert "This place is not empty" in refuses("restore", file, "--key", key)
            with psycopg.connect(other.url):  # a site that waits for visitors
                assert "in use: stop irhub serve" in refuses("restore", file, "--key", key, "--force")
        assert other.ask(STATE) == before
        other.run("restore", str(file), "--force", "--key", key)
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


PLANTED = """
    CREATE FUNCTION helper() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER helper BEFORE UPDATE ON accounts_person FOR EACH ROW EXECUTE FUNCTION helper();
    UPDATE accounts_person SET is_system_administrator = true WHERE email = 'mallory@example.org';
    SET session_replication_role = replica;
    DELETE FROM accounts_auditlink WHERE position = (SELECT max(position) FROM accounts_auditlink);
    DELETE FROM accounts_auditevent WHERE number = (SELECT max(number) FROM accounts_auditevent);
"""
"""What somebody with the keys to the database may leave in it."""


def test_a_backup_of_a_database_that_somebody_had_their_hands_in_is_refused_and_the_place_is_as_it_was(tmp_path):
    """Signed as it is: the site signs what its database holds."""
    with place(tmp_path / "home") as where:
        with inside(where):
            does("administrator", "chief@example.org", "--name", "Chief", "--password", "lantern orchard sixteen")
            does("body", "council", "Sampleham Council", "--place", "E08000035")
            PersonFactory(email="mallory@example.org", second_step=False)
            does("job", "run", "anchor")
        with psycopg.connect(where.url) as connection:
            connection.execute(PLANTED)
        before = where.ask(STATE)
        with inside(where):
            does("backup", tmp_path / "bad.tar")
            said = " ".join(refuses("restore", tmp_path / "bad.tar", "--force").split())
        for told in (
            "the function helper(), which no migration makes",
            "the trigger helper on accounts_person, which no migration makes",
            "mallory@example.org is a system administrator, and the audit trail does not say that anybody made them one",
            "it was cut off or made again",
            "What the database held before is there again.",
        ):
            assert told in said
        assert "chief@example.org is" not in said
        assert where.ask(STATE) == before
        assert where.ask("SELECT to_regnamespace('irhub_before')") == [(None,)]


KILLED = {
    "before anything was put in": """
        ALTER SCHEMA public RENAME TO irhub_before;
        CREATE SCHEMA public
    """,
    "before what was put in was proved": """
        ALTER SCHEMA public RENAME TO irhub_before;
        CREATE SCHEMA public;
        CREATE TABLE accounts_person (id int)
    """,
    "while it dropped what was refused, or replaced": """
        CREATE SCHEMA irhub_left_over;
        CREATE TABLE irhub_left_over.half (id int PRIMARY KEY);
        CREATE TABLE irhub_left_over.other (half_id int REFERENCES irhub_left_over.half)
    """,
}
SCHEMAS = "SELECT string_agg(nspname, ',') FROM pg_namespace WHERE nspname LIKE 'irhub%%'"


def test_a_restore_that_was_killed_is_run_again_whenever_that_was(saved, tmp_path):
    full, file = saved
    key = key_of(full)
    with place(tmp_path / "home") as where:
        for moment in KILLED.values():
            with psycopg.connect(where.url) as connection:
                connection.execute(moment)
            (where.home / ".restore-killed").mkdir()
            with inside(where):
                does("restore", file, "--force", "--key", key)
            assert where.ask(STATE) == full.ask(STATE)
            assert where.ask(SCHEMAS) == [(None,)]
            assert not list(where.home.glob(".restore-*"))


def test_until_a_killed_restore_is_run_again_nothing_works_with_what_nobody_proved_and_doctor_says_so(tmp_path):
    with place(tmp_path / "home") as where:
        with psycopg.connect(where.url) as connection:
            connection.execute(KILLED["before what was put in was proved"])
        for command in (["editions"], ["migrate"], ["backup", str(tmp_path / "none.tar")]):
            assert "Run irhub restore again" in where.run(*command, expect=2).stderr
        assert not (tmp_path / "none.tar").exists()
        with inside(where):
            told = CliRunner().invoke(irhub, ["doctor"]).stdout
        assert "A restore of this database was stopped before its end" in told
        assert "irhub migrate" not in told


def test_what_was_left_over_by_what_was_killed_is_told_of_is_in_no_backup_and_goes(tmp_path, monkeypatch):
    with place(tmp_path / "home") as where, inside(where):
        with psycopg.connect(where.url) as connection:
            connection.execute(KILLED["while it dropped what was refused, or replaced"])
        assert "What a restore replaced, or refused, still stands" in CliRunner().invoke(irhub, ["doctor"]).stdout
        killed, at_work = tmp_path / ".irhub-backup-killed", tmp_path / ".irhub-backup-at-work"
        for folder, seconds in ((killed, 100_000), (at_work, 1000)):
            folder.mkdir()
            os.utime(folder, (time.time() - seconds,) * 2)
        does("backup", tmp_path / "clean.tar")
        assert at_work.exists()
        assert not killed.exists()
        with tarfile.open(tmp_path / "clean.tar") as tar:
            assert b"irhub_left_over" not in tar.extractfile("database.dump").read()
        with monkeypatch.context() as before:
            before.setattr(dumps, "LEFT_OVER", "nothing")
            does("backup", tmp_path / "of_before.tar")
        does("migrate")
        assert where.ask(SCHEMAS) == [(None,)]
        does("restore", tmp_path / "of_before.tar", "--force")
        assert where.ask(SCHEMAS) == [(None,)]


def test_of_two_restores_at_once_the_second_is_refused(saved, tmp_path, monkeypatch):
    full, file = saved
    key = key_of(full)
    monkeypatch.setattr(putting_aside, "PATIENCE", 0)
    said, proves = [], restoring.proved

    def beside(*told):
        monkeypatch.setattr(restoring, "proved", proves)
        said.append(refuses("restore", file, "--force", "--key", key))
        return proves(*told)

    with place(tmp_path / "home") as where:
        with inside(where):
            monkeypatch.setattr(restoring, "proved", beside)
            does("restore", file, "--force", "--key", key)
        assert len(said) == 1
        assert "in use" in said[0]
        assert where.ask(STATE) == full.ask(STATE)
