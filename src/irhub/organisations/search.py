"""Finding organisations by any name they have or had, forgiving typing errors, and by number, postcode, town or people.

Every name is kept with its words (`refresh_search_names`). A word that was typed stands for itself, for the words that begin with it, and
for those that differ by a slip or two (RapidFuzz, over the words of all names, which each process holds in memory); a name
fits if it has one of these for every word that was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import connection
from psycopg import sql
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from irhub.organisations.licences import NO_SPONSOR, Licence, licences_of
from irhub.organisations.models import SearchMade
from irhub.places.finding import near
from irhub.registers.care import is_care
from irhub.registers.frames import copy_rows, read_frame
from irhub.registers.sources.company_numbers import one_number
from irhub.registers.sources.keys import mended
from irhub.web.words import plain_all, words_of

MOST, _CANDIDATES, _BEGINNINGS, _SLIPS = 50, 400, 40, 12
_COMMON = 3000
_NAMES = """
    WITH member AS NOT MATERIALIZED (
        SELECT * FROM organisations_member WHERE %(only)s::text[] IS NULL OR organisation_id = ANY(%(only)s)
    ), names AS (
        SELECT organisation_id, name, CASE register WHEN 'cqc_locations' THEN 'care provider' ELSE 'sponsor' END AS kind, 1 AS rank
        FROM member
        UNION SELECT m.organisation_id, s.name, 'earlier name', 3 FROM registers_sponsorspan s
        JOIN member m ON m.register = 'home_office_sponsors' AND m.entity_key = s.sponsor_key
        UNION SELECT m.organisation_id, c.old_value, 'earlier name', 3 FROM registers_change c
        JOIN member m ON m.register = 'home_office_sponsors' AND m.entity_key = c.entity_key WHERE c.kind = 'renamed'
        UNION SELECT m.organisation_id, l.location_name, 'location', 2 FROM registers_location l
        JOIN member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
        UNION SELECT m.organisation_id, l.brand_name, 'brand', 4 FROM registers_locationspan l
        JOIN member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id WHERE l.brand_name <> ''
        UNION SELECT m.organisation_id, d.also_known_as, 'also known as', 2 FROM registers_directoryspan d
        JOIN member m ON m.register = 'cqc_locations' AND m.entity_key = d.provider_id WHERE d.also_known_as <> ''
        UNION SELECT m.organisation_id, old, 'earlier company name', 3 FROM registers_locationspan l
        JOIN member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
        JOIN registers_companyspan c ON c.company_number = l.company_number AND l.company_number <> ''
        CROSS JOIN LATERAL regexp_split_to_table(c.previous_names, ' \\| ') AS old WHERE old <> ''
    ), once AS (
        SELECT DISTINCT ON (organisation_id, lower(name)) organisation_id, name, kind FROM names
        WHERE name <> '' ORDER BY organisation_id, lower(name), rank, name, kind
    )
    SELECT organisation_id, name, kind FROM once
"""
# EXCEPT reads the names that are kept before the first new one is written beside them: a join may look at each one just written again
_BRING_UP_TO_DATE = """
    WITH gone AS (
        DELETE FROM organisations_searchname old WHERE (%(only)s::text[] IS NULL OR organisation_id = ANY(%(only)s))
            AND NOT EXISTS (SELECT FROM names_now
                            WHERE (organisation_id, name, kind, plain) = (old.organisation_id, old.name, old.kind, old.plain))
        RETURNING words
    ), come AS (
        INSERT INTO organisations_searchname (organisation_id, name, kind, plain, words)
        SELECT organisation_id, name, kind, plain, string_to_array(plain, ' ') FROM names_now
        JOIN (SELECT organisation_id, name, kind, plain FROM names_now
              EXCEPT SELECT organisation_id, name, kind, plain FROM organisations_searchname
              WHERE %(only)s::text[] IS NULL OR organisation_id = ANY(%(only)s)) new USING (organisation_id, name, kind, plain)
        RETURNING words
    )
    INSERT INTO names_counted SELECT words, 1 FROM come UNION ALL SELECT words, -1 FROM gone
"""
_MADE = (
    "DELETE FROM organisations_searchmade",
    "INSERT INTO organisations_searchmade (at) VALUES (clock_timestamp())",
)
_WORDS = (
    "DELETE FROM organisations_searchword",
    "INSERT INTO organisations_searchword (word, many)"
    " SELECT word, count(*) FROM organisations_searchname, unnest(words) AS word GROUP BY word",
    *_MADE,
)
_WORDS_OF_SOME = (
    """
    WITH counted AS (
        SELECT word, sum(many) AS many FROM names_counted, unnest(words) AS word GROUP BY word HAVING sum(many) <> 0
    )
    INSERT INTO organisations_searchword AS held (word, many) SELECT word, many FROM counted
    ON CONFLICT (word) DO UPDATE SET many = held.many + excluded.many
    """,
    "DELETE FROM organisations_searchword WHERE many <= 0",
    *_MADE,
)
_OF_RECORDS = """
    WITH now AS (SELECT organisation_id FROM organisations_member WHERE entity_key = ANY(%(keys)s))
    SELECT organisation_id FROM now
    UNION SELECT id FROM organisations_organisation WHERE redirect_to_id IN (SELECT organisation_id FROM now)
"""
_FOUND = sql.SQL("""
    SELECT organisation_id, name, kind, plain FROM organisations_searchname WHERE {fits}
    ORDER BY plain <> %(whole)s, NOT starts_with(plain, %(whole)s), length(plain), plain, organisation_id LIMIT %(most)s
""")
_BEGIN = """
    SELECT organisation_id, name, kind, plain FROM organisations_searchname WHERE plain LIKE %s
    ORDER BY plain, organisation_id LIMIT %s
"""
_TOLD = """
    SELECT m.organisation_id, bool_or(m.register = 'cqc_locations'),
           coalesce(min(m.name) FILTER (WHERE m.register = 'cqc_locations'), min(m.name)),
           coalesce(min(m.place) FILTER (WHERE m.register = 'cqc_locations'), min(m.place)),
           bool_or(m.register = 'home_office_sponsors'),
           bool_or(EXISTS (SELECT FROM organisations_providerincouncil c
                           WHERE c.as_at IS NULL AND c.adult_social_care AND c.provider_id = m.entity_key))
    FROM organisations_member m WHERE m.organisation_id = ANY(%s) GROUP BY m.organisation_id
"""
_POSTCODE = """
    SELECT DISTINCT m.organisation_id, l.location_name || ', ' || l.postcode, 'location at this postcode'
    FROM registers_location l JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
    WHERE l.until IS NULL AND replace(l.postcode, ' ', '') LIKE %(at)s
    UNION SELECT m.organisation_id, l.provider_name || ', ' || l.provider_postcode, 'office at this postcode'
    FROM registers_location l JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
    WHERE l.until IS NULL AND replace(upper(l.provider_postcode), ' ', '') LIKE %(at)s ORDER BY 2 LIMIT %(most)s
"""
_NUMBER = """
    SELECT m.organisation_id, l.location_name, 'location' FROM registers_location l
    JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id WHERE l.location_id = %(id)s
    UNION SELECT organisation_id, name, 'CQC provider id' FROM organisations_member
    WHERE register = 'cqc_locations' AND entity_key = %(id)s
    UNION SELECT m.organisation_id, m.name, 'company number' FROM registers_locationspan l
    JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
    WHERE l.company_number <> '' AND l.company_number = %(company)s
    UNION SELECT m.organisation_id, m.name, 'company number' FROM organisations_companylink c
    JOIN organisations_member m USING (entity_key) WHERE c.band = 'accepted' AND c.company_number = %(company)s
    ORDER BY 2, 1 LIMIT %(most)s
"""
_TOWNS = sql.SQL("""
    SELECT city, council_code, count(*) FROM registers_location WHERE until IS NULL AND city <> '' AND {is_care}
    GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
""").format(is_care=is_care())
_IN_TOWN = sql.SQL("""
    SELECT DISTINCT m.organisation_id, l.location_name || ', ' || l.city, 'location in this town'
    FROM registers_location l JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
    WHERE l.until IS NULL AND l.city <> '' AND octet_length(l.city) < 200 AND lower(l.city) = ANY(%s) AND {is_care}
    ORDER BY 2, 1 LIMIT %s
""").format(is_care=is_care("l"))
_PEOPLE = """
    WITH person AS MATERIALIZED (
        SELECT l.provider_id, named.person, role FROM registers_locationspan l
        CROSS JOIN LATERAL (VALUES (nominated_individual, 'nominated individual'), (registered_manager, 'registered manager'))
            AS named(person, role)
        WHERE l.until IS NULL AND octet_length(nominated_individual) + octet_length(registered_manager) < 1000
            AND lower(nominated_individual || ' ' || registered_manager)  -- as it is indexed
                LIKE ALL(ARRAY(SELECT lower(word) FROM unnest(%(words)s::text[]) AS word))
            AND named.person ILIKE ALL(%(words)s)
        UNION SELECT l.provider_id, c.name, 'person with significant control' FROM registers_controllerspan c
        JOIN registers_locationspan l ON l.company_number = c.company_number AND l.company_number <> ''
        WHERE c.until IS NULL AND c.ceased_on IS NULL AND c.kind = 'individual-person-with-significant-control'
            AND c.name ILIKE ALL(%(words)s)
    )
    SELECT DISTINCT m.organisation_id, person, role
    FROM person JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = person.provider_id
    ORDER BY 2, 1 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Found:
    """An organisation that a search found: its own name, the name that fitted, what sort of name that is, and what is known of its licence.

    `provider`: it is on the CQC's list; `care`: with a care location (docs/definitions.md)."""

    organisation_id: str
    name: str
    place: str
    fitted: str
    kind: str
    provider: bool
    sponsor: bool
    licence: Licence
    care: bool


@dataclass(frozen=True)
class Town:
    """A town of the CQC's list, as it is written there: in how many ways, and how many care locations it has in which councils."""

    name: str
    written: tuple[str, ...]
    locations: dict[str, int]


def refresh_search_names() -> None:
    """Bring all names up to date, within a transaction: only those that came or went are written."""
    _gather(None)


def gather_some(entity_keys: Collection[str]) -> None:
    """Bring the names of the organisations up to date to which these records belong now, and of those that redirect there.

    Within a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OF_RECORDS, {"keys": list(entity_keys)})
        touched = [found[0] for found in cursor.fetchall()]
    _gather(touched)


def _gather(touched: list[str] | None) -> None:
    names = read_frame(_NAMES, values={"only": touched})
    kept = names.with_columns(plain=plain_all(pl.col("name").map_batches(mended, return_dtype=pl.String))).filter(
        pl.col("plain") != ""
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE names_now (organisation_id text, name text, kind text, plain text)")
        copy_rows(sql.Identifier("names_now"), kept)
        cursor.execute("ANALYZE names_now")
        cursor.execute("CREATE TEMPORARY TABLE names_counted (words text[], many int)")
        cursor.execute(_BRING_UP_TO_DATE, {"only": touched})
        for statement in _WORDS if touched is None else _WORDS_OF_SOME if cursor.rowcount else ():
            cursor.execute(statement)
        cursor.execute("DROP TABLE names_now, names_counted")


def search(text: str, most: int = MOST) -> list[Found]:
    """Organisations that the number is of, with a location or office at the postcode, or one of whose names fits: whichever the text is."""
    return by_number(text, most) or by_postcode(text, most) or by_name(text, most)


def by_number(text: str, most: int = MOST) -> list[Found]:
    """Organisations that bear an id of the CQC (a provider's or a location's) or a company number, with or without its leading zeros.

    “CQC” may stand before it, and any dash for its hyphen."""
    joined = re.sub("^CQC(ID)?:?(?=[0-9])", "", "".join(map(_of_a_number, text.upper())))
    if not re.fullmatch(r"[A-Z0-9-]{3,20}", joined) or not re.search("[0-9]{2}", joined):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, {"id": joined, "company": one_number(joined) or "", "most": most})
        return _told(cursor.fetchall(), most)


def _of_a_number(letter: str) -> str:
    """A letter of an id as registers write it: any dash is a hyphen, and blanks, seen or unseen, are none."""
    kind = unicodedata.category(letter)
    return "-" if kind == "Pd" else "" if letter.isspace() or kind == "Cf" else letter


def towns_named(text: str) -> list[Town]:
    """The towns that the text names, else those whose name it misspells by a slip or two."""
    typed = " ".join(words_of(text))
    towns = _vocabulary().towns
    return [towns[typed]] if typed in towns else [towns[found] for found in near(typed, towns)]


def by_town(town: Town, most: int = MOST) -> list[Found]:
    """Organisations with a care location in a town."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_TOWN, [[name.lower() for name in town.written], most])
        return _told(cursor.fetchall(), most)


def by_name(text: str, most: int = MOST) -> list[Found]:
    """Organisations one of whose names fits, the best first; each once, with the name that fits best."""
    typed = list(dict.fromkeys(words_of(text)))
    if not typed:
        return []
    known, many = _vocabulary().words, _vocabulary().many
    wanted = [_standing_for(word, known, many, last=word == typed[-1]) for word in typed]
    if not all(wanted):
        return []
    whole = " ".join(typed)
    broad = len(typed) == 1 and sum(many[word] for word in wanted[0]) > _COMMON
    rows = (_beginning(whole) if broad else []) or _fitting(whole, wanted)
    scored = sorted((-fuzz.ratio(whole, row[3]), row[:3]) for row in rows)
    return _told([row for _, row in scored], most)


def _fitting(whole: str, wanted: Sequence[Sequence[str]]) -> list[tuple[str, str, str, str]]:
    """Names that have one of the wanted words for every word that was typed."""
    fits = sql.SQL(" AND ").join(
        sql.SQL("words && {}").format(sql.Placeholder(f"w{number}")) for number in range(len(wanted))
    )
    values = {f"w{number}": list(words) for number, words in enumerate(wanted)}
    with connection.cursor() as cursor:
        cursor.execute(_FOUND.format(fits=fits), values | {"whole": whole, "most": _CANDIDATES})
        return list(cursor.fetchall())


def _beginning(whole: str) -> list[tuple[str, str, str, str]]:
    """Names that begin so: all that can be told of a word that stands in thousands of names."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [f"{whole}%", _CANDIDATES])
        return list(cursor.fetchall())


def by_postcode(text: str, most: int = MOST) -> list[Found]:
    """Organisations with a location or their office at a postcode, whole or its first half."""
    joined = "".join(text.upper().split())
    if not re.fullmatch(r"[A-Z]{1,2}[0-9][0-9A-Z]?([0-9][A-Z]{2})?", joined):
        return []
    whole = len(joined) >= 5 and joined[-3].isdigit()
    with connection.cursor() as cursor:
        cursor.execute(_POSTCODE, {"at": joined if whole else f"{joined}___", "most": most})
        return _told(cursor.fetchall(), most)


def by_person(text: str, most: int = MOST) -> list[Found]:
    """Organisations for which a register names a person with all these words in the name, in any order.

    For the caller to check: that the visitor may see people.
    """
    words = [f"%{connection.ops.prep_for_like_query(word)}%" for word in text.replace(",", " ").split()]
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"words": words, "most": most})
        return _told(cursor.fetchall(), most)


def _told(rows: Sequence[tuple[str, str, str]], most: int) -> list[Found]:
    best: dict[str, tuple[str, str]] = {}
    for organisation_id, name, kind in rows:
        best.setdefault(organisation_id, (name, kind))
    ids = list(best)[:most]
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [ids])
        told = {row[0]: row[1:] for row in cursor.fetchall()}
    licences = licences_of(ids) if ids else {}
    return [
        Found(
            found, told[found][1], told[found][2] or "", *best[found], provider=told[found][0], sponsor=told[found][3],
            licence=licences.get(found, NO_SPONSOR), care=told[found][4],
        )
        for found in ids
        if found in told
    ]  # fmt: skip


def _standing_for(word: str, known: Sequence[str], many: dict[str, int], *, last: bool) -> list[str]:
    """The words of names that a typed word may stand for: itself, its continuations, and slips of it."""
    exact = [word] if word in many else []
    longer = [other for other in known if other.startswith(word) and other != word] if last or not exact else []
    longer.sort(key=lambda other: -many[other])
    slips = 0 if exact or len(word) < 4 else 1 if len(word) < 6 else 2
    meant = _meant(word, known, many, slips) if slips and len(longer) < 3 else []
    return list(dict.fromkeys([*exact, *longer[:_BEGINNINGS], *meant]))


def _meant(word: str, known: Sequence[str], many: dict[str, int], slips: int) -> list[str]:
    """The words that a misspelt one may mean, the nearest first, and of those as near the most frequent."""
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)
    return [other for other, *_ in sorted(found, key=lambda hit: (hit[1], -many[hit[0]]))[:_SLIPS]]


@dataclass(frozen=True)
class _Vocabulary:
    """The words of all names, in order, each with in how many names it stands; and the towns, by their words."""

    words: list[str]
    many: dict[str, int]
    towns: dict[str, Town]


_held: tuple[datetime | None, _Vocabulary] = (None, _Vocabulary([], {}, {}))


def _vocabulary() -> _Vocabulary:
    """What this process holds until the names are gathered anew."""
    global _held
    made = SearchMade.objects.values_list("at", flat=True).first()
    if _held[0] != made:
        with connection.cursor() as cursor:
            cursor.execute("SELECT word, many FROM organisations_searchword ORDER BY word")
            many = dict(cursor.fetchall())
            cursor.execute(_TOWNS)
            _held = (made, _Vocabulary(list(many), many, _towns(cursor.fetchall())))
    return _held[1]


def _towns(rows: Sequence[tuple[str, str, int]]) -> dict[str, Town]:
    """Towns by their words, of rows of a name as it is written, a council's code and a count of locations, the largest first."""
    by_words: dict[str, list[tuple[str, str, int]]] = {}
    for row in rows:
        by_words.setdefault(" ".join(words_of(row[0])), []).append(row)
    return {words: _town(told) for words, told in by_words.items() if words}


def _town(rows: Sequence[tuple[str, str, int]]) -> Town:
    councils: dict[str, int] = {}
    for _, council, many in rows:
        councils[council] = councils.get(council, 0) + many
    written = tuple(dict.fromkeys(name for name, *_ in rows))
    return Town(written[0], written, dict(sorted(councils.items(), key=lambda pair: -pair[1])))
