"""What running the hub holds about people, which is nothing: see web/held_tables.py."""

from __future__ import annotations

from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinatePeriodicDefer,
    ProcrastinateWorker,
)

from irhub.operations.models import Run

NOBODY = {
    "which jobs ran, and when: their arguments are numbers": (
        Run, ProcrastinateJob, ProcrastinateEvent, ProcrastinatePeriodicDefer, ProcrastinateWorker,
    ),
}  # fmt: skip
