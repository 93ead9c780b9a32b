"""OpenDocument workbooks for tests, whose content is given as XML."""

from __future__ import annotations

import zipfile
from pathlib import Path

_NAMES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)
ROOT = f'<office:document-content{_NAMES} xmlns:xlink="http://www.w3.org/1999/xlink">'
HIDDEN = (
    '<office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties'
    ' table:display="false"/></style:style></office:automatic-styles>'
)


def text(*paragraphs: str, more: str = "") -> str:
    """A cell of text."""
    shown = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    return f'<table:table-cell office:value-type="string"{more}>{shown}</table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    """A row of cells that are XML already."""
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def sheet(name: str, *rows: str, style: str = "ta1") -> str:
    """A sheet of rows that are XML already."""
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'


def content(*sheets: str, before: str = HIDDEN) -> str:
    """The whole of content.xml."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{ROOT}{before}<office:body><office:spreadsheet>{"".join(sheets)}'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def packed(path: Path, data: str | bytes) -> Path:
    """A workbook with that content.xml."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", data)
    return path


def written(path: Path, *sheets: str, before: str = HIDDEN) -> Path:
    """A workbook of sheets that are XML already."""
    return packed(path, content(*sheets, before=before))
