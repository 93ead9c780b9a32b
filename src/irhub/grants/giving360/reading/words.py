"""Texts, addresses, postcodes and yes or no, as files of the past have them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from irhub.grants.giving360 import postcodes
from irhub.grants.giving360.checks.people import E_MAIL
from irhub.grants.giving360.checks.texts import is_address
from irhub.grants.giving360.mending import LOST, mended


class Read(NamedTuple):
    """What a text means, "" if it cannot be read; with what is to be said of it. `hidden`: the text may tell of a person, and is not repeated."""

    value: str
    kind: str = ""
    sentence: str = ""
    hidden: bool = False


Reader = Callable[[str], Read]


class Clean(NamedTuple):
    """A text as it was meant, with what was done to it: kinds and sentences."""

    text: str
    faults: list[tuple[str, str]]


YES, NO = "Yes", "No"
_YES_OR_NO = {"y": YES, "yes": YES, "true": YES, "1": YES, "n": NO, "no": NO, "false": NO, "0": NO}
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_STILL_DAMAGED = re.compile("â€|Ã[\u0080-\u00bf]")
"""What remains of such letters where a part of them was lost."""
_APOSTROPHE = re.compile(r"'[=+\-@\t\r]")


def clean(text: str) -> Clean:
    """A text without damaged letters, signs that nobody sees and the apostrophe that keeps spreadsheets from reckoning."""
    faults: list[tuple[str, str]] = []
    told = text
    if _APOSTROPHE.match(told):
        told = told[1:]
        faults.append(("apostrophe", "An apostrophe stood before it, as spreadsheets need: it was dropped."))
    if any(not letter.isprintable() and letter not in "\n\t" for letter in told):
        told = "".join(letter for letter in told if letter.isprintable() or letter in "\n\t")
        faults.append(("hidden_signs", "Signs that nobody sees stood in it: they were dropped."))
    if (better := mended(told)) != told:
        told = better
        faults.append(
            ("damaged_letters", "Letters were damaged by an earlier program: they were put right. Read it again.")
        )
    if LOST in told or _STILL_DAMAGED.search(told):
        faults.append(("letters_lost", "Letters were lost for good by an earlier program: type them again."))
    return Clean(told.strip(), faults)


def address(text: str) -> Read:
    """A web address; one without a scheme gets http, which leads on to https where there is it."""
    told = text.strip()
    if is_address(told):
        return Read(told)
    if E_MAIL.search(told):
        return Read(
            "",
            "e_mail_as_address",
            "An e-mail address stands where a web address should: it was not read and is not kept.",
            True,
        )
    if _BARE.fullmatch(told):
        return Read(
            f"http://{told}",
            "address_without_scheme",
            "The address does not say http or https: http was put before it.",
        )
    return Read("", "address_not_read", "This is not a web address: correct it or leave it out.")


def postcode(text: str) -> Read:
    """A postcode as it is written."""
    if found := postcodes.written(text):
        if found == text.strip():
            return Read(found)
        return Read(found, "postcode_mended", f"The postcode is not written as it should be: it was read as {found}.")
    return Read("", "postcode", "The postcode is not one: correct it or leave it out.")


def yes_or_no(text: str) -> Read:
    """Yes or No."""
    told = text.strip()
    if told in (YES, NO):
        return Read(told)
    if found := _YES_OR_NO.get(told.casefold()):
        return Read(found, "yes_or_no", f"The standard asks for Yes or No: it was read as {found}.")
    return Read("", "yes_or_no_not_read", "This is neither Yes nor No: correct it.")
