"""Whether what was put back is what was saved, and nothing that the hub does not make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from irhub.accounts.audit import verify
from irhub.accounts.models import AuditEvent, AuditLink
from irhub.accounts.queries import administrators_nobody_made
from irhub.operations import dumps, inventory
from irhub.operations.archive_check import faults_of_archive
from irhub.operations.backup import Manifest, table_counts
from irhub.operations.migrating import migrate
from irhub.web.errors import ActionRefused

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Restored:
    """What was put back and proved: tables and rows that were counted, events of the trail, archived files."""

    tables: int
    rows: int
    events: int
    files: int


def proved(manifest: Manifest, report: Report) -> Restored:
    """Look at all that was put back. Raises ActionRefused with what does not fit."""
    with dumps.connect() as own:
        counted = table_counts(own.cursor(), list(manifest.rows))
    wrong = [
        f"{name} has {counted[name]} rows, not {rows}" for name, rows in manifest.rows.items() if counted[name] != rows
    ]
    migrate()  # a backup may be of an older version, whose trail this one walks in its own tables
    with dumps.connect() as own:
        wrong += inventory.faults(own.cursor())
    wrong += [f"of the audit trail, {place}" for place in verify()]
    wrong += _cut(manifest)
    wrong += _administrators()
    files, faults = faults_of_archive(report)
    wrong += faults
    if wrong:
        raise ActionRefused(
            f"What came back is not what was saved, or not what the hub makes: {'; '.join(wrong[:10])}."
            " What the database held before is there again."
        )
    return Restored(len(counted), sum(counted.values()), AuditEvent.objects.count(), files)


def _cut(manifest: Manifest) -> Iterator[str]:
    """What of the trail should be there and is not."""
    for position, hash_ in manifest.trail:
        if not AuditLink.objects.filter(position=position, hash=hash_).exists():
            yield f"the audit trail had {position:,} events before the backup, and they are not there: it was cut off or made again"


def _administrators() -> Iterator[str]:
    """Whoever administers the system, and of whom the trail does not say that they became that."""
    for email in administrators_nobody_made():
        yield f"{email} is a system administrator, and the audit trail does not say that anybody made them one"
