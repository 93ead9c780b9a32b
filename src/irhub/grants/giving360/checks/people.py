"""Traces of people in words that everybody will read: addresses, telephones, numbers, and names as far as a program can tell them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from irhub.grants.giving360.awards import Award
from irhub.grants.giving360.checks.finding import ASKS, STOPS, Known, Said

E_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\w£.-])(?:\+44\s?\(?0?\)?\s?|\(?0)(?:\d[\s()-]?){9,10}(?![\w.])")
_INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2}\s?(?:\d{2}\s?){3}[A-D]\b", re.IGNORECASE)
_LOOKED_AT = 5_000
"""Characters: a text that is longer is found to be too long."""
_NAME = r"[A-Z][a-z'’-]+"
_ADDRESSED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Rev|Revd)\b\.?\s+(?:[A-Z]\.?\s+)*{_NAME}")
_INTRODUCED = re.compile(
    rf"\b(?:[Cc]ontact|[Aa]ttn|[Aa]ttention|c/o|[Ll]ed by|[Mm]anaged by|[Mm]anager|[Ll]ead(?:er)?|[Oo]wner|[Nn]amed)\b:?\s+(?:is\s+)?{_NAME}\s+{_NAME}\b"
)


ABOUT_PEOPLE = frozenset({"e_mail", "telephone", "insurance_number", "person_named", "person_maybe_named"})
"""The kinds of what is found here: the text that it is found in is not shown beside it."""


def findings(award: Award, _known: Known) -> Iterator[Said]:
    """Where the words of an award may tell of a person. What was found is not repeated."""
    texts = {
        "title": _without(award.title, award.recipient.name),
        "description": _without(award.description, award.recipient.name),
        "recipient_name": award.recipient.name,
        "funder_name": award.funder.name,
        "url": award.url,
        "source": award.source,
        **{"location_name": " ".join(location.name for location in award.locations)},
        **({"programme_title": award.programme.title, "programme_url": award.programme.url} if award.programme else {}),
    }
    for key, text in texts.items():
        yield from _in(key, text)


def _without(text: str, name: str) -> str:
    """A text without the recipient's name, of which is asked by itself: charities are called after people."""
    return text.replace(name, " ") if name else text


def _in(key: str, whole: str) -> Iterator[Said]:
    text = whole[:_LOOKED_AT]
    if E_MAIL.search(text):
        yield Said(key, "e_mail", STOPS, "An e-mail address stands here: leave it out.")
    if _TELEPHONE.search(text):
        yield Said(key, "telephone", STOPS, "A telephone number stands here: leave it out.")
    if _INSURANCE.search(text):
        yield Said(
            key, "insurance_number", STOPS, "What looks like a National Insurance number stands here: leave it out."
        )
    if _ADDRESSED.search(text):
        of_a_body = key in ("recipient_name", "funder_name", "programme_title", "location_name")
        kind, stops = ("person_maybe_named", ASKS) if of_a_body else ("person_named", STOPS)
        yield Said(
            key, kind, stops, "A person seems to be named here: unless a body is called so, say what they do instead."
        )
    elif _INTRODUCED.search(text):
        yield Said(
            key, "person_maybe_named", ASKS, "A person may be named here: read it, and say what they do instead."
        )
