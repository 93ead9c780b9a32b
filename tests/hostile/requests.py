"""Hostile and broken requests, and how each must be answered. docs/hostile-input.md is made of this table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """A request: what it is, its method and path, the status that must answer it, and a part of what must be said."""

    what: str
    path: str
    status: int
    says: str = ""
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    kind: str = "application/x-www-form-urlencoded"

    def arguments(self) -> dict[str, Any]:
        """For Django's test client."""
        return {"data": self.body, "content_type": self.kind} if self.body or self.method == "POST" else {}


SQL = "%27%3B%20DROP%20TABLE%20registers_edition%3B--"
SCRIPT = "%3Cscript%3Ealert(1)%3C%2Fscript%3E"
LOST = "Page not found"
COOKIE = {"cookie": "csrftoken=" + "a" * 32}
TOKEN = {**COOKIE, "x-csrftoken": "a" * 32}
REQUESTS = [
    Request("SQL in a search", f"/search/?q={SQL}", 200),
    Request("SQL in a filter", f"/changes/?named={SQL}&region={SQL}", 200),
    Request("script in a search", f"/search/?q={SCRIPT}", 200),
    Request("NUL in a search", "/search/?q=a%00b", 400, "could not read"),
    Request("NUL in a filter", "/changes/?named=%00", 400, "could not read"),
    Request("half a UTF-8 letter in a search", "/search/?q=%E2%82", 200),
    Request("a search of ten thousand letters", "/search/?q=" + "a" * 10_000, 200),
    Request("wildcards of the database in a search", "/search/?q=%25%25%25_%5C", 200),
    Request("a pattern that would take for ever", "/search/?q=" + "(a%2B)%2B" * 20, 200),
    Request("a page before the first", "/changes/?page=-1", 200),
    Request("a page far beyond the last", "/changes/?page=99999999999999999999", 200),
    Request("a page that is no number", "/changes/?page=NaN", 200),
    Request("a date that is none", "/changes/?since=2026-02-30&until=x", 200),
    Request("a date of another age", "/changes/?since=0000-00-00", 200),
    Request("an unknown kind of change", "/changes/?kind=__import__", 200),
    Request("an unknown order", "/councils/leeds/?sort=password", 200),
    Request("a folder above, in an address", "/static/../../../etc/passwd", 404, LOST),
    Request("a folder above, in disguise", "/static/%2e%2e/%2e%2e/etc/passwd", 404, LOST),
    Request("a folder above, twice disguised", "/static/%252e%252e/secret-key", 404, LOST),
    Request("a register that does not exist", "/data/passwords/2026-01-01/", 404, LOST),
    Request("a day that is none", "/data/cqc_locations/2026-13-45/", 404, LOST),
    Request("a line below the first", "/data/cqc_locations/2026-01-01/0/", 404, LOST),
    Request("a line too large for the database", "/data/cqc_locations/2026-01-01/99999999999999999999/", 404, LOST),
    Request("an organisation that does not exist", "/organisations/zzzz/", 404, LOST),
    Request("a council that does not exist", "/councils/nowhere/", 404, LOST),
    Request("the files of another system", "/.env", 404, LOST),
    Request("the administration of another system", "/wp-login.php", 404, LOST),
    Request("another site's name", "/", 400, "could not read", headers={"host": "evil.example"}),
    Request("a host name with a line break", "/", 400, "could not read", headers={"host": "localhost\r\nX: y"}),
    Request("a form without its token", "/account/sign-in/", 403, "open too long", "POST", body=b"login=a&password=b"),
    Request(
        "a form from another site", "/account/sign-in/", 403, "open too long", "POST",
        headers={"origin": "https://evil.example"}, body=b"login=a",
    ),
    Request("a body of seven megabytes", "/account/sign-in/", 413, "too large", "POST", body=b"x" * (7 * 2**20)),
    Request("a form of two megabytes", "/account/sign-in/", 413, "too large", "POST", COOKIE, b"login=" + b"x" * 2**21),
    Request(
        "a form of five thousand fields", "/account/sign-in/", 400, "could not read", "POST", COOKIE,
        body="&".join(f"f{n}=1" for n in range(5000)).encode(),
    ),
    Request(
        "a form in parts that never end", "/account/sign-in/", 400, "could not read", "POST", COOKIE, body=b"--x\r\nfoo",
        kind="multipart/form-data; boundary=" + "y" * 300,
    ),
    Request("a method that a page does not have", "/", 405, "cannot be used like that", "DELETE", TOKEN),
    Request("a method that does not exist", "/search/", 405, "cannot be used like that", "PROPFIND", TOKEN),
    Request("figures without leave", "/metrics", 404, "Not found"),
    Request("figures with a guessed token", "/metrics", 404, "Not found", headers={"authorization": "Bearer x"}),
    Request("an invitation that was guessed", "/invitations/" + "a" * 43 + "/", 410, "can no longer be used"),
    Request("the operator's page without signing in", "/operations/", 302),
    Request("running a job without signing in", "/operations/refresh/run/", 403, "open too long", "POST", body=b"a=b"),
]  # fmt: skip
