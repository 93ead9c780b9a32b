"""Finding and downloading the newest edition of each register from its publisher.

Only hosts that a register names are ever asked, over https, and only at public addresses; every redirect is checked again.
Whatever a server answers, and however slowly, ends in an edition or in one sentence.
"""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import getproxies

import httpx
from selectolax.lexbor import LexborHTMLParser
from tenacity import RetryError, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter
from tenacity.wait import wait_base

from irhub.registers.reading import date_in_name
from irhub.registers.sources.base import Discovery, Source
from irhub.web.london import local_day
from irhub.web.whole_files import whole_file

REDIRECTS = 5
ATTEMPTS = 4
PAGE_BYTES = 10 * 2**20
LONGEST_NAME = 200
"""Bytes of the name of a file: a file system takes 255, and we add to it."""
MOST_SECONDS = 2 * 60 * 60
"""For a register's page and file together: the largest file comes in a fraction of it."""
LOOPBACK = frozenset({"127.0.0.1", "localhost"})
Report = Callable[[str, int, int], None]


class Unreachable(Exception):
    """The newest edition could not be had. The message is a sentence for people that says what to do."""


class _TryAgain(Exception):
    """A fault that may pass: worth another attempt."""


@dataclass(frozen=True)
class Fetched:
    """A downloaded edition: its file, where it came from, and what to send next time to learn whether it changed."""

    path: Path
    url: str
    published: date | None
    etag: str
    last_modified: str


@dataclass(frozen=True)
class Found:
    """The newest edition's address, and the date on which its page says it was published."""

    url: str
    published: date | None


class Fetcher:
    """Asks one register's hosts politely: retries, conditional requests, limits. What cannot be had is Unreachable."""

    def __init__(self, source: Source, memory: Path, agent: str, wait: wait_base | None = None) -> None:
        self.source, self.memory = source, memory
        self.wait = wait or wait_exponential_jitter(initial=1, max=30)
        self.over, self.sockets = False, list[socket.socket]()
        self.client = httpx.Client(
            headers={"User-Agent": agent}, timeout=httpx.Timeout(60, connect=15), follow_redirects=False
        )

    def newest(self, folder: Path, report: Report = lambda *_: None) -> Fetched | None:
        """Download the newest edition into `folder`; None if it is the one that was remembered. Raises Unreachable."""
        discovery = self.source.discovery
        return self._tried(
            lambda: self._download(discover(self._page(discovery), discovery), folder, report),
            f"open {discovery.page_for_people} in a browser and give the address of the file to irhub refresh --from, or download the"
            " file and run irhub load",
        )

    def file_at(self, address: str, folder: Path, report: Report = lambda *_: None) -> Fetched:
        """Download the file at an address into `folder`, whether or not it was loaded before. Raises Unreachable."""
        fetched = self._tried(
            lambda: self._download(Found(address, None), folder, report, anew=True),
            "download the file in a browser and run irhub load",
        )
        if fetched is None:
            raise ValueError("nothing was fetched, though nothing was remembered")
        return fetched

    def _tried(self, get: Callable[[], Fetched | None], otherwise: str) -> Fetched | None:
        """What `get` gives, tried again while the fault may pass. `otherwise`: what a person can do instead."""
        deadline = threading.Timer(MOST_SECONDS, self._end)
        deadline.daemon = True
        deadline.start()
        try:
            for attempt in Retrying(
                stop=stop_after_attempt(ATTEMPTS), wait=self.wait, retry=retry_if_exception(self._worth_another)
            ):
                with attempt:
                    return get()
        except RetryError as failed:
            raise self._unreachable(
                f"{failed.last_attempt.exception()} after {ATTEMPTS} attempts", otherwise
            ) from failed
        except (_TryAgain, ValueError, httpx.HTTPError, httpx.InvalidURL) as odd:
            late = f"it was not there after {MOST_SECONDS // 60} minutes" if self.over else ""
            raise self._unreachable(late or str(odd) or type(odd).__name__, otherwise) from odd
        finally:
            deadline.cancel()
        return None

    def _worth_another(self, fault: BaseException) -> bool:
        return isinstance(fault, _TryAgain) and not self.over

    def _end(self) -> None:
        """End what is under way: whoever waits for a next byte is told that none comes."""
        self.over = True
        for connected in self.sockets:
            with suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)

    def _watch(self, event: str, told: dict[str, Any]) -> None:
        """Keep each connection that is made, so that it can be ended."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self.sockets.append(told["return_value"].get_extra_info("socket"))
            if self.over:
                self._end()

    def _unreachable(self, why: str, otherwise: str) -> Unreachable:
        return Unreachable(f"The {self.source.title} could not be fetched: {why}. Try again later, or {otherwise}.")

    def _open(self, url: str, headers: dict[str, str]) -> httpx.Response:
        """The answer at an address, its body not yet read, redirects followed within the register's own hosts."""
        for _ in range(REDIRECTS + 1):
            host = _allowed(url, self.source.discovery)
            _at_public(host, _addresses(host))
            try:
                request = self.client.build_request("GET", url, headers=headers, extensions={"trace": self._watch})
                response = self.client.send(request, stream=True)
            except httpx.TransportError as fault:
                raise _TryAgain(f"{host} did not answer ({type(fault).__name__})") from fault
            try:
                _at_public(host, [response.extensions["network_stream"].get_extra_info("server_addr")[0]])
            except ValueError:
                response.close()
                raise
            if not response.has_redirect_location:
                return response
            response.close()
            url = urljoin(url, response.headers["Location"])
        raise ValueError(f"it redirects more than {REDIRECTS} times")

    def _page(self, discovery: Discovery) -> tuple[str, bytes]:
        response = self._open(discovery.page, {})
        try:
            _good(response)
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > PAGE_BYTES:
                    raise ValueError("its page is larger than a page should be")
        except httpx.TransportError as fault:
            raise _TryAgain(f"the connection was lost ({type(fault).__name__})") from fault
        finally:
            response.close()
        return response.headers.get("Content-Type", ""), bytes(body)

    def _download(self, found: Found, folder: Path, report: Report, *, anew: bool = False) -> Fetched | None:
        known = {} if anew else _remembered(self.memory).get(found.url, {})
        asked = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last_modified")}
        kept = {name: value for name, value in asked.items() if value}
        response = self._open(found.url, kept | {"Accept-Encoding": "identity"})  # sizes are those of the file itself
        try:
            if response.status_code == httpx.codes.NOT_MODIFIED and kept:
                return None
            _good(response)
            kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if kind not in self.source.discovery.content_types:
                raise ValueError(
                    f"its file has the type {kind or 'unknown'}, not {self.source.discovery.content_types[0]}"
                )
            path = folder / _named(found.url)
            self._save(response, path, report)
        finally:
            response.close()
        headers = response.headers
        return Fetched(path, found.url, found.published, headers.get("ETag", ""), headers.get("Last-Modified", ""))

    def _save(self, response: httpx.Response, path: Path, report: Report) -> None:
        size = response.headers.get("Content-Length", "")
        stated = int(size) if size.isdecimal() else 0
        limit, got = self.source.discovery.max_bytes, 0
        with whole_file(path) as file:
            try:
                for chunk in response.iter_raw():
                    got += len(chunk)
                    if got > limit:
                        raise ValueError(f"its file is larger than {limit / 2**20:,.0f} MiB")
                    file.write(chunk)
                    report(f"Downloading {path.name}", got, max(stated, got))
            except httpx.TransportError as fault:
                raise _TryAgain(f"the connection was lost ({type(fault).__name__})") from fault
            if stated and got < stated:
                raise _TryAgain("its file came short")


def at_a_publisher(
    address: str, sources: Iterable[Source], memory: Path, agent: str, wait: wait_base | None = None
) -> Fetcher:
    """Who may download a file whose register is not known yet: from the hosts, in the forms and up to the size that the
    registers name which are put out at the host of its address. Raises Unreachable if no register is.
    """
    known = list(sources)
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    here = [source.discovery for source in known if host in source.discovery.hosts]
    if not here:
        hosts = dict.fromkeys(host for source in known for host in source.discovery.hosts)
        raise Unreachable(
            f"{address[:200]} is not an address at a publisher of registers ({', '.join(hosts)}), and no other is asked."
            " Download the file in a browser and run irhub load."
        )
    together = replace(
        here[0],
        hosts=tuple(dict.fromkeys(host for one in here for host in one.hosts)),
        content_types=tuple(dict.fromkeys(kind for one in here for kind in one.content_types)),
        max_bytes=max(one.max_bytes for one in here),
    )
    return Fetcher(replace(known[0], title=f"file {address[:200]}", discovery=together), memory, agent, wait)


def _named(url: str) -> str:
    """What the file at an address is called here: its own name, of letters, digits and what else stands in names, and not too long."""
    name = re.sub(r"[^\w .()+,&'-]", "_", Path(unquote(urlsplit(url).path)).name)
    return name.encode()[-LONGEST_NAME:].decode(errors="ignore").strip(" .") or "register"


def _good(response: httpx.Response) -> None:
    if response.status_code == 429 or response.status_code >= 500:
        raise _TryAgain(f"{response.url.host} answered {response.status_code}")
    if response.status_code == httpx.codes.FORBIDDEN:
        raise ValueError(f"{response.url.host} answered 403, as it does at times to programs that are no browser")
    if response.status_code != httpx.codes.OK:
        raise ValueError(f"{response.url.host} answered {response.status_code}")


def _allowed(url: str, discovery: Discovery) -> str:
    """The host of an address that may be asked. Raises ValueError."""
    parts = urlsplit(url)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not secure or parts.hostname not in discovery.hosts:
        raise ValueError(f"it leads to {parts.scheme}://{parts.hostname}, which is not one of its publisher's hosts")
    return parts.hostname


def _addresses(host: str) -> list[str]:
    """The addresses that a name stands for; none behind a proxy, which looks names up itself."""
    if getproxies().get("https"):
        return []
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except socket.gaierror as fault:
        raise _TryAgain(f"{host} could not be found by its name") from fault


def _at_public(host: str, addresses: list[str]) -> None:
    """Raises ValueError if a name leads into a private network or to this machine: a publisher's never does.

    It is asked before connecting, and again of the address that was connected to, since names can change in between. This
    machine's own name stands for itself where a register names it, as one in a test does.
    """
    if host in LOOPBACK or getproxies().get("https"):
        return
    for address in addresses:
        if not ip_address(address.partition("%")[0]).is_global:
            raise ValueError(f"{host} leads to {address}, which is not an address of the public internet")


def discover(page: tuple[str, bytes], discovery: Discovery) -> Found:
    """The newest edition that a publisher's page offers. Raises ValueError if none fits the register's pattern."""
    kind, body = page
    links, published = _from_content_api(body) if "json" in kind else (_from_html(body), None)
    fitting = [urljoin(discovery.page, link) for link in links if re.search(discovery.link_pattern, link)]
    if not fitting:
        raise ValueError(f"its page offers no file like {discovery.link_pattern}")
    return Found(max(fitting, key=lambda url: date_in_name(unquote(url)) or date.min), published)


def _from_content_api(body: bytes) -> tuple[list[str], date | None]:
    try:
        content = json.loads(body)
        links = [str(attachment["url"] or "") for attachment in content["details"]["attachments"]]
        stamp = content.get("public_updated_at")
        return links, local_day(datetime.fromisoformat(stamp)) if stamp else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as odd:
        raise ValueError("its page is not in the form that we know") from odd


def _from_html(body: bytes) -> list[str]:
    return [node.attributes.get("href") or "" for node in LexborHTMLParser(body).css("a[href]")]


def _remembered(memory: Path) -> dict[str, dict[str, str]]:
    try:
        known = dict(json.loads(memory.read_text()))
    except (FileNotFoundError, ValueError, TypeError, RecursionError):  # nothing is remembered, or not as we write it
        return {}
    return {str(url): _headers(told) for url, told in known.items() if isinstance(told, dict)}


def _headers(told: dict[Any, Any]) -> dict[str, str]:
    """Of what is remembered what can be sent: text of one line that a header can hold."""
    return {
        name: value
        for name, value in told.items()
        if isinstance(value, str) and value.isascii() and value.isprintable()
    }


def remember(memory: Path, fetched: Fetched) -> None:
    """Note that this edition was loaded, so that it is not downloaded again while it does not change."""
    known = _remembered(memory) | {fetched.url: {"etag": fetched.etag, "last_modified": fetched.last_modified}}
    with whole_file(memory) as file:
        file.write(json.dumps(known, indent=1).encode())
