"""A walk through a hub that serves somewhere, as somebody who was invited: python -m tests.smoke ADDRESS INVITATION

Pages with their styles, joining by the link of an invitation, another password, signing in by it. Ends with an error at the first thing that is not as it
should be. For what runs outside of the tests' own processes: a container, a deployment with logins of its own.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx

PASSWORD, NEW_PASSWORD = "quillmoor bicycle lantern", "harbour copper violin"


class Visitor:
    """Somebody at a browser without JavaScript: sends a page's form with what the page put into it."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def get(self, path: str) -> httpx.Response:
        """The page at an address, wherever that leads."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-2000:])
        return answer

    def fill(self, page: httpx.Response, **typed: str) -> httpx.Response:
        """Send the form of a page that posts to itself."""
        hidden = {}
        for field in re.findall(r'<input type="hidden"[^>]*>', page.text):
            told = dict(re.findall(r'(\w+)="([^"]*)"', field))
            hidden[told["name"]] = html.unescape(told.get("value", ""))
        answer = self.client.post(page.url, data=hidden | typed, headers={"Referer": str(page.url)})
        assert answer.status_code in (200, 400, 429), (page.url, answer.status_code, answer.text[-2000:])
        return answer

    def send(self, path: str, **typed: str) -> httpx.Response:
        """Open a page and send its form."""
        return self.fill(self.client.get(path), **typed)

    def is_in(self) -> bool:
        """Whether they are signed in."""
        return self.client.get("/account/", follow_redirects=False).status_code == 200

    def signs_in(self, email: str, password: str) -> bool:
        """Whether a password lets them in, as far as to a second step if they have one. Whoever was signed in is so no more."""
        self.client.cookies.clear()
        return self.send("/account/sign-in/", login=email, password=password).url.path != "/account/sign-in/"


@contextmanager
def visiting(address: str) -> Iterator[Visitor]:
    """Somebody who visits a site, until the end of the block."""
    with httpx.Client(base_url=address, timeout=60, trust_env=False, follow_redirects=True) as client:
        yield Visitor(client)


def walk(visitor: Visitor, invitation: str, email: str) -> None:
    """All of it. `invitation`: the path of its link, which was sent to the address `email` for a role without a second step."""
    front = visitor.get("/").text
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', front)
    assert any(".css" in path for path in found), front[:2000]
    for path in found:
        assert visitor.client.get(path).status_code == 200, path
    for path in ("/data/", "/about/", "/search/?q=care"):
        visitor.get(path)
    visitor.send(invitation, name="Pat Example", password=PASSWORD)
    assert visitor.is_in(), "whoever takes up an invitation is signed in"
    visitor.send("/account/password/", oldpassword=PASSWORD, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    assert not visitor.signs_in(email, PASSWORD), "the old password opens nothing"
    assert visitor.signs_in(email, NEW_PASSWORD)
    assert visitor.is_in()
    for path in ("/account/", "/data/", "/search/?q=care"):
        visitor.get(path)


if __name__ == "__main__":
    with visiting(sys.argv[1]) as somebody:
        walk(somebody, urlsplit(sys.argv[2]).path, sys.argv[3])
    print("Walked through it.")
