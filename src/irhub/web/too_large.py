"""Files of a request that is too large: they are counted and not kept, so that its form comes back with all that was typed, and says so."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

TIMES = 10
"""A form with files is read up to so many times the limit of a body (`IRHUB_MOST_BODY_BYTES`); what is larger is refused unread."""


class LeftUnread(UploadedFile):  # type: ignore[type-arg]
    """A file of which nothing was kept but its name and size: what it was sent with is too large."""


class Counted(FileUploadHandler):
    """Keeps nothing of a file."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Let it go: the parser counts."""

    def file_complete(self, file_size: int) -> Any:
        """The file, without its content."""
        return LeftUnread(
            io.BytesIO(), self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )
