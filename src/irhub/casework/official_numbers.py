"""Numbers and birthdays by which somebody is known to the state, found in what people write: in whatever spacing and letters.

Which kinds there are: National Insurance numbers, share codes, numbers of permit cards, passports, certificates of sponsorship and visa applications
(https://www.gov.uk/prove-right-to-work and the Home Office’s forms). Days that are no birthdays, years, telephone numbers and sums of money are left out before.
"""

from __future__ import annotations

import re

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_BORN = r"(?:19[3-9]\d|200\d)"
"""A year in which somebody who works today may have been born."""
_BIRTHS = (
    re.compile(r"\b(?:born(?: on| in)?|d\.? ?o\.? ?b\.?|(?:date|day) of birth|birth ?da(?:y|te))\b\W{0,3}.{0,20}?\d", re.I),
    re.compile(rf"\b\d{{1,2}} ?([./ -]) ?\d{{1,2}} ?\1 ?{_BORN}\b"),
    re.compile(r"\b\d{1,2}([/-])\d{1,2}\1[4-9]\d\b"),
    re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]?{_MONTH}[,.]?[ -]?(?:{_BORN}|[’']?[4-9]\d)\b", re.I),
    re.compile(rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? {_BORN}\b", re.I),
    re.compile(rf"\b{_BORN}([./ -])\d{{1,2}}\1\d{{1,2}}\b"),
    re.compile(rf"\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2]){_BORN}\b"),
)  # fmt: skip
_NO_NUMBERS = (
    re.compile(r"\b(?:0?[1-9]|[12]\d|3[01])([./ -])(?:0?[1-9]|1[0-2])\1(?:20\d\d|(?<! )\d\d)\b"),
    re.compile(r"\b[12]-\d{6,12}\b"),
    re.compile(r"\b(?:company|companies house)\b\D{0,15}\d{8}\b", re.I),
    re.compile(r"\b\d{1,2}[:.]\d\d\b"),
    re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? ?{_MONTH}(?:,? ?\d{{4}})?\b", re.I),
    re.compile(r"\b20\d\d([./ -])\d{1,2}\1\d{1,2}\b"),
    re.compile(r"\b(?:19|20)\d\d ?(?:[/–-]|to|and) ?(?:\d{4}|\d\d)\b"),
    re.compile(r"\b20\d\d\b(?! ?\d{3})"),
    re.compile(r"£ ?\d[\d,]*(?:\.\d\d)?"),
    re.compile(r"(?<![\w+])(?:\+44 ?\(?0?\)?|0)(?:[ ()-]?\d){9,10}(?![ -]?\d)"),
)  # fmt: skip
"""Days, years, sums, times, telephone numbers, numbers of the CQC and of companies: what is made of figures and is nobody’s number."""
_KINDS = (
    (re.compile(r"\b[A-Z] ?[A-Z](?:[ ./-]{0,2}\d){6}[ ./-]{0,2}[A-D]\b", re.I), "a National Insurance number"),
    (re.compile(r"\b[WRS][A-Z0-9]{2}[ -]?(?=[A-Z0-9]*\d)[A-Z0-9]{3}[ -]?[A-Z0-9]{3}\b"), "a share code"),
    (re.compile(r"\b(?:GWF|UAN)[ :.-]{0,2}(?:\d[ -]?){4,}[A-Z0-9]*\b", re.I), "a visa or certificate number"),
    (re.compile(r"\bC[0-9](?=(?:[ -]?[A-Z0-9]){9}\b)(?=(?:[ -]?[A-Z]?[ -]?\d){5})(?:[ -]?[A-Z0-9]){9}\b", re.I), "a visa or certificate number"),
    (re.compile(r"\bCOS(?: n(?:umber|o)\b\.?)?[ :.-]{0,2}[A-Z]?\d{4,}[A-Z0-9]*\b", re.I), "a visa or certificate number"),
    (re.compile(r"\b(?=[A-Z0-9 ]*\d)[A-Z]{2}[ -]?[A-Z0-9]\d{6}\b"), "the number of a permit card"),
    (re.compile(r"\b[RZ][A-Z](?:[ -]?\d){7}\b"), "the number of a permit card"),
    (re.compile(r"\b[rz][a-z]\d{7}\b"), "the number of a permit card"),
    (re.compile(r"(?<![\d/.-])\d{3}([ -]?)\d{3}\1\d{3}(?![\d/.-])"), "a passport number"),
    (re.compile(r"\b[A-Z]{1,2}(?:\d{6,8}|[ -]\d{7,8})\b"), "a passport number"),
    (re.compile(r"\b[a-z]{1,2}\d{7,8}\b"), "a passport number"),
    (re.compile(r"\b(?:\d{4}[ -]?){3}\d{4}\b"), "a visa application number"),
)  # fmt: skip
_SHARED = re.compile(r"\bshare codes?\b", re.I)
_CODE = re.compile(r"\b(?=(?:[a-z -]*\d){2})[wrs][a-z0-9]{2}[ -]?[a-z0-9]{3}[ -]?[a-z0-9]{3}\b", re.I)
_PAPER = re.compile(
    r"\b(?:passports?|brps?|brcs?|residence (?:permits?|cards?)|permits?|e-?visas?|visas?|ukvi|certificates? of sponsorship|cos|"
    r"national insurance|nin?o?s?|driving licen[cs]es?|dbs|identity cards?)\b",
    re.I,
)
_LONG = re.compile(r"(?<![\w£])(?:[A-Z]{1,3}[ -]?)?(?:\d[ ./-]?){6,}\d\b", re.I)


def number_in(text: str) -> str:
    """Which kind of official number or birthday a text seems to hold, in words; blank if none. Beside the name of a paper, seven figures in whatever
    spacing are enough."""
    if any(pattern.search(text) for pattern in _BIRTHS):
        return "a date of birth"
    plain = text
    for pattern in _NO_NUMBERS:
        plain = pattern.sub(" … ", plain)
    for pattern, what in _KINDS:
        if pattern.search(plain):
            return what
    if _SHARED.search(plain) and _CODE.search(plain):
        return "a share code"
    return "an official number" if _PAPER.search(plain) and _LONG.search(plain) else ""
