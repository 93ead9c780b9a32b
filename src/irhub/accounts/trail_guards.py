"""What the database has to keep the audit trail from being altered: triggers, functions and grants, held against what was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from django.db import connection

from irhub.accounts.row_security import APP, SYSTEM

EVENTS, LINKS = "accounts_auditevent", "accounts_auditlink"
TRIGGERS = {
    (EVENTS, "accounts_trail_rows"): "accounts_trail_is_only_added_to",
    (EVENTS, "accounts_trail_whole"): "accounts_trail_is_only_added_to",
    (EVENTS, "accounts_trail_ask"): "accounts_trail_ask",
    (LINKS, "accounts_trail_links"): "accounts_trail_is_only_added_to",
    (LINKS, "accounts_trail_links_stay"): "accounts_trail_is_only_added_to",
    (LINKS, "accounts_trail_whole"): "accounts_trail_is_only_added_to",
    (LINKS, "accounts_trail_chain"): "accounts_trail_chain",
}
"""The triggers that guard and chain the trail, by table and name, and what each calls."""
FUNCTIONS: Mapping[str, str] = {
    "accounts_trail_is_only_added_to": "23e4e39f065520b75dd3ab7e8a8d05cb696959ade407d7d29e21f1e0d6351697",
    "accounts_trail_ask": "f54ad7b8ce4fb791a393bec1e90babb9571fd266fac85c7bb9660b5c32c660b4",
    "accounts_trail_chain": "880ec7d5d24b3c52eb7084f9acf967873589a391bd1622bd7d7e2e601e79cb64",
}
"""SHA-256 of the text of each function, as migrations accounts 0002 and 0007 made it."""
REFUSED = {
    EVENTS: ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER"),
    LINKS: ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"),
}
"""What neither role of the hub may do to a table."""
_TRIGGERS = """
    SELECT tgrelid::regclass::text, tgname::text, tgenabled IN ('O', 'A'), tgfoid::regproc::text
    FROM pg_trigger WHERE tgrelid IN (%s::regclass, %s::regclass) AND NOT tgisinternal
"""


def faults() -> Iterator[str]:
    """What of the guards is missing or was changed, each in words."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS, [EVENTS, LINKS])
        found = {(table, name): (enabled, calls) for table, name, enabled, calls in cursor.fetchall()}
        for (table, name), calls in TRIGGERS.items():
            enabled, called = found.get((table, name), (None, None))
            if enabled is None:
                yield f"the trigger {name} on {table} is gone"
            elif not enabled:
                yield f"the trigger {name} on {table} is switched off"
            elif called != calls:
                yield f"the trigger {name} on {table} calls another function"
        for table, name in sorted(found.keys() - TRIGGERS.keys()):
            yield f"there is a trigger {name} on {table} that nobody knows"
        cursor.execute(
            "SELECT proname::text, prosrc FROM pg_proc WHERE proname = ANY(%s) AND pronamespace = 'public'::regnamespace",
            [list(FUNCTIONS)],
        )
        texts = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in cursor.fetchall()}
        for name, expected in FUNCTIONS.items():
            if texts.get(name) != expected:
                yield f"the function {name} is not the one that was made"
        for table, rights in REFUSED.items():
            for role in (APP, SYSTEM):
                cursor.execute(
                    "SELECT right_ FROM unnest(%s::text[]) AS asked(right_) WHERE has_table_privilege(%s, %s, right_)",
                    [list(rights), role, table],
                )
                for (right,) in cursor.fetchall():
                    yield f"the role {role} has the right {right} on {table}"
