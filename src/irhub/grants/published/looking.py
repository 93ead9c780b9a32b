"""What would be published of a body's grants, what is wrong with it and where to mend that, and what changed since the last version."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse

from irhub.accounts.models import Body
from irhub.grants.giving360.awards import Award as Told
from irhub.grants.giving360.awards import Publication
from irhub.grants.giving360.checks import check
from irhub.grants.giving360.checks.finding import Finding, Known
from irhub.grants.giving360.checks.whole_file import gone
from irhub.grants.giving360.fields import FIELDS
from irhub.grants.giving360.reading import read_awards
from irhub.grants.giving360.schema import schema_faults
from irhub.grants.giving360.values import Plain, values_of
from irhub.grants.giving360.writing import document, to_publish
from irhub.grants.published.gathering import Gathered, funder_of, gathered, register_names
from irhub.grants.published.models import PublishedFile, PublishedVersion, Publisher
from irhub.web.addresses import whole_address
from irhub.web.london import local_day

JSON = "application/json"
_AT = re.compile(r"^\$\.grants\[(\d+)\]\.?(.*?): (.*)$", re.DOTALL)
_OF_THE_PUBLISHER = ("funder_", "source")
_TITLES = {field.path.replace("/0", "[0]").replace("/", "."): field.title for field in FIELDS}


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with what would be published, or to be looked at: of which grant (None: of the file), which column, and where to mend it.

    `stops`: nothing is published before it is mended.
    """

    stops: bool
    sentence: str
    title: str = ""
    about: Gathered | None = None
    mend: str = ""


@dataclass(frozen=True)
class Changes:
    """What is new, changed and gone against the version before, by identifier."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything is otherwise."""
        return bool(self.added or self.changed or self.gone)


@dataclass(frozen=True)
class Preview:
    """What would be published as things stand: grants, those that are left out as they are to people or may be, faults, changes."""

    publisher: Publisher
    about: Publication
    chosen: tuple[Gathered, ...]
    left_out: tuple[Gathered, ...]
    faults: tuple[Fault, ...]
    changes: Changes
    last: PublishedVersion | None

    @cached_property
    def awards(self) -> tuple[Told, ...]:
        """What the files say of the grants."""
        return tuple(one.told for one in self.chosen)

    @property
    def total(self) -> int:
        """Pence awarded in all."""
        return sum(one.award.granted for one in self.chosen)

    @property
    def stops(self) -> bool:
        """Whether a fault has to be mended first."""
        return any(fault.stops for fault in self.faults)

    @property
    def fresh(self) -> bool:
        """Whether there is anything to publish: no version says the same and stands."""
        return bool(self.chosen) and (self.last is None or self.last.state != "published" or self.changes.any)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what would be published, without the moment: what somebody saw when they press."""
        whole = [*map(_said, self.awards), self.publisher.name, self.publisher.identifier, len(self.left_out)]
        return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def newest_version(body: Body) -> PublishedVersion | None:
    """The newest version of a body's grants, whether it was withdrawn or not."""
    return PublishedVersion.objects.filter(body=body).order_by("-number").first()


def publisher_of(body: Body) -> Publisher | None:
    """As whom a body publishes."""
    return Publisher.objects.filter(body=body).select_related("body").first()


def looked_at(publisher: Publisher, now: datetime) -> Preview:
    """What would be published now."""
    today = local_day(now)
    everything = gathered(publisher)
    bodies = set(map(id, to_publish([one.told for one in everything]).awards))
    chosen = tuple(one for one in everything if id(one.told) in bodies)
    left_out = tuple(one for one in everything if id(one.told) not in bodies)
    last = newest_version(publisher.body)
    before = awards_in(last, today) if last else ()
    about = publication_of(publisher, now)
    awards = [one.told for one in chosen]
    faults = (*_schema(chosen, about), *_found(chosen, publisher, before, today))
    return Preview(publisher, about, chosen, left_out, faults, changes(awards, before), last)


def awards_in(version: PublishedVersion, today: date) -> tuple[Told, ...]:
    """The grants of a published version, read again of its file."""
    file = PublishedFile.objects.filter(published=version, media_type=JSON).first()
    if file is None:
        return ()
    return tuple(past.award for past in read_awards(file.name, bytes(file.data), today=today).awards)


def publication_of(publisher: Publisher, now: datetime) -> Publication:
    """What is told of the file as a whole."""
    first = PublishedVersion.objects.filter(body=publisher.body).order_by("number").first()
    page = whole_address("grants-published-of", publisher.body_id)
    return Publication(
        identifier=f"{publisher.prefix}-grants",
        title=f"Small grants of {publisher.name}",
        description=f"Grants for ethical international recruitment in adult social care, awarded by {publisher.name}. Grants to people are not in it.",
        publisher=funder_of(publisher),
        website=publisher.website,
        issued=local_day(first.published_at if first else now),
        modified=now,
        page=page,
        download=whole_address("grants-published-file", publisher.body_id, "json"),
    )


def changes(awards: Sequence[Told], before: Sequence[Told]) -> Changes:
    """What is otherwise than in the version before."""
    was = {award.identifier: _said(award) for award in before}
    now = {award.identifier: _said(award) for award in awards}
    return Changes(
        tuple(one for one in now if one not in was),
        tuple(one for one, told in now.items() if one in was and told != was[one]),
        tuple(gone(awards, before)),
    )


def _said(award: Told) -> list[tuple[str, int, Plain]]:
    """What the file says of a grant, without the moment of its last change, which tells nothing of itself."""
    return [(one.field.key, one.at, one.value) for one in values_of(replace(award, modified=None))]


def _found(chosen: Sequence[Gathered], publisher: Publisher, before: Sequence[Told], today: date) -> list[Fault]:
    awards = [one.told for one in chosen]
    known = Known(today, prefix=publisher.prefix, before=before, register_names=register_names(awards))
    found = [_of_check(one, chosen) for one in check(awards, known)]
    return sorted(found, key=lambda fault: not fault.stops)


def _of_check(found: Finding, chosen: Sequence[Gathered]) -> Fault:
    about = chosen[found.at]
    ours = found.key.startswith(_OF_THE_PUBLISHER)
    mend = reverse("grant-publisher") if ours else reverse("grant-public-details", args=[about.award.pk])
    return Fault(found.stops, found.sentence, found.title, about, mend)


def _schema(chosen: Sequence[Gathered], about: Publication) -> list[Fault]:
    """What the standard's schema refuses, told of the grant and the column where it can be."""
    if not chosen:
        return []
    return [_of_schema(said, chosen) for said in schema_faults(document([one.told for one in chosen], about))]


def _of_schema(said: str, chosen: Sequence[Gathered]) -> Fault:
    found = _AT.match(said)
    if found is None:
        sentence = f"The standard’s schema does not accept what is told of the file: {said}"
        return Fault(True, sentence, mend=reverse("grant-publisher"))
    at, path, why = found.groups()
    about = chosen[int(at)]
    sentence = f"The standard’s schema does not accept this: {why}. Correct it."
    return Fault(True, sentence, _TITLES.get(path, path), about, reverse("grant-public-details", args=[about.award.pk]))


def by_grant(faults: Sequence[Fault]) -> Mapping[str, list[Fault]]:
    """Faults by the grant that they are of, those of the file first."""
    told: dict[str, list[Fault]] = {}
    for fault in faults:
        told.setdefault(fault.about.award.reference if fault.about else "", []).append(fault)
    return dict(sorted(told.items(), key=lambda pair: (pair[0] != "", not any(one.stops for one in pair[1]))))
