"""Files that a room keeps as evidence: an abstract table, which each room makes its own, behind the fence (row_security.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from irhub.accounts.audit import Actor, name_of
from irhub.accounts.models import Membership, OwnedByBody

if TYPE_CHECKING:
    from irhub.files.handed_in import HandedIn


class KeptFile(OwnedByBody):
    """A file as it was handed in, by whom and when. How long it is kept, the room says in its module `retention`."""

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, help_text="Of the bytes, in hex")
    data = models.BinaryField()
    kept_by = models.CharField(max_length=254)
    kept_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=~Q(data=b""), name="%(app_label)s_%(class)s_is_not_empty")]

    @classmethod
    def keep(cls, file: HandedIn, *, by: Actor, body: int | None = None, **more: Any) -> Self:
        """Keep a file. `body`: whose it is, if not the body's for which somebody acts. `more`: what else the room's table has.

        Raises ValueError if it would be nobody's.
        """
        owner = body or (by.body_id if isinstance(by, Membership) else None)
        if owner is None:
            raise ValueError("A file belongs to a body.")
        kept: Self = cls._default_manager.create(  # type: ignore[assignment]
            body_id=owner, name=file.name, media_type=file.media_type, sha256=file.sha256, data=file.data,
            kept_by=name_of(by), kept_at=timezone.now(), **more,
        )  # fmt: skip
        return kept


def download(kept: KeptFile) -> HttpResponse:
    """A kept file to take away, as it was handed in. Browsers save it and never show it, whatever it holds."""
    answer = HttpResponse(bytes(kept.data), content_type=kept.media_type)
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=kept.name) or "attachment"
    )
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer
