"""Small counts that could tell of one person or one provider are not shown: the one place that says which.

The programme's rule: counts under five are hidden in every table that leaves the hub, and others with which they could be worked out by
somebody who knows every total and this rule (statisticians call it primary and secondary suppression).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

FEWEST = 5
"""The smallest count but none at all that is shown."""
_STEPS = (1, FEWEST, 15, 50, 200)
"""Below which counts are hidden, one after another, until what is hidden tells nothing; before them the smallest count there is."""
_SMALL = frozenset(range(FEWEST))


def shown(count: int) -> int | None:
    """A count that stands alone, or a total: None where it is too small to be shown. None at all is shown."""
    return None if 0 < count < FEWEST else count


def hidden_parts(table: Sequence[Sequence[int]]) -> set[int]:
    """The columns that are hidden in every row of a table, whose rows are published with their totals.

    `table`: a row for each figure, a column for each part, of counts from nought on. All columns are hidden where no fewer would do: then
    not even those without anything may be told, nor how many there are. Raises ValueError for rows of different lengths and counts below nought.

    Why nobody finds a small count: counts below a step are hidden (`high`) only if the hidden ones of each row come to so much that any of them
    could be 1, 2, 3 or 4, while the others lie between this step and the one before. Such a table is told in the same way: at each step
    before, one count alone would be hidden, which is never done. Where nothing is told, any part could be small and all the rest in another.
    """
    if len({len(row) for row in table}) > 1 or any(count < 0 for row in table for count in row):
        raise ValueError("A table has rows of one length, of counts from nought on.")
    if all(shown(count) is not None for row in table for count in row):
        return set()
    columns = range(len(table[0]))
    used = {part for part in columns if any(row[part] for row in table)}
    for low, high in pairwise(_STEPS):
        hidden = {part for part in used if any(0 < row[part] < high for row in table)}
        if hidden != used and all(_tells_nothing([row[part] for part in hidden], low, high) for row in table):
            return hidden
    return set(columns)


def _tells_nothing(counts: Sequence[int], low: int, high: int) -> bool:
    """Whether each of these could be 1 to 4 beside others from `low` up to `high`, of which the sum alone is known."""
    others = len(counts) - 1
    return not any(counts) or others * low + FEWEST - 1 <= sum(counts) <= others * (high - 1) + 1


def hidden_pairs(rows: Sequence[tuple[int, int]]) -> set[int]:
    """The rows that are hidden of a table of pairs, such as reached and not reached, whose sums everybody can know.

    All or none of a row tells of each of them, so that nought is as small as 1 to 4. Rows with a small count are hidden where each of their counts
    could be any small one beside the others, though all of the first come to is known; otherwise all rows are.
    """
    small = {at for at, pair in enumerate(rows) if min(pair) < FEWEST}
    could = {at: _SMALL.intersection(range(sum(rows[at]) + 1)) for at in small}
    could = {at: few | {sum(rows[at]) - one for one in few} for at, few in could.items()}
    whole = sum(rows[at][0] for at in small)
    for at, values in could.items():
        sums = {0}
        for other in small - {at}:
            sums = {one + more for one in sums for more in could[other]}
        if not values <= {whole - one for one in sums}:
            return set(range(len(rows)))
    return small


def total_tells(rows: Sequence[tuple[int, int]]) -> bool:
    """Whether what both sides of all rows come to tells of a small part of them, or narrows a small count of a row whose sum is known."""
    first, second = (sum(pair[side] for pair in rows) for side in (0, 1))
    if min(first, second) < FEWEST:
        return True
    least = [max(0, side - (first + second - sum(pair))) for pair in rows for side in (first, second)]
    return any(0 < one < FEWEST for one in least)
