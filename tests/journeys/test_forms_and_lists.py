"""Every form and every list there is, found through the addresses, so that a new one is looked at without a word here.

One who may opens each page, with a thing of their own, in a browser, on a phone and at a desk; one that has a script without scripts too. The application
answers the browser in this process (`Site`), so that what is made for a page is rolled back with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django import forms
from django.http import HttpResponse
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route

from irhub.accounts.access import table
from irhub.accounts.describe import addresses
from irhub.accounts.policy import granted
from irhub.dashboards.pictures import QUESTIONS
from irhub.web.jinja import query
from irhub.web.listing import Listing, Shown, pages
from tests.accounts.test_access import (
    ELSEWHERE,
    Visitor,
    confirmed,
    everybody,
    maker,
    names_of,
    opens,
    owners,
    placed,
    purposes_told,
    things_for,
    undone,
)
from tests.addresses import ASKED, POSTED
from tests.attention.things import signal_about
from tests.held import held as held
from tests.journeys.conftest import fits

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.journey]
SITE = "http://localhost"
WIDTHS = (390, 320, 1280)
"""A page is opened on a phone, and held to the narrowest screen and a desk as well."""
NOWHERE = "zzqqzz"
"""Words that no row holds."""
TYPED = "Typed before"
WORDS = {
    "my-providers": "Upload the list of providers",
    "grant-learning": "there is nothing to compare",
}
"""What the page of a list says in words of its own where nothing is listed."""
WHOLE = {"councils", *(question.listing.name for question in QUESTIONS.values())}
"""Lists that are shown whole: the councils of a region, 33 at most, and the rows of a picture beside it; the picture's own page has them by
pages."""
LEFT_OUT = ELSEWHERE - {"account_logout", "mfa_deactivate_totp"}  # pages that only ask whether to
LOOK = """() => {
  const controls = [...document.querySelectorAll('input, select, textarea')].filter(one => one.type !== 'hidden');
  const named = one => [...one.labels || []].some(label => label.textContent.trim()) || one.ariaLabel || one.getAttribute('aria-labelledby');
  return {
    headings: document.querySelectorAll('h1').length,
    unlabelled: controls.filter(one => !named(one)).map(one => one.name || one.id),
    untitled: [...document.querySelectorAll('table')].filter(one => !one.caption?.textContent.trim() && !one.ariaLabel).length,
    forms: [...document.querySelectorAll('main form')].map(form => ({
      method: form.method, action: form.getAttribute('action') || '',
      fields: [...form.elements].filter(one => one.name && !one.disabled).map(({name, type, value}) => ({name, type, value})),
    })),
  };
}"""
"""What stands on a page: how many headings of the first level, fields without a label, tables without a caption, and its forms."""
READ = """html => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const links = [...page.querySelectorAll('.govuk-error-summary a')].map(one => one.getAttribute('href'));
  const reached = links.map(one => page.getElementById(one.slice(1))).filter(one => one?.matches('input, select, textarea'));
  const held = {};
  for (const one of page.querySelectorAll('main [name]')) (held[one.name] ||= []).push(one.value);
  return {
    links: links.length, reached: reached.map(one => one.name), text: page.querySelector('main')?.textContent.replace(/\\s+/g, ' ') || '',
    held, led: [...page.querySelectorAll('main a[href]')].map(one => one.getAttribute('href')),
    next: page.querySelector('.govuk-pagination [rel=next]')?.getAttribute('href'),
    current: page.querySelector('.govuk-pagination [aria-current=page]')?.textContent.trim(),
  };
}"""
"""What an answer says, read without opening it: where its errors lead, its words, what its fields hold, and its pages."""
CHOSEN = ("radio", "checkbox", "select-one", "select-multiple", "file", "date", "password")
UNTYPED = ("hidden", "submit", "button", "image", "reset", "fieldset")
"""Kinds of controls that are not typed in or not shown again, and those that nobody fills in."""


@dataclass
class Site:
    """The hub as a browser asks it: the page that is looked at was answered already, files of the hub are kept."""

    visitor: Visitor
    address: str = ""
    answer: HttpResponse | None = None
    said: list[str] = field(default_factory=list)
    """What was said on the console since the page was opened."""
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    here: Context = field(default_factory=copy_context)
    """Of the test, whose connection to the database is asked: the browser's requests come in another."""

    def answered(self, route: Route) -> None:
        """Answer a request of the browser."""
        parts = urlsplit(route.request.url)
        at = parts.path + (f"?{parts.query}" if parts.query else "")
        told = self.files.get(at)
        if told is None:
            opened = at == self.address and self.answer is not None
            told = _told(self.answer if opened else self.here.run(self.visitor.client.get, at))
            if at.startswith("/static/"):
                self.files[at] = told
        route.fulfill(**told)


def _told(answer: HttpResponse | None) -> dict[str, Any]:
    assert answer is not None
    body = b"".join(answer) if answer.streaming else answer.content
    return {"status": answer.status_code, "headers": dict(answer.headers), "body": body}


@dataclass
class Seen:
    """What was looked at, and what was wrong with it: each promise, and on which pages it was not held."""

    wrong: dict[str, list[object]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def hold(self, promise: str, page: str, told: object = "") -> None:
        """Note that a page was asked for a promise; `told`: what is wrong, blank if nothing is."""
        self.counts[promise] += 1
        if told:
            self.wrong[promise].append((page, told))


@pytest.fixture(scope="module")
def seen(held: object, started: Browser) -> Iterator[Seen]:
    """Every page with a form or a list, looked at once."""
    found = Seen()
    with ExitStack() as stack:
        stack.enter_context(undone())
        people = everybody()
        placed()
        for visitor in people[1:]:
            confirmed(visitor.client)
        purposes_told(people[1:])
        site = Site(people[0])
        browsers = {scripts: stack.enter_context(_page_of(started, site, scripts)) for scripts in (True, False)}
        for route in sorted(addresses()):
            if route not in POSTED | LEFT_OUT:
                with undone():
                    _look_at(route, people, site, browsers, found)
        yield found


@contextmanager
def _page_of(browser: Browser, site: Site, scripts: bool) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=scripts)
    context.route("**/*", site.answered)
    page = context.new_page()
    page.on("pageerror", lambda error: site.said.append(str(error)))
    page.on("console", lambda one: site.said.append(one.text) if one.type == "error" else None)
    yield page
    context.close()


def _look_at(route: str, people: list[Visitor], site: Site, browsers: dict[bool, Page], found: Seen) -> None:
    """Open the page of a route as the first who may, if it asks or lists something."""
    visitor, filled = _who_may(route, people)
    asked = parse_qs(ASKED.get(route, ""))
    address = reverse(route, kwargs={gap: filled[gap] for gap in names_of(route)}) + (query(asked) if asked else "")
    with _listed() as lists:
        answer = visitor.client.get(address)
    if answer.streaming or answer.status_code == 302 or not answer["Content-Type"].startswith("text/html"):
        return  # no page
    named = f"{route}: {address} as {visitor.name}"
    content = answer.content.partition(b"<main")[2]
    if answer.status_code != 200:
        found.hold("opens", named, answer.status_code)
    elif lists or b"<form" in content or b"<table" in content:
        site.visitor, site.address, site.answer = visitor, address, answer
        scripted = b"<script" in answer.content or b"<noscript" in answer.content
        for scripts, page in browsers.items() if scripted else [(True, browsers[True])]:
            stands = _opened(page, site, f"{named} {'with' if scripts else 'without'} scripts", found)
        for form in stands["forms"]:
            _send(form, named, site, browsers[True], found)
        for shown in lists:
            _list(shown, named, site, browsers[True], found)


def _who_may(route: str, people: list[Visitor]) -> tuple[Visitor, dict[str, object]]:
    """The first who may open a route, and what fills its address: a thing that is made for it."""
    for visitor in people:
        grant = granted(table()[route], visitor.asker)
        if grant:
            mine, theirs = owners(visitor)
            signal_about(mine)
            for own, owner in things_for(route, mine, theirs, grant.rows):
                if opens(grant.rows, own, visitor):
                    return visitor, maker(route)(owner)
    raise LookupError(f"Nobody may open {route}.")


@contextmanager
def _listed() -> Iterator[list[Shown[Any]]]:
    """The lists that are shown in the block."""
    lists: list[Shown[Any]] = []

    def kept(*given: Any) -> Shown[Any]:
        lists.append(Shown(*given))
        return lists[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "Shown", kept)
        yield lists


def _opened(page: Page, site: Site, told: str, found: Seen) -> dict[str, Any]:
    """Open the page that was answered, at each width. Returns what stands on it."""
    site.said.clear()
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(SITE + site.address)
    found.hold("opens", told, "" if answer and answer.ok else answer and answer.status)
    for width in WIDTHS:
        wide = ""
        try:
            fits(page, width, told)
        except AssertionError as problem:
            wide = str(problem)
        found.hold("fits", told, wide)
    stands: dict[str, Any] = page.evaluate(LOOK)
    found.hold("leaves the console silent", told, [*site.said])
    found.hold("has one heading", told, "" if stands["headings"] == 1 else stands["headings"])
    found.hold("labels its fields", told, stands["unlabelled"])
    found.hold("names its tables", told, stands["untitled"])
    return stands


def _send(form: dict[str, Any], named: str, site: Site, page: Page, found: Seen) -> None:
    """Send a form as nobody filled it in, and then with all but the first field that must be filled in."""
    typed = [one["name"] for one in form["fields"] if one["type"] not in (*UNTYPED, *CHOSEN)]
    if form["method"] != "post" or not any(one["type"] not in UNTYPED for one in form["fields"]):
        return
    named = f"{named}, form to {form['action'] or 'itself'}"
    blank = _post(form, {}, site, page)
    if blank is None:
        return  # it may be blank
    found.hold(
        "says what is missing", named, "" if blank["reached"] and len(blank["reached"]) == blank["links"] else blank
    )
    filled = {name: TYPED for name in typed if name != (blank["reached"] or [""])[0]}
    if blank["reached"] and filled:
        again = _post(form, filled, site, page)
        held = again["held"] if again else {}
        found.hold("keeps what was typed", named, [name for name in filled if TYPED not in held.get(name, [])])


def _post(form: dict[str, Any], filled: dict[str, str], site: Site, page: Page) -> dict[str, Any] | None:
    """What is answered to a form; None if it was accepted."""
    sent, pressed = dict[str, list[str]](), False
    for one in form["fields"]:
        name, kind = one["name"], one["type"]
        if kind == "hidden" or (kind == "submit" and not pressed):
            sent.setdefault(name, []).append(one["value"])
            pressed = pressed or kind == "submit"
        elif kind not in (*UNTYPED, *CHOSEN):
            sent[name] = [filled.get(name, "")]
    address = form["action"].partition("#")[0] or site.address
    with undone():
        answer = site.visitor.client.post(address, sent)
    if answer.status_code == 302:
        return None
    return page.evaluate(READ, answer.content.decode())


def _list(shown: Shown[Any], named: str, site: Site, page: Page, found: Seen) -> None:
    """A list says when it is empty, also when nothing fits; it asks by a form; its pages are links."""
    asked, listing = shown.asked, shown.listing
    named = f"{named}, list {listing.name}"
    stands = _read(site, page, site.address)
    if not shown.rows:
        told = WORDS.get(listing.name, shown.empty)
        found.hold("says when it is empty", named, "" if told in stands["text"] else told)
        return
    for name, asks in asked.form.fields.items() if asked.form else ():
        by = {name, f"{name}-day"} & set(stands["held"]) or any(f"{name}=" in link for link in stands["led"])
        found.hold("asks by a form or by links", named, "" if by else name)
        if type(asks) is forms.CharField:
            nothing = _read(site, page, asked.request.path + query(asked.request.GET, **{name: NOWHERE}))
            told = listing.none_fits.rstrip(".")
            found.hold("says when nothing fits", named, "" if told in nothing["text"] else told)
    if len(shown.rows) > 1 and listing.name not in WHOLE:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Listing, "size", 1)
            patch.delitem(vars(listing), "size")
            first = _read(site, page, site.address)
            second = _read(site, page, urljoin(site.address, first["next"])) if first["next"] else first
        found.hold(
            "has pages that are links", named, "" if second["current"] == "2" else second["current"] or "no pages"
        )


def _read(site: Site, page: Page, address: str) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate(READ, site.visitor.client.get(address).content.decode())
    return answer


PROMISES = {
    "opens": 150, "fits": 450, "leaves the console silent": 150, "has one heading": 150, "labels its fields": 150, "names its tables": 150,
    "says what is missing": 40, "keeps what was typed": 30, "says when it is empty": 5, "asks by a form or by links": 10, "says when nothing fits": 5,
    "has pages that are links": 5,
}  # fmt: skip
"""What a page with a form or a list holds, and how often at least that is asked."""


@pytest.mark.parametrize("promise", PROMISES)
def test_every_page_with_a_form_or_a_list(promise: str, seen: Seen) -> None:
    print(f"{promise}: asked {seen.counts[promise]} times")
    assert not seen.wrong[promise], "\n".join(map(str, seen.wrong[promise]))
    assert seen.counts[promise] >= PROMISES[promise]
