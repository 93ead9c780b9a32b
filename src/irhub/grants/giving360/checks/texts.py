"""Words that are missing, damaged or stand in for others, and addresses that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from irhub.grants.giving360.awards import Award
from irhub.grants.giving360.checks.finding import ASKS, STOPS, Known, Said
from irhub.grants.giving360.mending import LOST, mended
from irhub.web.words import words_of

LONGEST_TITLE = 140
LONGEST_TEXT = 5000
"""Characters; a cell of a sheet that the hub reads holds no more."""
_STAND_INS = frozenset(
    [
        "tba",
        "tbc",
        "tbd",
        "na",
        "n a",
        "none",
        "nil",
        "test",
        "testing",
        "xx",
        "xxx",
        "lorem ipsum",
        "to be confirmed",
        "to be added",
        "see above",
        "as above",
        "",
    ]
)
"""Words that stand where something should be said; none at all, too."""
_LONGEST_STAND_IN = 40
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def findings(award: Award, _known: Known) -> Iterator[Said]:
    """What is wrong with the words and addresses of an award."""
    yield from _words("title", award.title, "title")
    yield from _words("description", award.description, "description")
    if len(award.title) > LONGEST_TITLE:
        yield Said(
            "title",
            "title_long",
            STOPS,
            f"The title has {len(award.title)} characters: the standard asks for at most {LONGEST_TITLE}.",
        )
    if award.title and award.title.strip().casefold() == award.description.strip().casefold():
        yield Said(
            "description",
            "description_is_title",
            ASKS,
            "The description only says the title again: say what the money is for.",
        )
    for key, text in _texts(award):
        yield from _damaged(key, text)
    addresses = {
        "url": award.url,
        "source": award.source,
        "programme_url": award.programme.url if award.programme else "",
    }
    for key, address in addresses.items():
        if address and not is_address(address):
            yield Said(
                key, "address", STOPS, "This is not a whole web address: it begins with https:// and has no blanks."
            )
    if award.programme is None or not award.programme.title:
        yield Said(
            "programme_title",
            "programme_missing",
            ASKS,
            "The programme is missing: add under which call the grant was made.",
        )
    if award.from_open_call is None:
        yield Said(
            "open_call", "open_call_missing", ASKS, "Nothing says whether there was an open call: add Yes or No."
        )
    if not award.source:
        yield Said(
            "source", "source_missing", ASKS, "The data source is missing: add the address where the file is published."
        )


def is_address(text: str) -> bool:
    """Whether a text is a whole address of the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and "." in parts.netloc
        and "@" not in parts.netloc
        and not re.search(r"\s", text)
    )


def _texts(award: Award) -> Iterator[tuple[str, str]]:
    yield "title", award.title
    yield "description", award.description
    yield "recipient_name", award.recipient.name
    yield "funder_name", award.funder.name
    if award.programme:
        yield "programme_title", award.programme.title


def _words(key: str, text: str, what: str) -> Iterator[Said]:
    if not text.strip():
        yield Said(key, f"{what}_missing", STOPS, f"The {what} is missing: add it.")
    elif len(text) <= _LONGEST_STAND_IN and " ".join(words_of(text)) in _STAND_INS:
        yield Said(key, f"{what}_stands_in", STOPS, f"The {what} only stands in for one: say what the money is for.")


def _damaged(key: str, text: str) -> Iterator[Said]:
    if _ERROR.search(text):
        yield Said(key, "spreadsheet_error", STOPS, "An error of a spreadsheet stands here: put the words back.")
    if mended(text) != text or LOST in text:
        yield Said(
            key,
            "damaged_letters",
            STOPS,
            "Letters were damaged when a file was opened in the wrong way: type them again.",
        )
    if any(not letter.isprintable() and letter not in "\n\t" for letter in text):
        yield Said(key, "hidden_signs", STOPS, "Signs that nobody sees stand here: delete and type it again.")
    if text.startswith(_FORMULA):
        yield Said(
            key,
            "begins_as_formula",
            ASKS,
            "The text begins as a formula does: spreadsheets get an apostrophe before it. Begin with a word.",
        )
    if text != text.strip():
        yield Said(key, "blanks_around", ASKS, "Blanks stand before or behind the text: delete them.")
    if len(text) > LONGEST_TEXT:
        yield Said(key, "text_long", STOPS, f"The text has more than {LONGEST_TEXT:,} characters: shorten it.")
