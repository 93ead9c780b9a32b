"""What became of each run of a job in the background."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from irhub.web.model_fields import OneOf


class Run(models.Model):
    """One run of a job: when, how it ended and what it said. Primary only for a while: `tidy` drops old ones."""

    class Outcome(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        INTERRUPTED = "interrupted"

    job = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = OneOf(max_length=12, choices=Outcome.choices, default=Outcome.RUNNING)
    said = models.TextField(blank=True, help_text="One sentence for the operator")

    class Meta:
        indexes = [models.Index(fields=["job", "-started_at"], name="run_of_job")]
        constraints = [
            models.UniqueConstraint(fields=["job"], condition=Q(outcome="running"), name="job_runs_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(outcome="running", ended_at=None)
                | (~Q(outcome="running") & Q(ended_at__gte=F("started_at"))),
                name="run_ends_unless_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.started_at:%Y-%m-%d %H:%M}: {self.outcome}"
