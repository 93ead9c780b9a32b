"""Registers small enough to read, put straight into the history: sponsors and CQC providers that are linked for real."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl
from django.db import models

from irhub.registers.models import LocationSpan, SponsorSpan
from irhub.registers.sources.care_services import CARE_HOME
from irhub.registers.sources.keys import name_key, place_key
from tests.linkage.registers import place, places, sponsors

DAY = date(2026, 3, 3)
LEEDS, BRADFORD = "E08000035", "E08000032"


def key(name: str, town: str) -> str:
    """The key of a sponsor."""
    frame = pl.DataFrame({"name": [name], "town": [town]})
    return str(frame.select(name_key(pl.col("name")) + "|" + place_key(pl.col("town")))["name"][0])


def hold(rows: Iterable[tuple[str, str | None]], *providers: dict[str, object], since: date = DAY) -> None:
    """Hold sponsors (name, town) and providers (see tests.linkage.registers.place), with the filler around them."""
    held = set(SponsorSpan.objects.values_list("sponsor_key", flat=True))
    for line, row in enumerate(sponsors(*rows).to_dicts(), 2):
        if row["sponsor_key"] not in held:
            name, _, town = row["sponsor_key"].partition("|")
            made = {"name": row["name"], "town": row["town"] or "", "route": "Skilled Worker"}
            _span(
                SponsorSpan,
                sponsor_key=row["sponsor_key"],
                name_key=name,
                town_key=town,
                since=since,
                line=line,
                **made,
            )
    known = set(LocationSpan.objects.values_list("location_id", flat=True))
    for line, row in enumerate(places(*providers).to_dicts(), 2):
        if row["location_id"] not in known:
            told = {"council_code": LEEDS, "beds": 10, "service_types": CARE_HOME} | {
                name: value for name, value in row.items() if value is not None
            }
            _span(LocationSpan, since=since, line=line, **told)


def number(provider_id: str, company_number: str) -> None:
    """Give a provider a company number, as a later edition might."""
    LocationSpan.objects.filter(provider_id=provider_id).update(company_number=company_number)


def _span(model: type[models.Model], **facts: object) -> None:
    blank = {
        field.name: ""
        for field in model._meta.fields
        if isinstance(field, models.TextField) and field.name not in facts
    }
    model._base_manager.create(**blank, **facts)


__all__ = ["BRADFORD", "DAY", "LEEDS", "hold", "key", "number", "place"]
