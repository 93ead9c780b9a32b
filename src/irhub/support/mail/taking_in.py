"""Taking a mail in: once, whole, in one transaction, and into a case or the tray."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes

from django.db import IntegrityError, transaction
from django.utils import timezone
from flufl.bounce import all_failures

from irhub.accounts.audit import Actor
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, move
from irhub.accounts.row_security import system_access
from irhub.programmes.models import Programme
from irhub.support.actions import Asked, hear, open_case
from irhub.support.case_files import checked, keep_files
from irhub.support.letters import tell_of_return
from irhub.support.links import without_secrets
from irhub.support.mail.addresses import written_to
from irhub.support.mail.judging import OTHER, Judged, judge
from irhub.support.mail.models import Mail, TrayReason
from irhub.support.mail.proof import Proof
from irhub.support.mail.reading import Read, digest_of, digests_of, read_mail
from irhub.support.models import Case, CaseContact, Channel, Message
from irhub.support.queries import advisers
from irhub.support.workflows import LIVE
from irhub.web.errors import ActionRefused

MAILBOX = "the helpline's mailbox"
"""Who takes in what comes by itself, for the trail."""
WORDLESS = "(This mail has no words of its own.)"
HELD = "This mail came before, and was taken in then."


def take_in(
    data: bytes, programme: Programme, *, by: Actor, by_mailbox: bool = False, cut: bool = False, fault: str = ""
) -> Mail | None:
    """Take a mail in to the helpline of the programme to whose address it was written, else of `programme`: its row, and the words in a thread or a new case if it is plain whose they are.

    None if it was taken in before. `by_mailbox`: our own mail server gave it. `cut`: only its head is here, for it is too large. `fault`: it
    was tried before, and something went wrong.
    Two who take in the same at once: one of them gets None.
    """
    read = read_mail(data)
    read = replace(read, fault=fault or read.fault)
    failed = _failed(data) if read.automatic else []
    with system_access("a mail is held against cases: whoever hands it in may not know them all"):
        programme = written_to(read.recipients, programme) if by_mailbox else programme
        judged = judge(read, programme, failed, by_mailbox=by_mailbox)
        judged = replace(judged, why=TrayReason.TOO_LARGE) if cut and not judged.own else judged
        body = judged.named.body_id if judged.named else programme.body_id
        body = by.body_id if isinstance(by, Membership) else body
        there = Mail.objects.filter(body_id=body, digest__in=digests_of(data))
        try:
            with transaction.atomic():
                return None if there.exists() else _keep(data, read, judged, programme, body, by, cut)
        except IntegrityError:
            if there.exists():  # somebody else took it in at the same moment
                return None
            raise


def set_aside(data: bytes, programme: Programme, *, by: Actor, fault: str) -> Mail | None:
    """Have a mail wait as it came, unread, since to read or to judge it goes wrong; None if it was taken in before."""
    with system_access("a mail that cannot be read waits for somebody"):
        if Mail.objects.filter(body_id=programme.body_id, digest__in=digests_of(data)).exists():
            return None
        waits = Mail(
            body_id=programme.body_id,
            programme=programme,
            digest=digest_of(data),
            eml=data,
            proof=Proof.UNTOLD,
            why=TrayReason.UNREADABLE,
            remark=fault,
        )
        return begin(waits, by=by, told="took in a mail")


def _keep(data: bytes, read: Read, judged: Judged, programme: Programme, body: int, by: Actor, cut: bool) -> Mail:
    named = judged.named if judged.named and judged.named.body_id == body else None
    mail = Mail(
        body_id=body, programme=named.programme if named else programme, digest=read.digest, number=read.number, email=read.sender, sender_name=read.sender_name, subject=read.subject,
        sent_at=read.sent_at, text=without_secrets(read.text), quoted=without_secrets(read.quoted), eml=data, proof=judged.proof, why=judged.why,
        remark=read.fault or read.automatic, named=named, files=None if read.fault or cut else [one.name[:255] for one in read.files],
    )  # fmt: skip
    begin(mail, by=by, told="took in a mail")
    CaseContact.objects.filter(body_id=body, email__iexact=read.sender).exclude(bounced_at=None).update(bounced_at=None)
    if judged.own:
        return move(mail, "discard", by=by, reason="The hub wrote it itself.")
    if judged.why:
        return mail
    if judged.returned:
        return _returned(mail, judged, by)
    assert judged.contact is not None
    if judged.opens:
        return _open(mail, read, judged.contact, programme, by)
    return into_case(mail, judged.contact.case, by=by, who=judged.contact.name, read=read)


def into_case(mail: Mail, case: Case, *, by: Actor, who: str = "", read: Read | None = None) -> Mail:
    """Put a mail into the thread of a case, with its files: the case wakes as if the client had answered on the page.

    Raises StaleVersion and ActionRefused as `move` does. `read`: what stands in it, if somebody has just read it.
    """
    read = read or read_mail(bytes(mail.eml or b""))
    files, left_out = checked(read.files)
    there = Case.objects.select_for_update().get(pk=case.pk)
    said = hear(
        case=there, text=mail.text.strip() or WORDLESS, who=who or mail.sender_name or mail.email or "By e-mail", channel=Channel.MAIL,
        by=by, quoted=mail.quoted, left_out=left_out,
    )  # fmt: skip
    keep_files(said, files, by=mail.email or by)
    return move(mail, "attach", by=by, columns={"case_id": said.case_id, "message_id": said.pk, "why": ""})


def begin_case(mail: Mail, programme: Programme, asked: Asked, *, by: Actor, read: Read | None = None) -> Case:
    """Make a case of a mail, with its files. `asked`: who asks what; its words are the mail's own. Raises ActionRefused."""
    read = read or read_mail(bytes(mail.eml or b""))
    files, left_out = checked(read.files)
    words = replace(asked, text=mail.text.strip() or WORDLESS, quoted=mail.quoted, left_out=left_out)
    made = open_case(programme=programme, asked=words, channel=Channel.MAIL, by=by)
    said: Message = made.messages.get()
    keep_files(said, files, by=mail.email or by)
    move(mail, "attach", by=by, columns={"case_id": made.pk, "message_id": said.pk, "opened": True, "why": ""})
    return made


def _open(mail: Mail, read: Read, contact: CaseContact, programme: Programme, by: Actor) -> Mail:
    """Begin a case of a client that is known, for one of its contacts."""
    case = contact.case
    asked = Asked(
        client_type=case.client_type, client_key=case.client_key, client_name=case.client_name, theme=programme.themes.get(code=OTHER),
        subject=(mail.subject or "A question by e-mail")[:150], text=mail.text,
        contact={"name": contact.name, "relation": contact.relation, "firm": contact.firm, "authority": contact.authority,
                 "email": contact.email, "phone": contact.phone, "calls": contact.calls, "announce": contact.announce,
                 "pass_phrase": contact.pass_phrase, "adaptations": contact.adaptations},
    )  # fmt: skip
    begin_case(mail, programme, asked, by=by, read=read)
    return mail


def _returned(mail: Mail, judged: Judged, by: Actor) -> Mail:
    """A mail of ours came back: mark the address wherever it speaks, and tell whoever has a case of it that is open. Of those that ended
    nobody has to know: each page for a reply says that the address is marked."""
    CaseContact.objects.filter(pk__in=[one.pk for one in judged.returned]).update(bounced_at=timezone.now())
    there = {(one.case.merged_into or one.case): one for one in judged.returned}
    live = [case for case in there if case.state in LIVE]
    for case in live:
        move(case, "returned", by=by, says=f"had a mail to {there[case].name} come back")
        tell_of_return(case, [case.owner] if case.owner else [held.person for held in advisers(case.body)])
    newest = max(live or there, key=lambda case: case.pk)
    return move(mail, "attach", by=by, columns={"case_id": newest.pk})


def _failed(data: bytes) -> list[str]:
    """The addresses that a report of a mail server says take no mail for good."""
    with suppress(Exception):  # reports come in every shape, and some break their reader
        found = all_failures(message_from_bytes(data))[1]
        return sorted(
            one.decode("ascii", "replace").lower() if isinstance(one, bytes) else str(one).lower() for one in found
        )
    return []


def refuse_taken(mail: Mail | None) -> Mail:
    """The mail. Raises ActionRefused if it was taken in before."""
    if mail is None:
        raise ActionRefused(HELD, "file")
    return mail
