"""What guards the database and what runs by itself in it, held against what the migrations of this version make: the fence of each
table with its policies, rights, functions, triggers and rules.

`inventory.json` beside this file lists that, and is made again by a test after a migration (docs/tests.md). What the queue brings is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_name("inventory.json")
BEFORE = "irhub_before"
"""The schema in which a restore keeps what the place held, until what came is proved."""
LEFT_OVER = "irhub_left_over"
"""The schema of what a restore no longer needs, until it is dropped."""
_FUNCTIONS = """
    SELECT 'function ' || p.oid::regprocedure::text,
           encode(sha256(convert_to(concat_ws(chr(10), p.prosrc, l.lanname, p.prosecdef, p.proconfig), 'UTF8')), 'hex')
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'irhub_before', 'irhub_left_over')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
"""
_TRIGGERS = """
    SELECT 'trigger ' || t.tgname || ' on ' || t.tgrelid::regclass::text,
           concat(t.tgfoid::regprocedure::text, ', kind ', t.tgtype, ', switched ', t.tgenabled)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'irhub_before', 'irhub_left_over')
"""
_RULES = """
    SELECT 'rule ' || r.rulename || ' on ' || r.ev_class::regclass::text, r.ev_type::text
    FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE r.rulename <> '_RETURN' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'irhub_before', 'irhub_left_over')
"""
_FENCES = """
    SELECT 'fence of ' || relname, CASE WHEN relrowsecurity AND relforcerowsecurity THEN 'whole' ELSE 'open' END
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""
# Without brackets and types of words, which a dump puts elsewhere.
_POLICIES = r"""
    SELECT 'policy ' || policyname || ' on ' || tablename,
           encode(sha256(convert_to(concat_ws(chr(10), permissive, cmd, roles::text,
               regexp_replace(qual, '[[:space:]()]+|AS irhub_[a-z_]+|::text(\[\])?|::character varying(\[\])?', '', 'g'), '',
               regexp_replace(with_check, '[[:space:]()]+|AS irhub_[a-z_]+|::text(\[\])?|::character varying(\[\])?', '', 'g')), 'UTF8')), 'hex')
    FROM pg_policies WHERE schemaname = 'public'
"""
# MAINTAIN is left out, which servers before 17 do not know.
_RIGHTS = """
    SELECT 'right of ' || COALESCE(pg_get_userbyid(NULLIF(grantee, 0)), 'everybody') || ' to ' || thing,
           string_agg(privilege_type, ' ' ORDER BY privilege_type)
    FROM (
        SELECT c.relname::text AS thing, c.relowner AS owner, given.*
        FROM pg_class c, aclexplode(COALESCE(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) given
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
        UNION ALL
        SELECT concat(c.relname, '.', a.attname), c.relowner, given.*
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) given
        WHERE c.relnamespace = 'public'::regnamespace AND a.attacl IS NOT NULL
        UNION ALL
        SELECT p.oid::regprocedure::text, p.proowner, given.*
        FROM pg_proc p, aclexplode(COALESCE(p.proacl, acldefault('f', p.proowner))) given
        WHERE p.pronamespace = 'public'::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
    ) held
    WHERE grantee <> owner AND privilege_type <> 'MAINTAIN' GROUP BY grantee, thing
"""
_OF_EVENTS = "SELECT 'event trigger ' || evtname, evtfoid::regprocedure::text FROM pg_event_trigger"


def found(cursor: Any) -> dict[str, str]:
    """What there is, by its name, each with a mark of what it does."""
    told: dict[str, str] = {}
    for query in (_FUNCTIONS, _TRIGGERS, _RULES, _OF_EVENTS, _FENCES, _POLICIES, _RIGHTS):
        cursor.execute(query)
        told |= dict(cursor.fetchall())
    return dict(sorted(told.items()))


def kept() -> dict[str, str]:
    """What there should be."""
    told: dict[str, str] = json.loads(KEPT.read_text())
    return told


def faults(cursor: Any) -> Iterator[str]:
    """What is there that no migration makes, or was changed, or is gone, each in words."""
    there, should = found(cursor), kept()
    for name in sorted(there.keys() - should.keys()):
        yield f"the database has the {name}, which no migration makes"
    for name in sorted(should.keys() - there.keys()):
        yield f"the {name} is gone"
    for name in sorted(name for name in there.keys() & should.keys() if there[name] != should[name]):
        yield _changed(name, set(there[name].split()), set(should[name].split()))


def _changed(name: str, there: set[str], should: set[str]) -> str:
    if name.startswith("fence of "):
        return f"the {name} is {''.join(there)}, and should be {''.join(should)}"
    if not name.startswith("right of "):
        return f"the {name} is not the one that was made"
    who, _, thing = name.removeprefix("right of ").partition(" to ")
    more, less = ", ".join(sorted(there - should)), ", ".join(sorted(should - there))
    told = [f"may {more}, which no migration lets it"] if more else []
    told += [f"may not {less}, which migrations let it"] if less else []
    return f"of {thing}, {who} {' and '.join(told)}"
