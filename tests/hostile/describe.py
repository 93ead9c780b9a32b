"""Writes docs/hostile-input.md: python -m tests.hostile.describe."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.files import FILES
from tests.hostile.registers import REGISTER_FILES
from tests.hostile.requests import REQUESTS
from tests.hostile.workbooks import WORKBOOKS

PAGE = Path(__file__).parents[2] / "docs" / "hostile-input.md"


def page() -> str:
    """The document, as Markdown."""
    files = "\n".join(f"| {file.what} | `{file.name}` | … {file.says} … |" for file in FILES)
    registers = "\n".join(f"| {file.what} | {file.becomes} |" for file in REGISTER_FILES)
    books = "\n".join(f"| {book.what} | {book.kind.upper()} | … {book.says} … |" for book in WORKBOOKS)
    requests = "\n".join(
        f"| {request.what} | {request.method} | {request.status}{f': … {request.says} …' if request.says else ''} |"
        for request in REQUESTS
    )
    return f"""# Hostile input

{len(FILES)} files handed in, {len(REGISTER_FILES)} register files, {len(WORKBOOKS)} register workbooks and {len(REQUESTS)} requests that people or programs could send to harm the hub or by mistake. Tests in
`tests/hostile/` send each, hold the answer against these tables, and check that no row of the database has changed. Made by
`python -m tests.hostile.describe`.

Downloads from publishers have tests of their own (`tests/registers/refresh/`): other hosts, other schemes, private addresses,
redirects and files that are too large.

## Files handed in

Each is refused in a sentence or two; one that cannot be read at all is named. What is odd in a list and does no harm (titles,
totals, columns without a heading, two of one name) is read, and told of: [dashboards.md](dashboards.md). Workbooks are parsed in a process of their own, within limits of memory
and time.

| what it is | name | what is said |
|---|---|---|
{files}

## Register files

What operators load. Each is read exactly, with an issue for what is odd in it, or refused in one sentence that names the file.
The issues' names are explained in [data-sources.md](data-sources.md).

| what it is | what becomes of it |
|---|---|
{registers}

## Register workbooks

ODS is read as a stream, within limits of cells and text; XLSX is laid out in a process of its own, within a limit of memory. Each
of these is refused.

| what it is | kind | what is said |
|---|---|---|
{books}

## Requests

Where the answer is 200, the input is taken as plain words to look for, and what it found is none or harmless.

| what it is | method | answer |
|---|---|---|
{requests}
"""


if __name__ == "__main__":
    PAGE.write_text(page())
