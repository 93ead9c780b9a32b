"""Fetching from publishers, against a server on this machine that answers as theirs do, failures included."""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner
from tenacity import wait_none

from irhub.cli.commands import irhub
from irhub.registers.models import Edition
from irhub.registers.refresh import Fetcher, Unreachable, remember
from irhub.registers.sources import SOURCES

CSV = b"Organisation Name,Town/City,County,Type & Rating,Route\r\nQuillmoor Care Ltd,Sampleham,,Worker (A rating),Skilled Worker\r\n"
FILE = "/media/abc/2026-11-20_-_Worker_and_Temporary_Worker.csv"


class Publisher(ThreadingHTTPServer):
    """A server whose answers a test sets: path to a list of (status, headers, body), the last one repeated."""

    answers: dict[str, list[tuple[int, dict[str, str], bytes]]]
    asked: list[tuple[str, dict[str, str]]]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Publisher)
        server.asked.append((self.path, dict(self.headers)))
        answers = server.answers[self.path]
        status, headers, body = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def publisher():
    server = Publisher(("127.0.0.1", 0), Handler)
    server.answers, server.asked = {}, []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fetcher(publisher, tmp_path):
    base = f"http://127.0.0.1:{publisher.server_port}"
    page = {
        "public_updated_at": "2026-11-20T10:41:00+00:00",
        "details": {
            "attachments": [
                {"title": "Student sponsors", "url": f"{base}/media/x/Student_sponsors.csv"},
                {"title": "Worker and Temporary Worker", "url": base + FILE},
            ]
        },
    }
    publisher.answers["/content"] = [(200, {"Content-Type": "application/json"}, json.dumps(page).encode())]
    publisher.answers[FILE] = [(200, {"Content-Type": "text/csv", "ETag": '"one"'}, CSV)]
    source = SOURCES["home_office_sponsors"]
    discovery = replace(source.discovery, page=f"{base}/content", hosts=("127.0.0.1",), max_bytes=10_000)
    made = Fetcher(replace(source, discovery=discovery), tmp_path / "memory.json", "irhub test", wait_none())
    yield made
    made.client.close()


def test_the_newest_edition_is_found_on_the_content_api_and_saved_under_its_name(fetcher, tmp_path, publisher):
    fetched = fetcher.newest(tmp_path)
    assert fetched.path.name == "2026-11-20_-_Worker_and_Temporary_Worker.csv"
    assert fetched.path.read_bytes() == CSV
    assert fetched.published == date(2026, 11, 20)
    assert publisher.asked[0][1]["User-Agent"] == "irhub test"


def test_the_newest_of_several_links_on_an_html_page_is_taken(publisher, tmp_path):
    base = f"http://127.0.0.1:{publisher.server_port}"
    new, old = (f"/files/{day}_HSCA_Active_Locations.ods" for day in ("01_November_2026", "01_October_2026"))
    page = f'<html><a href="{old}">October</a><a href="{new}">November</a></html>'.encode()
    publisher.answers["/page"] = [(200, {"Content-Type": "text/html"}, page)]
    publisher.answers[new] = [(200, {"Content-Type": "application/vnd.oasis.opendocument.spreadsheet"}, b"PK")]
    source = SOURCES["cqc_locations"]
    discovery = replace(source.discovery, page=f"{base}/page", hosts=("127.0.0.1",))
    fetcher = Fetcher(replace(source, discovery=discovery), tmp_path / "memory.json", "irhub test", wait_none())
    assert fetcher.newest(tmp_path).path.name == "01_November_2026_HSCA_Active_Locations.ods"
    fetcher.client.close()


@pytest.mark.parametrize(
    "fault", [(503, {}, b""), (429, {}, b""), (200, {"Content-Type": "text/csv", "Content-Length": "999"}, CSV)]
)
def test_a_fault_that_passes_is_tried_again(fetcher, publisher, tmp_path, fault):
    publisher.answers[FILE] = [fault, fault, *publisher.answers[FILE]]
    assert fetcher.newest(tmp_path).path.read_bytes() == CSV


def test_what_was_loaded_is_not_downloaded_again_while_it_does_not_change(fetcher, publisher, tmp_path):
    remember(fetcher.memory, fetcher.newest(tmp_path))
    publisher.answers[FILE] = [(304, {}, b"")]
    assert fetcher.newest(tmp_path) is None
    assert publisher.asked[-1][1]["If-None-Match"] == '"one"'


@pytest.mark.parametrize(
    ("path", "answer", "sentence"),
    [
        (FILE, (200, {"Content-Type": "text/html"}, b"<html>Sorry</html>"), "has the type text/html"),
        (FILE, (200, {"Content-Type": "text/csv"}, b"x" * 20_000), "is larger than"),
        (FILE, (302, {"Location": "https://elsewhere.example/x.csv"}, b""), "not one of its publisher's hosts"),
        (FILE, (302, {"Location": "http://169.254.169.254/x.csv"}, b""), "not one of its publisher's hosts"),
        (FILE, (302, {"Location": FILE}, b""), "redirects more than 5 times"),
        (FILE, (404, {}, b""), "answered 404"),
        ("/content", (403, {}, b"Forbidden"), "answered 403, as it does at times to programs that are no browser"),
        (
            "/content",
            (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"no gzip"),
            "could not be fetched: ",
        ),
        ("/content", (200, {"Content-Type": "application/json"}, b"[" * 100_000), "not in the form that we know"),
        (
            "/content",
            (200, {"Content-Type": "application/json"}, b'{"details": {"attachments": [{"url": null}]}}'),
            "offers no file",
        ),
        ("/content", (200, {"Content-Type": "application/json"}, b'[{"details": 7}]'), "not in the form that we know"),
        (FILE, (304, {}, b""), "answered 304"),
        (FILE, (500, {}, b""), "answered 500 after 4 attempts"),
        ("/content", (200, {"Content-Type": "application/json"}, b"{not json"), "not in the form that we know"),
        (
            "/content",
            (200, {"Content-Type": "application/json"}, b'{"details": {"attachments": []}}'),
            "offers no file",
        ),
    ],
)
def test_what_cannot_be_had_is_told_in_one_sentence_that_says_what_to_do(
    fetcher, publisher, tmp_path, path, answer, sentence
):
    publisher.answers[path] = [answer]
    with pytest.raises(Unreachable) as told:
        fetcher.newest(tmp_path)
    assert sentence in str(told.value)
    assert "irhub load" in str(told.value)
    assert not list(tmp_path.glob("*.csv"))


def test_a_page_that_turns_programs_away_is_told_with_the_two_ways_on(fetcher, publisher, tmp_path):
    publisher.answers["/content"] = [(403, {}, b"")]
    with pytest.raises(Unreachable) as told:
        fetcher.newest(tmp_path)
    assert len(publisher.asked) == 1, "it is not asked again and again"
    assert f"open {fetcher.source.discovery.page_for_people} in a browser" in str(told.value)
    assert "irhub refresh --from" in str(told.value)
    assert "irhub load" in str(told.value)


@pytest.mark.parametrize("name", ["%F0%9F%8F%A5" * 300, "x" * 300, "%2e%2e", "a%00b", "a%0Ab%5Cc"])
def test_a_file_of_any_name_is_saved_in_its_own_folder(fetcher, publisher, tmp_path, name):
    folder = tmp_path / "folder"
    folder.mkdir()
    path = f"/media/abc/{name}"
    publisher.answers[path] = publisher.answers[FILE]
    saved = fetcher.file_at(f"http://127.0.0.1:{publisher.server_port}{path}", folder).path
    assert [saved] == list(folder.iterdir())
    assert saved.read_bytes() == CSV


@pytest.mark.parametrize("whole", [True, False])
def test_a_server_that_sends_a_byte_now_and_then_is_given_up_at_a_deadline(
    fetcher, publisher, tmp_path, monkeypatch, whole
):
    """In its headers or in its file: each byte comes before anybody who waits for one alone would give up."""
    monkeypatch.setattr("irhub.registers.refresh.MOST_SECONDS", 0.6)
    done = threading.Event()

    def drips(self: Handler) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n" + b"Content-Length: 9000\r\n\r\n" * whole)
        while not done.wait(0.1):
            try:
                self.wfile.write(b"x")
            except OSError:
                return

    monkeypatch.setattr(Handler, "do_GET", drips)
    try:
        with pytest.raises(Unreachable, match=r"it was not there after 0.* minutes"):
            fetcher.file_at(f"http://127.0.0.1:{publisher.server_port}{FILE}", tmp_path)
    finally:
        done.set()


@pytest.mark.parametrize(
    "torn", ["{not json", "", "[]", "7", '{"here": 1}', '{"here": {"etag": 7}}', "[" * 100_000, "\0\0\0"]
)
def test_a_memory_that_cannot_be_read_is_begun_anew(fetcher, tmp_path, publisher, torn):
    fetcher.memory.write_text(torn.replace("here", f"http://127.0.0.1:{publisher.server_port}{FILE}"))
    fetched = fetcher.newest(tmp_path)
    remember(fetcher.memory, fetched)
    assert json.loads(fetcher.memory.read_text())[fetched.url]["etag"] == '"one"'


@pytest.fixture
def sources(fetcher, monkeypatch):
    """The registers, of which the sponsors are put out at the server of the test."""
    monkeypatch.setitem(SOURCES, "home_office_sponsors", fetcher.source)
    monkeypatch.setattr("irhub.registers.refresh.wait_exponential_jitter", lambda **_: wait_none())
    return SOURCES


def command(*arguments: str):
    return CliRunner().invoke(irhub, ["refresh", *arguments])


@pytest.mark.django_db
def test_the_file_at_an_address_of_a_publisher_is_recognised_and_loaded(sources, publisher, data_folder):
    address = f"http://127.0.0.1:{publisher.server_port}{FILE}"
    done = command("--from", address)
    assert done.exit_code == 0, done.output
    assert "applied" in done.stdout
    assert "(home_office_sponsors 2026-11-20)" in done.stdout
    assert publisher.asked[0][0] == FILE, "no page was asked"
    again = command("--from", address, "--json")
    assert json.loads(again.stdout)[0]["outcome"] == "already held"
    assert "If-None-Match" not in publisher.asked[-1][1], "what a person asks for is fetched anew"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://elsewhere.example/x.csv", "is not an address at a publisher of registers (127.0.0.1, www.cqc.org.uk"),
        ("http://169.254.169.254/x.csv", "is not an address at a publisher"),
        ("http://www.cqc.org.uk/x.ods", "leads to http://www.cqc.org.uk, which is not one of its publisher's hosts"),
        ("file:///etc/passwd", "is not an address at a publisher"),
        ("nonsense", "is not an address at a publisher"),
        ("http://[::1", "is not an address at a publisher"),
        ("", "is not an address at a publisher"),
        ("here:/gone.csv", "answered 404"),
        ("here:/away.csv", "which is not one of its publisher's hosts"),
        ("here:/page.html", "has the type text/html"),
        ("here:/large.csv", "is larger than"),
        ("here:/spend.csv", "is none of the registers that are known"),
        ("here:/undated.csv", "give it with --date"),
    ],
)
def test_any_other_address_is_refused_in_words_and_nothing_is_taken_in(sources, publisher, data_folder, address, says):
    csv = {"Content-Type": "text/csv"}
    publisher.answers |= {
        "/gone.csv": [(404, {}, b"")],
        "/away.csv": [(302, {"Location": "http://10.0.0.7/x.csv"}, b"")],
        "/page.html": [(200, {"Content-Type": "text/html"}, b"<html>")],
        "/large.csv": [(200, csv, b"x" * 20_000)],
        "/spend.csv": [(200, csv, b"Supplier,Amount\r\nExample,1\r\n")],
        "/undated.csv": [(200, csv, CSV)],
    }
    done = command("--from", address.replace("here:", f"http://127.0.0.1:{publisher.server_port}"))
    assert done.exit_code == 2, done.output
    assert says in done.stdout
    assert not Edition.objects.exists()


@pytest.mark.django_db
def test_a_register_that_cannot_be_had_does_not_stop_the_others(sources, publisher, data_folder, fetcher, monkeypatch):
    base = f"http://127.0.0.1:{publisher.server_port}"
    cqc = SOURCES["cqc_locations"]
    refuses = replace(cqc.discovery, page=f"{base}/refuses", hosts=("127.0.0.1",))
    monkeypatch.setitem(SOURCES, "cqc_locations", replace(cqc, discovery=refuses))
    publisher.answers["/refuses"] = [(403, {}, b"")]
    done = command("--register", "cqc_locations", "--register", "home_office_sponsors", "--json")
    assert done.exit_code == 2
    assert [row["outcome"] for row in json.loads(done.stdout)] == ["refused", "applied"]


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "0.0.0.0"]
)  # fmt: skip
def test_a_publishers_name_that_leads_into_a_private_network_is_not_asked(tmp_path, monkeypatch, address):
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    looked_up = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: looked_up)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it was connected to"))
    fetcher = Fetcher(SOURCES["home_office_sponsors"], tmp_path / "memory.json", "irhub test", wait_none())
    with pytest.raises(Unreachable, match=r"leads to .*, which is not an address of the public internet"):
        fetcher.newest(tmp_path)
    fetcher.client.close()


def test_a_name_that_changes_between_the_check_and_the_connection_is_refused_unread(publisher, tmp_path, monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("irhub.registers.refresh._allowed", lambda url, _: "publisher.example")
    monkeypatch.setattr("irhub.registers.refresh._addresses", lambda _: ["8.8.8.8"])
    publisher.answers["/content"] = [(200, {"Content-Type": "application/json"}, b"{}")]
    source = SOURCES["home_office_sponsors"]
    discovery = replace(source.discovery, page=f"http://127.0.0.1:{publisher.server_port}/content")
    fetcher = Fetcher(replace(source, discovery=discovery), tmp_path / "memory.json", "irhub test", wait_none())
    with pytest.raises(Unreachable, match=r"leads to 127\.0\.0\.1"):
        fetcher.newest(tmp_path)
    fetcher.client.close()


def test_people_are_sent_to_pages_that_are_made_for_them():
    assert not [source.name for source in SOURCES.values() if "/api/" in source.discovery.page_for_people]
