"""What casework holds about people: see web/held_tables.py."""

from __future__ import annotations

from irhub.casework.models import Writing
from irhub.web.held_tables import Held, person

HELD = (Held(Writing, ("about", "until"), **person("person")),)
