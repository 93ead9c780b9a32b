"""Fictional persons with significant control, as Companies House puts them out: one JSON object a line."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from irhub.registers.fictional import words
from irhub.registers.fictional.care import Provider

_SHARES = ("25-to-50", "50-to-75", "75-to-100")
_PSC = "person-with-significant-control"
_ADDRESS = {"address_line_1": "Example Street", "country": "England", "locality": "Exampleton", "premises": "1"}


@dataclass(frozen=True)
class Controller:
    """Somebody who controls a company, in an example that is put in on purpose; `ceased` if no longer."""

    forename: str
    surname: str
    year: int
    month: int
    ceased: date | None = None


@dataclass(frozen=True)
class Owner:
    """A company that holds shares of another, in an example that is put in on purpose: `of`, the number of the other; `shares`,
    a band as published; `ceased` if no longer."""

    name: str
    number: str
    of: str
    shares: str = "75-to-100"
    ceased: date | None = None


def snapshot_lines(
    providers: Iterable[Provider],
    others: int,
    on: date,
    month: int,
    staged: dict[str, Controller],
    owners: Iterable[Owner] = (),
) -> Iterator[str]:
    """The lines of the snapshot of a day: entries of the providers' companies, of `others` that matter to nobody here (one in
    sixteen is a company's), statements, and the totals that close it. `month`: 0 or 1; `staged`: by provider id, who controls
    its company; `owners`: companies that own companies, of which nobody else is told."""
    owned = {owner.of: owner for owner in owners}
    entries = statements = 0
    for owner in providers:
        if not owner.company_number or not owner.listed[month]:
            continue
        if owner.company_number in owned:
            continue
        own = random.Random(f"controller of {owner.company_number}")
        for data in _entries(owner, own, on, staged.get(owner.id)):
            entries += 1
            yield _line(owner.company_number, data)
    for company, one in owned.items():
        entries += 1
        yield _line(company, _corporate(company, one.name, one.number, random.Random(company), one))
    for number in range(others):
        company, own = f"{16_000_001 + number:08d}", random.Random(number)
        above = f"{16_000_001 + own.randrange(others):08d}"
        entries += 1
        yield _line(
            company,
            _corporate(company, f"Example {above} Ltd", above, own)
            if number % 16 == 15
            else _individual(company, random.Random(company), on),
        )
    for number in range(0, others, 10):
        company = f"{16_000_001 + number:08d}"
        statements += 1
        yield _line(company, {
            "etag": _mark(company), "kind": "persons-with-significant-control-statement",
            "links": {"self": f"/company/{company}/persons-with-significant-control-statements/{_mark(company)[:27]}"},
            "notified_on": "2017-02-01", "statement": "no-individual-or-entity-with-signficant-control",
        })  # fmt: skip
    yield json.dumps({"data": {
        "kind": "totals#persons-of-significant-control-snapshot", "persons_of_significant_control_count": entries,
        "statements_count": statements, "exemptions_count": 0, "generated_at": f"{on:%Y-%m-%d}T06:00:00Z",
    }}, separators=(",", ":"))  # fmt: skip


def _entries(owner: Provider, own: random.Random, on: date, told: Controller | None) -> Iterator[dict[str, Any]]:
    number = owner.company_number
    if told:
        yield _individual(number, own, on, told)
        return
    if owner.brand and own.random() < 0.7:
        group = random.Random(f"group of {owner.brand}")
        yield _corporate(number, f"{owner.brand} Group Holdings Ltd", str(group.randint(1, 15_999_999)), own)
        return
    for _ in range(own.choices((0, 1, 2, 3), (4, 62, 28, 6))[0]):
        yield _individual(number, own, on)


def _individual(company: str, own: random.Random, on: date, told: Controller | None = None) -> dict[str, Any]:
    forename, surname = (told.forename, told.surname) if told else (own.choice(words.FIRST_NAMES), words.surname(own))
    middle = own.choice(words.FIRST_NAMES) if own.random() < 0.4 and not told else ""
    title = own.choice(("Mr", "Mrs", "Ms", "Dr"))
    born = (
        {"month": told.month, "year": told.year}
        if told
        else {"month": own.randint(1, 12), "year": own.randint(1945, 1998)}
    )
    ceased = told.ceased if told else _ceased(own, on)
    elements = {"forename": forename, "middle_name": middle, "surname": surname, "title": title}
    return {
        "address": _ADDRESS,
        **({"ceased_on": ceased.isoformat()} if ceased else {}),
        "country_of_residence": "England",
        "date_of_birth": born,
        **_common(company, "individual", f"{forename}{surname}{born}", own, own.choice(_SHARES)),
        "name": " ".join(part for part in (title, forename, middle, surname) if part),
        "name_elements": {name: part for name, part in elements.items() if part},
        "nationality": "Examplian",
    }  # fmt: skip


def _corporate(company: str, name: str, number: str, own: random.Random, told: Owner | None = None) -> dict[str, Any]:
    return {
        "address": _ADDRESS,
        **({"ceased_on": told.ceased.isoformat()} if told and told.ceased else {}),
        **_common(company, "corporate-entity", name, own, told.shares if told else own.choice(_SHARES)),
        "identification": {
            "country_registered": "England", "legal_authority": "Companies Act 2006", "legal_form": "Limited company",
            "place_registered": "Companies House", "registration_number": number.lstrip("0"),
        },
        "name": name,
    }  # fmt: skip


def _common(company: str, kind: str, whom: str, own: random.Random, shares: str) -> dict[str, Any]:
    return {
        "etag": _mark(company + whom),
        "kind": f"{kind}-{_PSC}",
        "links": {"self": f"/company/{company}/persons-with-significant-control/{kind}/{_mark(company + whom)[:27]}"},
        "natures_of_control": [f"ownership-of-shares-{shares}-percent", f"voting-rights-{shares}-percent"],
        "notified_on": (date(2016, 4, 6) + timedelta(days=own.randint(0, 3000))).isoformat(),
    }


def _ceased(own: random.Random, on: date) -> date | None:
    """One in eight no longer controls the company: not to be told of if it ended after the snapshot."""
    ended = date(2025, 1, 1) + timedelta(days=own.randint(0, 600))
    return ended if own.random() < 0.125 and ended < on else None


def _mark(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def _line(company: str, data: dict[str, Any]) -> str:
    return json.dumps({"company_number": company, "data": data}, separators=(",", ":"))
