"""Dovecot, a real IMAP server, for tests: `python tests/mail_server.py` installs it where it is missing, and `running` starts one of their own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.place import free_port, until

PASSWORD, TOKEN = "letmein-2026", "a-token-of-microsofts"
PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"))
CONFIG = """
base_dir = {place}/run
state_dir = {place}/run
log_path = {place}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
mail_location = maildir:{place}/mail/%n
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
passdb {{
  driver = static
  args = password={password}
  mechanisms = plain login
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {place}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={place}/mail/%n allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
OAUTH = """
introspection_url = http://127.0.0.1:{asked_at}/?token=
introspection_mode = get
username_attribute = username
username_format = %n
active_attribute = active
active_value = true
"""


@dataclass(frozen=True)
class MailServer:
    """A server that runs: its port, and where the mailboxes lie."""

    port: int
    place: Path

    def mailbox(self) -> tuple[str, Path]:
        """A mailbox of one's own, empty: its name, and the folder into which mail is delivered."""
        name = f"box-{uuid.uuid4().hex[:12]}"
        return name, self.place / "mail" / name

    def deliver(self, box: Path, data: bytes) -> None:
        """Put a mail into a mailbox, as a mail server does."""
        for folder in ("tmp", "new", "cur"):
            (box / folder).mkdir(parents=True, exist_ok=True)
        (box / "new" / f"{len(list(box.rglob('*'))):05}.{uuid.uuid4().hex}.here").write_bytes(data)
        _give(box, *_owner())


def program() -> str | None:
    """The server's path, if it is installed."""
    return shutil.which("dovecot", path=PLACES)


def install() -> None:
    """Install Dovecot: Debian's package for root. Elsewhere it is the developer's to install; the tests that need it fail until then."""
    if program():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Dovecot for the tests of the helpline’s mailbox (once)")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "dovecot-imapd"]):
            subprocess.run(["apt-get", *command], check=True, env=environment, stdout=subprocess.DEVNULL)
    else:
        print(
            "Dovecot is missing: install it (dovecot-imapd, or brew install dovecot), or tests/support/mail will fail."
        )


@contextmanager
def running(asked_at: int) -> Iterator[MailServer]:
    """A server of these tests alone, until the block ends. `asked_at`: the port at which it asks whose a token is.

    Raises RuntimeError where there is none installed: nobody may take that for a test that passed.
    """
    found = program()
    if found is None:
        raise RuntimeError(
            "Dovecot is not installed: run python -m tests.mail_server as root, or install dovecot-imapd."
        )
    place = Path(tempfile.mkdtemp(prefix="irhub-imap-"))
    place.chmod(0o755)
    (place / "mail").mkdir()
    uid, gid = _owner()
    me = pwd.getpwuid(os.geteuid())
    root = os.geteuid() == 0
    port = free_port()
    told = {
        "place": place, "port": port, "uid": uid, "gid": gid, "password": PASSWORD, "internal": "dovecot" if root else me.pw_name,
        "internal_group": "dovecot" if root else me.pw_gid, "login": "dovenull" if root else me.pw_name,
    }  # fmt: skip
    (place / "dovecot.conf").write_text(CONFIG.format(**told))
    (place / "oauth2.conf").write_text(OAUTH.format(asked_at=asked_at))
    _give(place / "mail", uid, gid)
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    server = subprocess.Popen([found, "-F", "-c", str(place / "dovecot.conf")], env=environment)
    try:
        until(lambda: _listens(port) or server.poll() is not None, "Dovecot")
        if server.poll() is not None:
            log = place / "log"
            raise RuntimeError(f"Dovecot did not start: {log.read_text() if log.exists() else 'no log'}")
        yield MailServer(port, place)
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(place, ignore_errors=True)


def _owner() -> tuple[int, int]:
    """Whose the mailboxes are: root may not read mail."""
    nobody = pwd.getpwnam("nobody")
    return (nobody.pw_uid, nobody.pw_gid) if os.geteuid() == 0 else (os.geteuid(), os.getegid())


def _give(folder: Path, uid: int, gid: int) -> None:
    for one in (folder, *folder.rglob("*")):
        os.chown(one, uid, gid)


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    install()
