"""Going through a checker's pages as a browser does: read the form, fill it in, send it, follow where it leads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import html5lib
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from irhub.questions.questionnaire import UNKNOWN, Kind
from irhub.rulebook.flow import flows
from tests.checker.answering import form_fields

MOST_PAGES = 40


_PARTS = re.compile(rb"(?P<before>.*)(?P<main><main.*</main>)(?P<after>.*)", re.S)
_READ = set[tuple[bytes, bytes]]()
"""What stood before and after the main part of pages that were read: most of a page, and the same on most but for `_OWN`."""
_OWN = re.compile(rb"(?<=<title>)[^<&]*(?=</title>)|(?<=href=\")(?:[^\"<>&]|&amp;)*(?=\" class=\"govuk-back-link\")")
"""What is the page's own before its main part, as long as nothing could be wrong with it: its title, and where it leads back to."""


def whole_page(content: bytes) -> Any:
    """A page as a tree; malformed markup is an error."""
    return _strict().parse(content)


def page(content: bytes) -> Any:
    """The main part of a page as a tree, or the whole; malformed markup is an error, wherever it stands."""
    parts = _PARTS.fullmatch(content)
    around = parts and (_OWN.sub(b"", parts["before"]), parts["after"])
    if around in _READ:
        return _strict().parseFragment(parts["main"].decode(), container="body")
    tree = whole_page(content)
    if around:
        _READ.add(around)
    return tree


def _strict() -> html5lib.HTMLParser:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)


def text_of(element: Any) -> str:
    """The words of an element, each blank once."""
    return " ".join("".join(element.itertext()).split())


def fields(form: Any) -> dict[str, str]:
    """What the hidden fields of the form hold."""
    return {each.get("name"): each.get("value") for each in form.iter("input") if each.get("type") == "hidden"}


def filled(checker: str, form: Any, facts: Mapping[str, Any]) -> dict[str, str]:
    """The form of a question's page as a person with these facts sends it."""
    sent = fields(form)
    asked = [each for each in flows()[checker].questions if each.key == sent["asked"]]
    fact = facts.get(sent["asked"], UNKNOWN)
    names = {each.get("name") for each in form.iter() if each.get("name")}
    if fact == UNKNOWN:
        if asked[0].kind is Kind.CHOICE:
            return {**sent, sent["asked"]: UNKNOWN}
        assert "unknown" in names, f"{sent['asked']} cannot be left open"
        return {**sent, "unknown": sent["asked"]}
    answer = form_fields(asked[0], fact)
    assert set(answer) <= names, f"the page of {sent['asked']} has no field for its answer"
    return {**sent, **answer}


class Remembering:
    """A browser that opens an address once. What a question's page answers depends on its address alone (docs/adr/0008), so that
    those who give the same first answers are led through the same pages."""

    def __init__(self, client: Client) -> None:
        self.client, self.asked = client, dict[str, tuple[HttpResponse, Any]]()

    def open(self, address: str) -> tuple[HttpResponse, Any]:
        """The answer of an address, wherever it leads, and the form of the page if it asks a question."""
        if address in self.asked:
            return self.asked[address]
        answer = self.client.get(address, follow=True)
        assert answer.status_code == 200
        if "/questions/" not in answer.request["PATH_INFO"]:
            return answer, None
        self.asked[address] = answer, page(answer.content).find(".//form")
        return self.asked[address]


def walked(browser: Remembering, checker: str, facts: Mapping[str, Any]) -> tuple[HttpResponse, list[str]]:
    """The page of the result, and the questions on the way, for a person with these facts."""
    address, asked = reverse("checker-question", args=[checker]), []
    answer, form = browser.open(address)
    while form is not None:
        assert len(asked) < MOST_PAGES, f"{checker} has no end: {asked}"
        sent = filled(checker, form, facts)
        assert sent["asked"] not in asked, f"{checker} asks for {sent['asked']} twice"
        asked.append(sent["asked"])
        answer, form = browser.open(f"{address}?{urlencode(sent)}")
    return answer, asked
