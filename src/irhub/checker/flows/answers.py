"""The one place where what people type becomes a fact, and a fact becomes text again.

A fact has three written forms: the fields of a page's form (`form_fields`), one short text in an address (`written`), and words
for people (`said`). Each form that is read gives either a fact or a sentence that says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from irhub.questions.questionnaire import FIRST_DAY, LAST_DAY, UNKNOWN, Kind
from irhub.rulebook.book import Rulebook
from irhub.rulebook.case import Fact
from irhub.rulebook.flow import Question
from irhub.web.saying import plain, pounds, say_day

_ONE = {
    "hours a week": "hour a week",
    "hours": "hour",
    "days": "day",
    "months": "month",
    "workers": "worker",
    "people": "person",
}
UNKNOWN_SAID = "I do not know"
_PARTS = ("day", "month", "year")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHOLE_DATE = re.compile(r"(\d{1,2})[\s./-]+(\w+)[\s./-]+(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBER = re.compile(r"(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that cannot be taken: what to do, and the field to which the error leads."""

    says: str
    field: str


def written(fact: Fact) -> str:
    """A fact as it stands in an address: 2026-03-05, 37.5, yes."""
    if isinstance(fact, date):
        return fact.isoformat()
    return fact if isinstance(fact, str) else plain(fact)


def form_fields(question: Question, fact: Fact | None) -> dict[str, str]:
    """The fields of the question's form, filled with a fact; blank if it is None or not known."""
    known = None if fact == UNKNOWN else fact
    if question.kind is Kind.DATE:
        filled = (str(known.day), str(known.month), str(known.year)) if isinstance(known, date) else ("", "", "")
        return {f"{question.key}-{part}": text for part, text in zip(_PARTS, filled, strict=True)}
    if question.kind is Kind.CHOICE:
        return {question.key: "" if fact is None else str(fact)}
    return {question.key: "" if known is None else written(known)}


def fields_given(question: Question, given: Mapping[str, str]) -> dict[str, str]:
    """The question's fields as they were sent: by its form, or as one text in an address."""
    names = form_fields(question, None)
    if question.kind is Kind.DATE and question.key in given and not any(name in given for name in names):
        parts = given[question.key].strip()[:40].split("-")
        texts = list(reversed(parts)) if len(parts) == len(_PARTS) else [given[question.key][:40], "", ""]
        return dict(zip(names, texts, strict=True))
    return {name: given.get(name, "").strip()[:40] for name in names}


def said(question: Question, fact: Fact, book: Rulebook) -> str:
    """A fact in words: A rating, 5 March 2026, £25,000 a year."""
    if fact == UNKNOWN:
        return question.unknown or UNKNOWN_SAID
    if isinstance(fact, date):
        return say_day(fact)
    if isinstance(fact, str):
        return question.choices(book).get(fact, fact)
    if question.kind is Kind.MONEY:
        return f"{pounds(fact)} {question.unit}".strip()
    return f"{plain(fact)} {_ONE.get(question.unit, question.unit) if fact == 1 else question.unit}".strip()


def read(
    question: Question, given: Mapping[str, str], book: Rulebook, answers: Mapping[str, Fact] | None = None
) -> Fact | Wrong:
    """The fact that was given for a question, from its form's fields or from an address; Wrong if there is none.

    `answers` are the earlier ones, for a date that must not come before another.
    """
    if question.unknown and (given.get(question.key) == UNKNOWN or given.get("unknown") == question.key):
        return UNKNOWN
    fields = fields_given(question, given)
    if question.kind is Kind.CHOICE:
        chosen = fields[question.key]
        return chosen if chosen in question.choices(book) else Wrong("Choose one of the answers", question.key)
    if question.kind is Kind.DATE:
        return _day(question, fields, answers or {})
    return _number(question, fields[question.key])


def _day(question: Question, fields: Mapping[str, str], answers: Mapping[str, Fact]) -> date | Wrong:
    texts = [fields[f"{question.key}-{part}"] for part in _PARTS]
    whole = _WHOLE_DATE.fullmatch(texts[0]) if not any(texts[1:]) else None
    if whole:  # the whole date was typed into the first box
        texts = [whole[1] or whole[6], whole[2] or whole[5], whole[3] or whole[4]]

    def wrong(says: str, part: str = "day") -> Wrong:
        return Wrong(says, f"{question.key}-{part}")

    if not any(texts):
        return wrong("Enter a date, such as 27 3 2026")
    missing = [part for part, text in zip(_PARTS, texts, strict=True) if not text]
    if missing:
        return wrong(f"The date must include a {' and a '.join(missing)}", missing[0])
    day, month, year = texts[0], _month(texts[1]), texts[2]
    if not (day.isascii() and day.isdigit()):
        return wrong("The day must be a number, such as 27")
    if month is None:
        return wrong("The month must be a number from 1 to 12, or its name, such as March", "month")
    if not re.fullmatch(r"[0-9]{4}", year):
        return wrong("The year must have 4 numbers, such as 2026", "year")
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return wrong(f"There is no {int(day)} {date(2000, month, 1):%B} {year}: check the day and the month")
    if not FIRST_DAY <= found <= LAST_DAY:
        return wrong(f"The date must be between {say_day(FIRST_DAY)} and {say_day(LAST_DAY)}", "year")
    earliest = answers.get(question.not_before)
    if isinstance(earliest, date) and found < earliest:
        return wrong(f"The date must be {say_day(earliest)}, which you gave before, or later")
    return found


def _month(text: str) -> int | None:
    """The number of a month that was written as a number or as its name, short or whole."""
    if re.fullmatch(r"[0-9]{1,2}", text):
        return int(text) if 1 <= int(text) <= 12 else None
    name = text.lower().rstrip(".")
    return _MONTHS.index(name[:3]) + 1 if name[:3] in _MONTHS and name.isalpha() else None


def _number(question: Question, text: str) -> Decimal | Wrong:
    shown = re.sub(r"\s", "", text.removeprefix("£"))
    money, whole = question.kind is Kind.MONEY, question.kind is Kind.WHOLE
    example = "such as 25000 or 12.82" if money else "such as 36" if whole else "such as 37.5"
    what = "an amount in pounds" if money else "a whole number" if whole else "a number"
    if not shown:
        return Wrong(f"Enter {what}, {example}", question.key)
    if not _NUMBER.fullmatch(shown):
        return Wrong(f"“{text}” cannot be read. Enter {what}, {example}", question.key)
    found = Decimal(shown.replace(",", ""))
    if whole and found != found.to_integral_value():
        return Wrong(f"Enter a whole number, {example}", question.key)
    if money and found != round(found, 2):
        return Wrong("Enter pounds and pence, such as 12.82", question.key)
    if not question.least <= found <= question.most:
        least, most = (f"{'£' if money else ''}{bound:,}" for bound in (question.least, question.most))
        return Wrong(f"It must be between {least} and {most}", question.key)
    return found
