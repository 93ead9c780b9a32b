"""What people hand in as a file, checked before anything reads or keeps it: its size, that it is what its name says, and by a virus scanner
where the operator has one."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePath

import puremagic
from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from irhub.files.reading import kinds
from irhub.files.reading.containers import CHANGED, DAMAGED
from irhub.files.reading.refused import Refused
from irhub.web.too_large import LeftUnread

MOST_BYTES = 5 * 2**20
TYPES: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".eml": "message/rfc822",
    ".json": "application/json",
}
"""How the names of files end that can be handed in, and the media type of each."""
_PARTS: Mapping[str, str] = {
    TYPES[".docx"]: "word/document.xml",
    TYPES[".xlsx"]: "xl/workbook.xml",
    TYPES[".odt"]: "content.xml",
    TYPES[".ods"]: "content.xml",
}
"""The part that a document of each of these media types has: they are ZIP files, and look alike from outside."""
SHEETS = frozenset({".csv", ".xlsx", ".ods"})
MAILS, TABBED = frozenset({".eml"}), frozenset({".tsv"})
JSON = frozenset({".json"})
DOCUMENTS = frozenset(TYPES) - MAILS - TABBED - JSON
_LONGEST_NAME = 100
SECONDS = 20
"""How long the virus scanner may take."""


@dataclass(frozen=True)
class HandedIn:
    """A file that passed the checks: its name without folders, its media type, its bytes, and their SHA-256 in hex."""

    name: str
    media_type: str
    data: bytes
    sha256: str


def handed_in(
    uploaded: UploadedFile[bytes], *, accepts: Collection[str] = DOCUMENTS, most_bytes: int = MOST_BYTES
) -> HandedIn:
    """An uploaded file, checked. `accepts`: how its name may end. Raises Refused, with a sentence that says what to do.

    Who accepts sheets alone reads them at once, and the reader tells better what is wrong with one (uploads.sheets_of).
    """
    name = _short(PurePath(uploaded.name or "the file"))
    if (uploaded.size or 0) > most_bytes or len(data := uploaded.read(most_bytes + 1)) > most_bytes:
        raise Refused(f"{name} is larger than {most_bytes / 2**20:.0f} MB: split it and hand in the parts.")
    if isinstance(uploaded, LeftUnread):
        raise Refused(f"{name} was not taken: what you sent is too large together. Hand in fewer files at once.")
    ending = PurePath(name).suffix.lower()
    if ending not in accepts:
        raise Refused(f"{name} is not {_an(_either(accepts))} file: save it as one of these and try again.")
    if not data.strip():
        raise Refused(f"{name} is empty.")
    if not SHEETS.issuperset(accepts) and not _is_what_it_says(data, TYPES[ending]):
        what = kinds.foreign(data)
        raise Refused(
            f"{name} is {what or 'something else inside'}, not {_a(ending)} file: open it, save it as {_either(accepts)} and try again."
        )
    _refuse_infected(name, data)
    return HandedIn(name, TYPES[ending], data, hashlib.sha256(data).hexdigest())


def _short(path: PurePath) -> str:
    """The name of a file without folders, and if it is long without its middle: how it ends says what it is."""
    ending = path.suffix[:_LONGEST_NAME]
    return path.name if len(path.name) <= _LONGEST_NAME else path.stem[: _LONGEST_NAME - len(ending)] + ending


def _is_what_it_says(data: bytes, media_type: str) -> bool:
    """Whether the content can be of a media type. Text has no sign of its own: it is what is nothing else."""
    if media_type.startswith(("text/", "message/")) or media_type == TYPES[".json"]:
        return kinds.foreign(data) is None
    try:
        if media_type in _PARTS:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                return _PARTS[media_type] in packed.namelist()
        return media_type in {match.mime_type for match in puremagic.magic_string(data)}
    except (puremagic.PureError, *DAMAGED, *CHANGED, OSError):
        return False


def _refuse_infected(name: str, data: bytes) -> None:
    if not settings.IRHUB_CLAMD:
        return
    try:
        state, found = _scanner().instream(io.BytesIO(data))["stream"]
    except (ClamdError, OSError, KeyError) as fault:
        raise Refused(
            f"{name} cannot be checked for viruses at the moment, so it was not taken. Try again in a few minutes."
        ) from fault
    if state != "OK":
        raise Refused(
            f"{name} was not taken: the virus scanner found {found or 'that something is wrong with it'}. Tell your IT service."
        )


def scanner_answers() -> bool:
    """Whether the virus scanner that the operator named can be reached. Without one named, there is none to reach."""
    try:
        return bool(settings.IRHUB_CLAMD) and _scanner().ping() == "PONG"
    except (ClamdError, OSError):
        return False


def _scanner() -> ClamdUnixSocket | ClamdNetworkSocket:
    """The scanner at `IRHUB_CLAMD`: the path of a socket, or host:port."""
    host, _, port = settings.IRHUB_CLAMD.rpartition(":")
    if host and port.isdecimal():
        return ClamdNetworkSocket(host=host, port=int(port), timeout=SECONDS)
    return ClamdUnixSocket(path=settings.IRHUB_CLAMD, timeout=SECONDS)


def _a(ending: str) -> str:
    return _an(ending[1:].upper())


def _an(told: str) -> str:
    return f"{'an' if told[0] in 'EOX' else 'a'} {told}"


def _either(accepts: Collection[str]) -> str:
    *others, last = sorted({ending[1:].upper() for ending in accepts} - {"JPEG"})
    return f"{', '.join(others)} or {last}" if others else last
