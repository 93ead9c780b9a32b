"""Every page that somebody may open, with what it reads: found by the access table, so that those of new rooms are found too."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from irhub.accounts.access import table
from irhub.accounts.policy import granted
from tests.accounts.test_access import ELSEWHERE, Visitor, names_of
from tests.addresses import ASKED, POSTED

NEW_EACH_TIME = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|sent_once)" value|nonce)="[^"]*"|nonce-[\w+/=-]+|<code class="irhub-wrap">[^<]*</code>'
)
"""What differs whenever a page is read: tokens of forms and of scripts, and the number of a request."""


@dataclass(frozen=True)
class Answer:
    """What a page answered: status, headers, how many queries it took, and its bytes, packed. `read`: the tables that it asked."""

    status: int
    headers: str
    queries: int
    packed: bytes = field(repr=False)
    read: frozenset[str] = field(repr=False)

    @property
    def text(self) -> str:
        """What it said."""
        return zlib.decompress(self.packed).decode(errors="replace")


@contextmanager
def undone() -> Iterator[None]:
    """What is written in the block is rolled back: a look leaves nothing that the next could see."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


@cache
def tables() -> frozenset[str]:
    """Every table and view of the database."""
    with connection.cursor() as cursor:
        return frozenset(one.name for one in connection.introspection.get_table_list(cursor))


def answer_of(visitor: Visitor, address: str) -> Answer:
    """Open an address, and forget that somebody did."""
    asked: list[str] = []
    visitor.client.cookies.pop("messages", None)  # what an earlier page left to say

    def heard(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        asked.append(str(sql))
        return execute(sql, *more)

    with undone(), connection.execute_wrapper(heard):
        got = visitor.client.get(address)
        said = b"".join(got.streaming_content) if got.streaming else got.content
    if (
        said[:2] == b"PK"
    ):  # a workbook is packed with the minute in which it was, and tells in its properties when it was made
        with zipfile.ZipFile(io.BytesIO(said)) as book:
            said = b"".join(book.read(name) for name in sorted(book.namelist()) if name != "docProps/core.xml")
    headers = sorted(
        f"{name}: {value}" for name, value in got.headers.items() if name not in ("Content-Length", "X-Request-ID")
    )
    plain = NEW_EACH_TIME.sub(b"", "\n".join(headers).encode()).decode()
    words = set(re.findall(r"\w+", " ".join(sql for sql in asked if "INSERT INTO" not in sql[:40])))
    return Answer(
        got.status_code, plain, len(asked), zlib.compress(NEW_EACH_TIME.sub(b"", said), 1), tables() & frozenset(words)
    )


def addresses_of(visitor: Visitor, named: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """The addresses of all that somebody may open, downloads among them: every route that names nothing, and those of which `named` says what."""
    for key, rule in sorted(table().items()):
        route, _, download = key.partition("?")
        gaps = names_of(route)
        if (
            granted(rule, visitor.asker) is None
            or route in POSTED
            or route in ELSEWHERE
            or (gaps and route not in named)
        ):
            continue
        yield f"{reverse(route, kwargs=dict(named.get(route, {})))}?{download or ASKED.get(route, '')}".rstrip("?")


def asked_of(page: Answer, address: str) -> list[str]:
    """What else can be asked of a page: every sort and further page to which it links, and the last choice of each of its filters."""
    text, path = page.text, address.partition("?")[0]
    links = {html.unescape(link) for link in re.findall(rf'href="(?:{re.escape(path)})?(\?[^"]+)"', text)}
    choices = re.findall(r'<select[^>]*name="([^"]+)"(.*?)</select>', text, re.S) if 'method="get"' in text else []
    last = {name: re.findall(r'<option value="([^"]+)"', offered)[-1:] for name, offered in choices}
    return sorted(
        path + one
        for one in {*links, *(f"?{name}={value}" for name, values in last.items() for value in values)}
        if "format=" not in one
    )
