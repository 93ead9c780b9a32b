"""What a body does to publish its grants. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from irhub.accounts.audit import name_of, record
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, move
from irhub.files.handed_in import HandedIn
from irhub.grants.giving360.organisation_ids import fault_of
from irhub.grants.giving360.writing import csv_file, json_file, xlsx_file
from irhub.grants.models import Award
from irhub.grants.money import pence
from irhub.grants.published.looking import JSON, Preview, looked_at, newest_version, publisher_of
from irhub.grants.published.models import PublicDetails, PublishedFile, PublishedGrant, PublishedVersion, Publisher
from irhub.web.errors import ActionRefused, StaleVersion

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
KINDS = {"json": JSON, "xlsx": XLSX, "csv": CSV}
"""Kinds of files of a version, as addresses name them, and their media types."""
_PREFIX = re.compile(r"360G-[A-Za-z0-9_]+")
_OVERTAKEN = "Somebody else changed this in the meantime. Your change was not saved: read what they did, and try again."
_MOST = 200
"""Pieces of what changed that a version tells one by one; the rest is in the files."""


@transaction.atomic
def keep_publisher(
    *, id_prefix: str, name: str, identifier: str, website: str, version: int, by: Membership
) -> Publisher:
    """Say as whom a body publishes. `version`: as it was shown, 0 if there was none.

    Raises ActionRefused for a prefix or identifier that is none, or another prefix once grants were published; StaleVersion if somebody was quicker.
    """
    if not _PREFIX.fullmatch(id_prefix):
        raise ActionRefused("Enter the prefix that 360Giving gave you, such as 360G-walsall.", "id_prefix")
    if fault := fault_of(identifier):
        raise ActionRefused(f"{identifier} {fault}.", "identifier")
    last = newest_version(by.body)
    if last is not None and last.prefix != id_prefix:
        raise ActionRefused(
            f"Grants were published with the prefix {last.prefix}: it stays, so that each grant keeps its identifier.", "id_prefix"
        )  # fmt: skip
    told = {"prefix": id_prefix, "name": name, "identifier": identifier, "website": website}
    fresh = told | {"kept_by": name_of(by), "kept_at": timezone.now(), "version": version + 1}
    if Publisher.objects.filter(body=by.body).exists():
        if not Publisher.objects.filter(body=by.body, version=version).update(**fresh):
            raise StaleVersion(_OVERTAKEN)
    elif version:
        raise StaleVersion(_OVERTAKEN)
    else:
        Publisher.objects.create(body=by.body, **fresh)
    record("said as whom grants are published", by=by, about=f"body/{by.body_id}", **told)
    kept: Publisher = Publisher.objects.select_related("body").get(body=by.body)
    return kept


@transaction.atomic
def keep_details(
    award: Award, *, title: str, description: str, recipient: str, councils: Sequence[str], regrant: str, version: int, by: Membership
) -> PublicDetails:  # fmt: skip
    """Say what is published of a grant; blank: what its application says. Raises StaleVersion if somebody was quicker."""
    told = {
        "title": title, "description": description, "recipient": recipient, "councils": list(councils), "regrant": regrant,
        "kept_by": name_of(by), "kept_at": timezone.now(), "version": version + 1,
    }  # fmt: skip
    if PublicDetails.objects.filter(award=award).exists():
        if not PublicDetails.objects.filter(award=award, version=version).update(**told):
            raise StaleVersion(_OVERTAKEN)
    elif version:
        raise StaleVersion(_OVERTAKEN)
    else:
        PublicDetails.objects.create(body_id=award.body_id, award=award, **told)
    record("said what is published of a grant", by=by, about=f"grant/{award.reference}", recipient=recipient)
    return PublicDetails.objects.get(award=award)


def publish(*, seen: str, gone_because: str = "", by: Membership) -> PublishedVersion:
    """Publish a version of a body's grants, with its files. `seen`: `Preview.digest` of what the person saw.

    Raises ActionRefused with a fault that stops it, nothing new, or grants that are gone without a reason; StaleVersion if what would be published is
    no longer what the person saw.
    """
    publisher = publisher_of(by.body)
    if publisher is None:
        raise ActionRefused("Say first as whom you publish.")
    now = timezone.now()
    shown = looked_at(publisher, now)
    _refuse(shown, seen, gone_because)
    number = shown.last.number + 1 if shown.last else 1
    changed = shown.changes
    made = PublishedVersion(
        body=by.body, number=number, publisher=publisher.name, prefix=publisher.prefix, digest=shown.digest, many=len(shown.chosen),
        total=shown.total, left_out=len(shown.left_out), added=list(changed.added[:_MOST]), changed=list(changed.changed[:_MOST]),
        gone=list(changed.gone[:_MOST]), gone_because=gone_because.strip() if changed.gone else "",
    )  # fmt: skip
    try:
        with transaction.atomic():
            version = begin(
                made, by=by, told="published grants",
                detail={"grants": made.many, "left out": made.left_out, "digest": made.digest},
            )  # fmt: skip
            _keep_files(version, shown, now)
            PublishedGrant.objects.filter(body=by.body).delete()
            PublishedGrant.objects.bulk_create(_rows(version, shown), batch_size=1000)
            return version
    except IntegrityError as problem:
        raise StaleVersion("Somebody else published a version in the meantime. Look at it first.") from problem


def withdraw(version: PublishedVersion, *, seen: int, reason: str, by: Membership) -> PublishedVersion:
    """Withdraw a published version: its files are handed out no more, and everybody reads why. `seen`: its version as it was shown."""
    return move(version, "withdraw", by=by, version=seen, reason=reason)


def _refuse(shown: Preview, seen: str, gone_because: str) -> None:
    if not shown.chosen:
        raise ActionRefused("There is no grant to publish yet.")
    if shown.digest != seen:
        raise StaleVersion("What would be published changed since you opened this page. Look at it again.")
    if shown.stops:
        raise ActionRefused("Mend what stops the publication first.")
    if not shown.fresh:
        raise ActionRefused("Nothing changed since the last version.")
    if shown.changes.gone and not gone_because.strip():
        raise ActionRefused("Say why grants of the last version are gone: readers will miss them.", "gone_because")


def _keep_files(version: PublishedVersion, shown: Preview, now: datetime) -> None:
    name = f"{version.prefix}-grants-{version.number}"
    made = {
        "json": json_file(shown.awards, shown.about),
        "xlsx": xlsx_file(shown.awards, shown.about),
        "csv": csv_file(shown.awards, name),
    }
    for ending, data in made.items():
        file = HandedIn(f"{name}.{ending}", KINDS[ending], data, hashlib.sha256(data).hexdigest())
        PublishedFile.keep(file, by=version.publisher, body=version.body_id, published=version)


def _rows(version: PublishedVersion, shown: Preview) -> list[PublishedGrant]:
    return [
        PublishedGrant(
            body_id=version.body_id, published=version, identifier=told.identifier, title=told.title, description=told.description,
            recipient=told.recipient.name, recipient_id=told.recipient.identifier, awarded=pence(told.awarded), awarded_on=told.award_date,
            programme=told.programme.title if told.programme else "", councils=[where.code for where in told.locations],
        )
        for told in shown.awards
    ]  # fmt: skip
