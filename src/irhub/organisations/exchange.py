"""Decisions carried between installations: listed, exported as lines of JSON, taken in again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction
from django.utils.dateparse import parse_datetime

from irhub.organisations.decisions import rows_of
from irhub.organisations.models import Decision
from irhub.organisations.sides import newest_location, newest_sponsor
from irhub.registers.deriving import follow
from irhub.registers.sources.base import Refused
from irhub.registers.sources.keys import name_key, place_key

_CARRIED = ("provider_id", "verdict", "who", "body", "role", "why", "blind", "sampled", "score", "linked")


@dataclass(frozen=True)
class DecisionRow:
    """A decision as it is listed; `stands`: it was not withdrawn."""

    number: int
    verdict: str
    sponsor: str
    town: str
    provider_id: str
    provider: str
    who: str
    body: str
    at: datetime
    blind: bool
    why: str
    stands: bool


@dataclass(frozen=True)
class TakenIn:
    """How many decisions were added, were held already, or are of records that are not held here."""

    added: int
    held: int
    unknown: int


def listed() -> list[DecisionRow]:
    """Every decision, newest first."""
    return [
        DecisionRow(
            made.pk, made.get_verdict_display(), made.sponsor["name"], made.sponsor["town"], made.provider_id,
            made.provider["provider_name"], made.who, made.body, made.at, made.blind, made.why,
            made.verdict != Decision.Verdict.WITHDRAWN and not hasattr(made, "withdrawn_by"),
        )
        for made in Decision.objects.select_related("withdrawn_by").order_by("-pk")
    ]  # fmt: skip


def exported() -> Iterator[dict[str, Any]]:
    """Every decision as plain JSON, oldest first: a withdrawing entry names the number of what it withdraws."""
    for made in Decision.objects.order_by("pk"):
        yield {
            "number": made.pk,
            "at": made.at.isoformat(),
            "withdraws": made.withdraws_id,
            "sponsor": made.sponsor,
            "provider": made.provider,
            **{name: getattr(made, name) for name in _CARRIED},
        }


@transaction.atomic
def taken_in(lines: Iterable[str]) -> TakenIn:
    """Take decisions in, each bound to the record here whose name and town, or provider id, it was made on.

    Raises Refused, with nothing taken in, if a line is not a decision. What is held already is passed over, so that a
    file can be taken in twice.
    """
    numbers: dict[int, Decision] = {}
    added, held, unknown = 0, 0, 0
    for place, line in enumerate((line for line in lines if line.strip()), 1):
        told = _read(line, place)
        made = _bound(told, numbers)
        if made is None:
            unknown += 1
            continue
        same = Decision.objects.filter(
            sponsor_key=made.sponsor_key, provider_id=made.provider_id, who=made.who, at=made.at, verdict=made.verdict
        ).first()
        if same:
            held += 1
        else:
            made.save(force_insert=True)
            added += 1
        numbers[told["number"]] = same or made
    if added:
        follow({made.sponsor_key for made in numbers.values()})
    return TakenIn(added, held, unknown)


def _read(line: str, place: int) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(line)
        told["at"] = parse_datetime(told["at"])
        good = (
            told["at"] is not None and told["at"].tzinfo is not None and isinstance(told["number"], int)
            and told["verdict"] in Decision.Verdict.values and isinstance(told["sponsor"]["name"], str)
            and isinstance(told["sponsor"]["town"], str) and all(name in told for name in (*_CARRIED, "withdraws"))
            and (told["verdict"] == Decision.Verdict.WITHDRAWN) == (told["withdraws"] is not None)
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError):
        good = False
    if not good:
        raise Refused(f"Line {place} is not a decision as irhub decisions export writes it. Nothing was taken in.")
    return told


def _bound(told: dict[str, Any], numbers: dict[int, Decision]) -> Decision | None:
    asked = pl.DataFrame({"name": [told["sponsor"]["name"]], "town": [told["sponsor"]["town"]]})
    key = asked.select(name_key(pl.col("name")) + "|" + place_key(pl.col("town"))).item()
    sponsor, location = newest_sponsor(key), newest_location(told["provider_id"])
    withdrawn = numbers.get(told["withdraws"]) if told["withdraws"] is not None else None
    if sponsor is None or location is None or (told["withdraws"] is not None and withdrawn is None):
        return None
    return Decision(
        sponsor_key=key, at=told["at"], withdraws=withdrawn, **{name: told[name] for name in _CARRIED},
        **rows_of(sponsor, location),
    )  # fmt: skip
