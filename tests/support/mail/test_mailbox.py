"""The mailbox as a real IMAP server keeps it: read, moved after the commit, and nothing lost or doubled by a kill."""

from __future__ import annotations

import json
import socketserver
import threading
from contextlib import suppress
from datetime import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import sleep
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import DataError
from django.urls import reverse
from django.utils.timezone import localdate
from imap_tools import MailBoxUnencrypted
from imap_tools.errors import MailboxMoveError

from irhub.notify.models import Message as Posted
from irhub.notify.sealing import unseal
from irhub.operations.doctor import helpline_mailbox
from irhub.operations.findings import Level
from irhub.operations.running import run
from irhub.support.mail import limited, mailbox, taking_in
from irhub.support.mail.mailbox import DONE, TakenIn, read_mailbox, token
from irhub.support.mail.models import BegunReading, Mail
from irhub.support.models import Message
from irhub.web.background_jobs import Failed
from tests.factories import signed_in
from tests.mail_server import PASSWORD, TOKEN, MailServer, running
from tests.standing import stand
from tests.support.factories import PAT, CaseFactory, adviser_of
from tests.support.mail.letters import MAILBOX, SERVER, keyed, letter
from tests.support.mail.test_taking_in import spoken

pytestmark = pytest.mark.django_db


class Introspection(BaseHTTPRequestHandler):
    """Whose a token is, as an identity provider says."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
        box, _, secret = asked.partition(" ")
        told = {"active": secret == TOKEN, "username": box}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def server():
    asked = HTTPServer(("127.0.0.1", 0), Introspection)
    threading.Thread(target=asked.serve_forever, daemon=True).start()
    with running(asked.server_port) as found:
        yield found
    asked.shutdown()
    asked.server_close()


@pytest.fixture
def box(server: MailServer, settings):
    """A mailbox that is the helpline's, and what puts a mail into it."""
    name, folder = server.mailbox()
    settings.IRHUB_HELPLINE_IMAP = f"imap://{name}:{PASSWORD}@127.0.0.1:{server.port}"
    settings.IRHUB_HELPLINE_MAILBOX, settings.IRHUB_HELPLINE_AUTHSERV = MAILBOX, [SERVER]
    return lambda data: server.deliver(folder, data)


def lying(server: MailServer, settings, folder: str) -> int:
    name = urlsplit(settings.IRHUB_HELPLINE_IMAP).username
    with MailBoxUnencrypted("127.0.0.1", server.port).login(name, PASSWORD, folder) as found:
        return len(found.uids())


def test_what_is_in_the_mailbox_is_taken_in_by_the_job_and_moved(box, server, settings):
    case, contact = spoken()
    box(letter(to=keyed(contact.key)))
    box(letter(sender="x@elsewhere.example", number="2"))
    box(b"\x00\xff\n\n")
    assert run("helpline-mail").startswith("3 mails were taken in; 0 had been before")
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["in a case", "waits", "waits"]
    assert case.messages.get(channel="mail").text == "Two, please."
    assert (lying(server, settings, "INBOX"), lying(server, settings, DONE)) == (0, 3)
    assert run("helpline-mail").startswith("0 mails were taken in")


def test_a_kill_between_the_commit_and_the_move_doubles_nothing_and_one_before_loses_nothing(
    box, server, settings, monkeypatch
):
    _, contact = spoken()
    box(letter(to=keyed(contact.key)))
    with monkeypatch.context() as patched:
        patched.setattr(mailbox.BaseMailBox, "move", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            read_mailbox()
    with monkeypatch.context() as patched:
        patched.setattr(taking_in, "begin", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        box(letter("Three.", to=keyed(contact.key), number="2"))
        with pytest.raises(KeyboardInterrupt):
            read_mailbox()
    did = read_mailbox()
    assert (did.new, did.known, did.left) == (1, 0, 0)
    assert Message.objects.filter(channel="mail").count() == Mail.objects.count() == 2
    assert (lying(server, settings, "INBOX"), lying(server, settings, DONE)) == (0, 2)


def test_a_mail_that_meets_a_fault_waits_and_keeps_no_other_from_being_read(box, monkeypatch):
    _, contact = spoken()
    box(letter("First.", to=keyed(contact.key)))
    box(letter("Second.", to=keyed(contact.key), number="2"))
    real = taking_in.hear
    monkeypatch.setattr(taking_in, "hear", lambda **told: 1 / 0 if told["text"] == "First." else real(**told))
    assert read_mailbox().new == 2
    assert {mail.text: (mail.state, mail.why) for mail in Mail.objects.all()} == {
        "First.": ("waits", "unreadable"), "Second.": ("in a case", ""),
    }  # fmt: skip
    assert "ZeroDivisionError" in Mail.objects.get(text="First.").remark


def test_a_mail_that_nothing_can_be_made_of_waits_as_it_came_and_the_next_is_read(box, monkeypatch):
    _, contact = spoken()
    box(letter("First.", number="1"))
    box(letter("Second.", to=keyed(contact.key), number="2"))
    box(letter("Third.", to=keyed(contact.key), number="3"))
    real = taking_in.judge
    faults = {"First.": RecursionError, "Second.": DataError}

    def judge(mail, *told, **more):
        if fault := faults.get(mail.text):
            raise fault
        return real(mail, *told, **more)

    monkeypatch.setattr(taking_in, "judge", judge)
    assert read_mailbox().new == 3
    assert sorted(Mail.objects.values_list("state", "why", "text")) == [
        ("in a case", "", "Third."), ("waits", "unreadable", ""), ("waits", "unreadable", ""),
    ]  # fmt: skip
    assert b"First." in bytes(Mail.objects.get(remark__contains="RecursionError").eml)


def test_mail_that_programs_and_lists_send_and_mail_in_other_wrappings_ends_well(box, server, settings):
    case, contact = spoken()
    ended, merged = CaseFactory(contact=PAT), CaseFactory(contact=PAT)
    stand(ended, state="closed", outcome="answered")
    stand(merged, state="merged", merged_into=case)
    to = keyed(contact.key)
    box(letter("Once more.", to=keyed(ended.contacts.get().key), number="closed"))
    box(letter("In the other one.", to=keyed(merged.contacts.get().key), number="merged"))
    box(letter("I am away.", to=to, number="away", Auto_Submitted="auto-replied"))
    box(
        letter(
            "Your post waits.",
            number="list",
            Precedence="bulk",
            List_Id="<carers.example>",
            sender="carers-bounces@lists.example",
        )
    )
    box(letter("See the file.", to=to, number="outlook", files=[("winmail.dat", b"\x78\x9f\x3e\x22tnef")]))
    box(signed(letter("Signed.", to=to, number="signed")))
    box(
        letter("", to=to, number="sealed", files=()).replace(
            b'text/plain; charset="utf-8"', b"application/pkcs7-mime; name=smime.p7m; smime-type=enveloped-data"
        )
    )
    box(letter("x" * 60 + "\n", to=to, number="large").rstrip() + b"\n" + (b"y" * 70 + b"\n") * 600_000)
    assert read_mailbox() == TakenIn(new=8)
    found = {mail.number.strip("<>").partition("@")[0]: mail for mail in Mail.objects.all()}
    assert {number: (mail.state, mail.why) for number, mail in found.items()} == {
        "closed": ("in a case", ""), "merged": ("in a case", ""), "outlook": ("in a case", ""), "signed": ("in a case", ""),
        "away": ("waits", "automatic"), "list": ("waits", "automatic"), "sealed": ("waits", "unreadable"), "large": ("waits", "too large"),
    }  # fmt: skip
    ended.refresh_from_db()
    assert ended.state == "open", "a case that was closed is open again"
    said = {one.text: one.left_out for one in case.messages.filter(channel="mail")}
    assert set(said) == {"In the other one.", "See the file.", "Signed."}
    assert "Outlook alone opens them" in said["See the file."]
    assert "is the signature of the mail" in said["Signed."]
    assert "Ask its sender" in found["sealed"].remark
    assert found["sealed"].named == found["large"].named == case
    assert len(bytes(found["large"].eml)) < 2_000
    assert lying(server, settings, DONE) == 8


def signed(data: bytes) -> bytes:
    """A mail within the signature that mail programs put around it (S/MIME)."""
    head, _, text = data.partition(b"\n\n")
    kept = b"\n".join(line for line in head.split(b"\n") if not line.lower().startswith((b"content-", b"mime-")))
    around = (
        b'MIME-Version: 1.0\nContent-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary="b"\n'
    )
    seal = b'Content-Type: application/pkcs7-signature; name="smime.p7s"\nContent-Disposition: attachment; filename="smime.p7s"\n\n0\x82'
    return kept + b"\n" + around + b"\n--b\nContent-Type: text/plain\n\n" + text + b"\n--b\n" + seal + b"\n--b--\n"


class Died(BaseException):
    """The end of the program, in the midst of its work."""


def test_a_mail_at_which_the_program_ends_is_put_aside_as_it_came_and_the_next_is_read(box, monkeypatch):
    case, contact = spoken()
    box(letter("It ends the parser.", number="1"))
    box(letter("Good.", to=keyed(contact.key), number="2"))
    real, begun = taking_in.read_mail, []

    def reads(data):
        if b"It ends" not in data:
            return real(data)
        begun.append(data)
        raise Died

    monkeypatch.setattr(taking_in, "read_mail", reads)
    for _ in range(mailbox.MOST_DEATHS):
        with monkeypatch.context() as dead:
            dead.setattr(BegunReading, "delete", lambda _: None)  # who has died takes nothing back
            with pytest.raises(Died):
                read_mailbox()
    assert read_mailbox().new == 2
    assert len(begun) == mailbox.MOST_DEATHS, "it is not read again"
    aside = Mail.objects.get(why="unreadable")
    assert b"It ends the parser." in bytes(aside.eml)
    assert aside.remark == mailbox.DIED
    assert case.messages.get(channel="mail").text == "Good."
    assert not BegunReading.objects.exists()
    ada = signed_in(adviser_of(case.body).person)
    page = ada.get(reverse("support-mail", args=[aside.pk])).content.decode()
    assert "Not looked at" in page
    assert reverse("support-mail-original", args=[aside.pk]) in page
    assert len(begun) == mailbox.MOST_DEATHS, "nor by its page"


def test_those_who_answer_are_told_that_mail_waits_once_a_day_while_the_helpline_is_open(box, settings, monkeypatch):
    case, contact = spoken()
    for weekday in range(7):
        set_hours(case.programme, weekday)
    told = Posted.objects.filter(kind="helpline-mail-waits")
    box(letter(to=keyed(contact.key)))
    run("helpline-mail")
    assert not told.exists(), "nothing waits"
    box(letter(sender="x@elsewhere.example", number="2"))
    run("helpline-mail")
    run("helpline-mail")
    assert told.count() == 1
    said = unseal(bytes(told.get().sealed))
    assert said.to == "ada@hub.example"
    assert "1 mail waits, the oldest since" in said.text
    assert "elsewhere" not in said.text
    Mail.objects.filter(why="unknown").delete()
    box(letter(sender="y@elsewhere.example", number="3"))
    case.programme.hours.all().delete()
    set_hours(case.programme, (localdate().weekday() + 3) % 7)
    run("helpline-mail")
    assert told.count() == 1, "the helpline is closed"
    case.programme.hours.all().delete()
    settings.IRHUB_HELPLINE_IMAP = ""
    run("helpline-mail")
    assert told.count() == 2, "the tray was empty in between"


def set_hours(programme, weekday):
    programme.hours.create(weekday=weekday, opens=time(0), closes=time(23, 59, 59))


def test_a_mail_that_the_server_does_not_move_keeps_no_other_from_being_read(box, monkeypatch):
    spoken()
    box(letter("First.", number="1"))
    box(letter("Second.", number="2"))
    real = mailbox.BaseMailBox.move

    def moves(self, uids, folder):
        if uids == ["1"]:
            raise MailboxMoveError(("NO", [b"over quota"]), "OK")
        return real(self, uids, folder)

    monkeypatch.setattr(mailbox.BaseMailBox, "move", moves)
    assert read_mailbox().new == 2
    assert (read_mailbox().known, Mail.objects.count()) == (1, 2)


def test_of_a_mail_that_is_too_large_the_head_is_taken(box, monkeypatch):
    spoken()
    monkeypatch.setattr(mailbox, "MOST_BYTES", 2_000)
    box(letter("Long. " * 1_000))
    assert read_mailbox().new == 1
    mail = Mail.objects.get()
    assert (mail.why, mail.email, mail.text) == ("too large", PAT["email"], "")
    assert len(bytes(mail.eml)) < 2_000


def test_a_token_opens_the_mailbox_where_there_is_no_password(box, server, settings, monkeypatch):
    spoken()
    name = urlsplit(settings.IRHUB_HELPLINE_IMAP).username
    box(letter())
    settings.IRHUB_HELPLINE_IMAP = f"imap://{name}@127.0.0.1:{server.port}"
    monkeypatch.setattr(mailbox, "token", lambda: f"{name} {TOKEN}")
    assert read_mailbox().new == 1
    monkeypatch.setattr(mailbox, "token", lambda: f"{name} another")
    with pytest.raises(Failed, match="says no"):
        read_mailbox()


class Microsoft:
    """What Microsoft's sign-in answers, and what it was asked."""

    def __init__(self, **answer: str) -> None:
        self.answer, self.asked = answer, []

    def get(self, url: str, **_: object):
        base = url.partition("/v2.0")[0]
        return self._told(
            {"token_endpoint": f"{base}/token", "authorization_endpoint": f"{base}/authorize", "issuer": base}
        )

    def post(self, url: str, **told: object):
        self.asked.append((url, told.get("data")))
        return self._told(self.answer)

    def _told(self, said: dict[str, str]):
        return type(
            "Answer",
            (),
            {"status_code": 200, "text": json.dumps(said), "headers": {}, "raise_for_status": lambda _: None},
        )()

    def close(self) -> None:
        return


def test_microsoft_is_asked_for_a_token_of_the_mailbox(settings):
    settings.IRHUB_HELPLINE_OAUTH = ("tenant-of-the-hub", "client", "secret")
    good = Microsoft(access_token="abc", token_type="Bearer", expires_in="3600")
    assert token(good) == "abc"
    url, told = good.asked[0]
    assert "tenant-of-the-hub" in url
    assert (told["scope"], told["client_id"]) == ("https://outlook.office365.com/.default", "client")
    with pytest.raises(Failed, match="The secret is over"):
        token(Microsoft(error="invalid_client", error_description="The secret is over."))
    settings.IRHUB_HELPLINE_OAUTH = ("", "", "")
    with pytest.raises(Failed, match="no password"):
        token()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("imap://a:b@mail.hub.example", "in the clear"),
        ("https://mail.hub.example", "must look like"),
        ("imap://a:b@127.0.0.1:1", "cannot be reached"),
    ],
)
def test_the_doctor_tells_whether_the_mailbox_answers(box, settings, address, says):
    spoken()
    assert [found.level for found in helpline_mailbox()] == [Level.GOOD]
    settings.IRHUB_HELPLINE_IMAP = address
    wrong = list(helpline_mailbox())
    assert [found.level for found in wrong] == [Level.WRONG]
    assert says in wrong[0].says


class Trickles(socketserver.StreamRequestHandler):
    """A server that says a byte now and then: from its first word on, or once it is asked what is in the mailbox."""

    greets = False

    def handle(self) -> None:
        with suppress(OSError):
            if self.greets:
                self.wfile.write(b"* OK here\r\n")
                while line := self.rfile.readline():
                    tag, asked = line.split(b" ", 1)
                    if b"SEARCH" in asked:
                        break
                    if asked.startswith(b"AUTHENTICATE"):
                        self.wfile.write(b"+ \r\n")
                        self.rfile.readline()
                    told = b"* CAPABILITY IMAP4rev1\r\n" if asked.startswith(b"CAPABILITY") else b""
                    self.wfile.write(told + tag + b" OK done\r\n")
            while True:
                self.wfile.write(b"*")
                sleep(0.05)


@pytest.mark.parametrize("greets", [False, True])
def test_a_server_that_says_a_byte_now_and_then_is_left_with_a_sentence_and_the_next_run_goes_on(
    box, settings, monkeypatch, greets
):
    spoken()
    box(letter())
    fast = settings.IRHUB_HELPLINE_IMAP
    monkeypatch.setattr(Trickles, "greets", greets)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Trickles) as slow, monkeypatch.context() as hurried:
        slow.daemon_threads = True
        threading.Thread(target=slow.serve_forever, daemon=True).start()
        hurried.setattr(limited, "WHOLE_SECONDS", 1)
        settings.IRHUB_HELPLINE_IMAP = f"imap://a:b@127.0.0.1:{slow.server_address[1]}"
        with pytest.raises(Failed, match=r"answers too slowly.*the next run goes on"):
            read_mailbox()
        slow.shutdown()
    settings.IRHUB_HELPLINE_IMAP = fast
    assert read_mailbox().new == 1


def test_what_a_run_has_no_time_for_is_the_next_ones(box, monkeypatch):
    spoken()
    box(letter("First.", number="1"))
    box(letter("Second.", number="2"))
    with monkeypatch.context() as hurried:
        hurried.setattr(mailbox, "ENOUGH_SECONDS", -1)
        assert read_mailbox() == TakenIn(left=2)
    assert read_mailbox() == TakenIn(new=2)


def test_without_an_open_programme_or_with_several_nothing_is_read(box):
    with pytest.raises(Failed, match="IRHUB_HELPLINE_PROGRAMME"):
        read_mailbox()
    spoken()
    box(letter())
    assert read_mailbox().new == 1
