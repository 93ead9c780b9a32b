"""What stands in a mail, whatever its bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.support.mail.bodies import REST, fold, text_of_html
from irhub.support.mail.proof import Proof, proof_of
from irhub.support.mail.reading import keys_in, read_mail
from tests.support.mail.letters import MAILBOX, PASSED, PDF, SERVER, keyed, letter

SPF = "spf=pass smtp.mailfrom=quillmoor.example"
KEY = "0123456789abcdef" * 2
QUOTED = "On Mon, 23 Nov 2026 at 10:01, Helpline <helpline@hub.example> wrote:\n> How many?\n> \n> Ada"


def test_a_mail_is_read_with_who_wrote_it_to_whom_what_and_its_files():
    read = read_mail(letter(f"Two, please.\n\nPat\n\n{QUOTED}\n", to=keyed(KEY), files=[("list.pdf", PDF)]))
    assert (read.sender, read.sender_name, read.subject) == ("pat@quillmoor.example", "Pat Example", "Re: certificates")
    assert (read.text, read.quoted) == ("Two, please.\n\nPat", QUOTED)
    assert [(one.name, one.data) for one in read.files] == [("list.pdf", PDF)]
    assert keys_in(read.recipients, MAILBOX) == {KEY}
    assert read.found_out == [PASSED]
    assert read.automatic == read.fault == ""


def test_a_mail_delivered_twice_is_the_same_and_another_under_its_number_is_not():
    one = letter()
    assert read_mail(b"Received: from a by b\r\n" + one).digest == read_mail(one.replace(b"\n", b"\r\n")).digest
    assert read_mail(letter("Three, please.")).digest != read_mail(one).digest
    assert read_mail(letter(number="2")).digest != read_mail(one).digest


def test_words_of_html_are_taken_as_text_and_nothing_in_them_runs():
    html = "<html><head><title>t</title></head><body><p>Dear <b>Ada</b>,</p><p>two<br>please<script>x()</script></p></body></html>"
    assert text_of_html(html) == "Dear Ada,\ntwo\nplease"
    raw = b"From: a@b.example\nContent-Type: text/html; charset=windows-1252\n\n<p>\x80 5 \x96 caf\xe9</p>"
    assert read_mail(raw).text == "€ 5 – café"
    both = letter("As text.").replace(b"text/plain", b"multipart/alternative; boundary=b").replace(
        b"As text.", b"--b\nContent-Type: text/html\n\n<p>As HTML.</p>\n--b\nContent-Type: text/plain\n\nAs text.\n--b--"
    )  # fmt: skip
    assert read_mail(both).text == "As text."


def parts(kind: str, *within: bytes, at: str) -> bytes:
    """A part that is made of others."""
    line = f"--{at}\n".encode()
    return (
        f"Content-Type: multipart/{kind}; boundary={at}\n\n".encode()
        + b"".join(line + one + b"\n" for one in within)
        + f"--{at}--".encode()
    )


TEXT, HTML = b"Content-Type: text/plain\n\nAs text.", b"Content-Type: text/html\n\n<p>As HTML.</p>"
LIST = b"Content-Type: application/pdf; name=list.pdf\n\n%PDF"
PHOTO = b"Content-Type: image/jpeg; name=photo.jpg\nContent-ID: <p1>\n\nJFIF"
SHOWS = b'Content-Type: text/html\n\n<p>See <img src="cid:p1"></p>'
STUB = b"Content-Type: text/html\n\n<p>" + b"Two carers, from May. " * 9 + b"</p>"


@pytest.mark.parametrize(
    ("mail", "text", "files"),
    [
        (parts("alternative", TEXT, parts("mixed", HTML, LIST, at="b"), at="a"), "As text.", ["list.pdf"]),
        (parts("signed", parts("mixed", TEXT, LIST, at="b"), b"Content-Type: application/pkcs7-signature; name=s.p7s\n\nx", at="a"), "As text.", ["list.pdf", "s.p7s"]),
        (LIST, "", ["list.pdf"]),
        (parts("mixed", TEXT, PHOTO, TEXT, at="a"), "As text.\n\nAs text.", ["photo.jpg"]),
        (parts("related", SHOWS, PHOTO, at="a"), "See", []),
        (parts("alternative", TEXT, STUB, at="a"), ("Two carers, from May. " * 9).strip(), []),
        (parts("mixed", TEXT, *[LIST] * 30, at="a"), "As text.", ["list.pdf"] * 30),
    ],
)  # fmt: skip
def test_every_part_of_a_mail_is_words_or_a_file(mail, text, files):
    read = read_mail(b"From: a@b.example\n" + mail)
    assert (read.text, [one.name for one in read.files], read.fault) == (text, files, "")


def test_an_alphabet_that_nobody_knows_is_read_as_well_as_can_be():
    raw = b'From: a@b.example\nContent-Type: text/plain; charset="klingon"\n\ncaf\xc3\xa9'
    assert read_mail(raw).text == "café"


def test_what_is_taken_up_is_folded_and_never_lost():
    outlook = (
        "Yes.\n\nFrom: Helpline <a@hub.example>\nSent: 23 November 2026 10:01\nTo: Pat\nSubject: RE: x\n\nHow many?"
    )
    for text in (f"Two.\n\n{QUOTED}", outlook, "Two.\n> How many?"):
        fresh, quoted = fold(text)
        assert quoted
        assert "".join((fresh + quoted).split()) == "".join(text.split())
    within = f"{QUOTED}\nTwo.\n> Where?\nHere."
    for text in (within, f"Hello.\n{within}", "> How many?\nTwo.", "Two.", ""):
        assert fold(text) == (text, "")


def test_lines_made_to_tire_the_reader_do_not():
    for text in ("On " * 15_000, "On x, " + " " * 40_000 + "y", ">\n" * 25_000 + "x", "On a" * 9_000 + "@"):
        assert fold(text)[0].split() == text.split()


def test_html_and_parts_made_to_tire_the_reader_are_left_in_the_mail_itself():
    assert text_of_html("<p>First.</p>" + "<div>" * 80_000 + "Last.") == f"First.\n\n{REST}"
    head = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n"
    assert "more parts" in read_mail(head + b"--b\n\n" * 80_000).fault
    assert "more parts" in read_mail(head + b"--b\nContent-Type: text/html\n\n<p>Two.\n" * 20).fault
    assert read_mail(head + b"--b\n\nTwo.\n" * 10).fault == ""


def test_the_work_of_machines_is_known():
    for head in (
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"List_Id": "<a.example>"},
    ):
        assert read_mail(letter(**head)).automatic
    assert read_mail(letter(sender="MAILER-DAEMON@relay.example")).automatic
    assert not read_mail(letter(Auto_Submitted="no")).automatic


def test_a_mail_of_several_senders_is_nobodys():
    assert read_mail(letter(sender="a@b.example, pat@quillmoor.example")).sender == ""
    assert (
        read_mail(b"From: =?utf-8?q?pat=40quillmoor=2Eexample=2C?= <x@evil.example>\n\nHi").sender
        != "pat@quillmoor.example"
    )
    assert read_mail(letter().replace(b"Pat Example <", b"boss@victim.example <")).sender == ""
    assert read_mail(letter().replace(b"Pat Example <", b"Dr. Pat Example <")).sender == "pat@quillmoor.example"
    assert read_mail(b"From: pat@quillmoor.example\nFrom: x@evil.example\n\nHi").sender == ""


@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda tail: letter().replace(b"Two", tail)) | st.builds(
    lambda name, value: name.encode() + b": " + value + b"\n" + letter(),
    st.sampled_from(["From", "To", "Subject", "Date", "Content-Type", "Message-ID", "Authentication-Results", "Content-Disposition"]),
    st.binary(max_size=60),
))  # fmt: skip
def test_whatever_the_bytes_are_they_are_read_or_told_apart_and_nothing_is_raised(data):
    read = read_mail(data)
    assert len(read.digest) == 64
    for text in (read.text, read.quoted, read.subject, read.sender, read.sender_name, read.number):
        assert "\0" not in text
        text.encode()


def test_what_our_own_server_found_out_counts_and_nothing_else():
    pat, trusted = "pat@quillmoor.example", [SERVER]
    cases = {
        PASSED: Proof.PROVED,
        f"{SERVER}; dmarc=fail header.from=quillmoor.example": Proof.WRONG,
        f"{SERVER}; dmarc=pass header.from=evil.example": Proof.WRONG,
        f"{SERVER}; dmarc=none header.from=quillmoor.example; {SPF}": Proof.LIKELY,
        f"{SERVER}; {SPF}": Proof.LIKELY,
        f"{SERVER}; dkim=pass header.d=quillmoor.example": Proof.LIKELY,
        f"{SERVER}; dmarc=none header.from=quillmoor.example": Proof.WRONG,
        f"{SERVER}; dmarc=none header.from=evil.example; {SPF}": Proof.WRONG,
        f"{SERVER}; dmarc=pass; {SPF}": Proof.WRONG,
        f"{SERVER}; spf=fail smtp.mailfrom=quillmoor.example; dkim=fail header.d=quillmoor.example": Proof.WRONG,
        f"{SERVER}; spf=pass smtp.mailfrom=evil.example": Proof.WRONG,
        f"{SERVER}; none": Proof.WRONG,
        "mx.evil.example; dmarc=pass header.from=quillmoor.example": Proof.WRONG,
        "nonsense (((": Proof.WRONG,
        f"evil.example; {'(' * 1_000}": Proof.WRONG,
        "x; foo=bar;none": Proof.WRONG,
    }
    assert {told: proof_of(pat, [told], trusted) for told in cases} == cases
    assert proof_of(pat, [f"{SERVER}; dmarc=fail header.from=quillmoor.example", PASSED], trusted) == Proof.WRONG
    assert (
        proof_of(pat, [f"{SERVER}; {SPF}", f"{SERVER}; dmarc=fail header.from=quillmoor.example"], trusted)
        == Proof.WRONG
    )
    assert proof_of(pat, [f"{SERVER}; {SPF}", PASSED], trusted) == Proof.LIKELY, "it may be the sender's own"
    assert proof_of(pat, [PASSED, f"{SERVER}; {SPF}"], trusted) == Proof.PROVED
    assert proof_of(pat, [f"{SERVER}; ((((", PASSED], trusted) == Proof.WRONG
    assert proof_of(pat, [], trusted) == Proof.WRONG
    assert proof_of(pat, [PASSED], []) == Proof.UNTOLD
    microsoft = "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=quillmoor.example; dmarc=pass action=none header.from=quillmoor.example;compauth=pass"
    assert proof_of(pat, [microsoft], ["none"]) == Proof.PROVED
