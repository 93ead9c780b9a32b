"""Binding decisions to their rows anew: after `irhub rebuild` made keys by other rules, or editions were replaced."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from irhub.organisations.models import Decision
from irhub.registers import rows
from irhub.registers.models import Edition, Location, SponsorSpan
from irhub.registers.sources.keys import CLEANER
from irhub.web.errors import ActionRefused

_SPONSOR = ("home_office_sponsors", "sponsor_key", ("name", "town"))
_PROVIDER = ("cqc_locations", "provider_id", ("provider_name", "location_id"))


def rebind() -> int:
    """Give decisions the keys that their rows have now; tells how many were bound anew.

    Only those made under older cleaning rules, or whose record is no longer known by its key, are looked at. Raises
    ActionRefused if a row cannot be found again: nothing that a person decided is dropped in silence.
    """
    sponsors = set(SponsorSpan.objects.values_list("sponsor_key", flat=True).distinct())
    providers = set(Location.objects.values_list("provider_id", flat=True).distinct())
    editions: dict[tuple[str, object], pl.DataFrame] = {}
    bound = 0
    for made in Decision.objects.order_by("pk"):
        if made.cleaner == CLEANER and made.sponsor_key in sponsors and made.provider_id in providers:
            continue
        made.sponsor_key = _key(made, "sponsor", *_SPONSOR, editions)
        made.provider_id = _key(made, "provider", *_PROVIDER, editions)
        made.cleaner = CLEANER
        made.save(update_fields=["sponsor_key", "provider_id", "cleaner"])
        bound += 1
    return bound


def _key(
    made: Decision,
    side: str,
    register: str,
    key: str,
    telling: Iterable[str],
    editions: dict[tuple[str, object], pl.DataFrame],
) -> str:
    """The key of the row that a decision was made on: at its line if the row still reads the same, else wherever it does."""
    on, line, raw = getattr(made, f"{side}_edition"), getattr(made, f"{side}_line"), getattr(made, side)
    register = raw.get("register") or register  # a provider that the directory alone showed
    if (register, on) not in editions:
        # of a rejected edition too: a decision on its rows waits until it is accepted again
        held = Edition.objects.filter(register=register, date=on).order_by("id")
        edition = min(held, key=lambda edition: edition.state != Edition.State.ACCEPTED, default=None)
        editions[register, on] = rows.records_of(edition) if edition else pl.DataFrame()
    records = editions[register, on]
    if not records.is_empty():
        reads_so = [pl.col(name).fill_null("") == (raw.get(name) or "") for name in telling]
        found = records.filter(*reads_so).sort((pl.col("line") - line).abs())
        if not found.is_empty():
            return str(found[key][0])
    raise ActionRefused(
        f"Decision {made.pk} of {made.who} has lost its row: line {line} of {register}/{on} no longer reads "
        f"“{', '.join(str(raw.get(name) or '') for name in telling)}”. Load that edition again, or ask them to decide again."
    )
