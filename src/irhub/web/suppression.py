"""Small counts that could tell of one person or one provider are not shown: the one place that says which.

The programme's rule: counts under five are hidden in every table that leaves the hub, and another one beside each that could be worked out
from a total (statisticians call it primary and secondary suppression).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

FEWEST = 5
"""The smallest count but none at all that is shown."""


def shown(count: int) -> int | None:
    """A count that stands alone, or a total: None where it is too small to be shown. None at all is shown."""
    return None if 0 < count < FEWEST else count


def suppressed(table: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """The cells of a table that is published with the totals of its rows and columns: None for those that are not shown.

    `table`: rows of equal length; one row for a list with its total. Hidden are counts from 1 to 4, and beside them the smallest others
    until in no row and no column a hidden count stands alone or the hidden ones come to less than five together: so nobody finds one by
    taking what is shown from a total. Raises ValueError for rows of different lengths and for counts below nought.
    """
    if len({len(row) for row in table}) > 1 or any(count < 0 for row in table for count in row):
        raise ValueError("A table has rows of one length, of counts from nought on.")
    hidden = {(r, c) for r, row in enumerate(table) for c, count in enumerate(row) if shown(count) is None}
    rows = [[(r, c) for c in range(len(row))] for r, row in enumerate(table)]
    columns = [list(line) for line in zip(*rows, strict=True)]
    lines = [line for line in (*rows, *columns) if len(line) > 1]
    while more := {cell for line in lines for cell in _another(line, hidden, table)} - hidden:
        hidden |= more
    return [[None if (r, c) in hidden else count for c, count in enumerate(row)] for r, row in enumerate(table)]


def _another(
    line: Sequence[tuple[int, int]], hidden: set[tuple[int, int]], table: Sequence[Sequence[int]]
) -> Iterable[tuple[int, int]]:
    """The cell to hide as well, if what is hidden of a row or column could be worked out: one that counts something, if there is one."""
    within = [cell for cell in line if cell in hidden]
    if not within or (len(within) > 1 and sum(table[r][c] for r, c in within) >= FEWEST):
        return
    others = [cell for cell in line if cell not in hidden]
    if others:
        yield min(others, key=lambda cell: (table[cell[0]][cell[1]] == 0, table[cell[0]][cell[1]], cell))
