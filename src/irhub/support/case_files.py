"""Files of cases: handed in on a page, or attached to a mail; behind the fence of the case, kept as long as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Prefetch, QuerySet

from irhub.accounts.audit import Actor
from irhub.files.handed_in import HandedIn, handed_in
from irhub.files.reading.refused import Refused
from irhub.support.mail.reading import Attached
from irhub.support.models import CaseFile, Message

MOST_FILES = 10
"""Files that are taken of one mail."""
_SAID = {
    "winmail.dat": "winmail.dat holds files that Outlook packed so that Outlook alone opens them: ask for them again, in a mail as HTML or plain text.",
    "smime.p7s": "smime.p7s is the signature of the mail, and stays with the mail itself.",
    "signature.asc": "signature.asc is the signature of the mail, and stays with the mail itself.",
}
"""What mail programs attach by themselves, by its name, and what is said of it."""


def checked(attached: Sequence[Attached]) -> tuple[list[HandedIn], str]:
    """The files of a mail that can be kept, checked as if they were handed in, and why the others were left out, a line each."""
    taken, left_out = [], [f"{one.name} is one file too many." for one in attached[MOST_FILES:]]
    for one in attached[:MOST_FILES]:
        try:
            taken.append(handed_in(SimpleUploadedFile(one.name, one.data)))
        except Refused as refused:
            left_out.append(_SAID.get(one.name.lower(), str(refused)))
        except SuspiciousFileOperation:
            left_out.append("A file has a name that is none, such as two dots.")
    return taken, "\n".join(left_out)


def keep_files(message: Message, files: Iterable[HandedIn], *, by: Actor) -> None:
    """Keep files with the words with which they came."""
    for file in files:
        CaseFile.keep(file, by=by, body=message.body_id, case_id=message.case_id, message=message)


def move_files(from_message: Message, to: Message) -> None:
    """Put the files of some words to others, and so into their case."""
    from_message.files.update(case=to.case_id, message=to)


def with_files(thread: QuerySet[Message]) -> QuerySet[Message]:
    """The same messages, with the names of their files, and not their bytes."""
    return thread.prefetch_related(Prefetch("files", CaseFile.objects.defer("data").order_by("kept_at", "name")))


def file_of(number: UUID, **whose: object) -> CaseFile | None:
    """A file of a case, among those that one may see. `whose`: further look-ups."""
    return CaseFile.objects.filter(pk=number, **whose).first()
