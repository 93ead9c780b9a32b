"""From bytes to lines of text. One idea of a line holds for header and body: it ends with LF, CR LF or CR, and with nothing else.

A vertical tab, form feed, next line (U+0085) or line separator (U+2028) is a letter of its cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from irhub.files.reading import kinds
from irhub.files.reading.issues import WHOLE_ROW, Issue
from irhub.files.reading.refused import Refused

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"
_BLANK = b" \t\r\n\x1a"
_WEB_PAGE = re.compile(rb"\s*<(!doctype|html|\?xml)", re.IGNORECASE)
_SHOWN = 500
"""Characters of a line that an issue shows."""


@dataclass(frozen=True)
class Text:
    """The text of a file: UTF-8 without a mark, every line end a LF. `issues`: each line that was in another encoding."""

    data: bytes
    issues: tuple[Issue, ...] = ()


def decode(data: bytes, name: str, *, whole: bool = True) -> Text:
    """The text of a file's bytes: UTF-16 if it says so with a mark, else UTF-8, and cp1252 for single lines that are not UTF-8.

    `whole`: these are all of its bytes, and not only the first. Raises Refused for what is not text.
    """
    if not data.strip(_BLANK).removeprefix(_MARK).strip(_BLANK):
        raise Refused(f"{name} is empty.")
    if what := kinds.foreign(data):
        raise Refused(f"{name} is {what}, not a CSV file: open it and save it as CSV, or download it again.")
    if data.startswith(UTF16_MARKS):
        data = _from_utf16(data, name, whole)
    data = data.removeprefix(_MARK)
    if b"\0" in data:
        if PurePath(name).suffix.casefold() in kinds.WORKBOOKS:
            raise Refused(
                f"{name} is named as a workbook, but its bytes are neither a workbook nor text: download it again."
            )
        line = _lf(data[: data.index(b"\0")]).count(b"\n") + 1
        raise Refused(f"{name} is not text: a CSV file was expected, and line {line} holds a NUL byte.")
    if _WEB_PAGE.match(data[:200]):
        raise Refused(f"{name} is a web page, not a CSV file: the download may have met an error page.")
    if not whole:
        data = data[: max(data.rfind(b"\n"), data.rfind(b"\r")) + 1] or data
    data = _lf(data.rstrip(b"\x1a"))
    try:
        data.decode()
    except UnicodeDecodeError:
        return _line_by_line(data)
    return Text(data)


def _lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def _from_utf16(data: bytes, name: str, whole: bool) -> bytes:
    try:
        text = data.decode("utf-16") if whole else data[: len(data) // 2 * 2].decode("utf-16", errors="ignore")
    except UnicodeDecodeError:
        raise Refused(
            f"{name} is not text: it begins as UTF-16 and does not go on so. The download may have been cut short."
        ) from None
    return text.encode()


def _line_by_line(data: bytes) -> Text:
    lines, issues = data.split(b"\n"), []
    for at, line in enumerate(lines):
        try:
            line.decode()
        except UnicodeDecodeError:
            read = line.decode("cp1252", errors="replace")
            lossy = line.decode(errors="replace")
            issues.append(Issue(at + 1, WHOLE_ROW, "decoded_as_cp1252", lossy[:_SHOWN], read[:_SHOWN]))
            lines[at] = read.encode()
    return Text(b"\n".join(lines), tuple(issues))
