"""What is asked of mail: the database gives that of the body for which somebody acts, to its advisers alone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, QuerySet

from irhub.accounts.models import Body
from irhub.accounts.policy import Whose
from irhub.support.mail.models import Mail
from irhub.support.mail.workflow import MailState
from irhub.support.models import Case, CaseContact
from irhub.web.saying import counted


def mails_of(body: Body, state: str = "") -> QuerySet[Mail]:
    """The mail of a body, without the mails themselves: what waits, oldest first; or what lies elsewhere, newest first."""
    order = "came_at" if (state or MailState.WAITS) == MailState.WAITS else "-came_at"
    found = Mail.objects.filter(body=body, state=state or MailState.WAITS).select_related("case", "named", "programme")
    return found.defer("eml").order_by(order, "pk")


def waiting_told(body: Body) -> str:
    """How many mails wait, in words; blank if none does."""
    count = Mail.objects.filter(body=body, state=MailState.WAITS).aggregate(n=Count("pk"))["n"]
    return counted(count, "mails wait") if count else ""


def mail_numbered(number: UUID) -> Mail | None:
    """A mail that one may see."""
    return (
        Mail.objects.select_related("case__programme", "named", "message", "programme__body").filter(pk=number).first()
    )


def whose_mail(number: UUID, what: str = "") -> Whose | None:
    """Whose a mail is: the body's to whose helpline it came."""
    body = Mail.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=body) if body else None


def likely_cases(mail: Mail) -> Sequence[Case]:
    """Cases into which a mail may belong: whose key it carries, and in which its sender speaks; the newest first."""
    speaking = CaseContact.objects.filter(body_id=mail.body_id, email__iexact=mail.email).values("case")
    found = Case.objects.filter(pk__in=speaking).order_by("-opened_at")[:5] if mail.email else []
    named = [mail.named] if mail.named else []
    return [*named, *(one for one in found if one != mail.named)]
