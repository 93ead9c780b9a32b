"""Days, sums and numbers in words, wherever people read them. Needs no Django."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

PENNY = Decimal("0.01")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ONE = {
    "actions": "action", "addresses": "address", "agreements": "agreement", "answers": "answer", "applications": "application", "cases": "case",
    "cells": "cell", "changes": "change", "checks": "check", "columns": "column", "concerns": "concern", "confirmations": "confirmation",
    "connections": "connection", "councils": "council", "days": "day", "decisions": "decision", "editions": "edition", "files": "file",
    "findings": "finding", "gaps": "gap", "grants": "grant", "homes": "home", "hours": "hour", "letters": "letter", "lines": "line", "links": "link",
    "locations": "location", "mails": "mail", "messages": "message", "miles": "mile", "minutes": "minute", "months": "month", "offers": "offer",
    "ones": "one", "pairs": "pair", "payments": "payment", "people": "person", "percent": "percent", "providers": "provider", "questions": "question",
    "recipients": "recipient", "records": "record", "returns": "return", "reviews": "review", "rows": "row", "rules": "rule", "sheets": "sheet", "signals": "signal",
    "sources": "source", "sponsors": "sponsor", "steps": "step", "suspensions": "suspension", "tasks": "task", "things": "thing", "times": "time",
    "values": "value", "views": "view", "weeks": "week", "workers": "worker", "years": "year",
    "Rows": "Row", "Sources": "Source",
    "are": "is", "were": "was", "have": "has", "do": "does", "belong": "belongs", "count": "counts", "differ": "differs", "name": "names",
    "need": "needs", "wait": "waits",
    "these": "this", "those": "that", "They": "It",
}  # fmt: skip
"""By the words of a phrase that are said of several, what is said of one."""


def say_day(day: date) -> str:
    """A date as people write it: 3 March 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def pounds(amount: Decimal | int) -> str:
    """An amount as people write it: £25,000, £12.82, £24,999.00 only where pennies matter."""
    exact = Decimal(amount).quantize(PENNY)
    return f"£{exact:,.0f}" if exact == exact.to_integral_value() else f"£{exact:,.2f}"


def plain(number: Decimal | int) -> str:
    """A number without needless zeros: 37.5, 40."""
    return f"{Decimal(number).normalize():f}"


def agreeing(number: Decimal | int, words: str) -> str:
    """Words about a number of things, as they are said of that many: "editions wait", and of 1 "edition waits"."""
    return " ".join(_ONE.get(word, word) for word in words.split(" ")) if number == 1 else words


def counted(number: Decimal | int, words: str) -> str:
    """A number, and after it what it counts or what is said of that many: 37.5 hours, 1 hour, 1,297 providers have."""
    return f"{Decimal(number).normalize():,f} {agreeing(number, words)}".strip()


def say_time(at: time) -> str:
    """A time of day as people write it: 9am, 12:30pm, midday."""
    if at == time(12):
        return "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes}{'am' if at.hour < 12 else 'pm'}"
