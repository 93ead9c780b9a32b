"""The records of an organisation as its page lists them: each once, with the row that tells of it now and those before."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from irhub.registers.models import CompanySpan, DirectorySpan, Location, SponsorSpan

SpanT = TypeVar("SpanT", SponsorSpan, Location)


@dataclass(frozen=True)
class Record(Generic[SpanT]):
    """One record: its newest span, and those in which it stood with other facts, the newest first."""

    now: SpanT
    before: list[SpanT]


@dataclass(frozen=True)
class SponsorEntry:
    """An entry of the sponsor register, told by its name and town: each route on which it stands or stood."""

    name: str
    town: str
    routes: list[Record[SponsorSpan]]


def sponsor_entries(spans: Iterable[SponsorSpan]) -> list[SponsorEntry]:
    """Each sponsor once, as it was spelled last, those that stand first."""
    entries = [
        SponsorEntry(routes[0].now.name, routes[0].now.town, routes)
        for group in _together(spans, lambda span: span.sponsor_key)
        for routes in [_records(group, lambda span: (span.worker_type, span.route))]
    ]
    return sorted(entries, key=lambda entry: (entry.routes[0].now.until is not None, entry.name))


def location_records(spans: Iterable[Location]) -> list[Record[Location]]:
    """Each location once, those that stand first."""
    return _records(spans, lambda span: span.location_id)


def all_names(
    name: str,
    sponsors: Iterable[SponsorSpan],
    locations: Iterable[Location],
    listed: Iterable[DirectorySpan],
    companies: Iterable[CompanySpan],
) -> list[str]:
    """Every name of an organisation once, whatever its case and blanks, but for the one by which its page calls it."""
    borne = [
        *(span.name for span in sponsors),
        *(span.provider_name for span in locations),
        *(span.company_name for span in companies),
        *(former for span in companies for former in span.previous_names.split("|")),
        *(span.also_known_as for span in listed),
    ]
    once: dict[str, str] = {}
    for one in borne:
        once.setdefault(_plain(one), " ".join(one.split()))
    return [told for plain, told in once.items() if plain and plain != _plain(name)]


def address_of(*lines: str) -> str:
    """An address on one line; what is blank, or said already, is left out."""
    return ", ".join(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _plain(name: str) -> str:
    words = " ".join(name.split()).casefold().removesuffix(".")
    return f"{words.removesuffix(' limited')} ltd" if words.endswith(" limited") else words


def _records(spans: Iterable[SpanT], of: Callable[[SpanT], Hashable]) -> list[Record[SpanT]]:
    newest = [
        sorted(group, key=lambda span: (span.until is None, span.since), reverse=True) for group in _together(spans, of)
    ]
    return sorted((Record(one[0], one[1:]) for one in newest), key=lambda record: record.now.until is not None)


def _together(spans: Iterable[SpanT], of: Callable[[SpanT], Hashable]) -> list[list[SpanT]]:
    groups: dict[Hashable, list[SpanT]] = {}
    for span in spans:
        groups.setdefault(of(span), []).append(span)
    return list(groups.values())
