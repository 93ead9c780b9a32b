"""What people hand in is what its name says, small enough, and free of what the virus scanner knows."""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import time
import zipfile
from hashlib import sha256

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from irhub.files.handed_in import DOCUMENTS, MAILS, SHEETS, TYPES, handed_in
from irhub.files.reading.refused import Refused


def workbook() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("Providers").write(0, 0, "Name")
    return made.getvalue()


def packed(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/"), text)
    return made.getvalue()


HOLDS = {
    ".pdf": b"%PDF-1.7\n1 0 obj\n",
    ".png": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    ".jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 40,
    ".jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 40,
    ".xlsx": workbook(),
    ".docx": packed(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"}),
    ".ods": packed(mimetype=TYPES[".ods"], **{"content.xml": "<x/>"}),
    ".odt": packed(mimetype=TYPES[".odt"], **{"content.xml": "<x/>"}),
    ".csv": b"Name,Town\nMockley Care Ltd,Sampleham\n",
    ".txt": "Seen on Monday.".encode("utf-16"),
}


def given(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize("ending", sorted(DOCUMENTS))
def test_a_file_that_is_what_its_name_says_is_taken_with_its_type_and_hash(ending):
    taken = handed_in(given(f"folder/Letter{ending.upper()}", HOLDS[ending]))
    assert (taken.name, taken.media_type) == (f"Letter{ending.upper()}", TYPES[ending])
    assert taken.sha256 == sha256(HOLDS[ending]).hexdigest()
    assert taken.data == HOLDS[ending]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("letter.exe", b"MZ\x90\0", "is not a CSV, DOCX, JPG, ODS, ODT, PDF, PNG, TXT or XLSX file"),
        ("letter", b"hello", "is not a CSV, DOCX"),
        ("letter.pdf", b"MZ\x90\0\3", "is a program, not a PDF file"),
        ("letter.pdf", b"<html><script>alert(1)</script>", "is something else inside, not a PDF file"),
        ("letter.png", HOLDS[".pdf"], "is a PDF, not a PNG file"),
        ("letter.txt", HOLDS[".png"], "is a picture, not a TXT file"),
        ("letter.docx", b"\xd0\xcf\x11\xe0", "is an old Excel workbook"),
        ("letter.pdf", b" \n ", "is empty"),
    ],
)
def test_what_is_something_else_is_refused_in_words_that_say_what_to_do(name, data, says):
    with pytest.raises(Refused, match=says):
        handed_in(given(name, data))


def test_a_document_of_a_later_kind_of_zip_is_refused_as_any_other():
    data = HOLDS[".docx"]
    later = bytearray(data)
    later[later.rfind(b"PK\x01\x02") + 6] = 200
    with pytest.raises(Refused, match="is something else inside"):
        handed_in(given("letter.docx", bytes(later)))


@pytest.mark.parametrize("name", ["Minutes " * 20 + "of Monday.pdf", "letter." + "x" * 300])
def test_of_a_long_name_the_end_is_kept_since_it_says_what_the_file_is(name):
    if name.endswith(".pdf"):
        taken = handed_in(given(name, HOLDS[".pdf"])).name
        assert (len(taken), taken[:16], taken[-4:]) == (100, "Minutes Minutes ", ".pdf")
    else:
        with pytest.raises(Refused, match=r"^letter\.|^\.x"):
            handed_in(given(name, HOLDS[".pdf"]))


def test_a_room_says_what_it_accepts_and_how_large():
    with pytest.raises(Refused, match="is not a CSV, ODS or XLSX file"):
        handed_in(given("list.pdf", HOLDS[".pdf"]), accepts=SHEETS)
    with pytest.raises(Refused, match="larger than 0 MB"):
        handed_in(given("a.csv", b"Name\nA\n"), most_bytes=3)


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """A real scanner that knows one virus: the EICAR test file, by its hash."""
    program = shutil.which("clamd") or shutil.which("/usr/sbin/clamd")
    if not program:
        pytest.skip("clamd is not installed")
    folder = tmp_path_factory.mktemp("clamd")
    harmful = EICAR.encode()
    (folder / "one.hsb").write_text(f"{sha256(harmful).hexdigest()}:{len(harmful)}:Example.Test.File\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = f"DatabaseDirectory {folder}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\nStreamMaxLength 20M\n"
    (folder / "clamd.conf").write_text(settings)
    running = subprocess.Popen([program, "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as asked:
            if not asked.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.1)
    yield f"127.0.0.1:{port}"
    running.kill()
    running.wait()


EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + "!$H+H*"
"""The harmless file that every scanner is tried with, in two parts, so that this file is not taken for it."""


def test_a_file_with_a_virus_is_refused_and_others_are_taken(clamd, settings):
    settings.IRHUB_CLAMD = clamd
    with pytest.raises(Refused, match=r"the virus scanner found .*Example\.Test\.File"):
        handed_in(given("letter.txt", EICAR.encode()))
    assert handed_in(given("letter.txt", b"Seen on Monday.")).media_type == "text/plain"


def test_where_the_scanner_does_not_answer_nothing_is_taken(settings):
    settings.IRHUB_CLAMD = "127.0.0.1:9"
    with pytest.raises(Refused, match="cannot be checked for viruses at the moment"):
        handed_in(given("letter.txt", b"Seen on Monday."))


def test_a_kind_of_file_is_told_with_its_article():
    with pytest.raises(Refused, match="is not an EML file"):
        handed_in(SimpleUploadedFile("a.pdf", b"%PDF-1.4"), accepts=MAILS)
