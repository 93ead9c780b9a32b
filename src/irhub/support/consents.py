"""What workers agreed to be passed on to those who help workers, and that they withdrew it: for the helpline's own advisers alone (workers.py)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from irhub.accounts.models import OwnedByBody
from irhub.programmes.models import Programme


class WorkerConsent(OwnedByBody):
    """That a worker agreed to be handed to the worker side of a programme (workers.py): the words that they agreed to, what was passed on, to
    whom, when. Without it nothing of a worker is kept. Rows are only added, but that what was passed on is blanked where it is withdrawn."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    to = models.CharField(max_length=80)
    to_email = models.CharField(
        max_length=254, blank=True, default="", db_default="", help_text="Where it was passed on"
    )
    words = models.TextField(help_text="What they agreed to")
    passed_on = models.TextField(help_text="What was passed on, as they saw it before")
    given_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "consents of workers"
        indexes = [models.Index("given_at", name="worker_consent_given")]

    @property
    def withdrawn(self) -> ConsentWithdrawal | None:
        """That it was withdrawn, if it was."""
        found: ConsentWithdrawal | None = getattr(self, "withdrawal", None)
        return found


class ConsentWithdrawal(OwnedByBody):
    """That a worker withdrew what they agreed to: rows are only added. Of the consent the hub then keeps to whom something was passed on,
    when, and the words that were agreed to; what was passed on goes at once (workers.py)."""

    consent = models.OneToOneField(WorkerConsent, on_delete=models.CASCADE, related_name="withdrawal")
    said_on = models.DateField(help_text="The day on which the worker said so")
    how = models.CharField(max_length=200, help_text="How they said so")
    who = models.CharField(max_length=254, help_text="Who recorded it")
    at = models.DateTimeField(db_default=Now())
    told = models.CharField(
        max_length=254, blank=True, default="", help_text="The address at which those were told who have it; blank: none is known, or nobody has it"
    )  # fmt: skip
    went_out = models.BooleanField(
        default=True, db_default=True, help_text="Whether what was passed on had left the hub, or may have"
    )

    class Meta:
        verbose_name_plural = "withdrawals of consents"

    def others(self, to: str) -> str:
        """What becomes of what somebody else may have, in a sentence. `to`: to whom it was passed on."""
        if not self.went_out:
            return f"It had not been sent to {to} yet, and never is."
        return f"{to} was asked to delete it too." if self.told else f"Ask {to} to delete it too: no address is known."
